import type { ArticleId, Millis } from "../../model/article.ts";
import type { CommentStatus } from "../../model/comment.ts";
import { LIMITS } from "../../model/limits.ts";
import { first } from "../ledger.ts";

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
  revision: number;
  /** 1 where the newsroom wrote it. */
  official: number;
  created: Millis;
  changed: Millis;
  approved: Millis | null;
  /** The id that its entry has in our feeds, where another system gave it one. */
  entry_id: string | null;
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
