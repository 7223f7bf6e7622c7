import type { ArticleStatus } from "../model/article.ts";
import type { Hour } from "../model/hours.ts";
import { FOR_CRAWLERS } from "./documents/outbox.ts";
import { type Fetching, fetchingStatus } from "./gathering/dead.ts";
import { lastHours } from "./hours.ts";
import { first, type Ledger } from "./ledger.ts";
import { type PushStatus, pushStatus, type WebhooksStatus, webhooksStatus } from "./push/status.ts";

/** How the newsroom is. */
export interface Status {
  articles: Record<ArticleStatus, number>;
  tags: number;
  sources: number;
  authors: number;
  outbox: {
    /** Documents that KV does not have yet. */
    length: number;
    /** Of these, what people read, and no sitemaps, which wait for a minute. */
    for_readers: number;
    /** Seconds that the oldest of them has waited; 0 where there is none. */
    oldest_seconds: number;
    /** The newest error of one that failed, or null. */
    error: string | null;
  };
  fetching: Fetching;
  push: PushStatus;
  webhooks: WebhooksStatus;
  /** How large the ledger is, bytes. */
  bytes: number;
  /** The last two days, hour by hour. */
  hours: Hour[];
}

export function statusOf(ledger: Ledger): Status {
  const { sql, now } = ledger;
  const count = (table: string) => sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n;
  const byStatus = sql
    .exec<{ status: ArticleStatus; n: number }>("SELECT status, count(*) AS n FROM article GROUP BY status")
    .toArray();
  const outbox = sql
    .exec<{ n: number; read: number | null; since: number | null }>(
      "SELECT count(*) AS n, sum(rank < ?) AS read, min(since) AS since FROM outbox",
      FOR_CRAWLERS,
    )
    .one();
  const failed = first<{ error: string }>(
    sql,
    "SELECT error FROM outbox WHERE error IS NOT NULL ORDER BY due DESC LIMIT 1",
  );
  return {
    articles: {
      ...{ draft: 0, scheduled: 0, published: 0, withdrawn: 0 },
      ...Object.fromEntries(byStatus.map(({ status, n }) => [status, n])),
    },
    tags: count("tag"),
    sources: count("source"),
    authors: count("author"),
    outbox: {
      length: outbox.n,
      for_readers: outbox.read ?? 0,
      oldest_seconds: outbox.since === null ? 0 : Math.max(0, Math.round((now - outbox.since) / 1000)),
      error: failed?.error ?? null,
    },
    fetching: fetchingStatus(ledger),
    push: pushStatus(ledger),
    webhooks: webhooksStatus(ledger),
    bytes: sql.databaseSize,
    hours: lastHours(ledger),
  };
}
