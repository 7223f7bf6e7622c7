import type { AtomNs, DcNs, RdfFeed, RssFeed } from "feedsmith";
import { fromMediaRss, isImage } from "./media.ts";
import type { RawEntry, RawFeed, RawMedia } from "./raw.ts";
import { isWordPress } from "./wordpress.ts";

/** RSS 0.91 to 2.0, as feedsmith read it from `xml`, in the fields that all dialects share. */
export function fromRss(feed: RssFeed.Feed<string>, xml: string): RawFeed {
  return {
    ...channel(feed, feed.atom, feed.dc),
    ttl: feed.ttl,
    isWordPress: isWordPress(feed.generator),
    skipHours: listed(xml, "skipHours", "hour").map(Number),
    skipDays: listed(xml, "skipDays", "day"),
    language: feed.language ?? feed.dc?.languages?.[0] ?? feed.xml?.lang,
    base: feed.xml?.base,
    authors: [feed.itunes?.author],
    entries: (feed.items ?? []).map(fromItem),
  };
}

/** The texts of elements in a list of them; feedsmith overlooks a list of one. */
function listed(xml: string, list: string, element: string): string[] {
  const start = xml.search(new RegExp(`<${list}>`, "i"));
  const inner = start === -1 ? "" : xml.slice(start, start + 2000).split(new RegExp(`</${list}>`, "i"))[0];
  return [...(inner ?? "").matchAll(new RegExp(`<${element}>([^<]*)</`, "gi"))].map(([, text = ""]) =>
    text.trim(),
  );
}

/** RSS 0.90 and 1.0: RDF. */
export function fromRdf(feed: RdfFeed.Feed<string>): RawFeed {
  return {
    ...channel(feed, feed.atom, feed.dc),
    language: feed.dc?.languages?.[0] ?? feed.xml?.lang,
    base: feed.xml?.base,
    authors: feed.dc?.creators ?? [],
    entries: (feed.items ?? []).map((item) => ({
      ...common(item),
      id: item.rdf?.about,
      links: [item.link, item.rdf?.about],
      published: item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? item.dcterms?.created?.[0],
      authors: item.dc?.creators ?? [],
      categories: item.dc?.subjects ?? [],
      ...fromMediaRss(item.media),
    })),
  };
}

function channel(
  feed: RssFeed.Feed<string> | RdfFeed.Feed<string>,
  atom: AtomNs.Feed<string> | undefined,
  dc: DcNs.ItemOrFeed<string> | undefined,
) {
  const linked = (rel: string) => atom?.links?.find((link) => link.rel === rel)?.href;
  return {
    title: { value: feed.title ?? dc?.titles?.[0] ?? "" },
    home: feed.link ?? linked("alternate"),
    hub: linked("hub"),
    self: linked("self"),
    older: linked("prev-archive") ?? linked("next"),
    updatePeriod: feed.sy?.updatePeriod,
    updateFrequency: feed.sy?.updateFrequency,
  };
}

function fromItem(item: RssFeed.Item<string>): RawEntry {
  const { guid, itunes, atom } = item;
  const rich = fromMediaRss(item.media);
  const enclosures = (item.enclosures ?? []).flatMap(({ url, type, length }): RawMedia[] =>
    url === undefined ? [] : [{ url, type, size: length, duration: itunes?.duration }],
  );
  const alternate = atom?.links?.find(({ rel }) => rel === undefined || rel === "alternate")?.href;
  const canonical = atom?.links?.find(({ rel }) => rel === "canonical")?.href;
  // A guid is an address unless it says that it is none, or does not look like one.
  const permalink =
    guid?.isPermaLink !== false && /^https?:\/\//i.test(guid?.value ?? "") ? guid?.value : undefined;
  return {
    ...common(item),
    id: guid?.value ?? atom?.id,
    links: [canonical, item.link, permalink, alternate],
    published: item.pubDate ?? item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0] ?? atom?.published,
    updated: atom?.updated ?? item.dcterms?.modified?.[0],
    authors: firstFilled(
      item.dc?.creators,
      (item.authors ?? []).map(({ name }) => name),
      [itunes?.author],
    ),
    categories: [
      ...(item.categories ?? []).map(({ name }) => name),
      ...(item.dc?.subjects ?? []),
      ...(itunes?.keywords ?? []),
    ],
    media: [...enclosures.filter((each) => !isImage(each)), ...rich.media],
    images: [
      ...rich.images,
      ...enclosures.filter(isImage),
      itunes?.image === undefined ? undefined : { url: itunes.image },
    ],
  };
}

/** What RSS and RDF items have alike. */
function common(item: RssFeed.Item<string> | RdfFeed.Item<string>) {
  const { description } = item;
  const full = item.content?.encoded;
  return {
    title: text(item.title ?? item.dc?.titles?.[0]),
    content: full === undefined && description === undefined ? undefined : text(full ?? description, true),
    summary: full === undefined ? undefined : text(description, true),
    base: item.xml?.base,
    language: item.dc?.languages?.[0] ?? item.xml?.lang,
  };
}

function text(value: string | undefined, html?: boolean) {
  return value === undefined ? undefined : { value, html };
}

function firstFilled<T>(...lists: (T[] | undefined)[]): T[] {
  return lists.find((list) => list?.some((each) => each !== undefined)) ?? [];
}
