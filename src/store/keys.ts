import { parseScope, type Scope, scopeName } from "../model/scope.ts";
import { isSlug, type Slug } from "../model/slug.ts";

/**
 * The whole scheme of KV. Nothing else names a key.
 *
 * | key                | value                                        | written when                       |
 * |--------------------|----------------------------------------------|------------------------------------|
 * | `article/{slug}`   | a JSON Feed item; empty for a redirect from  | that article changes               |
 * |                    | a former slug, or for a withdrawn article    |                                    |
 * | `list/home`        | JSON Feed, the newest 50                     | each publish                       |
 * | `list/tag:{slug}`  | JSON Feed, the newest 50; empty for a        | each publish with the tag          |
 * |                    | redirect from an alias                       |                                    |
 * | `list/source:{…}`  | JSON Feed, the newest 50                     | each publish from the source       |
 * | `list/author:{…}`  | JSON Feed, the newest 50                     | each publish by the author         |
 * | `index/directory`  | tags, sources and authors with counts        | each publish                       |
 *
 * Metadata (`Stored`) carries the validators. A publish writes the article, home, the directory, its
 * tags, and its source or its authors: 4 + tags with a source or one author, whatever the number of
 * articles; 1 more for each further author, and for each of up to 6 articles that it is related to.
 * An edit that files nothing elsewhere leaves the directory.
 */
export type DocumentKey = string & { readonly key: unique symbol };

export type ParsedKey =
  | { kind: "article"; slug: Slug }
  | { kind: "list"; scope: Scope }
  | { kind: "directory" };

export const DIRECTORY_KEY = "index/directory" as DocumentKey;

export function articleKey(slug: string): DocumentKey {
  return `article/${slug}` as DocumentKey;
}

export function listKey(scope: Scope): DocumentKey {
  return `list/${scopeName(scope)}` as DocumentKey;
}

/** @throws Error when `key` is none of the scheme */
export function parseKey(key: string): ParsedKey {
  if (key === DIRECTORY_KEY) return { kind: "directory" };
  const slash = key.indexOf("/");
  const rest = key.slice(slash + 1);
  if (key.startsWith("list/")) return { kind: "list", scope: parseScope(rest) };
  if (key.startsWith("article/") && isSlug(rest)) return { kind: "article", slug: rest };
  throw new Error(`not a document key: ${key}`);
}

/** The cache tag of all answers made from a document: its key in ASCII. */
export function cacheTag(key: DocumentKey): string {
  return encodeURI(key);
}
