import type { Millis } from "../../model/article.ts";
import { remindOnce } from "../agenda.ts";
import { first, type Ledger } from "../ledger.ts";

const DAY_MS: Millis = 86_400_000;
const SPAM_KEPT_MS: Millis = 30 * DAY_MS;
/** How many comments a visitor may write within so long, ms. */
const RATES: [comments: number, within: Millis][] = [
  [10, 600_000],
  [60, DAY_MS],
];

/** When a visitor may write again, ms from now; 0 for at once. */
export function waitOf({ sql, now }: Ledger, visitor: string): Millis {
  return Math.max(
    0,
    ...RATES.map(([comments, within]) => {
      // The comment that has to grow old before there is room for another one.
      const row = first<{ at: number }>(
        sql,
        "SELECT at FROM comment_post WHERE visitor = ? ORDER BY at DESC LIMIT 1 OFFSET ?",
        visitor,
        comments - 1,
      );
      return row ? row.at + within - now : 0;
    }),
  );
}

/** Notes that a visitor has written a comment. */
export function countPost(ledger: Ledger, visitor: string): void {
  ledger.sql.exec("INSERT INTO comment_post VALUES (?, ?)", visitor, ledger.now);
  remindOnce(ledger, "forget-visitors", "", ledger.now + DAY_MS);
}

/** Forgets who has written a day ago or earlier, and the spam of a month ago: nobody asks for it back. */
export function forgetVisitors(ledger: Ledger): void {
  const { sql, now } = ledger;
  sql.exec("DELETE FROM comment_post WHERE at <= ?", now - DAY_MS);
  sql.exec("DELETE FROM comment WHERE status = 'spam' AND created <= ?", now - SPAM_KEPT_MS);
  const next = first<{ due: number | null }>(
    sql,
    `SELECT min(due) AS due FROM (
       SELECT min(at) + ? AS due FROM comment_post
       UNION ALL SELECT min(created) + ? FROM comment WHERE status = 'spam')`,
    DAY_MS,
    SPAM_KEPT_MS,
  );
  if (next?.due) remindOnce(ledger, "forget-visitors", "", next.due);
}
