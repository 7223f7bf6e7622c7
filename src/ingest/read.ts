import type { Attachment, Image } from "../model/article.ts";
import type { Entry, FeedRead, Wishes } from "../model/entry.ts";
import { LIMITS } from "../model/limits.ts";
import { slugify } from "../model/slug.ts";
import { webUrl, withoutTracking } from "../text/address.ts";
import { looseText } from "../text/blocks.ts";
import { hash64 } from "../text/hash.ts";
import { guessLanguage, isLanguageTag } from "../text/language.ts";
import { excerpt, legal } from "../text/plain.ts";
import { cleanBody } from "./clean/body.ts";
import { plainText } from "./clean/text.ts";
import { parseFeedDate } from "./parse/date.ts";
import { parseDialect, UnreadableFeed } from "./parse/dialects.ts";
import { isImage } from "./parse/media.ts";
import type { RawEntry, RawFeed, RawMedia, RawText } from "./parse/raw.ts";
import { nextPaged } from "./parse/wordpress.ts";

/** What everything in a feed is resolved against, and falls back to. */
interface Context {
  /** Of the feed, or what its `xml:base` makes of that. */
  base: string;
  /** Whether the feed names a base. */
  based: boolean;
  language: string | null;
  authors: string[];
}

/**
 * Reads a feed: text in, entries out, cleaned and in one model whatever the dialect.
 *
 * @param url where the text came from
 * @throws UnreadableFeed when it is none, or is broken beyond repair
 */
export function readFeed(text: string, url: string): FeedRead {
  try {
    return readText(text, url);
  } catch (error) {
    if (error instanceof UnreadableFeed) throw error;
    // Nothing here depends on anything but the text: what breaks on it is this feed's trouble alone.
    console.error(`${url} broke the reader`, error);
    throw new UnreadableFeed(`It could not be read (${(error as Error).message}).`);
  }
}

function readText(text: string, url: string): FeedRead {
  const raw = parseDialect(text);
  const base = webUrl(raw.base, url) ?? url;
  const context: Context = {
    base,
    based: raw.base !== undefined,
    language: languageTag(raw.language),
    authors: names(raw.authors),
  };
  const homePage = webUrl(raw.home, base);
  return {
    info: {
      id: feedId(raw.id),
      title: excerpt(plainText(raw.title), LIMITS.name),
      homePage,
      language: context.language,
      hub: webUrl(raw.hub, base),
      topic: webUrl(raw.self, base) ?? url,
    },
    wishes: wishesOf(raw),
    older: webUrl(raw.older, base) ?? (raw.isWordPress ? nextPaged(url) : null),
    entries: newest(raw.entries).flatMap((entry) => readEntry(entry, context) ?? []),
  };
}

/**
 * The newest entries, in the order of the feed; undated ones count as being where they stand. As many
 * as their number and their text allow, and one at least.
 */
function newest(entries: RawEntry[]): RawEntry[] {
  const length = entries.reduce((sum, entry) => sum + lengthOf(entry), 0);
  if (entries.length <= LIMITS.entries && length <= LIMITS.feedText) return entries;
  let left: number = LIMITS.feedText;
  return entries
    .map((entry, i) => ({
      entry,
      i,
      at: parseFeedDate(entry.published ?? entry.updated) ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => b.at - a.at || a.i - b.i)
    .slice(0, LIMITS.entries)
    .filter(({ entry }, place) => {
      left -= lengthOf(entry);
      return place === 0 || left >= 0;
    })
    .sort((a, b) => a.i - b.i)
    .map(({ entry }) => entry);
}

const lengthOf = ({ content, summary }: RawEntry) =>
  (content?.value.length ?? 0) + (summary?.value.length ?? 0);

/** One entry; null where there is nothing to show. */
function readEntry(raw: RawEntry, feed: Context): Entry | null {
  const feedBase = webUrl(raw.base, feed.base) ?? feed.base;
  const url = raw.links.map((link) => webUrl(link, feedBase)).find((link) => link !== null) ?? null;
  // RFC 3986 §5.1: a stated base, else the address of the document. RSS and JSON Feed leave it open,
  // and mean the story's own page.
  const based = feed.based || raw.base !== undefined || raw.content?.base !== undefined;
  const base = based ? (webUrl(raw.content?.base, feedBase) ?? feedBase) : (url ?? feed.base);
  const content = filled(raw.content) ?? filled(raw.summary);
  const body = cleanBody(htmlOf(content), base);
  const title = excerpt(plainText(raw.title), LIMITS.title);
  if (!title && !body.html) return null;
  const address = url && url.length <= LIMITS.url ? withoutTracking(url) : null;
  const published = parseFeedDate(raw.published);
  const updated = parseFeedDate(raw.updated);
  return {
    id: entryId(raw, address, title),
    url: address,
    title,
    standfirst: standfirst(raw, body.excerpt, base),
    body,
    published: published ?? updated,
    updated,
    authors: names(raw.authors).length ? names(raw.authors) : feed.authors,
    tags: tagsOf(raw.categories),
    language: languageOf(raw, feed, `${title} ${body.excerpt}`),
    ...filesOf(raw, feedBase),
  };
}

function entryId(raw: RawEntry, url: string | null, title: string): string {
  const id = legal(raw.id ?? "").trim() || url || `${title} ${raw.published ?? ""}`.trim();
  return id.length <= LIMITS.entryId ? id : `${id.slice(0, 100)}#${hash64(id)}`;
}

const filled = (text: RawText | undefined) => (text?.value.trim() ? text : undefined);

/** Plain text becomes paragraphs; in the old dialects nobody says which of the two it is. */
function htmlOf(text: RawText | undefined): string {
  if (!text) return "";
  if (text.html !== false) return text.value;
  const escaped = text.value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return escaped
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${paragraph.trim().replaceAll("\n", "<br>")}</p>`)
    .join("");
}

const CUT_OFF =
  /\s*(\[(…|\.\.\.|&hellip;)\]|…|\.\.\.)?\s*((continue reading|read more|lire la suite|weiterlesen)\b.{0,200})?$/i;

/** The summary, unless it is only how the body begins. */
function standfirst(raw: RawEntry, beginning: string, base: string): string {
  if (!filled(raw.content) || !filled(raw.summary)) return "";
  const summary = cleanBody(htmlOf(raw.summary), base).excerpt.replace(CUT_OFF, (cut) =>
    cut.trim() ? "…" : "",
  );
  const [short, long] = [looseText(summary), looseText(beginning)];
  if (short === "" || long.startsWith(short.slice(0, 80))) return "";
  return excerpt(summary, LIMITS.standfirst);
}

function names(raw: (string | undefined)[]): string[] {
  const clean = raw.map((name) => excerpt(plainText(name), LIMITS.name));
  const people = clean.filter((name) => slugify(name) !== "" && !/^[^\s@]+@[^\s@]+$/.test(name));
  return [...new Set(people)].slice(0, LIMITS.entryAuthors);
}

const NO_TAG =
  /^(uncategori[sz]ed|sans catégorie|non classé|allgemein|unkategorisiert|sin categoría|غير مصنف|بدون تصنيف)$/i;

function tagsOf(categories: (string | undefined)[]): string[] {
  const labels = categories.map((label) => plainText(label)).filter(Boolean);
  // One category that is a list was meant as several.
  const single = labels.length === 1 ? (labels[0] ?? "").split(/\s*[,،;]\s*/) : labels;
  const slugs = new Set<string>();
  return single
    .filter((label) => {
      const slug = slugify(label);
      return (
        slug !== "" &&
        label.length <= LIMITS.tagLabel &&
        !NO_TAG.test(label) &&
        !slugs.has(slug) &&
        slugs.add(slug)
      );
    })
    .slice(0, LIMITS.entryTags);
}

/** An id that another feed may repeat (RFC 4287 §4.2.6: an IRI). */
function feedId(raw: string | undefined): string | null {
  const id = legal(raw ?? "").trim();
  return id.length <= LIMITS.entryId && URL.canParse(id) ? id : null;
}

function languageTag(tag: string | undefined): string | null {
  const clean = tag?.trim().replaceAll("_", "-") ?? "";
  return clean.length <= 35 && isLanguageTag(clean) ? (Intl.getCanonicalLocales(clean)[0] ?? null) : null;
}

/** As stated, unless the letters say otherwise: many systems state English whatever is written. */
function languageOf(raw: RawEntry, feed: Context, text: string): string | null {
  const stated = languageTag(raw.language) ?? feed.language;
  const seen = guessLanguage(text, stated ?? "und");
  return seen === "und" ? null : seen;
}

const TYPES: Record<string, string> = {
  ...{ mp3: "audio/mpeg", m4a: "audio/mp4", ogg: "audio/ogg", opus: "audio/opus", wav: "audio/wav" },
  ...{ mp4: "video/mp4", webm: "video/webm", mov: "video/quicktime", pdf: "application/pdf" },
};
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/i;

function filesOf(raw: RawEntry, base: string): { image: Image | null; attachments: Attachment[] } {
  const attachments = new Map<string, Attachment>();
  for (const media of raw.media) {
    const url = webUrl(media.url, base);
    if (!url || url.length > LIMITS.url || isImage(media) || attachments.has(url)) continue;
    const type = MEDIA_TYPE.test(media.type ?? "")
      ? media.type
      : TYPES[/\.(\w{3,4})$/.exec(URL.parse(url)?.pathname ?? "")?.[1]?.toLowerCase() ?? ""];
    if (!type || type.length > LIMITS.mimeType || attachments.size >= LIMITS.attachments) continue;
    const title = excerpt(plainText(media.title), LIMITS.attachmentTitle);
    attachments.set(url, {
      ...{ url, mime_type: type, title: title || undefined },
      size_in_bytes: whole(media.size, 1e12),
      duration_in_seconds: whole(media.duration, 1e7),
    });
  }
  return { image: imageOf(raw.images, base), attachments: [...attachments.values()] };
}

function imageOf(images: (RawMedia | undefined)[], base: string): Image | null {
  for (const media of images) {
    const url = webUrl(media?.url, base);
    if (!media || !url || url.length > LIMITS.url) continue;
    const alt = excerpt(plainText(media.title), LIMITS.alt);
    return { url, alt, width: whole(media.width, 20_000), height: whole(media.height, 20_000) };
  }
  return null;
}

/** A count that upstream states, if it can be one. */
function whole(value: number | undefined, most: number): number | undefined {
  return value !== undefined && value > 0 && value <= most ? Math.round(value) : undefined;
}

const PERIODS_S: Record<string, number> = {
  ...{ hourly: 3600, daily: 86_400, weekly: 604_800, monthly: 2_592_000, yearly: 31_536_000 },
};
const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function wishesOf({ ttl, updatePeriod, updateFrequency, skipHours, skipDays }: RawFeed): Wishes {
  const period = PERIODS_S[updatePeriod?.trim().toLowerCase() ?? ""];
  const asked = [
    ttl !== undefined && ttl > 0 ? ttl * 60 : 0,
    period === undefined ? 0 : period / Math.max(1, updateFrequency ?? 1),
  ];
  const every = Math.round(Math.max(...asked));
  const hours = (skipHours ?? [])
    .map((hour) => hour % 24)
    .filter((hour) => Number.isInteger(hour) && hour >= 0);
  const days = (skipDays ?? [])
    .map((day) => DAYS.indexOf(day.trim().toLowerCase()))
    .filter((day) => day >= 0);
  return {
    every: every > 0 ? every : null,
    // A feed that never wants to be read meant something else.
    skipHours: new Set(hours).size < 24 ? [...new Set(hours)] : [],
    skipDays: new Set(days).size < 7 ? [...new Set(days)] : [],
  };
}

export { UnreadableFeed };
