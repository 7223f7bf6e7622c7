import type { ArticleChange, NewArticle } from "../../model/article.ts";
import type { CopyContent, OpenStory } from "../../model/copy.ts";
import { LIMITS } from "../../model/limits.ts";
import { isMediaId } from "../../model/media.ts";
import { namesIn } from "../../text/names.ts";
import { oneLine } from "../../text/plain.ts";
import { toChange, toNewArticle, UnusableBody } from "../api/content.ts";
import { ArticleInput, ArticlePatch } from "../api/schemas.ts";
import { field } from "./pages.ts";

// From what was typed to what is published, by the very checks of the API.

/** Fields of the API that are called otherwise here. */
const FIELDS: Record<string, string> = {
  ...{ markdown: "text", html: "text", canonical_url: "canonicalUrl", published: "at" },
};

/** Which episode a form says that it is, as the API takes it; null for none. */
function episodeIn({ episode, season, episodeType }: CopyContent): object | null {
  const said = {
    ...(episode && { number: Number(episode) }),
    ...(season && { season: Number(season) }),
    ...(episodeType && { type: episodeType }),
  };
  return Object.keys(said).length ? said : null;
}

/** A name that is empty is none. */
const withoutEmpty = <T extends { title?: string | undefined }>({ title, ...rest }: T) =>
  title?.trim() ? { title, ...rest } : rest;

/** What is not as it should be, by field. */
export interface Fault {
  field: string;
  detail: string;
}

/** What a form holds, as a working copy. @param known what it held before: its picture stays */
export function contentOfForm(form: FormData, known: CopyContent): CopyContent {
  const names = (name: string) => [...new Set(namesIn(field(form, name)))];
  const text = field(form, "text").replaceAll("\r\n", "\n");
  return {
    title: oneLine(field(form, "title")),
    standfirst: oneLine(field(form, "standfirst")),
    ...{ format: formatOf(field(form, "format"), known), text },
    ...{ tags: names("tags"), authors: names("authors") },
    language: field(form, "language").trim(),
    slug: field(form, "slug").trim(),
    canonicalUrl: field(form, "canonicalUrl").trim(),
    ...{ episode: field(form, "episode").trim(), season: field(form, "season").trim() },
    episodeType: field(form, "episodeType"),
    corrections: form
      .getAll("correction")
      .map((text, i) => ({
        date: String(form.getAll("correction-date")[i] ?? ""),
        text: oneLine(String(text)),
      }))
      .filter(({ text }) => text),
    attachments: form.has("attachments")
      ? attachmentsOf(jsonIn(field(form, "attachments")), known)
      : known.attachments,
    image: form.has("no-picture")
      ? null
      : imageOf(form.has("image") ? field(form, "image") : known.image?.media, field(form, "alt")),
    page: known.page || form.has("page"),
  };
}

/** What a script sends in place of a form; null where it is no such thing. */
export function contentOfJson(sent: unknown, known: CopyContent): CopyContent | null {
  const {
    title,
    standfirst,
    format,
    text,
    tags,
    authors,
    language,
    slug,
    canonicalUrl,
    corrections,
    attachments,
    image,
    page,
    ...others
  } = (sent ?? {}) as CopyContent;
  const texts = [title, standfirst, text, language, slug, canonicalUrl];
  const lists = [tags, authors];
  const isWhole =
    texts.every((each) => typeof each === "string" && each.length <= LIMITS.bodyBytes) &&
    lists.every(
      (list) =>
        Array.isArray(list) && list.length <= LIMITS.tags && list.every((each) => typeof each === "string"),
    );
  const areCorrections =
    Array.isArray(corrections) &&
    corrections.length <= LIMITS.corrections &&
    corrections.every(({ date, text: said }) => typeof date === "string" && typeof said === "string");
  if (!isWhole || !areCorrections) return null;
  return {
    ...{ title, standfirst, text, tags, authors, language, slug, canonicalUrl },
    corrections: corrections.map(({ date, text: said }) => ({ date, text: said })),
    format: formatOf(format, known),
    attachments: attachments === undefined ? known.attachments : attachmentsOf(attachments, known),
    image: image === undefined ? known.image : imageOf(image?.media, image?.alt),
    page: known.page || page === true,
    ...episodeOf(others, known),
  };
}

/** Which episode it is said to be; as it was where a page that was opened before says nothing of it. */
function episodeOf(sent: Partial<CopyContent>, known: CopyContent) {
  const text = (name: "episode" | "season" | "episodeType") => {
    const said = sent[name];
    return typeof said === "string" && said.length <= LIMITS.name ? said : known[name];
  };
  return { episode: text("episode"), season: text("season"), episodeType: text("episodeType") };
}

/** What comes with a story, as a form holds it; as it was where that is no such list. */
function attachmentsOf(sent: unknown, known: CopyContent): CopyContent["attachments"] {
  const isList =
    Array.isArray(sent) &&
    sent.length <= LIMITS.attachments &&
    sent.every((each) => typeof each?.media === "string" || typeof each?.url === "string");
  return isList ? (sent as CopyContent["attachments"]) : known.attachments;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // then it is as it was
  }
}

/** A picture of ours by its id; null for anything else. */
const imageOf = (media: unknown, alt: unknown): CopyContent["image"] =>
  typeof media === "string" && isMediaId(media)
    ? { media, alt: oneLine(String(alt ?? "")).slice(0, LIMITS.alt) }
    : null;

/** What a text is said to be written in; as it was where that is not said. */
const formatOf = (said: unknown, known: CopyContent) =>
  said === "html" || said === "markdown" ? said : known.format;

/** Whether a working copy cannot be kept. */
export function isTooLong(content: CopyContent): boolean {
  return new TextEncoder().encode(JSON.stringify(content)).length > LIMITS.copyBytes;
}

/**
 * What a working copy asks the newsroom to keep, or why it cannot.
 *
 * @param published when it goes out; null for now
 * @param isMend readers are told of no update
 */
export function toInput(
  { article, content }: Pick<OpenStory, "article" | "content">,
  published: number | null,
  site: string,
  isMend = false,
): NewArticle | ArticleChange | Fault[] {
  const { title, standfirst, format, text, tags, authors, language, slug, canonicalUrl, image } = content;
  const { corrections, attachments } = content;
  const episode = episodeIn(content);
  // A picture that lies elsewhere is no file of ours, and stays.
  const isElsewhere = article?.image && !article.image.media;
  const written = {
    ...{ title, standfirst, [format]: text, tags, authors, status: "published" },
    ...(slug && { slug }),
    ...(content.page && !article && { page: true }),
    ...(published !== null && { published: new Date(published).toISOString() }),
    ...(corrections.length && { corrections }),
    ...(attachments && { attachments: attachments.map(withoutEmpty) }),
    ...(isMend && article && { updated: article.updated }),
    ...(language && { language }),
    ...(canonicalUrl && { canonical_url: canonicalUrl }),
    ...(episode && { episode }),
    ...(image && { image: { media: image.media, ...(image.alt && { alt: image.alt }) } }),
  };
  const removed = {
    ...(language ? {} : { language: null }),
    ...(canonicalUrl ? {} : { canonical_url: null }),
    ...(corrections.length ? {} : { corrections: null }),
    ...(image || isElsewhere ? {} : { image: null }),
    ...(episode ? {} : { episode: null }),
  };
  const parsed = article
    ? ArticlePatch.safeParse({ ...written, ...removed })
    : ArticleInput.safeParse(written);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => ({
      field: FIELDS[String(path[0])] ?? String(path[0] ?? ""),
      detail: message,
    }));
  if (!title && !text.trim()) return [{ field: "title", detail: "an article needs a title or a body" }];
  try {
    return article ? toChange(parsed.data, site) : toNewArticle(parsed.data as ArticleInput, site);
  } catch (error) {
    if (error instanceof UnusableBody) return [{ field: "text", detail: error.message }];
    throw error;
  }
}
