import { FEED_FILES, type FeedFormat, KINDS_BY_FOLDER } from "./scope.ts";
import { slugify } from "./slug.ts";

// Addresses that another system gave what is here now, and where they lead.

/**
 * A former address in its one spelling: a path in letters, folded like our own, with the one parameter that
 * made an address of it where there is one: `/2019/05/the-harbour`, `/?p=12`.
 */
export type FormerPath = string & { readonly former: unique symbol };

/** What of a thing is asked for at one of its addresses: its page, or a feed. */
export type Part = "page" | FeedFormat;

/** The parameters by which WordPress finds things (https://developer.wordpress.org/reference/classes/wp_query/). */
const PARAMETERS = ["p", "page_id", "attachment_id", "cat", "tag", "author", "m"];
const VALUE = /^[\p{L}\p{N}\p{M}_ .-]+$/u;

/** What stood under the address of a thing, with the thing itself: its feeds, and parts and forms of its page. */
const UNDER: [end: RegExp, part: Part][] = [
  [/\/feed\/atom$/, "atom"],
  [/\/feed\/json$/, "json"],
  [/\/(?:rss|feed(?:\/(?:rss2?|rdf))?)$/, "rss"],
  [/\/(?:page\/\d+|comment-page-\d+|amp|embed|trackback)$/, "page"],
];

/** What WordPress calls its feeds where they are a parameter. */
const FEEDS: Partial<Record<string, Part>> = {
  rss: "rss",
  rss2: "rss",
  rdf: "rss",
  feed: "rss",
  atom: "atom",
};

/**
 * Takes an address apart that is none of ours: whose it was, and what of it is asked for.
 *
 * @param path in letters, folded, without a slash at its end
 */
export function formerOf(path: string, query: URLSearchParams): { path: FormerPath; part: Part } {
  const bare = path.replace(/^\/index\.php(?=\/|$)/, "") || "/";
  const name = PARAMETERS.find((each) => VALUE.test(query.get(each) ?? ""));
  const feed = FEEDS[query.get("feed") ?? ""];
  if (bare === "/" && name) {
    return { path: `/?${name}=${query.get(name)}` as FormerPath, part: feed ?? "page" };
  }
  const [end, part] = UNDER.find(([each]) => each.test(bare)) ?? [];
  if (!end || !part) return { path: bare as FormerPath, part: feed ?? "page" };
  return { path: (bare.replace(end, "") || "/") as FormerPath, part };
}

/** Where a part of a thing is, by the thing's path: a story's feed is that of its comments. */
export function pathOfPart(path: string, part: Part): string {
  if (part === "page") return path;
  const file = FEED_FILES[part];
  if (path === "/") return `/${file}`;
  const [, folder = "", slug, ...rest] = path.split("/");
  if (rest.length > 0 || (slug === undefined && folder !== "comments")) return path;
  if (folder === "articles") return `${path}/comments/${file}`;
  return KINDS_BY_FOLDER[folder] || slug === undefined ? `${path}/${file}` : path;
}

/**
 * Many former addresses at once: `:name` stands for one part of a path, `*` at its end for the rest. What it
 * leads to has the same names: `/:year/:month/:slug.html` to `/articles/:slug`.
 */
export interface Pattern {
  from: string;
  /** A path of ours, or a URL elsewhere. */
  to: string;
}

const PART = /^:([a-z]+)(\.[a-z]+)?$/;
const FOLDERS = ["articles", ...Object.keys(KINDS_BY_FOLDER)];

/** Whether what is written is a pattern, and no address. */
export const isPattern = (from: string): boolean => /\/(?::[a-z]|\*)/.test(from);

/** Why a pattern cannot be; null for one that can. What it leads to is ours to know, or elsewhere. */
export function faultOf({ from, to }: Pattern): string | null {
  const parts = from.split("/").slice(1);
  const names = parts.flatMap((part) => PART.exec(part)?.[1] ?? (part === "*" ? "*" : []));
  if (parts.some((part, i) => (part === "*" ? i < parts.length - 1 : /[:*?]/.test(part) && !PART.test(part))))
    return "may have `:name`, also before an ending like `.html`, as a part of its path, and `*` as the last one";
  if (new Set(names).size < names.length) return "has a name twice";
  const used = to.replace(/^https?:\/\/[^/]*/, "").split("/");
  const unknown = used.flatMap((part) => /^:([a-z]+)$/.exec(part)?.[1] ?? (part === "*" ? "*" : []));
  const missing = unknown.find((name) => !names.includes(name));
  if (missing !== undefined) return `leads to a part that it does not have: ${missing}`;
  if (/^https?:/.test(to)) return null;
  const [, folder = "", slug, ...rest] = used;
  return FOLDERS.includes(folder) && slug && rest.length === 0
    ? null
    : `leads to one of /${FOLDERS.join("/…, /")}/…, or to another site`;
}

/** Where the first pattern that fits a path leads; null where none does. @param path in letters */
export function ledByPattern(patterns: readonly Pattern[], path: string): string | null {
  const parts = path.split("/").slice(1);
  for (const { from, to } of patterns) {
    const values = valuesOf(from.split("/").slice(1), parts);
    if (values) return fill(to, values);
  }
  return null;
}

function valuesOf(wanted: string[], parts: string[]): Map<string, string> | null {
  const values = new Map<string, string>();
  for (const [i, part] of wanted.entries()) {
    if (part === "*" && i < parts.length) return values.set("*", parts.slice(i).join("/"));
    const given = parts[i];
    const [, name, ending = ""] = PART.exec(part) ?? [];
    if (given === undefined || (name ? !given.endsWith(ending) || given === ending : given !== part))
      return null;
    if (name) values.set(name, given.slice(0, given.length - ending.length));
  }
  return wanted.length === parts.length ? values : null;
}

/** Under our own folders names are slugs; what has none has no address there. */
function fill(to: string, values: Map<string, string>): string | null {
  const origin = /^https?:\/\/[^/]*/.exec(to)?.[0] ?? "";
  const parts = to.slice(origin.length).split("/");
  const filled = parts.map((part) => {
    const value = values.get(part === "*" ? part : (/^:([a-z]+)$/.exec(part)?.[1] ?? ""));
    if (value === undefined) return part;
    return origin ? value.split("/").map(encodeURIComponent).join("/") : encodeURIComponent(slugify(value));
  });
  return !origin && filled[2] === "" ? null : origin + filled.join("/");
}
