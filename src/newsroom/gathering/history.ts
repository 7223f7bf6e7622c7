import type { Millis } from "../../model/article.ts";
import type { HistoryJob, HistoryRead } from "../../model/fetching.ts";
import { LIMITS } from "../../model/limits.ts";
import { hostRest } from "../../model/schedule.ts";
import type { HistoryState } from "../../model/source.ts";
import { first, type Ledger } from "../ledger.ts";
import { quietHost, scheduleHost } from "./claims.ts";
import type { FeedRow } from "./feeds.ts";
import { gatherEntries } from "./gather.ts";
import { forgetHistory, type HistoryRow, historyOf } from "./history-row.ts";

// The past of a feed, as far as it leads there itself: by the archives of RFC 5005 (`prev-archive`), by pages
// (`next`, `next_url`), or as WordPress has it (`?paged=`). One page after the other, at the pace of its host.

/** How often a page is asked for that does not come, and after which times. */
const WAITS: readonly Millis[] = [60_000, 600_000, 3_600_000, 21_600_000];
const NO_MORE = "There is nothing older that it leads to.";

/** Brings in a feed's past: from where it was broken off, else from the feed itself. */
export function beginHistory(ledger: Ledger, { id, url }: FeedRow): void {
  const { sql, now } = ledger;
  const row = historyOf(sql, id);
  if (row?.state === "running") return;
  if (row && row.state !== "done") {
    sql.exec(
      "UPDATE feed_history SET state = 'running', attempts = 0, due = ?, why = NULL WHERE feed_id = ?",
      now,
      id,
    );
    scheduleHost(ledger, row.host);
  } else {
    forgetHistory(ledger, id);
    const { host } = new URL(url);
    sql.exec(
      "INSERT INTO feed_history (feed_id, state, next, host, due, started) VALUES (?, 'running', ?, ?, ?, ?)",
      ...[id, url, host, now, now],
    );
    scheduleHost(ledger, host);
  }
}

/** Breaks it off; what was brought in stays. */
export function stopHistory({ sql }: Ledger, { id }: FeedRow): void {
  sql.exec("UPDATE feed_history SET state = 'stopped' WHERE feed_id = ? AND state = 'running'", id);
}

/**
 * Takes in a page of a feed's past: its entries and where it goes on, in one transaction.
 *
 * @returns the next page, where that is of the same host and may be read by whoever read this one
 */
export function noteHistory(
  ledger: Ledger,
  feed: FeedRow,
  { url }: HistoryJob,
  result: HistoryRead,
): HistoryJob | null {
  const { sql, now, settings } = ledger;
  const row = historyOf(sql, feed.id);
  // Broken off, or another page by now.
  if (row?.state !== "running" || row.next !== url) return null;
  if (result.kind === "failed") return noteFailure(ledger, row, result);
  const { entries, older } = result.read;
  const { added } = gatherEntries(ledger, feed, entries);
  sql.exec("INSERT OR IGNORE INTO feed_history_page VALUES (?, ?)", feed.id, url);
  sql.exec(
    "UPDATE feed_history SET pages = pages + 1, added = added + ?, attempts = 0, why = NULL WHERE feed_id = ?",
    added,
    feed.id,
  );
  const next = older && entries.length && older.length <= LIMITS.url ? older : null;
  if (next === null) return end(ledger, row, "done", NO_MORE);
  if (first(sql, "SELECT 1 FROM feed_history_page WHERE feed_id = ? AND url = ?", feed.id, next))
    return end(ledger, row, "done", "It leads back to what was read.");
  const { host } = new URL(next);
  const due = now + hostRest(settings.fetchInterval).betweenJobs;
  sql.exec("UPDATE feed_history SET next = ?, host = ?, due = ? WHERE feed_id = ?", next, host, due, feed.id);
  scheduleHost(ledger, host);
  if ((row.pages + 1) % LIMITS.historyPages === 0)
    return end(ledger, row, "stopped", `${LIMITS.historyPages} pages were read.`);
  return host === row.host ? { feed: feed.id, url: next } : null;
}

function noteFailure(
  ledger: Ledger,
  row: HistoryRow,
  { status, failure, reason, notBefore, guessed }: Extract<HistoryRead, { kind: "failed" }>,
): null {
  const { sql, now } = ledger;
  // After the last page that we have guessed there is none.
  if (guessed && status === 404) return end(ledger, row, "done", NO_MORE);
  const wait = WAITS[row.attempts];
  if (failure === "gone" || failure === "refused" || status === 404 || wait === undefined)
    return end(ledger, row, "failed", reason);
  const due = Math.max(now + wait, notBefore?.at ?? 0);
  sql.exec(
    "UPDATE feed_history SET attempts = attempts + 1, due = ?, why = ? WHERE feed_id = ?",
    ...[due, reason, row.feed_id],
  );
  if (failure === "busy") quietHost(ledger, row.host, due);
  scheduleHost(ledger, row.host);
  return null;
}

function end({ sql }: Ledger, { feed_id }: HistoryRow, state: HistoryState, why: string): null {
  sql.exec("UPDATE feed_history SET state = ?, why = ? WHERE feed_id = ?", state, why, feed_id);
  return null;
}

/** A page on which the Worker was ended, again and again. */
export function suspectHistory(ledger: Ledger, job: HistoryJob): void {
  const row = historyOf(ledger.sql, job.feed);
  if (row?.next === job.url)
    end(ledger, row, "failed", "Reading it was cut off again and again: it takes more than a page may cost.");
}
