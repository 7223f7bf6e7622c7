import type { Millis } from "../model/article.ts";
import { LIMITS } from "../model/limits.ts";
import { parseScope } from "../model/scope.ts";
import {
  articleKey,
  COMMENTS_KEY,
  commentsKey,
  commentsPageKey,
  DIRECTORY_KEY,
  type DocumentKey,
  listKey,
  NEWS_SITEMAP_KEY,
  type ParsedKey,
  parseKey,
  SITEMAP_INDEX_KEY,
  sitemapKey,
} from "../store/keys.ts";
import { first, type Ledger } from "./ledger.ts";
import { sitemapBlocks } from "./sitemaps.ts";

/** KV takes one write a second for a key; a little more leaves room for clocks. */
export const WRITE_SPACING_MS = 1100;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 300_000;

/** A document that is out of date in KV. */
export interface OutboxRow extends Record<string, SqlStorageValue> {
  key: string;
  /** Articles before the lists that link to them, lists before the directory. */
  rank: number;
  /** Grows with each change, so that a change during a write is not lost. */
  version: number;
  since: Millis;
  due: Millis;
  attempts: number;
}

/** Articles before the lists that link to them, those before what counts them, crawlers last. */
const RANKS = {
  ...{ article: 0, list: 1, comments: 1, "all-comments": 1, directory: 2 },
  ...{ sitemap: 3, "news-sitemap": 3, "sitemap-index": 4 },
} satisfies Record<ParsedKey["kind"], number>;

/**
 * Notes that a document is out of date, in the transaction that made it so.
 *
 * @param delay how long it may stay so, that more changes may come together, ms
 */
export function touch({ sql, now }: Ledger, key: DocumentKey, delay: Millis = 0): void {
  const rank = RANKS[parseKey(key).kind];
  const written = first<{ written: number }>(sql, "SELECT written FROM document WHERE key = ?", key);
  const due = Math.max(now + delay, (written?.written ?? 0) + WRITE_SPACING_MS);
  sql.exec(
    `INSERT INTO outbox (key, rank, version, since, due) VALUES (?, ?, 1, ?, ?)
     ON CONFLICT (key) DO UPDATE SET
       version = version + 1,
       due = CASE WHEN attempts > 0 THEN due ELSE min(due, excluded.due) END`,
    ...[key, rank, now, due],
  );
}

/** Every document that the ledger has is out of date: after a loss of KV, or new settings. */
export function touchEverything(ledger: Ledger): void {
  const { sql } = ledger;
  sql.exec("UPDATE document SET stored = 0, written = 0");
  const slugs = sql.exec<{ slug: string }>(
    "SELECT slug FROM article WHERE public_since IS NOT NULL UNION ALL SELECT slug FROM former_slug",
  );
  for (const { slug } of slugs.toArray()) {
    touch(ledger, articleKey(slug));
    touch(ledger, commentsKey(slug));
  }
  const places = LIMITS.commentsPerPage;
  const pages = sql.exec<{ slug: string; places: number }>(
    `SELECT s.slug, t.places FROM thread t
     JOIN (SELECT id, slug FROM article UNION ALL SELECT article_id, slug FROM former_slug) s
       ON s.id = t.article_id
     WHERE t.places > ?`,
    places,
  );
  for (const { slug, places: taken } of pages.toArray()) {
    for (let page = 2; page <= Math.ceil(taken / places); page++) touch(ledger, commentsPageKey(slug, page));
  }
  touch(ledger, COMMENTS_KEY);
  for (let block = 1; block <= sitemapBlocks(sql); block++) touch(ledger, sitemapKey(block));
  touch(ledger, SITEMAP_INDEX_KEY);
  touch(ledger, NEWS_SITEMAP_KEY);
  const lists = sql.exec<{ name: string }>(
    "SELECT name FROM scope UNION SELECT 'home' UNION SELECT 'tag:' || alias FROM tag_alias",
  );
  for (const { name } of lists.toArray()) touch(ledger, listKey(parseScope(name)));
  touch(ledger, DIRECTORY_KEY);
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

/** The document has to wait for another one, without blame. */
export function postpone({ sql }: Ledger, row: OutboxRow, until: Millis): void {
  sql.exec("UPDATE outbox SET due = ? WHERE key = ?", until, row.key);
}
