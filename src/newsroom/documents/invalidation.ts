import type { Millis } from "../../model/article.ts";
import { type DocumentKey, parseKey } from "../../store/keys.ts";
import { type AgendaItem, defer, remind, strike } from "../agenda.ts";
import type { Access } from "../due.ts";
import { noteHour } from "../hours.ts";
import { first, type Ledger } from "../ledger.ts";
import { pushAfterEdge } from "../push/handing.ts";
import { seenEverywhere } from "./holding.ts";
import { KV_STALE_MS, type Outside } from "./outside.ts";

/**
 * When the edge is told of a change, after it was written: at once; when KV's replicas have caught up,
 * since a location may have refilled its cache from a stale one; and once more, since they may take
 * longer than is documented (https://developers.cloudflare.com/kv/concepts/how-kv-works/).
 */
const TOLD_AFTER_MS: readonly Millis[] = [0, KV_STALE_MS, KV_STALE_MS + 60_000];
/** The edge forgets by itself within this time, so a call that fails longer is given up. */
const EDGE_TTL_MS: Millis = 3_600_000;

/**
 * Five calls a minute, from a bucket of 25, whatever the plan; a few are left to others of the account
 * (https://developers.cloudflare.com/workers/cache/limitations/#purge-rate-limits).
 */
const CALL_EVERY_MS: Millis = 12_000;
const CALLS_AT_ONCE = 20;

/** Notes that the edge has to be told of a document: as of now, and again as replicas catch up. */
export function remindEdge(ledger: Ledger, key: DocumentKey): void {
  remind(ledger, "invalidate", key, ledger.now);
}

/** Tells the edge everything that is due in one go, when it may be called; what fails is due again. */
export async function tellEdge({ ledger, write }: Access, outside: Outside): Promise<void> {
  const due = dueAtEdge(ledger());
  if (due.length === 0) return;
  const { sql, now } = ledger();
  const free = callable(ledger());
  if (free > now) {
    return write((current) => {
      for (const item of due) defer(current, item, free);
    });
  }
  const isDocument = (key: DocumentKey) =>
    first(sql, "SELECT 1 FROM document WHERE key = ? AND kind = 'document'", key) !== undefined;
  const keys = due.map(({ subject }) => subject as DocumentKey);
  const { changed = [], removed = [] } = Object.groupBy(keys, (key) =>
    isDocument(key) ? "changed" : "removed",
  );
  const calls = [changed, removed].filter(({ length }) => length > 0).length;
  // Counted first: a call that is cut off may have been made.
  write((current) => countCalls(current, calls));
  try {
    // Where there is none, it was not called.
    if (!(await outside.invalidate(changed, removed))) write((current) => countCalls(current, -calls));
  } catch (error) {
    console.error("the edge could not be told of a change", error);
    return write((current) => {
      for (const item of due) {
        if (current.now - item.since >= EDGE_TTL_MS) finish(current, item);
        else defer(current, item, current.now + CALL_EVERY_MS);
      }
    });
  }
  write((current) => {
    for (const item of due) {
      const key = parseKey(item.subject);
      if ((key.kind === "article" || key.kind === "page") && item.since + KV_STALE_MS <= now)
        seenEverywhere(current, key.slug);
      const next = TOLD_AFTER_MS.find((after) => item.since + after > now);
      if (next === undefined) finish(current, item);
      else defer(current, item, item.since + next);
    }
    pushAfterEdge(current);
  });
}

function dueAtEdge({ sql, now }: Ledger): AgendaItem[] {
  return sql.exec<AgendaItem>("SELECT * FROM agenda WHERE reason = 'invalidate' AND due <= ?", now).toArray();
}

/** The edge knows, or has forgotten by itself; last of all KV is asked what it holds. */
function finish(ledger: Ledger, { subject, since }: AgendaItem): void {
  const { sql, now } = ledger;
  const current = "SELECT 1 FROM agenda WHERE reason = 'invalidate' AND subject = ? AND since = ?";
  if (!first(sql, current, subject, since)) return;
  strike(ledger, "invalidate", subject);
  remind(ledger, "check", subject, now);
}

// A token bucket, told by one number: when it would be full again (the generic cell rate algorithm,
// ITU-T I.371 §A).

function fullAt({ sql, now }: Ledger): Millis {
  const noted = first<{ value: string }>(sql, "SELECT value FROM note WHERE name = 'edge-calls'");
  return Math.max(now, Number(noted?.value ?? 0));
}

/** From when on the edge may be called. */
function callable(ledger: Ledger): Millis {
  return fullAt(ledger) - (CALLS_AT_ONCE - 1) * CALL_EVERY_MS;
}

function countCalls(ledger: Ledger, calls: number): void {
  noteHour(ledger, { calls });
  const full = fullAt(ledger) + calls * CALL_EVERY_MS;
  ledger.sql.exec("INSERT OR REPLACE INTO note VALUES ('edge-calls', ?)", String(full));
}
