import type { ArticleId } from "../../model/article.ts";
import { parseScope } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { articleKey, COMMENTS_KEY, commentsKey, commentsPageKey, listKey } from "../../store/keys.ts";
import { formerSlugs, rowById } from "../articles.ts";
import type { Ledger } from "../ledger.ts";
import { currentScopes } from "../membership.ts";
import { touch } from "../outbox.ts";
import { type CommentRow, pageOf, pagesOf, threadOf } from "./thread.ts";

/** Notes everything that stands at an address of an article, or under it, as out of date. */
export function touchAddress(ledger: Ledger, id: ArticleId, slug: Slug): void {
  const thread = threadOf(ledger.sql, id);
  touch(ledger, articleKey(slug));
  touch(ledger, commentsKey(slug));
  for (let page = 2; page <= pagesOf(thread); page++) touch(ledger, commentsPageKey(slug, page));
  if (thread.approved) touch(ledger, COMMENTS_KEY);
}

/**
 * Notes every document that a change of one comment changes: its article, its page, the feeds of
 * comments, and the lists that tell how many there are.
 */
export function touchComment(
  ledger: Ledger,
  row: Pick<CommentRow, "article_id" | "parent_id" | "place">,
): void {
  const { sql } = ledger;
  const article = rowById(sql, row.article_id);
  if (!article || article.public_since === null) return;
  const page = pageOf(sql, row);
  touch(ledger, articleKey(article.slug));
  touch(ledger, commentsKey(article.slug));
  touch(ledger, COMMENTS_KEY);
  // The page before tells that there is another one.
  for (const each of [page - 1, page]) {
    if (each < 2) continue;
    for (const slug of [article.slug, ...formerSlugs(sql, article.id)])
      touch(ledger, commentsPageKey(slug, each));
  }
  for (const scope of currentScopes(sql, article.id)) touch(ledger, listKey(parseScope(scope)));
}
