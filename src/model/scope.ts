import { isSlug, type Slug } from "./slug.ts";

/** What a list is a list of. */
export type Scope = { kind: "home" } | { kind: ScopeKind; slug: Slug };
export type ScopeKind = "tag" | "source" | "author" | "day";

/** A scope as one string, the same everywhere: `home`, `tag:libya`. */
export type ScopeName = string & { readonly scope: unique symbol };

export const HOME: Scope = { kind: "home" };

const FOLDERS: Record<ScopeKind, string> = { tag: "tags", source: "sources", author: "authors", day: "days" };
/** What lists a path begins with, by its folder. */
export const KINDS_BY_FOLDER: Partial<Record<string, ScopeKind>> = Object.fromEntries(
  Object.entries(FOLDERS).map(([kind, folder]) => [folder, kind as ScopeKind]),
);

export function scopeName(scope: Scope): ScopeName {
  return (scope.kind === "home" ? "home" : `${scope.kind}:${scope.slug}`) as ScopeName;
}

/** @throws Error when `name` is none that `scopeName` makes */
export function parseScope(name: string): Scope {
  if (name === "home") return HOME;
  const [kind, slug] = name.split(":");
  if ((kind === "tag" || kind === "source" || kind === "author" || kind === "day") && slug && isSlug(slug)) {
    return { kind, slug };
  }
  throw new Error(`not a scope: ${name}`);
}

/** The path of a scope's page, percent-encoded; the front page's is empty. */
export function scopePath(scope: Scope): string {
  return scope.kind === "home" ? "" : `/${FOLDERS[scope.kind]}/${encodeURIComponent(scope.slug)}`;
}

/** The path of an article's page, percent-encoded. */
export function articlePath(slug: string): string {
  return `/articles/${encodeURIComponent(slug)}`;
}

export const FEED_FILES = { rss: "rss.xml", atom: "atom.xml", json: "feed.json" } as const;
export type FeedFormat = keyof typeof FEED_FILES;
export const FEED_FORMATS = ["rss", "atom", "json"] as const satisfies readonly FeedFormat[];

/** The path of a scope's feed. */
export function feedPath(scope: Scope, format: FeedFormat): string {
  return `${scopePath(scope)}/${FEED_FILES[format]}`;
}
