import type { Millis } from "./article.ts";
import { EXTENSION_PATH, type Item, type ListDocument, type NamedLink, type Neighbour } from "./document.ts";
import { ICON, SMALL_ICON } from "./icons.ts";
import { timestamp } from "./item.ts";
import { LIMITS } from "./limits.ts";
import type { ProgrammeFacts } from "./podcast.ts";
import { isIcon, type PublicProfile } from "./profile.ts";
import { FEED_FILES, feedPath, type Scope, scopeName, scopePath } from "./scope.ts";
import type { Slug } from "./slug.ts";
import { HUB_PATH, topicAt } from "./topic.ts";

/** What a list is of, and where it stands. */
export interface Place {
  kind: ListDocument["_dateline"]["scope"]["kind"];
  slug?: Slug | undefined;
  /** The label of the tag, the name of the source or author, the query. */
  name: string;
  /** A source's own home page. */
  homePage?: string | undefined;
  /** BCP 47, where it is not the site's. */
  language?: string | undefined;
  /** The paths of its page and its JSON feed, with what query they have. */
  path: string;
  feed: string;
  /** The end of its tag URI. */
  id: string;
  /**
   * Comments on one article. There are as many such lists as articles, so nothing of the publication that
   * may change is in them.
   */
  isOfStory?: boolean;
}

export function placeOf(scope: Scope, name: string, homePage?: string, language?: string): Place {
  const id = encodeURI(scopeName(scope));
  const paths = { path: scopePath(scope) || "/", feed: feedPath(scope, "json") };
  return { ...scope, name, homePage, language, ...paths, id };
}

/** A day in words. @param slug `2025-07-09` */
export function dayName(slug: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.format(new Date(`${slug}T00:00:00Z`));
}

export function placeOfSearch(query: string): Place {
  const search = new URLSearchParams({ q: query });
  const paths = { path: `/search?${search}`, feed: `/search/feed.json?${search}` };
  return { kind: "search", name: query, ...paths, id: `search/${encodeURIComponent(query)}` };
}

/** An item as it stands in a list. */
export interface WrittenItem {
  json: string;
  /** Of the JSON, in UTF-8. */
  bytes: number;
}

export function writeItem(item: Item): WrittenItem {
  const json = JSON.stringify(item);
  return { json, bytes: bytes(json) };
}

/** What a list is made of. */
export interface ListParts {
  place: Place;
  /** Newest first, at most `LIMITS.listItems`. */
  articles: { item: WrittenItem; updated: Millis }[];
  count: number;
  /** When the scope came to be: the date of a list that has no entry. */
  since: Millis;
  sections?: NamedLink[] | undefined;
  /** Slugs of those that stand first on the front page. */
  front?: string[] | undefined;
  programme?: ProgrammeFacts | undefined;
  /** What a tag is about; empty for nothing. */
  about?: string | undefined;
  previous?: Neighbour | undefined;
  next?: Neighbour | undefined;
  deleted: { entryId: string; at: Millis }[];
  archive?: ListDocument["_dateline"]["archive"];
}

/**
 * When a list was last changed in a reader's sense: by an entry, or by one that left it.
 *
 * @param told what readers have heard before, since it never goes back (RFC 4287 §4.2.15)
 */
export function updatedOf({ articles, deleted, since }: ListParts, told: Millis): Millis {
  return Math.max(
    told,
    ...articles.map((article) => article.updated),
    ...deleted.map(({ at }) => at),
    articles.length || deleted.length ? 0 : since,
  );
}

/** What lists tell of the publication. */
export interface Publication extends Pick<PublicProfile, "title" | "description" | "language" | "logo"> {
  url: string;
  entryAuthority: string;
}

/** The JSON Feed document of a list of articles, as JSON. */
export function listJson(parts: ListParts, updated: Millis, site: Publication): string {
  return listOf({ ...parts, items: parts.articles.map(({ item }) => item), updated }, site);
}

interface ListOf {
  place: Place;
  items: WrittenItem[];
  count: number;
  updated: Millis;
  sections?: NamedLink[] | undefined;
  /** Slugs of those that stand first on the front page. */
  front?: string[] | undefined;
  programme?: ProgrammeFacts | undefined;
  about?: string | undefined;
  previous?: Neighbour | undefined;
  next?: Neighbour | undefined;
  deleted?: ListParts["deleted"];
  archive?: ListParts["archive"];
}

/** A list of anything as a JSON Feed document, as JSON: what is the same in many lists is written once. */
export function listOf(parts: ListOf, site: Publication): string {
  const {
    place,
    items,
    count,
    updated,
    sections,
    front,
    programme,
    about,
    previous,
    next,
    archive,
    deleted = [],
  } = parts;
  const { kind, slug, name, isOfStory } = place;
  const home = kind === "home";
  const icon = isIcon(site.logo) ? site.logo : null;
  const icons = { icon: site.url + (icon ?? ICON).path, favicon: site.url + (icon ?? SMALL_ICON).path };
  const ours = { name: site.title, url: `${site.url}/` };
  const list: ListDocument = {
    version: "https://jsonfeed.org/version/1.1",
    title: home ? site.title : (programme?.title ?? (isOfStory ? name : `${name} · ${site.title}`)),
    home_page_url: site.url + place.path,
    feed_url: site.url + place.feed,
    next_url: archive?.previous && `${archive.previous}/${FEED_FILES.json}`,
    description: (home && site.description) || programme?.description || about || undefined,
    ...(!isOfStory && icons),
    language: place.language ?? site.language,
    hubs: topicAt(place.feed) ? [{ type: "WebSub", url: site.url + HUB_PATH }] : undefined,
    authors: isOfStory ? undefined : [kind === "author" ? { name, url: site.url + place.path } : ours],
    _dateline: {
      about: site.url + EXTENSION_PATH,
      id: `tag:${site.entryAuthority}:${place.id}`,
      scope: { kind, slug, name, url: place.homePage },
      updated: timestamp(updated),
      count,
      previous,
      next,
      sections,
      front: front?.length ? front : undefined,
      programme,
      archive,
      deleted: deleted.length
        ? deleted.map(({ entryId, at }) => ({ id: entryId, when: timestamp(at) }))
        : undefined,
    },
    items: [],
  };
  const head = JSON.stringify(list).slice(0, -"]}".length);
  return `${head}${fitting(items, LIMITS.listBytes - bytes(head)).join(",")}]}`;
}

/** The items within a bound: the oldest give up their full content first. */
function fitting(items: WrittenItem[], most: number): string[] {
  let total = items.reduce((sum, item) => sum + item.bytes + 1, 0);
  return items
    .toReversed()
    .map((item) => {
      if (total <= most) return item.json;
      const short = shortened(item);
      total += short.bytes - item.bytes;
      return short.json;
    })
    .reverse();
}

function shortened({ json }: WrittenItem): WrittenItem {
  const { content_html: _, ...item } = JSON.parse(json) as Item;
  return writeItem({
    ...item,
    content_text: item.summary ?? item.title,
    _dateline: { ...item._dateline, shortened: true },
  });
}

const encoder = new TextEncoder();

function bytes(json: string): number {
  return encoder.encode(json).length;
}
