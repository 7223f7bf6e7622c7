import type { BlockName } from "../../model/archive.ts";
import type { ArticleId } from "../../model/article.ts";
import type { FormerPath } from "../../model/redirect.ts";
import type { Slug } from "../../model/slug.ts";

/**
 * What a document may be made of.
 *
 * - `story/{id}`: all that is known of an article, what its tags and its source are called and how many comments it has included
 * - `face/{id}`: what others show of it: headline, address, date, language, tags, source, and whether
 *   it may be named at all
 * - `beside/{id}`: which stories are before and after it
 * - `related/{id}`: which articles it names as related; `same/{id}`: which of them report the same event
 * - `said/{id}`: the approved comments on it; `page/{id}/{n}`: those of one page
 * - `address/{slug}`: what lives there
 * - `scope/{name}`: which articles a list holds, how many, what it is called, whom it announces as gone
 * - `shared/{slug}`: whether more than one story carries a tag
 * - `block/{name}/{end}`: which articles a block of a list's history holds, and which block is before it
 * - `changes`: how many changes there are; `changes/{n}`: those of a block
 * - `profile`: what the publication is called and how it looks; `name`: of that, what lists tell
 * - `redirect/{path}`: where a former address leads
 * - `names`: what any tag or source is called; no document reads it, but what is kept in memory
 * - `directory`, `comments`, `news`, `sitemaps`, `sitemap/{n}`: what those documents gather
 */
export type Fact =
  | `${"story" | "face" | "beside" | "related" | "same" | "said"}/${ArticleId}`
  | `page/${ArticleId}/${number}`
  | `address/${Slug}`
  | `scope/${string}`
  | `shared/${Slug}`
  | `block/${string}/${BlockName}`
  | "changes"
  | `changes/${number}`
  | `redirect/${FormerPath}`
  | "profile"
  | "name"
  | "names"
  | "directory"
  | "comments"
  | "news"
  | "sitemaps"
  | `sitemap/${number}`;
