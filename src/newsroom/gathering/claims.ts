import type { FeedJob, HostJob } from "../../model/fetching.ts";
import { hostRest } from "../../model/schedule.ts";
import { first, type Ledger } from "../ledger.ts";
import type { FeedRow } from "./feeds.ts";
import { dueHistory } from "./history-row.ts";
import { dueSubscription } from "./leases.ts";

/** Hosts handed out at a time: what one tick of the clock may cost. */
const HOSTS_PER_TICK = 400;
/** Feeds of one host that are read in a row. */
const FEEDS_PER_JOB = 5;
/** After this a job counts as lost, ms: queueing, retries and reading take less. */
const CLAIM_MS = 10 * 60_000;

/**
 * Hands out what is due: the hosts that have waited longest, each to one reader at a time. A job
 * that is never answered is handed out again after ten minutes.
 */
export function claimJobs(ledger: Ledger): HostJob[] {
  const { sql, now } = ledger;
  const hosts = sql
    .exec<{ name: string; claim: number }>(
      "SELECT name, claim FROM host WHERE due <= ? ORDER BY due, name LIMIT ?",
      now,
      HOSTS_PER_TICK,
    )
    .toArray();
  return hosts.flatMap(({ name, claim }) => {
    const due = sql
      .exec<FeedRow>(
        "SELECT * FROM feed WHERE host = ? AND status = 'active' AND due <= ? ORDER BY due, id LIMIT ?",
        ...[name, now, FEEDS_PER_JOB],
      )
      .toArray();
    const feeds = together(due);
    const until = now + CLAIM_MS;
    const history = dueHistory(ledger, name);
    if (feeds.length === 0 && !history) {
      scheduleHost(ledger, name);
      return [];
    }
    sql.exec("UPDATE host SET claim = ?, until = ?, due = ? WHERE name = ?", claim + 1, until, until, name);
    return [
      { host: name, claim: claim + 1, until, feeds: feeds.map((feed) => jobOf(ledger, feed)), history },
    ];
  });
}

/** The first of some feeds, with those after it unless one of them is to be read by itself. */
function together(feeds: FeedRow[]): FeedRow[] {
  const apart = feeds.findIndex((feed) => feed.apart === 1);
  return apart === -1 ? feeds : feeds.slice(0, Math.max(1, apart));
}

function jobOf(ledger: Ledger, row: FeedRow): FeedJob {
  return {
    id: row.id,
    url: row.url,
    etag: row.etag,
    lastModified: row.last_modified,
    bodyHash: row.body_hash,
    subscribe: dueSubscription(ledger, row.id),
  };
}

/** Whether a job is still its reader's: not answered before, and not handed out anew. */
export function holdsClaim({ sql }: Ledger, host: string, claim: number): boolean {
  return (
    first(sql, "SELECT 1 FROM host WHERE name = ? AND claim = ? AND until > 0", host, claim) !== undefined
  );
}

/** A job is done: its host rests for a moment, then is due when its next feed is. */
export function endClaim(ledger: Ledger, host: string, claim: number): void {
  const { sql, now, settings } = ledger;
  if (!holdsClaim(ledger, host, claim)) return;
  const free = now + hostRest(settings.fetchInterval).betweenJobs;
  sql.exec("UPDATE host SET until = 0, free = max(free, ?) WHERE name = ?", free, host);
  scheduleHost(ledger, host);
}

/** Leaves a whole host in peace for a while. */
export function quietHost({ sql }: Ledger, host: string, until: number): void {
  sql.exec("UPDATE host SET free = max(free, ?) WHERE name = ?", until, host);
}

/** Notes when a host is due: with its earliest feed, or page of a past, unless somebody is reading it now. */
export function scheduleHost({ sql, now }: Ledger, host: string): void {
  sql.exec("INSERT OR IGNORE INTO host (name) VALUES (?)", host);
  sql.exec(
    `UPDATE host SET until = 0, due = nullif(min(
       coalesce((SELECT max(min(f.due), host.free) FROM feed f
                 WHERE f.host = host.name AND f.status = 'active'), ?1),
       coalesce((SELECT max(min(h.due), host.free) FROM feed_history h JOIN feed f ON f.id = h.feed_id
                 WHERE h.host = host.name AND h.state = 'running' AND f.status = 'active'), ?1)), ?1)
     WHERE name = ?2 AND until <= ?3`,
    Number.MAX_SAFE_INTEGER,
    host,
    now,
  );
}
