import type { Millis } from "../../model/article.ts";

// What this isolate has learned of tokens, by their hashes. It opens nothing: the ledger is asked each
// time whether a token still holds. It says who need not wait behind a flood, and what need not be asked twice.

/** How long a token is remembered to have held, and to have been none. */
const KNOWN_MS: Millis = 3_600_000;
const UNKNOWN_MS: Millis = 60_000;
/** Hashes kept of each kind; a flood pushes out its own. */
const KEPT_MOST = 5000;

const known = new Map<string, Millis>();
const unknown = new Map<string, Millis>();

/** Whether a token held lately. */
export function wasKnown(hash: string, now: Millis): boolean {
  return (known.get(hash) ?? 0) > now;
}

/** Whether the ledger said lately that there is no such token. */
export function wasUnknown(hash: string, now: Millis): boolean {
  return (unknown.get(hash) ?? 0) > now;
}

/** Notes what the ledger said of a token. */
export function noteToken(hash: string, holds: boolean, now: Millis): void {
  known.delete(hash);
  unknown.delete(hash);
  keep(holds ? known : unknown, hash, now + (holds ? KNOWN_MS : UNKNOWN_MS));
}

function keep(hashes: Map<string, Millis>, hash: string, until: Millis): void {
  hashes.set(hash, until);
  // A map keeps the order of insertion: the oldest comes first.
  const [oldest] = hashes.keys();
  if (hashes.size > KEPT_MOST && oldest !== undefined) hashes.delete(oldest);
}
