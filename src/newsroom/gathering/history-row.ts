import type { Millis } from "../../model/article.ts";
import type { HistoryJob } from "../../model/fetching.ts";
import { timestamp } from "../../model/item.ts";
import type { HistoryState, HistoryView } from "../../model/source.ts";
import { first, type Ledger } from "../ledger.ts";

// How far the past of a feed has been brought in.

export interface HistoryRow extends Record<string, SqlStorageValue> {
  feed_id: string;
  state: HistoryState;
  next: string;
  host: string;
  pages: number;
  added: number;
  attempts: number;
  due: Millis;
  why: string | null;
  started: Millis;
}

export const historyOf = (sql: SqlStorage, feed: string) =>
  first<HistoryRow>(sql, "SELECT * FROM feed_history WHERE feed_id = ?", feed);

export function viewHistory(sql: SqlStorage, feed: string): HistoryView | null {
  const row = historyOf(sql, feed);
  if (!row) return null;
  const { state, pages, added, why, started, next } = row;
  return { state, pages, added, why, next: state === "done" ? null : next, started: timestamp(started) };
}

/** The page of a past that is to be read at a host now. */
export function dueHistory({ sql, now }: Ledger, host: string): HistoryJob | null {
  const row = first<HistoryRow>(
    sql,
    `SELECT h.* FROM feed_history h JOIN feed f ON f.id = h.feed_id
     WHERE h.host = ? AND h.state = 'running' AND h.due <= ? AND f.status = 'active' ORDER BY h.due LIMIT 1`,
    host,
    now,
  );
  return row ? { feed: row.feed_id, url: row.next } : null;
}

export function forgetHistory({ sql }: Ledger, feed: string): void {
  sql.exec("DELETE FROM feed_history WHERE feed_id = ?", feed);
  sql.exec("DELETE FROM feed_history_page WHERE feed_id = ?", feed);
}
