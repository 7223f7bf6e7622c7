import type { ArticleId, Millis } from "../../model/article.ts";
import type { CommentStatus } from "../../model/comment.ts";
import { LIMITS } from "../../model/limits.ts";
import { parseScope, type ScopeName } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { articleKey, COMMENTS_KEY, commentsKey, commentsPageKey, listKey } from "../../store/keys.ts";
import { first, type Ledger } from "../ledger.ts";
import { touch } from "../outbox.ts";

export interface CommentRow extends Record<string, SqlStorageValue> {
  id: string;
  article_id: string;
  parent_id: string | null;
  status: CommentStatus;
  place: number | null;
  name: string;
  email: string | null;
  text: string;
  spam: number;
  learned: "good" | "spam" | null;
  key: string;
  created: Millis;
  changed: Millis;
  approved: Millis | null;
}

export function commentById(sql: SqlStorage, id: string): CommentRow | undefined {
  return first<CommentRow>(sql, "SELECT * FROM comment WHERE id = ?", id);
}

/** What is known of an article's comments as a whole. */
export interface Thread {
  approved: number;
  /** Top comments that were ever approved. */
  places: number;
  closed: boolean;
  /** The newest approval. */
  updated: Millis | null;
}

export function threadOf(sql: SqlStorage, id: ArticleId): Thread {
  const row = first<{ approved: number; places: number; closed: number; updated: Millis | null }>(
    sql,
    "SELECT approved, places, closed, updated FROM thread WHERE article_id = ?",
    id,
  );
  return row
    ? { ...row, closed: row.closed === 1 }
    : { approved: 0, places: 0, closed: false, updated: null };
}

/** Pages that an article's comments fill. */
export function pagesOf({ places }: Thread): number {
  return Math.max(1, Math.ceil(places / LIMITS.commentsPerPage));
}

/** The page that a comment stands on, or would: that of the comment that it answers. */
export function pageOf(sql: SqlStorage, row: Pick<CommentRow, "parent_id" | "place">): number {
  const top = row.parent_id === null ? row : commentById(sql, row.parent_id);
  return Math.floor((top?.place ?? 0) / LIMITS.commentsPerPage) + 1;
}

function formerSlugs(sql: SqlStorage, id: ArticleId): Slug[] {
  return sql
    .exec<{ slug: Slug }>("SELECT slug FROM former_slug WHERE article_id = ?", id)
    .toArray()
    .map(({ slug }) => slug);
}

/** Notes that the comments of an article stand at another address, or nowhere, now. */
export function touchThread(ledger: Ledger, id: ArticleId, slug: Slug): void {
  const thread = threadOf(ledger.sql, id);
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
  const article = first<{ slug: Slug }>(
    sql,
    "SELECT slug FROM article WHERE id = ? AND public_since IS NOT NULL",
    row.article_id,
  );
  if (!article) return;
  const page = pageOf(sql, row);
  touch(ledger, articleKey(article.slug));
  touch(ledger, commentsKey(article.slug));
  touch(ledger, COMMENTS_KEY);
  // The page before tells that there is another one.
  for (const each of [page - 1, page]) {
    if (each < 2) continue;
    touch(ledger, commentsPageKey(article.slug, each));
    for (const slug of formerSlugs(sql, row.article_id)) touch(ledger, commentsPageKey(slug, each));
  }
  const lists = sql.exec<{ scope: ScopeName }>(
    "SELECT scope FROM membership WHERE article_id = ?",
    row.article_id,
  );
  for (const { scope } of lists.toArray()) touch(ledger, listKey(parseScope(scope)));
}
