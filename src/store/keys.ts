import type { BlockName } from "../model/archive.ts";
import type { FormerPath } from "../model/redirect.ts";
import { parseScope, type Scope, scopeName } from "../model/scope.ts";
import { isSlug, type Slug } from "../model/slug.ts";
import type { Topic } from "../model/topic.ts";

/**
 * The whole scheme of KV. Nothing else names a key.
 *
 * | key                | value                                        | written when                       |
 * |--------------------|----------------------------------------------|------------------------------------|
 * | `article/{slug}`   | a JSON Feed item; empty for a redirect from  | that article changes               |
 * |                    | a former slug, or for a withdrawn article    |                                    |
 * | `page/{slug}`      | the same, of a page in no list               | that page changes                  |
 * | `list/home`        | JSON Feed, the newest 50                     | each publish                       |
 * | `list/tag:{slug}`  | JSON Feed, the newest 50; empty for a        | each publish with the tag          |
 * |                    | redirect from an alias                       |                                    |
 * | `list/source:{…}`  | JSON Feed, the newest 50                     | each publish from the source       |
 * | `list/author:{…}`  | JSON Feed, the newest 50                     | each publish by the author         |
 * | `list/day:{date}`  | JSON Feed, the newest 50                     | each publish of that day           |
 * | `comments/{slug}`  | JSON Feed, the newest 50 comments on it      | that article or a comment on it    |
 * | `comments/{…}/{n}` | page n of its comments, from the second on   | a comment on that page             |
 * | `index/comments`   | JSON Feed, the newest 50 comments            | each approved comment              |
 * | `index/sitemap`    | how many blocks there are                    | after each 1,000 articles          |
 * | `index/sitemap/{n}`| 1,000 articles in the order of their coming  | a minute after one of them changed |
 * | `index/news`       | our own stories of the last two days         | a minute after a publish           |
 * | `index/directory`  | tags, sources and authors with counts        | each publish                       |
 * | `archive/{…}/{end}`| JSON Feed, a block of a list's history       | an article in it                   |
 * | `archive/…/latest` | the same, since the last block that ended    | each publish, in a long list       |
 * | `index/changes`    | how far the history of changes goes          | each change of what is public      |
 * | `changes/{n}`      | 100 changes in the order of their coming     | a change in it; never when full    |
 * | `index/profile`    | what it is called, how it looks, its pages,  | that, or one of these changes      |
 * |                    | and patterns of former addresses             |                                    |
 * | `redirect{path}`   | empty: where a former address leads          | what it leads to moves             |
 *
 * Metadata (`Stored`) carries the validators. A publish writes the article, the feed of its comments,
 * home, its day, the directory, its tags, and its source or its authors, a minute later the news
 * sitemap and a block of the sitemap, a block of changes and their head: 10 + tags with a source or one author, whatever the number of
 * articles; 1 more for each further author, for the story before it, and for each of up to 6 articles
 * that it is related to. A day's first story also writes the day before it.
 * Where a list is long, each change of an article writes its block of that list's history, too; where a
 * block ends with it, 2.
 * An edit that files nothing elsewhere leaves the directory. An approved comment writes its article,
 * its page, both feeds of comments, and the lists that tell how many there are.
 */
export type DocumentKey = string & { readonly key: unique symbol };

export type ParsedKey =
  | { kind: "article"; slug: Slug }
  | { kind: "page"; slug: Slug }
  | { kind: "list"; scope: Scope }
  | { kind: "comments"; slug: Slug; page: number | null }
  | { kind: "all-comments" }
  | { kind: "sitemap-index" }
  | { kind: "sitemap"; block: number }
  | { kind: "news-sitemap" }
  | { kind: "directory" }
  | { kind: "profile" }
  | { kind: "archive"; scope: Scope; block: BlockName }
  | { kind: "changes-head" }
  | { kind: "changes"; block: number }
  | { kind: "redirect"; path: FormerPath };

export const DIRECTORY_KEY = "index/directory" as DocumentKey;
export const PROFILE_KEY = "index/profile" as DocumentKey;
export const COMMENTS_KEY = "index/comments" as DocumentKey;

export const SITEMAP_INDEX_KEY = "index/sitemap" as DocumentKey;
export const NEWS_SITEMAP_KEY = "index/news" as DocumentKey;

/** A block of a list's history: those of one list in the order of their ends, the last one last. */
export function archiveKey(scope: Scope, block: BlockName): DocumentKey {
  return `archive/${scopeName(scope)}/${String(block).padStart(10, "0").replace("0000latest", "latest")}` as DocumentKey;
}

export const CHANGES_KEY = "index/changes" as DocumentKey;

/** A block of changes, from 1. */
export function changesKey(block: number): DocumentKey {
  return `changes/${block}` as DocumentKey;
}

/** A block of the sitemap, from 1. */
export function sitemapKey(block: number): DocumentKey {
  return `index/sitemap/${block}` as DocumentKey;
}

export function articleKey(slug: string): DocumentKey {
  return `article/${slug}` as DocumentKey;
}

export function pageKey(slug: string): DocumentKey {
  return `page/${slug}` as DocumentKey;
}

export function listKey(scope: Scope): DocumentKey {
  return `list/${scopeName(scope)}` as DocumentKey;
}

/** The feed of the comments on an article. */
export function commentsKey(slug: string): DocumentKey {
  return `comments/${slug}` as DocumentKey;
}

/** A former address: it begins with a slash. */
export function redirectKey(path: FormerPath): DocumentKey {
  return `redirect${path}` as DocumentKey;
}

/** The document of a feed that can be subscribed to. */
export function topicKey(topic: Topic): DocumentKey {
  if (topic.kind === "list") return listKey(topic.scope);
  return topic.kind === "comments" ? commentsKey(topic.slug) : COMMENTS_KEY;
}

/** A later page of them. */
export function commentsPageKey(slug: string, page: number): DocumentKey {
  return `comments/${slug}/${page}` as DocumentKey;
}

/** @throws Error when `key` is none of the scheme */
export function parseKey(key: string): ParsedKey {
  if (key === DIRECTORY_KEY) return { kind: "directory" };
  if (key === PROFILE_KEY) return { kind: "profile" };
  if (key.startsWith("archive/")) {
    const [, name = "", end = ""] = key.split("/");
    return { kind: "archive", scope: parseScope(name), block: end === "latest" ? end : Number(end) };
  }
  if (key === CHANGES_KEY) return { kind: "changes-head" };
  if (key.startsWith("redirect/"))
    return { kind: "redirect", path: key.slice("redirect".length) as FormerPath };
  if (key.startsWith("changes/")) return { kind: "changes", block: Number(key.split("/")[1]) };
  if (key === COMMENTS_KEY) return { kind: "all-comments" };
  if (key === SITEMAP_INDEX_KEY) return { kind: "sitemap-index" };
  if (key === NEWS_SITEMAP_KEY) return { kind: "news-sitemap" };
  if (key.startsWith("index/sitemap/")) return { kind: "sitemap", block: Number(key.split("/")[2]) };
  const slash = key.indexOf("/");
  const rest = key.slice(slash + 1);
  if (key.startsWith("list/")) return { kind: "list", scope: parseScope(rest) };
  if (key.startsWith("article/") && isSlug(rest)) return { kind: "article", slug: rest };
  if (key.startsWith("page/") && isSlug(rest)) return { kind: "page", slug: rest };
  const [slug = "", page] = rest.split("/");
  if (key.startsWith("comments/") && isSlug(slug)) {
    return { kind: "comments", slug, page: page === undefined ? null : Number(page) };
  }
  throw new Error(`not a document key: ${key}`);
}

/** The cache tag of all answers made from a document: its key in ASCII. */
export function cacheTag(key: DocumentKey): string {
  return encodeURI(key);
}
