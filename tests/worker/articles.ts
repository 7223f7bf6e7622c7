import type { ArticleDocument } from "../../src/model/document.ts";

/** An article's document with a body, and with little else. */
export function articleOf(html: string): ArticleDocument {
  return {
    ...{ id: "1", url: "https://littoral.example/articles/a", title: "A", content_html: html },
    ...{ date_published: "2025-07-01T00:00:00Z", date_modified: "2025-07-01T00:00:00Z", language: "en" },
    _dateline: { slug: "a", direction: "ltr", words: 1, tags: [] },
  } as unknown as ArticleDocument;
}
