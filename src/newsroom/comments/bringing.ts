import type { BroughtComment, CommentId } from "../../model/comment.ts";
import { rowById } from "../articles/articles.ts";
import { first, type Ledger } from "../ledger.ts";
import { nextPlace } from "./moderation.ts";
import { parentOf } from "./posting.ts";
import { learn, likelihoodOfSpam } from "./spam.ts";
import { hashOfKey, randomKey } from "./token.ts";

/** What becomes of a comment from elsewhere. Only `brought` changed anything. */
export type BringOutcome =
  | { kind: "brought"; id: CommentId }
  /** It was brought before. */
  | { kind: "known"; id: CommentId }
  | { kind: "no-such-article" }
  | { kind: "no-such-parent" };

/**
 * Takes in a comment that was made elsewhere, as it was decided there and with its date. Nobody is told of
 * it; the word filter learns from it. An answer to what has as many as there may be stands by itself.
 */
export function bringComment(ledger: Ledger, comment: BroughtComment): BringOutcome {
  const { sql } = ledger;
  const known = byEntry(sql, comment.entryId);
  if (known) return { kind: "known", id: known };
  const article = rowById(sql, comment.article);
  if (!article || article.page) return { kind: "no-such-article" };
  const answered = comment.parent === null ? null : byEntry(sql, comment.parent);
  if (answered === undefined) return { kind: "no-such-parent" };
  const parent = answered === null ? null : (parentOf(sql, article.id, answered) ?? null);

  const id = ledger.newId();
  const { name, email, text, created, status } = comment;
  sql.exec(
    `INSERT INTO comment (id, article_id, parent_id, status, name, email, text, spam, key, created, changed,
       official, entry_id)
     VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, article.id, parent, name, email, text, likelihoodOfSpam(sql, name, text)],
    ...[hashOfKey(randomKey()), created, created, comment.official ? 1 : 0, comment.entryId],
  );
  if (status === "approved") approve(ledger, id, { article_id: article.id, parent_id: parent }, comment);
  return { kind: "brought", id };
}

function approve(
  { sql }: Ledger,
  id: CommentId,
  place: { article_id: string; parent_id: CommentId | null },
  { name, text, created }: BroughtComment,
): void {
  const { article_id: article } = place;
  sql.exec("INSERT OR IGNORE INTO thread (article_id) VALUES (?)", article);
  learn(sql, name, text, "good", null);
  sql.exec(
    "UPDATE comment SET status = 'approved', place = ?, approved = ?, learned = 'good' WHERE id = ?",
    ...[nextPlace(sql, place), created, id],
  );
  sql.exec(
    "UPDATE thread SET approved = approved + 1, updated = max(coalesce(updated, 0), ?) WHERE article_id = ?",
    ...[created, article],
  );
}

const byEntry = (sql: SqlStorage, entryId: string): CommentId | undefined =>
  first<{ id: CommentId }>(sql, "SELECT id FROM comment WHERE entry_id = ?", entryId)?.id;
