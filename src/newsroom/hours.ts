import type { Millis } from "../model/article.ts";
import { HOURS_KEPT, type Hour } from "../model/hours.ts";
import { first, type Ledger } from "./ledger.ts";

// How the newsroom was, hour by hour: for whoever watches it, and for nothing else.

const HOUR_MS: Millis = 3_600_000;

/** Notes what was seen or done: of what waits the most counts, of what is done all of it. */
export function noteHour({ sql, now }: Pick<Ledger, "sql" | "now">, seen: Partial<Omit<Hour, "at">>): void {
  const at = now - (now % HOUR_MS);
  const { outbox = 0, calls = 0, dead = 0, bytes = 0 } = seen;
  sql.exec(
    `INSERT INTO hour (at, outbox, calls, dead, bytes) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (at) DO UPDATE SET outbox = max(outbox, excluded.outbox), calls = calls + excluded.calls,
       dead = dead + excluded.dead, bytes = max(bytes, excluded.bytes)`,
    ...[at, outbox, calls, dead, bytes],
  );
  sql.exec("DELETE FROM hour WHERE at <= ?", at - HOURS_KEPT * HOUR_MS);
}

/** Notes how much waits, where that is more than in this hour so far, and how large the ledger is. */
export function noteWaiting(ledger: Pick<Ledger, "sql" | "now">): void {
  const { sql, now } = ledger;
  const { n } = sql.exec<{ n: number }>("SELECT count(*) AS n FROM outbox").one();
  const known = first<{ outbox: number }>(sql, "SELECT outbox FROM hour WHERE at = ?", now - (now % HOUR_MS));
  if (!known || n > known.outbox) noteHour(ledger, { outbox: n, bytes: sql.databaseSize });
}

/** The last hours, the oldest first; those in which nothing was noted are not among them. */
export function lastHours({ sql }: Pick<Ledger, "sql">): Hour[] {
  return sql
    .exec<Hour & Record<string, number>>("SELECT at, outbox, calls, dead, bytes FROM hour ORDER BY at")
    .toArray();
}
