import type { Millis } from "../model/article.ts";
import { first, type Ledger } from "./ledger.ts";

/**
 * Why the newsroom wakes later. A Durable Object has one alarm; this table has many reasons.
 *
 * - `publish` (article id): a scheduled article's time has come
 * - `act` (article id): what somebody did with a story is done, unless they took it back
 * - `front` (article id): a story stands first on the front page no longer
 * - `list` (article id): its address was known before it had a page; lists leave it out until then
 * - `invalidate` (document key): the edge has to be told of a change
 * - `check` (document key): does KV hold what was written?
 * - `forget-deletion` (article id): lists have announced the withdrawal for long enough
 * - `forget-requests` (empty): idempotency records expire
 * - `withdraw-source` (source's slug): what came from it has to go, some at a time
 * - `forget-comments` (empty): who has written comments is forgotten after a day, what nobody sees later
 * - `refile` (empty): articles wait to be filed and indexed anew
 * - `news` (empty): a story is two days old, and no news any more
 * - `make-forms` (file's id): its smaller forms are to be made
 * - `fetch-pictures` (host): pictures of other publications are to be asked for there
 * - `remove-media` (empty): bytes of files are to go; `sweep-media` (empty): some may be there that nobody knows
 * - `indexnow` (empty): search engines are to be told what changed
 * - `push` (empty): somebody is to be told what changed, or asked whether they want it
 * - `leases` (empty): leases of subscribers may have ended
 * - `forget-deliveries` (empty): what webhooks were told is forgotten after two weeks
 * - `sweep` (empty): KV may hold documents that the ledger does not know
 */
export type Reason =
  | "publish"
  | "act"
  | "front"
  | "list"
  | "invalidate"
  | "check"
  | "forget-deletion"
  | "forget-requests"
  | "withdraw-source"
  | "forget-comments"
  | "refile"
  | "news"
  | "make-forms"
  | "fetch-pictures"
  | "remove-media"
  | "sweep-media"
  | "indexnow"
  | "push"
  | "leases"
  | "forget-deliveries"
  | "sweep";

export interface AgendaItem extends Record<string, SqlStorageValue> {
  reason: Reason;
  subject: string;
  since: Millis;
  due: Millis;
}

/** The articles that wait to be listed, as a query: nothing links to them yet. */
export const HELD = "SELECT subject FROM agenda WHERE reason = 'list'";

/** Puts something on the agenda, or moves it. */
export function remind({ sql, now }: Ledger, reason: Reason, subject: string, due: Millis): void {
  sql.exec(
    `INSERT INTO agenda (reason, subject, since, due) VALUES (?, ?, ?, ?)
     ON CONFLICT (reason, subject) DO UPDATE SET since = excluded.since, due = excluded.due`,
    ...[reason, subject, now, due],
  );
}

/** Puts something on the agenda for a time at the latest: for what comes round again and again. */
export function remindBy({ sql, now }: Ledger, reason: Reason, subject: string, due: Millis): void {
  sql.exec(
    `INSERT INTO agenda (reason, subject, since, due) VALUES (?, ?, ?, ?)
     ON CONFLICT (reason, subject) DO UPDATE SET due = min(due, excluded.due)`,
    ...[reason, subject, now, due],
  );
}

/** Moves an item to a later time, unless it was put there anew meanwhile. */
export function defer({ sql }: Ledger, { reason, subject, since }: AgendaItem, due: Millis): void {
  sql.exec(
    "UPDATE agenda SET due = ? WHERE reason = ? AND subject = ? AND since = ?",
    ...[due, reason, subject, since],
  );
}

export function strike({ sql }: Ledger, reason: Reason, subject: string): void {
  sql.exec("DELETE FROM agenda WHERE reason = ? AND subject = ?", reason, subject);
}

/** What is due, oldest first, but for what the edge has to be told: that is done in one go. */
export function dueItems({ sql, now }: Ledger, limit: number): AgendaItem[] {
  return sql
    .exec<AgendaItem>(
      `SELECT * FROM agenda WHERE due <= ? AND reason <> 'invalidate'
       ORDER BY due, reason, subject LIMIT ?`,
      now,
      limit,
    )
    .toArray();
}

/** When the newsroom has to wake: the earliest of outbox and agenda, or null. */
export function nextWake(sql: SqlStorage): Millis | null {
  return (
    first<{ due: number | null }>(
      sql,
      `SELECT min(due) AS due FROM
         (SELECT min(due) AS due FROM outbox UNION ALL SELECT min(due) FROM agenda)`,
    )?.due ?? null
  );
}
