import type { Millis } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import { remindBy } from "../agenda.ts";
import { first, type Ledger } from "../ledger.ts";

const HOUR_MS: Millis = 3_600_000;
const DAY_MS: Millis = 24 * HOUR_MS;

/** Who writes, by names that are theirs for a day (`src/routes/visitor.ts`). */
export interface Writer {
  visitor: string;
  /** The network that they are in, with others. */
  network: string;
}

/** How many comments may come within so long, ms. */
type Rate = [comments: number, within: Millis];
const RATES: Record<keyof Writer | "article" | "all", Rate[]> = {
  visitor: [
    [10, HOUR_MS / 6],
    [60, DAY_MS],
  ],
  network: [
    [100, HOUR_MS / 6],
    [600, DAY_MS],
  ],
  article: [[1000, HOUR_MS]],
  all: [[3000, HOUR_MS]],
};

/** Under which names a comment is counted. */
function countersOf({ visitor, network }: Writer, article: string): [name: string, rates: Rate[]][] {
  return [
    [visitor, RATES.visitor],
    [`network ${network}`, RATES.network],
    [`article ${article}`, RATES.article],
    ["all", RATES.all],
  ];
}

/** When a comment may be written, ms from now; 0 for at once. */
export function waitOf({ sql, now }: Ledger, writer: Writer, article: string): Millis {
  const waits = countersOf(writer, article).flatMap(([name, rates]) =>
    rates.map(([comments, within]) => {
      // The comment that has to grow old before there is room for another one.
      const row = first<{ at: number }>(
        sql,
        "SELECT at FROM comment_post WHERE visitor = ? ORDER BY at DESC LIMIT 1 OFFSET ?",
        name,
        comments - 1,
      );
      return row ? row.at + within - now : 0;
    }),
  );
  return Math.max(0, ...waits);
}

/** Notes that a comment was written. */
export function countPost(ledger: Ledger, writer: Writer, article: string): void {
  for (const [name] of countersOf(writer, article)) {
    ledger.sql.exec("INSERT INTO comment_post VALUES (?, ?)", name, ledger.now);
  }
  forgetLater(ledger);
}

/** How long comments are kept that no reader sees: those that wait, and those that were set aside. */
const PENDING_KEPT_MS: Millis = 90 * DAY_MS;
const ASIDE_KEPT_MS: Millis = 30 * DAY_MS;
const ASIDE = "status IN ('rejected', 'spam', 'withdrawn')";
/** What was answered keeps its place, and nothing else. */
const UNANSWERED = `NOT EXISTS
  (SELECT 1 FROM comment AS reply WHERE reply.article_id = comment.article_id AND reply.parent_id = comment.id)`;

/** Sees to it that a comment that no reader sees is forgotten in time. */
export function forgetLater(ledger: Ledger): void {
  remindBy(ledger, "forget-comments", "", ledger.now + HOUR_MS);
}

/**
 * Forgets who has written a day ago or earlier, comments that nobody has decided on for three months,
 * and those that were set aside a month ago; of the latter, what is beyond their number at once.
 */
export function forgetComments(ledger: Ledger): void {
  const { sql, now } = ledger;
  sql.exec("DELETE FROM comment_post WHERE at <= ?", now - DAY_MS);
  const [old, oldAside] = [now - PENDING_KEPT_MS, now - ASIDE_KEPT_MS];
  sql.exec(`DELETE FROM comment WHERE status = 'pending' AND created <= ? AND ${UNANSWERED}`, old);
  sql.exec(`DELETE FROM comment WHERE ${ASIDE} AND changed <= ? AND ${UNANSWERED}`, oldAside);
  sql.exec(
    `DELETE FROM comment WHERE id IN
       (SELECT id FROM comment WHERE ${ASIDE} AND ${UNANSWERED} ORDER BY changed DESC, id LIMIT -1 OFFSET ?)`,
    LIMITS.commentsAside,
  );
  sql.exec(
    `UPDATE comment SET name = '', email = NULL, text = '' WHERE ${ASIDE} AND changed <= ? AND text <> ''`,
    oldAside,
  );
  const next = first<{ due: number | null }>(
    sql,
    `SELECT min(due) AS due FROM (
       SELECT min(at) + ? AS due FROM comment_post
       UNION ALL SELECT min(created) + ? FROM comment WHERE status = 'pending' AND ${UNANSWERED}
       UNION ALL SELECT min(changed) + ? FROM comment WHERE ${ASIDE} AND (text <> '' OR ${UNANSWERED}))`,
    DAY_MS,
    PENDING_KEPT_MS,
    ASIDE_KEPT_MS,
  );
  if (next?.due) remindBy(ledger, "forget-comments", "", next.due);
}
