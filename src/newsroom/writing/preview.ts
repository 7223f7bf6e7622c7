import {
  type ArticleChange,
  type ArticleContent,
  type ArticleId,
  headline,
  type NewArticle,
} from "../../model/article.ts";
import type { ArticleDocument } from "../../model/document.ts";
import { toArticleDocument } from "../../model/item.ts";
import { type Slug, slugify } from "../../model/slug.ts";
import { type ArticleRow, articleFrom, contentOf, languageOf, rowById } from "../articles/articles.ts";
import { Seen } from "../articles/seen.ts";
import type { Ledger } from "../ledger.ts";
import { chaptersOf, cuesOf } from "../media/texts.ts";
import { withKeyPoints } from "../understanding/background.ts";

/** The document of a story as it would be, were it published now: nothing of it is kept. */
export function previewOf(
  ledger: Ledger,
  id: ArticleId,
  { slug, content: changed }: NewArticle | ArticleChange,
): ArticleDocument {
  const { sql, now, settings } = ledger;
  const known = rowById(sql, id);
  const content = (known ? { ...contentOf(sql, known), ...changed } : changed) as ArticleContent;
  const row: ArticleRow = known ?? {
    ...{ id, entry_id: "", slug: "" as Slug, status: "draft", revision: 0, body_revision: 0 },
    ...{
      published: now,
      updated: now,
      created: now,
      modified: now,
      public_since: null,
      face: null,
      reprint: 0,
      page: 0,
      imported: 0,
    },
  };
  const body = withKeyPoints(content.body, content.title, languageOf(ledger, content));
  const named = slug ?? (row.slug || ((slugify(headline(content)) || "story") as Slug));
  // What is read here must not be taken for what the ledger holds.
  const apart = { ...ledger, seen: new Seen() };
  const article = articleFrom(apart, { ...row, slug: named }, { ...content, body });
  const heard = { transcript: cuesOf(sql, article, "transcript"), chapters: chaptersOf(sql, article) };
  return toArticleDocument({ ...article, comments: null }, {}, heard, settings.url);
}
