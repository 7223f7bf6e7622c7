import { articlePath } from "./scope.ts";
import type { Slug } from "./slug.ts";

// Pages that stand in no list: `/about`, an imprint. They are written like articles, and have their
// addresses among our own.

/** The first parts of addresses that are ours: no page is called so. */
export const RESERVED: ReadonlySet<string> = new Set([
  ...[
    "articles",
    "tags",
    "sources",
    "authors",
    "days",
    "search",
    "ask",
    "translate",
    "subscribe",
    "comments",
  ],
  ...["privacy", "sitemap", "media", "assets", "oembed", "websub", "api", "desk", "cdn-cgi"],
  ...["feed", "feeds", "rss", "atom", "json", "archive", "changes", "hub", "pages"],
]);

/** The path of a page, or of an article, percent-encoded. */
export function pathOf({ slug, page }: { slug: Slug; page?: true | number | undefined }): string {
  return page ? `/${encodeURIComponent(slug)}` : articlePath(slug);
}
