import type { Entry, FeedInfo, FeedRead } from "../../model/entry.ts";
import type { Answered, HostJob, Quiet, Read, Subscription } from "../../model/fetching.ts";
import { timestamp } from "../../model/item.ts";
import { firstInterval, nextRead, type Rhythm } from "../../model/schedule.ts";
import type { Outcome } from "../../model/source.ts";
import { hash32 } from "../../text/hash.ts";
import type { Ledger } from "../ledger.ts";
import { endClaim, quietHost, scheduleHost } from "./claims.ts";
import { type FeedRow, feedById, feedByUrl, saveFeed, wishesOf, withOutcome } from "./feeds.ts";
import { type Gathered, gatherEntries } from "./gather.ts";
import { withHealth } from "./health.ts";
import { suspectHistory } from "./history.ts";
import { dueSubscription, leaseUntil, noteHub } from "./leases.ts";

/** A permanent redirect moves a feed when it was met this often. */
const MOVES_SEEN = 3;

/** Notes that a feed brought nothing: its next read, and the outcome for whoever looks. */
export function noteQuiet(ledger: Ledger, feed: FeedRow, quiet: Quiet): void {
  const failed = quiet.kind === "failed";
  const outcome: Outcome = {
    ...{ at: timestamp(quiet.at), kind: quiet.kind, status: quiet.status },
    text: failed ? quiet.reason : "Nothing new.",
  };
  const busy = failed && quiet.failure === "busy";
  const planned = plan(ledger, feed, failed ? (busy ? "busy" : "failed") : "same", quiet);
  if (busy) quietHost(ledger, feed.host, planned.due);
  const status =
    failed && (quiet.failure === "gone" || quiet.failure === "refused") ? quiet.failure : feed.status;
  store(ledger, feed, withOutcome({ ...planned, status }, outcome), quiet);
}

/** Said of a feed when three attempts with others, and three by itself, came to nothing. */
const COSTLY = "Reading it was cut off again and again, by itself, too: it takes more than a feed may cost.";

/**
 * Takes back a job that could not be carried out: its feeds are read each by itself, and one that was so
 * already has failed.
 */
export function suspect(ledger: Ledger, { host, claim, feeds, history }: HostJob): void {
  const { sql, now } = ledger;
  if (history) suspectHistory(ledger, history);
  for (const { id } of feeds) {
    const row = feedById(sql, id);
    if (row?.apart && feeds.length === 1) {
      const none = { feed: id, at: now, status: null, notBefore: null, movedTo: null };
      noteQuiet(ledger, row, { ...none, kind: "failed", failure: "error", reason: COSTLY });
    }
    sql.exec("UPDATE feed SET apart = 1 WHERE id = ?", id);
  }
  endClaim(ledger, host, claim);
}

/**
 * Takes in a feed that was read: its entries, what it wishes, and its validators, in the transaction
 * of the caller, so that none of it is known without the rest.
 *
 * @returns the subscription that the feed needs now
 */
export function noteRead(ledger: Ledger, feed: FeedRow, read: FeedRead, answer: Read): Subscription | null {
  noteHub(ledger, feed.id, read.info);
  const gathered = gatherEntries(ledger, feed, read.entries);
  noteInfo(ledger, feed, read.info);
  const brought = gathered.added + gathered.changed > 0;
  const known: FeedRow = {
    ...feed,
    etag: answer.etag,
    last_modified: answer.lastModified,
    body_hash: answer.bodyHash,
    wishes: JSON.stringify(read.wishes),
    interval:
      feed.outcomes === "[]"
        ? firstInterval(datesOf(read.entries), ledger.settings.fetchInterval)
        : feed.interval,
  };
  const outcome: Outcome = {
    at: timestamp(answer.at),
    kind: brought ? "new" : "same",
    status: answer.status,
    text: told(gathered, read.entries.length),
  };
  store(ledger, feed, withOutcome(plan(ledger, known, brought ? "new" : "same", answer), outcome), answer);
  return dueSubscription(ledger, feed.id);
}

function noteInfo({ sql }: Ledger, { slug }: FeedRow, { language, id }: FeedInfo): void {
  sql.exec("UPDATE source SET language = ?, feed_id = ? WHERE slug = ?", language, id, slug);
}

/** What a hub pushed: entries only. The feed's validators are those of its own last answer. */
export function notePush(ledger: Ledger, feed: FeedRow, entries: Entry[]): void {
  const gathered = gatherEntries(ledger, feed, entries);
  const outcome: Outcome = {
    at: timestamp(ledger.now),
    kind: gathered.added + gathered.changed ? "new" : "same",
    status: null,
    text: `From the hub: ${told(gathered, entries.length).toLowerCase()}`,
  };
  saveFeed(ledger.sql, withOutcome(feed, outcome));
}

function told({ added, changed }: Gathered, entries: number): string {
  const parts = [added && `${added} new`, changed && `${changed} changed`].filter(Boolean);
  return `${parts.length ? parts.join(", ") : "Nothing new"}, of ${entries} ${entries === 1 ? "entry" : "entries"}.`;
}

const datesOf = (entries: Entry[]) => entries.flatMap(({ published }) => published ?? []);

function plan(ledger: Ledger, feed: FeedRow, outcome: Rhythm["outcome"], { notBefore }: Answered): FeedRow {
  const { sql, now, settings } = ledger;
  const next = nextRead({
    ...{ now, outcome, notBefore, interval: feed.interval, failures: feed.failures },
    wishes: wishesOf(feed),
    lease: leaseUntil(sql, feed.id),
    least: settings.fetchInterval,
    // The same for the same read: what is done twice must come out alike.
    random: hash32(`${feed.id} ${now}`, 0x811c9dc5) / 2 ** 32,
  });
  return { ...feed, ...next, apart: 0 };
}

/** Stores a feed's row, at its new address if it has moved for good. */
function store(ledger: Ledger, before: FeedRow, after: FeedRow, { movedTo }: Answered): void {
  const { sql } = ledger;
  const row = withHealth(ledger, after);
  const moved = sightings(before, movedTo);
  if (!moved || moved.seen < MOVES_SEEN) {
    saveFeed(sql, { ...row, moved: moved && JSON.stringify(moved) });
  } else if (feedByUrl(sql, moved.to)) {
    const text = `It has moved to ${moved.to}, which is followed already.`;
    const outcome: Outcome = { at: timestamp(ledger.now), kind: "failed", status: 301, text };
    saveFeed(sql, withOutcome({ ...row, moved: null, status: "paused" }, outcome));
  } else {
    saveFeed(sql, { ...row, moved: null, url: moved.to, host: new URL(moved.to).host });
    sql.exec("UPDATE source SET feed_url = ? WHERE slug = ?", moved.to, row.slug);
    scheduleHost(ledger, new URL(moved.to).host);
  }
  scheduleHost(ledger, before.host);
}

interface Moved {
  to: string;
  seen: number;
}

/** How often in a row a feed's address redirected for good to the same place. */
function sightings(feed: FeedRow, to: string | null): Moved | null {
  if (to === null || to === feed.url) return null;
  const before = feed.moved === null ? null : (JSON.parse(feed.moved) as Moved);
  return { to, seen: before?.to === to ? before.seen + 1 : 1 };
}
