import type { Hono } from "hono";
import { securityHeaders } from "../../http/security.ts";
import type { CopyContent, OpenStory } from "../../model/copy.ts";
import { differenceOf } from "../../model/difference.ts";
import { LIMITS } from "../../model/limits.ts";
import { may } from "../../model/people.ts";
import { momentsAt } from "../../model/zone.ts";
import type { Done } from "../../newsroom/writing/desk.ts";
import { renderHistory } from "../../render/desk/history.tsx";
import { renderPreview } from "../../render/desk/preview.tsx";
import { renderStories } from "../../render/desk/stories.tsx";
import { renderStory, type StorySaid } from "../../render/desk/story.tsx";
import type { DeskWords } from "../../render/desk/words.ts";
import { renderArticlePage } from "../../render/html/article.tsx";
import { siteOf } from "../../render/site.ts";
import { settingsOf } from "../../settings.ts";
import { oneLine } from "../../text/plain.ts";
import { decodeCursor, encodeCursor } from "../api/cursor.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { keepFile } from "./files.ts";
import { answer, contextOf, field, formOf, jsonOf, messagePage, page } from "./pages.ts";
import type { DeskEnv, DeskHono } from "./session.ts";
import { contentOfForm, contentOfJson, isTooLong, toInput } from "./story-form.ts";

const STORIES = 50;
const WHICH = ["work", "draft", "scheduled", "published", "withdrawn"] as const;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
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

  desk.get("/desk/stories/new", (c) =>
    may(c.get("session").person.role, "write")
      ? seeOther(`/desk/stories/${crypto.randomUUID()}`)
      : messagePage(c, 403, "forbidden"),
  );

  desk.get("/desk/stories/:id", async (c) => {
    const story = await storyOf(c);
    return story ? storyPage(c, story, { done: doneIn(c.req.query("done")) }) : missing(c);
  });

  // What a script saves while somebody writes.
  desk.put("/desk/stories/:id/copy", async (c) => {
    const story = await storyOf(c);
    const sent = await jsonOf<{ version: number; content: unknown }>(c);
    const content = story && contentOfJson(sent?.content, story.content);
    if (!story || !content || !Number.isInteger(sent?.version)) return answer({ kind: "refused" }, 422);
    if (isTooLong(content)) return answer({ kind: "refused" }, 413);
    using writing = await newsroomOf(c.env).writing();
    const outcome = await writing.save(story.id, sent?.version ?? 0, content, c.get("session").person);
    return answer(outcome, outcome.kind === "saved" ? 200 : outcome.kind === "conflict" ? 409 : 403);
  });

  desk.post("/desk/stories/:id", write);
  desk.get("/desk/stories/:id/preview", async (c) => {
    const story = await storyOf(c);
    if (!story) return missing(c);
    const input = toInput(story, null, settingsOf(c.env).url);
    const faults = Array.isArray(input) ? input : [];
    return framing(c, page(renderPreview(await contextOf(c), { id: story.id, faults })));
  });
  desk.get("/desk/stories/:id/preview/page", preview);

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

/** Saves what a form holds, and does with it what its button says. */
async function write(c: DeskHono): Promise<Response> {
  const story = await storyOf(c);
  const form = await formOf(c);
  if (!story || !form) return missing(c);
  const { person } = c.get("session");
  const content = contentOfForm(form, story.content);
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
  using writing = await newsroomOf(c.env).writing();
  const outcome = await writing.save(story.id, Number(field(form, "version")) || 0, content, person);
  if (outcome.kind === "forbidden") return messagePage(c, 403, "forbidden");
  if (outcome.kind === "conflict") {
    const { copy, fields, merged } = outcome;
    const theirs = { by: copy.savedBy, content: copy.content, fields };
    return storyPage(c, { ...story, copy, content: merged }, { theirs }, 409);
  }
  const saved: OpenStory = { ...story, copy: outcome.copy, content: outcome.copy.content };
  const said: StorySaid = outcome.with === null ? {} : { mergedWith: outcome.with };
  const { version } = outcome.copy;
  const words = oneLine(field(form, "note")).slice(0, LIMITS.standfirst);
  const reason = oneLine(field(form, "reason")).slice(0, LIMITS.reason);
  switch (field(form, "do")) {
    case "preview":
      return seeOther(`/desk/stories/${story.id}/preview`);
    case "publish":
      // What waits for its time goes out now.
      return publish(c, saved, saved.article?.status === "scheduled" ? Date.now() : null, "published", form);
    case "schedule": {
      const moments = momentsAt(field(form, "at"), settingsOf(c.env).timeZone);
      const [at] = moments;
      const fault = !at ? "noSuchTime" : moments.length > 1 ? "twoTimes" : at <= Date.now() ? "past" : null;
      if (fault || !at) return storyPage(c, saved, { time: fault ?? "noSuchTime" }, 422);
      return publish(c, saved, at, "scheduled", form);
    }
    case "submit":
      return done(c, saved, await writing.submit(story.id, version, words, person), "submitted");
    case "give-back":
      return done(c, saved, await writing.giveBack(story.id, version, words, person), "returned");
    case "take-in": {
      const fields = await writing.takeIn(story.id, person);
      const again = await storyOf(c);
      return again ? storyPage(c, again, { kept: fields }) : missing(c);
    }
    case "discard": {
      const outcome = await writing.discard(story.id, person);
      return outcome.kind === "done" ? seeOther("/desk") : done(c, saved, outcome, "discarded");
    }
    case "withdraw":
      return done(c, saved, await writing.withdraw(story.id, reason, person, PATIENCE_MS), "withdrawn");
    case "bring-back":
      return done(c, saved, await writing.bringBack(story.id, person, PATIENCE_MS), "brought-back");
    default:
      return said.mergedWith ? storyPage(c, saved, said) : seeOther(`/desk/stories/${story.id}`);
  }
}

/** @param at when it goes out, ms; null as it is, or now */
async function publish(
  c: DeskHono,
  story: OpenStory,
  at: number | null,
  said: Said,
  form: FormData,
): Promise<Response> {
  const input = toInput(story, at, settingsOf(c.env).url, form.has("mend"));
  if (Array.isArray(input)) return storyPage(c, story, { faults: input }, 422);
  using writing = await newsroomOf(c.env).writing();
  const { person } = c.get("session");
  const outcome = await writing.publish(story.id, story.copy?.version ?? 0, input, person, PATIENCE_MS);
  return done(c, story, outcome, said);
}

type Said = keyof DeskWords["storyPage"]["done"];

/** What became of it, in words. */
async function done(c: DeskHono, story: OpenStory, outcome: Done, said: Said): Promise<Response> {
  const faults = (field: string, detail: string, status = 422) =>
    storyPage(c, story, { faults: [{ field, detail }] }, status);
  switch (outcome.kind) {
    case "done":
      return seeOther(`/desk/stories/${story.id}?done=${said}`);
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

const doneIn = (said: string | undefined): Said | undefined =>
  (["published", "scheduled", "submitted", "returned", "withdrawn", "brought-back"] as const).find(
    (each) => each === said,
  );

/** The page that readers would get. */
async function preview(c: DeskHono): Promise<Response> {
  const story = await storyOf(c);
  const settings = settingsOf(c.env);
  const input = story && toInput(story, null, settings.url);
  if (!story || !input || Array.isArray(input)) return missing(c);
  using writing = await newsroomOf(c.env).writing();
  const document = await writing.preview(story.id, input, c.get("session").person);
  return document ? framing(c, page(renderArticlePage(document, siteOf(settings)))) : missing(c);
}

/** Lets pages of the desk stand in one another. */
function framing(c: DeskHono, response: Response): Response {
  for (const [name, value] of securityHeaders(settingsOf(c.env))) {
    const isPolicy = name === "Content-Security-Policy";
    const framed = value.replace("frame-ancestors 'none'", "frame-src 'self'; frame-ancestors 'self'");
    response.headers.set(name, isPolicy ? framed : value);
  }
  return response;
}

async function storyOf(c: DeskHono): Promise<OpenStory | null> {
  const id = c.req.param("id") ?? "";
  if (!UUID.test(id)) return null;
  using writing = await newsroomOf(c.env).writing();
  return writing.open(id, c.get("session").person);
}

async function storyPage(c: DeskHono, story: OpenStory, said: StorySaid, status = 200): Promise<Response> {
  return page(renderStory(await contextOf(c), c.get("session").person, story, said), status);
}

const missing = (c: DeskHono) => messagePage(c, 404, "missing");
