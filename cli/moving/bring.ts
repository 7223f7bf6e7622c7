import { LIMITS } from "../../src/model/limits.ts";
import { foldCase, slugify } from "../../src/model/slug.ts";
import { ArticleInput } from "../../src/routes/api/schemas.ts";
import { formerIn, isOurs } from "../../src/routes/former.ts";
import { type Api, type Problem, Refused } from "../api.ts";
import { withPictures } from "../markdown/text.ts";
import type { Progress } from "../progress.ts";
import type { Files } from "./files.ts";
import { moved } from "./html.ts";
import type { Journal } from "./journal.ts";
import type { Report } from "./report.ts";
import { Sender } from "./sender.ts";
import type { Comment, FileWish, Origin, Redirect, Story } from "./story.ts";

/** Articles of one request: the newsroom does one thing at a time, and others want something, too. */
const STORIES_OF_REQUEST = 20;
const REQUESTS_AT_ONCE = 3;

export interface Bringing {
  /** Null: nothing is sent, and all else is done. */
  api: Api | null;
  origin: Origin;
  files: Files;
  journal: Journal;
  report: Report;
  progress: Progress;
  signal: AbortSignal;
}

/** A story on its way, as the API takes it. */
interface OnItsWay {
  story: Told;
  input: object;
}

/** A story without its text, which is long, and which nobody needs any more. */
type Told = Omit<Story, "html" | "markdown">;

interface Results {
  results: { status: number; article?: { id: string }; known?: string; problem?: Problem }[];
}

/**
 * Brings everything: stories with their files, then what was said of them, then what leads to them. What
 * cannot come is reported, and keeps nothing else. Whoever does it again goes on, and doubles nothing.
 *
 * @throws AbortError where somebody interrupts it, Failure where the newsroom cannot be reached
 */
export async function bringAll(bringing: Bringing): Promise<void> {
  const { api, origin, progress, signal, journal, report } = bringing;
  // An answer comes after what it answers.
  const comments = new Sender<Comment & { article: string }>(LIMITS.commentsBatch, 1, (items) =>
    sendComments(bringing, items),
  );
  /** Stories whose comments are on their way, and are noted when all of them have come. */
  const commented: string[] = [];
  const addComments = async (story: Told, id: string) => {
    if (story.comments.length === 0 || journal.isCommented(story.entryId)) return;
    for (const comment of story.comments) await comments.add({ ...comment, article: id });
    commented.push(story.entryId);
  };
  const stories = new Sender<OnItsWay>(STORIES_OF_REQUEST, REQUESTS_AT_ONCE, async (items) => {
    for (const [story, id] of await sendStories(bringing, items)) await addComments(story, id);
  });
  /** What is under way is finished, also when somebody wants us to end. */
  const finish = async () => {
    await stories.end();
    await comments.end();
    for (const entryId of commented.splice(0)) journal.noteComments(entryId);
  };

  try {
    for await (const story of origin.read(signal)) {
      signal.throwIfAborted();
      const known = journal.idOf(story.entryId);
      if (known !== undefined) {
        report.note(story.page ? "page" : "story", "known");
        await addComments(story, known);
      } else {
        const input = await inputOf(bringing, story);
        const { html: _, markdown: __, ...told } = story;
        if (input && api) await stories.add({ story: told, input });
        if (!api) for (const _ of story.comments) report.note("comment", "brought");
      }
      progress.add();
    }
  } catch (error) {
    if (signal.aborted) await finish();
    throw error;
  }
  await finish();
  await bringRedirects(bringing);
}

/** A story as the API takes it, its files brought; null for one that it would refuse, which is reported. */
async function inputOf(
  { origin, files: allFiles, report, signal, api }: Bringing,
  story: Story,
): Promise<object | null> {
  const { at, page } = story;
  const bring = (wish: FileWish) => allFiles.bring(wish, at, signal);
  const { html, sounds } = await moved(story.html, URL.parse(origin.url), bring);
  const markdown =
    story.markdown &&
    (await withPictures(story.markdown, async (name, alt) => {
      const wish = story.named?.(name, alt);
      return wish ? bring(wish) : null;
    }));
  const image = story.image && (await bring(story.image));
  const files = new Map([...sounds.map(soundAt), ...story.files].map((file) => [file.url, file]));
  const attachments: object[] = [];
  for (const { url, type, size } of files.values()) {
    const media = type.startsWith("audio/") ? await bring({ url, alt: "" }) : null;
    const linked = { url, mime_type: type, ...(size !== null && { size_in_bytes: size }) };
    attachments.push(media === null ? linked : { media });
  }
  const published = story.published ?? undefined;
  const input = {
    ...{
      title: cut(story.title, LIMITS.title),
      ...(markdown ? { markdown } : { html }),
      standfirst: cut(story.standfirst, LIMITS.standfirst),
    },
    ...(page
      ? { page }
      : { tags: labels(story.tags), authors: [...new Set(story.authors)].slice(0, LIMITS.authors) }),
    ...(published !== undefined && { published }),
    ...(isUpdate(story) && { updated: story.updated }),
    ...(story.image && { image: pictureOf(story.image, image) }),
    ...(attachments.length > 0 && { attachments: attachments.slice(0, LIMITS.attachments) }),
    ...(story.slug !== null && { slug: story.slug }),
    ...{
      entry_id: story.entryId,
      addresses: addressesOf(story),
      status: story.status,
      imported: origin.feedLength,
    },
    ...(story.commentsClosed && !page && { comments: "closed" }),
  };
  const checked = ArticleInput.safeParse(input);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    report.note(page ? "page" : "story", "refused", at, `${issue?.path.join(".")} ${issue?.message}`);
    return null;
  }
  if (!api) noteBrought(report, story);
  return input;
}

/** A picture of a story: a file of ours, or where it is. */
function pictureOf({ url, alt }: FileWish, media: string | null): object {
  const shows = cut(alt, LIMITS.alt);
  return media === null ? { url, alt: shows } : { media, ...(shows && { alt: shows }) };
}

const SOUNDS: Record<string, string> = { m4a: "mp4", ogg: "ogg", oga: "ogg", opus: "ogg", wav: "wav" };

/** Sound that a text names, of the type that its name says. */
function soundAt(url: string): Story["files"][number] {
  const [, ending = ""] = /\.(\w+)(?:[?#]|$)/.exec(url) ?? [];
  return { url, type: `audio/${SOUNDS[ending.toLowerCase()] ?? "mpeg"}`, size: null };
}

/** Whether it was changed after it was published, and not in days to come, as a scheduled one says. */
const isUpdate = ({ published, updated }: Story) =>
  published !== null && updated !== null && updated >= published && Date.parse(updated) <= Date.now();

function noteBrought(report: Report, story: Told): void {
  const what = story.page ? "page" : "story";
  if (story.notes.length === 0) report.note(what, "brought");
  for (const note of story.notes) report.note(what, "changed", story.at, note);
}

/** What it is known by elsewhere, and can be here: what begins like an address of ours is one of ours. */
function addressesOf({ addresses, page, slug, notes }: Story): string[] {
  const paths = addresses.flatMap((address) => formerIn(address)?.path ?? []);
  for (const path of paths)
    if (isOurs(path) && !path.startsWith("/articles/") && path !== "/")
      notes.push(`its former address "${path}" is another's here`);
  const wanted = paths.filter((path) => !isOurs(path) || path.startsWith("/articles/"));
  return [...new Set(wanted)].filter((path) => !(page && path === `/${slug}`)).slice(0, LIMITS.addresses);
}

/** Labels that the newsroom tells apart, each once. */
function labels(tags: string[]): string[] {
  const bySlug = new Map<string, string>();
  for (const tag of tags.map((each) => cut(each, LIMITS.tagLabel))) {
    const slug = slugify(tag);
    if (slug && ![...bySlug.values()].some((other) => foldCase(other) === foldCase(tag)) && !bySlug.has(slug))
      bySlug.set(slug, tag);
  }
  return [...bySlug.values()].slice(0, LIMITS.tags);
}

export function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .replace(/\p{Cs}$/u, "")
        .trimEnd()}…`;
}

/** @returns the stories that are there now, with their ids */
async function sendStories({ api, journal, report }: Bringing, items: OnItsWay[]): Promise<[Told, string][]> {
  if (!api) return [];
  const { results } = await sendApart(items, async (part) => {
    return await api.call<Results>("articles:batch", {
      json: { articles: part.map(({ input }) => ({ article: input })) },
    });
  });
  const there: [Told, string][] = [];
  const again: OnItsWay[] = [];
  for (const [i, { status, article, known, problem }] of results.entries()) {
    const item = items[i];
    if (!item) throw new Error("there are more answers than stories");
    const { story, input } = item;
    const id = article?.id ?? known;
    if (id !== undefined) {
      if (article) noteBrought(report, story);
      else report.note(story.page ? "page" : "story", "known");
      journal.noteStory(story.entryId, id);
      there.push([story, id]);
    } else if (status === 409 && "slug" in input) {
      // Its name is another's: it gets a number.
      const { slug: _, ...unnamed } = input;
      story.notes.push(`another story has its name "${story.slug}"`);
      again.push({ story, input: unnamed });
    } else {
      const field = problem?.errors?.map(({ pointer, detail }) => ` ${pointer} ${detail}`).join(",") ?? "";
      report.note(story.page ? "page" : "story", "refused", story.at, `${problem?.detail ?? status}${field}`);
    }
  }
  if (again.length > 0) there.push(...(await sendStories({ api, journal, report } as Bringing, again)));
  return there;
}

/** Sends things together; each by itself where they are too much together. */
async function sendApart<Item>(items: Item[], send: (part: Item[]) => Promise<Results>): Promise<Results> {
  try {
    return await send(items);
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.status !== 413) throw error;
    if (items.length === 1) return { results: [{ status: 413, problem: error.problem }] };
    const results: Results["results"] = [];
    for (const item of items) results.push(...(await sendApart([item], send)).results);
    return { results };
  }
}

async function sendComments(
  { api, report }: Bringing,
  items: (Comment & { article: string })[],
): Promise<void> {
  if (!api) return;
  const comments = items.map(({ entryId, parent, email, ...rest }) => ({
    ...{ ...rest, entry_id: entryId },
    ...(parent !== null && { parent }),
    ...(email !== null && { email }),
  }));
  const { results } = await api.call<{ results: { status: number; detail?: string }[] }>("comments:batch", {
    json: { comments },
  });
  for (const [i, { status, detail = "" }] of results.entries()) {
    const at = { file: "", name: items[i]?.entryId ?? "" };
    if (status === 201 || status === 409) report.note("comment", status === 201 ? "brought" : "known");
    else report.note("comment", "refused", at, detail);
  }
}

/** Redirects that the newsroom does not take are left out, and reported; the others are kept. */
async function bringRedirects({ api, origin, journal, report, signal }: Bringing): Promise<void> {
  const wanted = new Map<string, Redirect>();
  for (const redirect of origin.redirects((url) => journal.fileAt(url)?.path)) {
    const former = formerIn(redirect.from);
    if (former && !isOurs(former.path)) wanted.set(former.path, { ...redirect, from: former.path });
  }
  const all = [...wanted.values()];
  for (let i = 0; i < all.length; i += LIMITS.redirects) {
    signal.throwIfAborted();
    let part = all.slice(i, i + LIMITS.redirects);
    for (let attempt = 0; part.length > 0 && api; attempt++) {
      try {
        await api.call("redirects", { method: "PUT", json: { redirects: part } });
        break;
      } catch (error) {
        if (!(error instanceof Refused) || error.problem.status !== 422 || attempt > 0) throw error;
        const faults = new Map(
          error.problem.errors?.map(({ pointer, detail }) => [Number(pointer.split("/")[2]), detail]),
        );
        for (const [index, detail] of faults)
          report.note(
            "redirect",
            "left out",
            { file: "", name: part[index]?.from ?? "" },
            `${detail}: ${part[index]?.to}`,
          );
        part = part.filter((_, index) => !faults.has(index));
      }
    }
    for (const _ of part) report.note("redirect", "brought");
  }
}
