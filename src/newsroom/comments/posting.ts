import { headline, type Millis } from "../../model/article.ts";
import {
  type CommentId,
  commentsPagePath,
  EDIT_MS,
  type NewComment,
  type OwnComment,
} from "../../model/comment.ts";
import { timestamp } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import { articleOf, rowById, rowBySlug } from "../articles/articles.ts";
import { first, type Ledger } from "../ledger.ts";
import { note } from "../people/actions.ts";
import { noteEvent } from "../push/events.ts";
import { countPost, type Writer, waitOf } from "./limits.ts";
import { eventOf, moderate, setStatus } from "./moderation.ts";
import { likelihoodOfSpam } from "./spam.ts";
import { type CommentRow, commentById, pageOf, threadOf } from "./thread.ts";
import { formToken, hashOfKey, isFormToken, randomKey } from "./token.ts";

// What a reader does with a comment: write it, and change or withdraw it by a link that only they have.

/** From here on a comment is spam without a moderator's word. */
const SURELY_SPAM = 0.95;

/** What becomes of a comment. Only `posted` changed anything. */
export type PostOutcome =
  | { kind: "posted"; id: CommentId; key: string }
  | { kind: "not-found" }
  | { kind: "closed" }
  | { kind: "not-our-form" /** What it should have carried. */; token: string }
  | { kind: "no-such-parent" }
  | { kind: "wait"; millis: Millis }
  | { kind: "full" };

/**
 * Takes a comment in; it waits for a moderator.
 *
 * @param writer hashes that name whoever writes, for a day
 */
export function postComment(ledger: Ledger, slug: string, input: NewComment, writer: Writer): PostOutcome {
  const { sql, settings, now } = ledger;
  const article = rowBySlug(sql, slug);
  if (article?.status !== "published" || article.page) return { kind: "not-found" };
  const thread = threadOf(sql, article.id);
  if (thread.closed || !settings.comments) return { kind: "closed" };
  if (!isFormToken(sql, article.id, input.token, now)) {
    return { kind: "not-our-form", token: formToken(sql, article.id, now) };
  }
  const parent = input.parent === null ? null : parentOf(sql, article.id, input.parent);
  if (parent === undefined) return { kind: "no-such-parent" };
  const millis = waitOf(ledger, writer, article.id);
  if (millis > 0) return { kind: "wait", millis };
  if (isFull(sql, article.id)) return { kind: "full" };

  const spam = input.trapped ? 1 : likelihoodOfSpam(sql, input.name, input.text);
  const [id, key] = [ledger.newId(), randomKey()];
  sql.exec(
    `INSERT INTO comment (id, article_id, parent_id, status, name, email, text, spam, key, created, changed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, article.id, parent, spam >= SURELY_SPAM ? "spam" : "pending"],
    ...[input.name, input.email, input.text, spam, hashOfKey(key), now, now],
  );
  countPost(ledger, writer, article.id);
  noteEvent(ledger, "comment.received", () => eventOf(ledger, id));
  return { kind: "posted", id, key };
}

/** What becomes of an answer of the newsroom. Only `answered` changed anything. */
export type AnswerOutcome =
  | { kind: "answered"; id: CommentId }
  | { kind: "not-found" }
  /** It was taken back, or has as many replies as there may be. */
  | { kind: "unanswerable" };

/**
 * Answers a comment as the newsroom, marked so. A comment that waits is approved by it: readers see what is
 * answered.
 *
 * @param name who answers, as readers see it
 */
export function answerComment(
  ledger: Ledger,
  id: CommentId,
  { name, text }: { name: string; text: string },
  actor: string,
): AnswerOutcome {
  const { sql, now } = ledger;
  const asked = commentById(sql, id);
  if (!asked) return { kind: "not-found" };
  if (asked.status === "withdrawn") return { kind: "unanswerable" };
  if (asked.status !== "approved") moderate(ledger, id, null, "approved", actor);
  const parent = parentOf(sql, asked.article_id, id);
  if (parent === undefined) return { kind: "unanswerable" };
  const answer = ledger.newId();
  sql.exec(
    `INSERT INTO comment (id, article_id, parent_id, status, name, email, text, spam, key, created, changed,
       official)
     VALUES (?, ?, ?, 'pending', ?, NULL, ?, 0, ?, ?, ?, 1)`,
    ...[answer, asked.article_id, parent, name, text, hashOfKey(randomKey()), now, now],
  );
  setStatus(ledger, answer, "approved");
  const article = rowById(sql, asked.article_id);
  const subject = article ? headline(articleOf(ledger, article)) : "";
  note(ledger, { actor, kind: "comment-answered", subject, article: asked.article_id, detail: asked.name });
  return { kind: "answered", id: answer };
}

/** Whether as many comments wait, on an article or on all, as moderators can be left with. */
function isFull(sql: SqlStorage, article: string): boolean {
  const counts = sql
    .exec<{ n: number }>(
      `SELECT count(*) AS n FROM comment WHERE status = 'pending'
       UNION ALL SELECT count(*) FROM comment WHERE article_id = ? AND status = 'pending'`,
      article,
    )
    .toArray();
  const [all = 0, here = 0] = counts.map(({ n }) => n);
  return all >= LIMITS.pendingComments || here >= LIMITS.pendingOnArticle;
}

/** The top comment that an answer belongs under; undefined where there is none that takes another. */
export function parentOf(sql: SqlStorage, article: string, id: CommentId): CommentId | undefined {
  const row = commentById(sql, id);
  if (row?.article_id !== article || row.status !== "approved") return undefined;
  // Replies are one level deep: an answer to a reply stands beside it.
  const top = row.parent_id ?? row.id;
  const replies =
    first<{ n: number }>(
      sql,
      "SELECT count(*) AS n FROM comment WHERE article_id = ? AND parent_id = ? AND place IS NOT NULL",
      article,
      top,
    )?.n ?? 0;
  return replies < LIMITS.replies ? top : undefined;
}

function own(sql: SqlStorage, id: CommentId, key: string): CommentRow | undefined {
  const row = commentById(sql, id);
  return row?.key === hashOfKey(key) ? row : undefined;
}

/** A comment as its writer sees it; null for a wrong link. */
export function ownComment(ledger: Ledger, id: CommentId, key: string): OwnComment | null {
  const { sql, settings, now } = ledger;
  const row = own(sql, id, key);
  const article = row && rowById(sql, row.article_id);
  if (!row || !article) return null;
  const path = commentsPagePath(article.slug, pageOf(sql, row));
  const until = row.created + EDIT_MS;
  return {
    id,
    status: row.status === "approved" || row.status === "withdrawn" ? row.status : "pending",
    article: {
      title: headline(articleOf(ledger, article)),
      url: `${settings.url}${path}#${row.status === "approved" ? `comment-${id}` : "comments"}`,
    },
    name: row.name,
    text: row.text,
    editable: row.status !== "withdrawn" && now < until ? timestamp(until) : null,
  };
}

/** Changes a comment's text while it can be; what was approved waits for a moderator again. */
export function editOwn(
  ledger: Ledger,
  id: CommentId,
  key: string,
  text: string,
): OwnComment | "too-late" | null {
  const { sql, now } = ledger;
  const row = own(sql, id, key);
  if (!row) return null;
  if (row.status === "withdrawn" || now >= row.created + EDIT_MS) return "too-late";
  if (row.text !== text) {
    sql.exec(
      "UPDATE comment SET text = ?, changed = ?, spam = ?, revision = revision + 1 WHERE id = ?",
      text,
      now,
      likelihoodOfSpam(sql, row.name, text),
      id,
    );
    if (row.status === "approved") setStatus(ledger, id, "pending");
  }
  return ownComment(ledger, id, key);
}

/** Withdraws a comment: nothing of what was written is kept. Repeating it changes nothing. */
export function withdrawOwn(ledger: Ledger, id: CommentId, key: string): OwnComment | null {
  const { sql } = ledger;
  const row = own(sql, id, key);
  if (!row) return null;
  if (row.status !== "withdrawn") {
    setStatus(ledger, id, "withdrawn");
    sql.exec("UPDATE comment SET name = '', email = NULL, text = '' WHERE id = ?", id);
  }
  return ownComment(ledger, id, key);
}
