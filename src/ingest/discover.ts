import type { Element, Root } from "hast";
import { visit } from "unist-util-visit";
import { parseLinks } from "../http/links.ts";
import type { FeedRead } from "../model/entry.ts";
import { hash64 } from "../text/hash.ts";
import { parseHtml } from "../text/html.ts";
import { type Asking, type Fetched, get, type Known } from "./fetch/get.ts";
import { readFeed, UnreadableFeed } from "./read.ts";
import { hubOf } from "./websub.ts";

/** A feed that was found and read. */
export interface Found extends Known {
  kind: "found";
  /** Where it is, after permanent redirects. */
  url: string;
  /** Of the body's text, for servers that know no validators. */
  bodyHash: string;
  read: FeedRead;
  notBefore: Fetched["notBefore"];
}

/** Why there is none, in words. */
export interface NotFound {
  kind: "not-found";
  reason: string;
}

const FEED_TYPE = /^(application|text)\/((rss|atom|rdf|feed)\+(xml|json)|xml)\b/;
/** Feeds asked for after the page itself: a site with more is asked for the first ones. */
const CANDIDATES = 16;
const CANDIDATE_TIMEOUT_MS = 4000;
/** Where publishing systems put feeds: WordPress, Ghost, Hugo, Jekyll, Blogger, Drupal, Dateline. */
const COMMON = [
  "feed/",
  "rss.xml",
  "atom.xml",
  "feed.xml",
  "index.xml",
  "rss/",
  "feed.json",
  "feeds/posts/default",
];
const NOTHING: Known = { etag: null, lastModified: null };

/**
 * Finds the feed of an address: the address itself, else what its page names in `Link` headers and
 * link elements, else the common places of its site. The feed itself is fetched once.
 *
 * @param address a URL; without a scheme https is tried, then http
 */
export async function discover(address: string, asking: Asking): Promise<Found | NotFound> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return discoverAt(address, asking);
  const secure = await discoverAt(`https://${address}`, asking);
  return secure.kind === "found" ? secure : discoverAt(`http://${address}`, asking);
}

async function discoverAt(url: string, asking: Asking): Promise<Found | NotFound> {
  const first = await get(url, NOTHING, asking);
  if (first.kind !== "text")
    return { kind: "not-found", reason: first.kind === "failed" ? first.reason : "It sent nothing." };
  const read = tryReading(first, url);
  if (read.kind === "found") return read;
  if (!read.isPage) return read;
  let reason = read.reason;
  const named = namedFeeds(first);
  for (const candidate of [...named, ...(named.length ? [] : commonPlaces(first.url))].slice(0, CANDIDATES)) {
    const fetched = await get(candidate, NOTHING, { ...asking, timeout: CANDIDATE_TIMEOUT_MS });
    const result = fetched.kind === "text" ? tryReading(fetched, candidate) : null;
    if (result?.kind === "found") return result;
    if (named.length) reason = result?.reason ?? (fetched.kind === "failed" ? fetched.reason : reason);
  }
  const where = named.length
    ? `The page names a feed, but: ${reason}`
    : "This is a page that names no feed, and none is where feeds usually are.";
  return { kind: "not-found", reason: where };
}

function tryReading(
  fetched: Extract<Fetched, { kind: "text" }>,
  asked: string,
): Found | (NotFound & { isPage: boolean }) {
  const { text, url, etag, lastModified, notBefore, movedTo, link } = fetched;
  try {
    const read = readFeed(text, url);
    const info = { ...read.info, ...hubOf(link, url, read.info) };
    return {
      kind: "found",
      url: movedTo ?? new URL(asked).href,
      bodyHash: hash64(text),
      read: { ...read, info },
      etag,
      lastModified,
      notBefore,
    };
  } catch (error) {
    if (!(error instanceof UnreadableFeed)) throw error;
    return { kind: "not-found", reason: error.message, isPage: error.isPage };
  }
}

/** The feeds that a page names, best first: those of comments come last. */
function namedFeeds({ link, text, url }: Extract<Fetched, { kind: "text" }>): string[] {
  const found: { href: string; title: string }[] = parseLinks(link)
    .filter(({ rel, type }) => rel.includes("alternate") && FEED_TYPE.test(type))
    .map(({ href }) => ({ href, title: "" }));
  const tree: Root = parseHtml(text.slice(0, 1_000_000));
  let base = url;
  visit(tree, "element", ({ tagName, properties }: Element) => {
    const href = typeof properties.href === "string" ? properties.href : "";
    if (tagName === "base" && href) base = URL.parse(href, url)?.href ?? base;
    if (tagName !== "link" || !href) return;
    const rels = [properties.rel].flat().map((rel) => String(rel).toLowerCase());
    const type = String(properties.type ?? "").toLowerCase();
    if (rels.includes("feed") || (rels.includes("alternate") && FEED_TYPE.test(type))) {
      found.push({ href, title: String(properties.title ?? "") });
    }
  });
  const urls = found.flatMap(({ href, title }) => {
    const resolved = URL.parse(href, base)?.href;
    return resolved ? [{ resolved, comments: /comment|kommentar|تعليق/i.test(title + href) }] : [];
  });
  return [
    ...new Set(urls.sort((a, b) => Number(a.comments) - Number(b.comments)).map(({ resolved }) => resolved)),
  ];
}

function commonPlaces(page: string): string[] {
  const folder = new URL("./", page);
  const root = new URL("/", page);
  const folders = folder.href === root.href ? [root] : [folder, root];
  return COMMON.flatMap((path) => folders.map((at) => new URL(path, at).href));
}
