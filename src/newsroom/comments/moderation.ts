import { type ArticleId, headline, type Millis } from "../../model/article.ts";
import type { CommentId, CommentStatus, CommentView } from "../../model/comment.ts";
import { timestamp } from "../../model/item.ts";
import { articlePath } from "../../model/scope.ts";
import { commentsKey } from "../../store/keys.ts";
import { articleOf, rowById } from "../articles/articles.ts";
import { first, type Ledger } from "../ledger.ts";
import { note } from "../people/actions.ts";
import { noteEvent } from "../push/events.ts";
import { forgetLater } from "./limits.ts";
import { learn, wordsOfSpam } from "./spam.ts";
import { type CommentRow, commentById, threadOf } from "./thread.ts";

// What moderators decide.

/** Which comments a moderator wants to see; null for any. */
export interface CommentsWanted {
  status: CommentStatus | null;
  article: ArticleId | null;
  /** Continue after this one, of an earlier page. */
  before: { created: Millis; id: CommentId } | null;
}

export interface CommentsPage {
  comments: CommentView[];
  next: { created: Millis; id: CommentId } | null;
}

/** Comments by creation, newest first. */
export function listComments(ledger: Ledger, wanted: CommentsWanted, limit: number): CommentsPage {
  const { status, article, before } = wanted;
  const { created, id } = before ?? { created: Number.MAX_SAFE_INTEGER, id: "" };
  const rows = ledger.sql
    .exec<CommentRow>(
      `SELECT * FROM comment WHERE (created, id) < (?, ?)
         ${status ? "AND status = ?" : ""} ${article ? "AND article_id = ?" : ""}
       ORDER BY created DESC, id DESC LIMIT ?`,
      ...[created, id, ...(status ? [status] : []), ...(article ? [article] : []), limit + 1],
    )
    .toArray();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    comments: page.map((row) => viewOf(ledger, row)),
    next: rows.length > limit && last ? { created: last.created, id: last.id } : null,
  };
}

export function readComment(ledger: Ledger, id: CommentId): CommentView | null {
  const row = commentById(ledger.sql, id);
  return row ? viewOf(ledger, row) : null;
}

/** What webhooks are told of a comment: nothing that is for its moderators alone, but for what they decide by. */
export function eventOf(ledger: Ledger, id: CommentId): object {
  const row = commentById(ledger.sql, id);
  if (!row) return { id };
  const { article, parent, status, name, text, spam, official, created } = viewOf(ledger, row);
  return {
    id,
    article: { id: article.id, url: article.url, title: article.title },
    parent,
    status,
    name,
    text,
    spam,
    official,
    created,
  };
}

function viewOf(ledger: Ledger, row: CommentRow): CommentView {
  const article = rowById(ledger.sql, row.article_id);
  const slug = article?.slug ?? "";
  const story = article && articleOf(ledger, article);
  const parent = row.parent_id === null ? undefined : commentById(ledger.sql, row.parent_id);
  return {
    id: row.id,
    article: {
      id: row.article_id,
      slug,
      title: story ? headline(story) : "",
      excerpt: story ? story.standfirst || story.body.excerpt : "",
      url: ledger.settings.url + articlePath(slug),
      closed: threadOf(ledger.sql, row.article_id).closed,
    },
    official: row.official === 1,
    parent: row.parent_id,
    answers: parent ? { name: parent.name, text: parent.text } : null,
    status: row.status,
    name: row.name,
    email: row.email,
    text: row.text,
    spam: Math.round(row.spam * 1000) / 1000,
    spam_words: wordsOfSpam(ledger.sql, row.name, row.text),
    revision: row.revision,
    created: timestamp(row.created),
    changed: timestamp(row.changed),
    approved: row.approved === null ? null : timestamp(row.approved),
  };
}

/** What became of a decision. Only `decided` changed anything. */
export type Decided =
  | { kind: "decided"; comment: CommentView }
  | { kind: "not-found" }
  /** Its writer took it back. */
  | { kind: "withdrawn" }
  /** It says something else by now, or somebody else has decided. */
  | { kind: "stale"; revision: number };

/**
 * Decides on a comment, and lets the word filter learn from it.
 *
 * @param expected the revisions that were decided on; null for any
 * @param actor who decides
 */
export function moderate(
  ledger: Ledger,
  id: CommentId,
  expected: number[] | null,
  status: Exclude<CommentStatus, "withdrawn">,
  actor: string,
): Decided {
  const { sql } = ledger;
  const row = commentById(sql, id);
  if (!row) return { kind: "not-found" };
  if (row.status === "withdrawn") return { kind: "withdrawn" };
  if (expected && !expected.includes(row.revision)) return { kind: "stale", revision: row.revision };
  setStatus(ledger, id, status);
  const lesson = status === "approved" ? "good" : status === "spam" ? "spam" : null;
  learn(sql, row.name, row.text, lesson, row.learned);
  sql.exec("UPDATE comment SET learned = ? WHERE id = ?", lesson, id);
  const comment = viewOf(ledger, commentById(sql, id) ?? row);
  if (row.status !== status) {
    const { title, id: article } = comment.article;
    note(ledger, { actor, kind: `comment-${status}`, subject: title, article, detail: row.name });
  }
  return { kind: "decided", comment };
}

/** Gives a comment another status; its thread counts those that readers see. */
export function setStatus(ledger: Ledger, id: CommentId, status: CommentStatus): void {
  const { sql, now } = ledger;
  const row = commentById(sql, id);
  if (!row || row.status === status) return;
  sql.exec(
    "UPDATE comment SET status = ?, changed = ?, revision = revision + 1 WHERE id = ?",
    ...[status, now, id],
  );
  forgetLater(ledger);
  if (status !== "approved" && row.status !== "approved") return;
  sql.exec("INSERT OR IGNORE INTO thread (article_id) VALUES (?)", row.article_id);
  if (status === "approved") {
    const place = row.place ?? nextPlace(sql, row);
    sql.exec("UPDATE comment SET place = ?, approved = coalesce(approved, ?) WHERE id = ?", place, now, id);
    sql.exec(
      "UPDATE thread SET approved = approved + 1, updated = ? WHERE article_id = ?",
      now,
      row.article_id,
    );
    const slug = rowById(sql, row.article_id)?.slug;
    if (slug) noteEvent(ledger, "comment.approved", () => eventOf(ledger, id), commentsKey(slug));
  } else {
    sql.exec("UPDATE thread SET approved = approved - 1 WHERE article_id = ?", row.article_id);
  }
}

/** The place after the last one, which the comment keeps whatever is decided later. */
export function nextPlace(
  sql: SqlStorage,
  { article_id, parent_id }: Pick<CommentRow, "article_id" | "parent_id">,
): number {
  if (parent_id === null) {
    return sql
      .exec<{ place: number }>(
        "UPDATE thread SET places = places + 1 WHERE article_id = ? RETURNING places - 1 AS place",
        article_id,
      )
      .one().place;
  }
  return (
    first<{ place: number }>(
      sql,
      "SELECT coalesce(max(place), -1) + 1 AS place FROM comment WHERE article_id = ? AND parent_id = ?",
      article_id,
      parent_id,
    )?.place ?? 0
  );
}

/** Closes or opens the comments of an article; whether there is such an article. */
export function closeThread(ledger: Ledger, id: ArticleId, closed: boolean, actor: string): boolean {
  const { sql } = ledger;
  const article = rowById(sql, id);
  if (!article) return false;
  if (threadOf(sql, id).closed !== closed) {
    const subject = headline(articleOf(ledger, article));
    note(ledger, { actor, kind: closed ? "thread-closed" : "thread-opened", subject, article: id });
  }
  sql.exec("INSERT OR IGNORE INTO thread (article_id) VALUES (?)", id);
  sql.exec("UPDATE thread SET closed = ? WHERE article_id = ?", closed ? 1 : 0, id);
  return true;
}
