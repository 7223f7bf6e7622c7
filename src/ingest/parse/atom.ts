import type { AtomFeed } from "feedsmith";
import { fromMediaRss } from "./media.ts";
import type { RawEntry, RawFeed, RawMedia, RawText } from "./raw.ts";
import { isWordPress } from "./wordpress.ts";

/** Atom 0.3 and 1.0, as feedsmith read it, in the fields that all dialects share. */
export function fromAtom(feed: AtomFeed.Feed<string>): RawFeed {
  return {
    id: feed.id,
    title: feed.title && textOf(feed.title),
    home: linked(feed.links, "alternate"),
    hub: linked(feed.links, "hub"),
    self: linked(feed.links, "self"),
    older: linked(feed.links, "prev-archive") ?? linked(feed.links, "next"),
    isWordPress: isWordPress(feed.generator?.uri) || isWordPress(feed.generator?.text),
    base: feed.xml?.base,
    language: feed.xml?.lang ?? feed.dc?.languages?.[0],
    updatePeriod: feed.sy?.updatePeriod,
    updateFrequency: feed.sy?.updateFrequency,
    authors: names(feed.authors),
    entries: (feed.entries ?? []).map(fromEntry),
  };
}

function fromEntry(entry: AtomFeed.Entry<string>): RawEntry {
  const rich = fromMediaRss(entry.media);
  const { content, source } = entry;
  const enclosures = (entry.links ?? []).flatMap((link): RawMedia[] =>
    link.rel === "enclosure" && link.href !== undefined
      ? [{ url: link.href, type: link.type, size: link.length, title: link.title }]
      : [],
  );
  return {
    id: entry.id,
    links: [
      linked(entry.links, "canonical"),
      linked(entry.links, "alternate"),
      content?.src,
      linked(entry.links, "via"),
    ],
    base: entry.xml?.base,
    title: entry.title && textOf(entry.title),
    content:
      content?.value === undefined
        ? undefined
        : { ...textOf({ ...content, value: content.value }), base: content.xml?.base },
    summary: entry.summary && textOf(entry.summary),
    published: entry.published ?? entry.dc?.dates?.[0],
    updated: entry.updated,
    // RFC 4287 §4.2.1: without authors of its own an entry has those of its source.
    authors: entry.authors?.length ? names(entry.authors) : (entry.dc?.creators ?? names(source?.authors)),
    categories: (entry.categories ?? []).map(({ label, term }) => label ?? term),
    language: entry.xml?.lang,
    media: [...enclosures, ...rich.media],
    images: rich.images,
  };
}

/** RFC 4287 §3.1.1: text is plain unless its type says otherwise; Atom 0.3 has media types. */
function textOf({ value, type }: { value: string; type?: string | undefined }): RawText {
  return { value, html: /html/i.test(type ?? "") };
}

function linked(links: AtomFeed.Feed<string>["links"], rel: string): string | undefined {
  const fitting = (links ?? []).filter((link) => (link.rel ?? "alternate") === rel);
  return (fitting.find(({ type }) => type?.startsWith("text/html")) ?? fitting[0])?.href;
}

function names(people: { name?: string | undefined }[] | undefined): (string | undefined)[] {
  return (people ?? []).map(({ name }) => name);
}
