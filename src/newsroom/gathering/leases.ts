import type { Millis } from "../../model/article.ts";
import type { FeedInfo } from "../../model/entry.ts";
import type { Subscription } from "../../model/fetching.ts";
import { hex } from "../../store/sha256.ts";
import { first, type Ledger } from "../ledger.ts";

// Subscriptions at the hubs of feeds (https://www.w3.org/TR/websub/).

/** A lease is renewed when less than this is left of it, and asked for again after as long, ms. */
const RENEWAL_MS: Millis = 86_400_000;
/** No hub is believed to want longer, ms. */
const LEASE_MOST: Millis = 30 * RENEWAL_MS;

interface Lease extends Record<string, SqlStorageValue> {
  feed_id: string;
  hub: string;
  topic: string;
  secret: string;
  asked: Millis;
  until: Millis;
}

/** Notes the hub that a feed names now; another hub or topic needs another subscription. */
export function noteHub({ sql }: Ledger, feed: string, { hub, topic }: FeedInfo): void {
  const lease = leaseOf(sql, feed);
  if (!hub || !topic) sql.exec("DELETE FROM lease WHERE feed_id = ?", feed);
  else if (lease?.hub !== hub || lease.topic !== topic) {
    const secret = hex(crypto.getRandomValues(new Uint8Array(24)));
    sql.exec(
      "INSERT OR REPLACE INTO lease (feed_id, hub, topic, secret, asked) VALUES (?, ?, ?, ?, 0)",
      ...[feed, hub, topic, secret],
    );
  }
}

/** The subscription that a feed needs now, noted as asked for; null for none. */
export function dueSubscription({ sql, now }: Ledger, feed: string): Subscription | null {
  const lease = leaseOf(sql, feed);
  if (!lease || lease.until > now + RENEWAL_MS || lease.asked > now - RENEWAL_MS) return null;
  sql.exec("UPDATE lease SET asked = ? WHERE feed_id = ?", now, feed);
  return { feed, hub: lease.hub, topic: lease.topic, secret: lease.secret };
}

/** Until when a hub tells us of a feed's changes, ms; 0 for not at all. */
export function leaseUntil(sql: SqlStorage, feed: string): Millis {
  return leaseOf(sql, feed)?.until ?? 0;
}

/** The secret of a feed's subscription; null where there is none. */
export function leaseSecret(sql: SqlStorage, feed: string): string | null {
  return leaseOf(sql, feed)?.secret ?? null;
}

/**
 * Answers a hub that wants to know whether we asked for this: only for the topic that we asked it
 * for, and not long ago (WebSub §5.3).
 *
 * @param seconds the lease that the hub grants; null for an end of the subscription
 * @returns whether we did
 */
export function confirmLease(ledger: Ledger, feed: string, topic: string, seconds: number | null): boolean {
  const { sql, now } = ledger;
  const lease = leaseOf(sql, feed);
  // We never end a subscription that we still want, and know of no others.
  if (seconds === null) return lease !== undefined && lease.topic !== topic;
  if (lease?.topic !== topic || lease.asked <= now - RENEWAL_MS) return false;
  const until = now + Math.min(Math.max(seconds, 0) * 1000, LEASE_MOST);
  sql.exec("UPDATE lease SET until = ? WHERE feed_id = ?", until, feed);
  return true;
}

function leaseOf(sql: SqlStorage, feed: string): Lease | undefined {
  return first<Lease>(sql, "SELECT * FROM lease WHERE feed_id = ?", feed);
}
