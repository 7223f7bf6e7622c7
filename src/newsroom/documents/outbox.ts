import type { Millis } from "../../model/article.ts";
import { type DocumentKey, type ParsedKey, parseKey } from "../../store/keys.ts";
import { first, type Ledger } from "../ledger.ts";

/** KV takes one write a second for a key; a little more leaves room for clocks. */
export const WRITE_SPACING_MS = 1100;
/**
 * What is brought with many others waits until nothing has changed it for this long, and no longer than that: each
 * one changes lists, neighbours and related stories, which would be written again and again meanwhile.
 */
const CALM_MS = 3000;
const CALM_WAITED_FOR_MS = 60_000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 300_000;

/** A document that is out of date in KV. */
export interface OutboxRow extends Record<string, SqlStorageValue> {
  key: string;
  /** Articles before the blocks and lists that link to them, lists before the directory. */
  rank: number;
  /** Grows with each change, so that a change during a write is not lost. */
  version: number;
  since: Millis;
  due: Millis;
  attempts: number;
}

/** The rank from which on documents are for crawlers alone. */
export const FOR_CRAWLERS = 4;

/** Articles before the blocks and lists that link to them, those before what counts them, crawlers last. */
const RANKS = {
  ...{ article: 0, page: 0, archive: 1, list: 2, comments: 2, "all-comments": 2, profile: 2, directory: 3 },
  ...{ redirect: 1, changes: 2, "changes-head": 3 },
  ...{ sitemap: FOR_CRAWLERS, "news-sitemap": FOR_CRAWLERS, "sitemap-index": FOR_CRAWLERS + 1 },
} satisfies Record<ParsedKey["kind"], number>;

/** Crawlers can wait: what is published in a row is written once. */
const DELAYS: Partial<Record<ParsedKey["kind"], Millis>> = { sitemap: 60_000, "news-sitemap": 60_000 };

/** Notes that a document is out of date, in the transaction that made it so. */
export function touch({ sql, now, unhurried }: Ledger, key: DocumentKey): void {
  const { kind } = parseKey(key);
  const rank = RANKS[kind];
  const document = first<{ written: Millis }>(sql, "SELECT written FROM document WHERE key = ?", key);
  // One that is not there yet is written at once: another may lead to it.
  const due = document ? Math.max(now + (DELAYS[kind] ?? 0), document.written + WRITE_SPACING_MS) : now;
  if (unhurried) {
    sql.exec(
      `INSERT INTO outbox (key, rank, version, since, due, unhurried) VALUES (?1, ?2, 1, ?3, max(?4, ?3 + ?5), 1)
       ON CONFLICT (key) DO UPDATE SET
         version = version + 1,
         due = CASE WHEN attempts > 0 OR unhurried = 0 THEN due ELSE max(?4, min(?3 + ?5, since + ?6)) END`,
      ...[key, rank, now, due, CALM_MS, CALM_WAITED_FOR_MS],
    );
    return;
  }
  sql.exec(
    `INSERT INTO outbox (key, rank, version, since, due) VALUES (?, ?, 1, ?, ?)
     ON CONFLICT (key) DO UPDATE SET
       version = version + 1,
       due = CASE WHEN attempts > 0 THEN due ELSE min(due, excluded.due) END,
       unhurried = 0`,
    ...[key, rank, now, due],
  );
}

/** What is due, articles first. */
export function dueRows({ sql, now }: Ledger, limit: number): OutboxRow[] {
  return sql
    .exec<OutboxRow>(
      `SELECT key, rank, version, since, due, attempts FROM outbox
       WHERE due <= ? ORDER BY rank, since, key LIMIT ?`,
      now,
      limit,
    )
    .toArray();
}

/** The document was written as of `row`: done, unless it changed meanwhile. */
export function settle({ sql, now }: Ledger, row: OutboxRow): void {
  sql.exec("DELETE FROM outbox WHERE key = ? AND version = ?", row.key, row.version);
  sql.exec(
    "UPDATE outbox SET attempts = 0, error = NULL, due = ? WHERE key = ?",
    now + WRITE_SPACING_MS,
    row.key,
  );
}

/** The document could not be written: again later, ever more slowly. */
export function retryLater({ sql, now }: Ledger, row: OutboxRow, error: string): void {
  const wait = Math.min(FIRST_RETRY_MS * 2 ** row.attempts, LAST_RETRY_MS);
  sql.exec(
    "UPDATE outbox SET attempts = attempts + 1, error = ?, due = ? WHERE key = ?",
    error,
    now + wait,
    row.key,
  );
}

/** What has to be there before a document is due waits no longer for calm. */
export function hurry({ sql, now }: Ledger, { rank }: OutboxRow): void {
  sql.exec(
    "UPDATE outbox SET due = min(due, ?), unhurried = 0 WHERE unhurried = 1 AND rank < ? AND attempts = 0",
    now,
    rank,
  );
}

/** The document has to wait for another one, without blame. */
export function postpone({ sql }: Ledger, row: OutboxRow, until: Millis): void {
  sql.exec("UPDATE outbox SET due = ? WHERE key = ?", until, row.key);
}
