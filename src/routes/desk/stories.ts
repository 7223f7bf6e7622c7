import type { Hono } from "hono";
import { ACT_KINDS, type ActKind, type CopyContent, type OpenStory } from "../../model/copy.ts";
import { differenceOf } from "../../model/difference.ts";
import { LIMITS } from "../../model/limits.ts";
import { sameContent } from "../../model/merge.ts";
import { may } from "../../model/people.ts";
import { momentsAt } from "../../model/zone.ts";
import type { Act, Done } from "../../newsroom/writing/acts.ts";
import { renderHistory } from "../../render/desk/history.tsx";
import { renderStories } from "../../render/desk/stories.tsx";
import { renderStory } from "../../render/desk/story.tsx";
import { comingOf } from "../../render/desk/story-margin.tsx";
import { afterwards, type StorySaid } from "../../render/desk/story-notices.tsx";
import { settingsOf } from "../../settings.ts";
import { oneLine } from "../../text/plain.ts";
import { isUuid } from "../../text/uuid.ts";
import { decodeCursor, encodeCursor } from "../api/cursor.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { creditOf, noteCredit } from "./credit.ts";
import { keepFile } from "./files.ts";
import { answer, contextOf, field, formOf, jsonOf, messagePage, page, zoneOf } from "./pages.ts";
import { previewRoutes } from "./preview.ts";
import type { DeskEnv, DeskHono } from "./session.ts";
import { contentOfForm, contentOfJson, isTooLong, toInput } from "./story-form.ts";

const STORIES = 50;
const WHICH = ["work", "draft", "scheduled", "published", "withdrawn", "pages"] as const;
/** How long somebody waits until readers have what they published, ms. */
const PATIENCE_MS = 3000;

/** The routes of stories: listed, written, read before they go out, published. */
export function storyRoutes(desk: Hono<DeskEnv>): void {
  desk.get("/desk", async (c) => {
    const { person } = c.get("session");
    if (!may(person.role, "write")) return seeOther("/desk/comments");
    const wanted = c.req.query("which");
    const which = WHICH.find((each) => each === wanted) ?? "work";
    const title = oneLine(c.req.query("q") ?? "").slice(0, LIMITS.title);
    const cursor = c.req.query("cursor");
    const place = cursor ? decodeCursor(cursor) : undefined;
    const before = place ? { at: place.created, id: place.id } : null;
    using writing = await newsroomOf(c.env).writing();
    const { stories, next } = await writing.list({ which, title, before }, person, STORIES);
    const more = next && encodeCursor({ created: next.at, id: next.id });
    return page(renderStories(await contextOf(c), { which, title, stories, more }));
  });

  desk.get("/desk/stories/new", (c) => {
    const isPage = c.req.query("page") !== undefined;
    return may(c.get("session").person.role, isPage ? "arrange" : "write")
      ? seeOther(`/desk/stories/${crypto.randomUUID()}${isPage ? "?page" : ""}`)
      : messagePage(c, 403, "forbidden");
  });

  desk.get("/desk/stories/:id", async (c) => {
    const story = await storyOf(c);
    // Only the address knows yet what it is to be.
    if (story && !story.copy && !story.article) story.content.page = c.req.query("page") !== undefined;
    return story ? storyPage(c, story, { done: doneIn(c.req.query("done")) }) : missing(c);
  });

  // What a script saves while somebody writes.
  desk.put("/desk/stories/:id/copy", async (c) => {
    const story = await storyOf(c);
    const sent = await jsonOf<{ version: number; content: unknown }>(c);
    const content = story && contentOfJson(sent?.content, story.content);
    if (!story || !content || !Number.isInteger(sent?.version)) return answer({ kind: "refused" }, 422);
    if (!mayBe(c, content)) return answer({ kind: "forbidden" }, 403);
    if (isTooLong(content)) return answer({ kind: "refused" }, 413);
    using writing = await newsroomOf(c.env).writing();
    const outcome = await writing.save(story.id, sent?.version ?? 0, content, c.get("session").person);
    return answer(outcome, outcome.kind === "saved" ? 200 : outcome.kind === "conflict" ? 409 : 403);
  });

  // Who else has it open, and whether it says something new.
  desk.post("/desk/stories/:id/here", async (c) => {
    const id = c.req.param("id");
    using writing = await newsroomOf(c.env).writing();
    const here = isUuid(id) ? await writing.here(id, c.get("session").person) : null;
    return here ? answer({ kind: "here", ...here }) : answer({ kind: "forbidden" }, 403);
  });

  desk.post("/desk/stories/:id", write);
  previewRoutes(desk, storyOf);

  desk.get("/desk/stories/:id/history", async (c) => {
    const story = await storyOf(c);
    if (!story?.article) return missing(c);
    const { person } = c.get("session");
    using writing = await newsroomOf(c.env).writing();
    const revisions = (await writing.revisions(story.id, person)) ?? [];
    const shown = Number(c.req.query("of")) || story.article.revision;
    const [after, before] = await Promise.all([
      writing.revision(story.id, shown, person),
      writing.revision(story.id, shown - 1, person),
    ]);
    if (!after) return missing(c);
    const text = (content: CopyContent | null) =>
      content ? `${content.title}\n${content.standfirst}\n\n${content.text}` : "";
    const difference = differenceOf(text(before), text(after));
    return page(renderHistory(await contextOf(c), { id: story.id, revisions, shown, difference }));
  });

  // An earlier text, as a working copy of its own.
  desk.post("/desk/stories/:id/history", async (c) => {
    const story = await storyOf(c);
    const revision = Number(field(await formOf(c), "revision"));
    const { person } = c.get("session");
    using writing = await newsroomOf(c.env).writing();
    const earlier = story && (await writing.revision(story.id, revision, person));
    if (!earlier) return missing(c);
    const content = { ...earlier, slug: story.content.slug };
    await writing.save(story.id, story.copy?.version ?? 0, content, person);
    return seeOther(`/desk/stories/${story.id}`);
  });
}

/** The foot of every page is arranged by whoever arranges the front page. */
const mayBe = (c: DeskHono, { page }: CopyContent) => !page || may(c.get("session").person.role, "arrange");

/** Saves what a form holds, and does with it what its button says. */
async function write(c: DeskHono): Promise<Response> {
  const story = await storyOf(c);
  const form = await formOf(c);
  if (!story || !form) return missing(c);
  const wanted = field(form, "do");
  if (UNWRITTEN.has(wanted) && !form.has("text")) return carryOut(c, story, form, {});
  const content = contentOfForm(form, story.content);
  if (!mayBe(c, content)) return messagePage(c, 403, "forbidden");
  if (isTooLong(content)) {
    const faults = [{ field: "text", detail: `at most ${LIMITS.copyBytes} bytes` }];
    return storyPage(c, { ...story, content }, { faults }, 413);
  }
  const picture = form.get("picture");
  if (picture instanceof File && picture.size > 0) {
    const alt = content.image?.alt || oneLine(field(form, "alt"));
    const kept = await keepFile(c, picture, alt);
    if (typeof kept === "string")
      return storyPage(c, { ...story, content }, { faults: [{ field: "image", detail: kept }] });
    content.image = { media: kept.id, alt };
  }
  for (const file of form.getAll("sound")) {
    if (!(file instanceof File) || file.size === 0) continue;
    const kept = await keepFile(c, file, "");
    if (typeof kept === "string")
      return storyPage(c, { ...story, content }, { faults: [{ field: "attachments", detail: kept }] });
    const isText = kept.type.startsWith("text/");
    const known = content.attachments ?? comingOf(story);
    content.attachments = [...known, { media: kept.id, ...(isText && { kind: "transcript" as const }) }];
  }
  await noteCredit(c, story, content, form);
  // What is withdrawn needs no working copy of what it says already.
  const isSame = !story.copy && sameContent(content, story.content);
  if (isSame && UNWRITTEN.has(wanted)) return carryOut(c, story, form, {});
  using writing = await newsroomOf(c.env).writing();
  const version = Number(field(form, "version")) || 0;
  const outcome = await writing.save(story.id, version, content, c.get("session").person);
  if (outcome.kind === "forbidden") return messagePage(c, 403, "forbidden");
  if (outcome.kind === "conflict") {
    const { copy, fields, merged } = outcome;
    const theirs = { by: copy.savedBy, content: copy.content, fields };
    return storyPage(c, { ...story, copy, content: merged }, { theirs }, 409);
  }
  const saved: OpenStory = { ...story, copy: outcome.copy, content: outcome.copy.content };
  return carryOut(c, saved, form, outcome.with === null ? {} : { mergedWith: outcome.with });
}

/** What can be done with a story in which nobody writes. */
const UNWRITTEN = new Set(["withdraw", "bring-back", "take-back", "hurry"]);

/** Does with a story what a button says. @param said what there is to say of how it was saved */
async function carryOut(c: DeskHono, story: OpenStory, form: FormData, said: StorySaid): Promise<Response> {
  const { person } = c.get("session");
  const version = story.copy?.version ?? 0;
  const note = oneLine(field(form, "note")).slice(0, LIMITS.standfirst);
  const wanted = field(form, "do");
  using writing = await newsroomOf(c.env).writing();
  switch (wanted) {
    case "preview":
      return seeOther(`/desk/stories/${story.id}/preview`);
    case "publish":
      // What waits for its time goes out now.
      return publish(c, story, story.article?.status === "scheduled" ? Date.now() : null, wanted, form);
    case "schedule": {
      const moments = momentsAt(field(form, "at"), await zoneOf(c, form));
      const [at] = moments;
      const fault = !at ? "noSuchTime" : moments.length > 1 ? "twoTimes" : at <= Date.now() ? "past" : null;
      if (fault || !at) return storyPage(c, story, { time: fault ?? "noSuchTime" }, 422);
      return publish(c, story, at, wanted, form);
    }
    case "submit":
    case "return":
      return act(c, story, { kind: wanted, version, note });
    case "withdraw":
      return act(c, story, { kind: wanted, reason: oneLine(field(form, "reason")).slice(0, LIMITS.reason) });
    case "bring-back":
    case "discard":
      return act(c, story, { kind: wanted });
    case "take-back":
      await writing.takeBack(story.id, person);
      return seeOther(`/desk/stories/${story.id}`);
    case "hurry": {
      const kind = story.pending?.kind;
      const outcome = await writing.hurry(story.id, person, PATIENCE_MS);
      return done(c, story, outcome, outcome.kind === "done" && kind ? kind : null);
    }
    case "take-in": {
      const fields = await writing.takeIn(story.id, person);
      const again = await storyOf(c);
      return again ? storyPage(c, again, { kept: fields }) : missing(c);
    }
    default:
      return said.mergedWith ? storyPage(c, story, said) : seeOther(`/desk/stories/${story.id}`);
  }
}

/** @param at when it goes out, ms; null as it is, or now */
async function publish(
  c: DeskHono,
  story: OpenStory,
  at: number | null,
  kind: "publish" | "schedule",
  form: FormData,
): Promise<Response> {
  const input = toInput(story, at, settingsOf(c.env).url, form.has("mend"));
  if (Array.isArray(input)) return storyPage(c, story, { faults: input }, 422);
  return act(c, story, { kind, version: story.copy?.version ?? 0, input });
}

/** Has something done with a story, in a moment: its page says so, and lets take it back. */
async function act(c: DeskHono, story: OpenStory, what: Act): Promise<Response> {
  using writing = await newsroomOf(c.env).writing();
  const outcome = await writing.act(story.id, what, c.get("session").person, false, 0);
  return done(c, story, outcome, null);
}

/** What became of it, in words. @param said what was done; null where it is yet to be */
async function done(c: DeskHono, story: OpenStory, outcome: Done, said: ActKind | null): Promise<Response> {
  const faults = (field: string, detail: string, status = 422) =>
    storyPage(c, story, { faults: [{ field, detail }] }, status);
  switch (outcome.kind) {
    case "done":
      return seeOther(said ? afterwards(story, said) : `/desk/stories/${story.id}`);
    case "forbidden":
      return messagePage(c, 403, "forbidden");
    case "stale": {
      const again = await storyOf(c);
      return again ? storyPage(c, again, { stale: true }, 409) : missing(c);
    }
    case "not-found":
      return missing(c);
    case "slug-taken":
      return faults("slug", `"${outcome.slug}"`, 409);
    case "refused":
      return faults(outcome.pointer.replace(/^#\//, ""), outcome.detail);
  }
}

const doneIn = (said: string | undefined): ActKind | undefined => ACT_KINDS.find((each) => each === said);

async function storyOf(c: DeskHono): Promise<OpenStory | null> {
  const id = c.req.param("id") ?? "";
  if (!isUuid(id)) return null;
  using writing = await newsroomOf(c.env).writing();
  return writing.open(id, c.get("session").person);
}

async function storyPage(c: DeskHono, story: OpenStory, said: StorySaid, status = 200): Promise<Response> {
  const credit = await creditOf(c, story.content);
  const person = c.get("session").person;
  return page(renderStory(await contextOf(c), person, story, { ...said, credit }), status);
}

const missing = (c: DeskHono) => messagePage(c, 404, "missing");
