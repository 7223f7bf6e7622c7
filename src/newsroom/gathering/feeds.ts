import type { Millis } from "../../model/article.ts";
import type { PictureWish, Policy, Wishes } from "../../model/entry.ts";
import { timestamp } from "../../model/item.ts";
import { REASONS, type Reason } from "../../model/schedule.ts";
import { scopePath } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import type { FeedStatus, Outcome, SourceView } from "../../model/source.ts";
import { first, type Ledger } from "../ledger.ts";
import { viewHistory } from "./history-row.ts";

/** A followed feed's row. */
export interface FeedRow extends Record<string, SqlStorageValue> {
  id: string;
  /** The source's. */
  slug: Slug;
  url: string;
  host: string;
  status: FeedStatus;
  /** JSON, as are `include`, `exclude`, `wishes`, `moved` and `outcomes`. */
  tags: string;
  include: string;
  exclude: string;
  etag: string | null;
  last_modified: string | null;
  body_hash: string | null;
  wishes: string | null;
  /** Seconds. */
  interval: number;
  failures: number;
  due: Millis;
  why: Reason;
  moved: string | null;
  outcomes: string;
  created: Millis;
  /** 1 where it is read by itself, since a job that it was in could not be carried out. */
  apart: number;
  /** Since when it has been failing; 0 while it is not. */
  failing: Millis;
}

const OUTCOMES_KEPT = 10;

export function feedById(sql: SqlStorage, id: string): FeedRow | undefined {
  return first<FeedRow>(sql, "SELECT * FROM feed WHERE id = ?", id);
}

export function feedByUrl(sql: SqlStorage, url: string): FeedRow | undefined {
  return first<FeedRow>(sql, "SELECT * FROM feed WHERE url = ?", url);
}

/** Writes a feed's row, new or changed. */
export function saveFeed(sql: SqlStorage, row: FeedRow): void {
  sql.exec(
    `INSERT INTO feed (id, slug, url, host, status, tags, include, exclude, etag, last_modified,
       body_hash, wishes, interval, failures, due, why, moved, outcomes, created, apart, failing)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, url = excluded.url, host = excluded.host,
       status = excluded.status, tags = excluded.tags, include = excluded.include,
       exclude = excluded.exclude, etag = excluded.etag, last_modified = excluded.last_modified,
       body_hash = excluded.body_hash, wishes = excluded.wishes, interval = excluded.interval,
       failures = excluded.failures, due = excluded.due, why = excluded.why, moved = excluded.moved,
       outcomes = excluded.outcomes, apart = excluded.apart, failing = excluded.failing`,
    ...[row.id, row.slug, row.url, row.host, row.status, row.tags, row.include, row.exclude, row.etag],
    ...[row.last_modified, row.body_hash, row.wishes, row.interval, row.failures, row.due, row.why],
    ...[row.moved, row.outcomes, row.created, row.apart, row.failing],
  );
}

/** A row with one more outcome, the oldest of more than ten forgotten. */
export function withOutcome(row: FeedRow, outcome: Outcome): FeedRow {
  const outcomes = [outcome, ...listOf<Outcome>(row.outcomes)].slice(0, OUTCOMES_KEPT);
  return { ...row, outcomes: JSON.stringify(outcomes) };
}

export function listOf<T>(json: string): T[] {
  return JSON.parse(json) as T[];
}

export function wishesOf(row: FeedRow): Wishes | null {
  return row.wishes === null ? null : (JSON.parse(row.wishes) as Wishes);
}

/** Sources in the order of their slugs, after `after`. */
export function listSources(ledger: Ledger, after: string, limit: number): SourceView[] {
  return ledger.sql
    .exec<FeedRow>("SELECT * FROM feed WHERE slug > ? ORDER BY slug LIMIT ?", after, limit)
    .toArray()
    .map((row) => viewSource(ledger, row));
}

/** A source as the API shows it. */
export function viewSource({ sql, settings }: Ledger, row: FeedRow): SourceView {
  const source = sql
    .exec<{
      name: string;
      url: string;
      language: string | null;
      policy: Policy;
      pictures: PictureWish;
      live: number | null;
      last: number | null;
    }>(
      `SELECT name, url, language, policy, pictures, (SELECT live FROM scope WHERE name = 'source:' || slug) AS live,
         (SELECT max(published) FROM membership WHERE scope = 'source:' || slug) AS last
       FROM source WHERE slug = ?`,
      row.slug,
    )
    .one();
  const lease = first<{ hub: string; topic: string; until: number }>(
    sql,
    "SELECT hub, topic, until FROM lease WHERE feed_id = ?",
    row.id,
  );
  const outcomes = listOf<Outcome>(row.outcomes);
  const [newest] = outcomes;
  return {
    id: row.id,
    slug: row.slug,
    title: source.name,
    home_page_url: source.url,
    feed_url: row.url,
    page: settings.url + scopePath({ kind: "source", slug: row.slug }),
    language: source.language,
    policy: source.policy,
    pictures: source.pictures,
    ...picturesOf(sql, row.slug),
    tags: listOf(row.tags),
    include: listOf(row.include),
    exclude: listOf(row.exclude),
    status: row.status,
    hub: lease
      ? { url: lease.hub, topic: lease.topic, lease_until: lease.until ? timestamp(lease.until) : null }
      : null,
    articles: source.live ?? 0,
    last_story: source.last === null ? null : timestamp(source.last),
    interval_seconds: row.interval,
    failures: row.failures,
    last_fetch: newest ?? null,
    next_fetch: row.status === "active" ? { at: timestamp(row.due), why: REASONS[row.why] } : null,
    error: newest?.kind === "failed" ? newest.text : null,
    outcomes,
    history: viewHistory(sql, row.id),
    created: timestamp(row.created),
  };
}

function picturesOf(sql: SqlStorage, slug: string) {
  return sql
    .exec<Record<"pictures_kept" | "pictures_waiting" | "pictures_failed", number>>(
      `SELECT count(media_id) AS pictures_kept, count(due) AS pictures_waiting,
         count(CASE WHEN due IS NULL AND media_id IS NULL THEN 1 END) AS pictures_failed
       FROM kept_picture WHERE source = ?`,
      slug,
    )
    .one();
}
