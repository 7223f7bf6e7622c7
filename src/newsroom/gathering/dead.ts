import type { HostJob } from "../../model/fetching.ts";
import { timestamp } from "../../model/item.ts";
import { noteHour } from "../hours.ts";
import { first, type Ledger } from "../ledger.ts";

const KEPT = 100;

/** How gathering is going, for whoever runs it. */
export interface Fetching {
  /** Feeds that are followed and read. */
  feeds: number;
  /** Of them, those whose time has come. */
  due: number;
  /** Seconds that the longest waiting of them has waited. */
  overdue_seconds: number;
  /** Hosts that are being read. */
  in_flight: number;
  /** Jobs given up after three tries, of the last hundred; their feeds are read again later. */
  dead_letters: { count: number; last: { at: string; host: string; feeds: string[] } | null };
}

/** Keeps a record of jobs that nobody could carry out. */
export function noteDeadLetters(ledger: Ledger, jobs: HostJob[]): void {
  const { sql, now } = ledger;
  noteHour(ledger, { dead: jobs.length });
  for (const { host, feeds } of jobs) {
    const ids = JSON.stringify(feeds.map(({ id }) => id));
    sql.exec("INSERT INTO dead_letter (at, host, feeds) VALUES (?, ?, ?)", now, host, ids);
  }
  sql.exec("DELETE FROM dead_letter WHERE id <= (SELECT max(id) FROM dead_letter) - ?", KEPT);
}

export function fetchingStatus({ sql, now }: Ledger): Fetching {
  const feeds = sql
    .exec<{ n: number; due: number; oldest: number | null }>(
      `SELECT count(*) AS n, coalesce(sum(due <= ?1), 0) AS due, min(due) AS oldest
       FROM feed WHERE status = 'active'`,
      now,
    )
    .one();
  const flying = sql.exec<{ n: number }>("SELECT count(*) AS n FROM host WHERE until > ?", now).one().n;
  const dead = sql.exec<{ n: number }>("SELECT count(*) AS n FROM dead_letter").one().n;
  const last = first<{ at: number; host: string; feeds: string }>(
    sql,
    "SELECT at, host, feeds FROM dead_letter ORDER BY id DESC LIMIT 1",
  );
  return {
    feeds: feeds.n,
    due: feeds.due,
    overdue_seconds: Math.max(0, Math.round((now - (feeds.oldest ?? now)) / 1000)),
    in_flight: flying,
    dead_letters: {
      count: dead,
      last: last
        ? { at: timestamp(last.at), host: last.host, feeds: JSON.parse(last.feeds) as string[] }
        : null,
    },
  };
}
