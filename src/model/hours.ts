import type { Millis } from "./article.ts";

/** An hour of the newsroom. */
export interface Hour {
  /** When it began. */
  at: Millis;
  /** The most documents that were yet to be written. */
  outbox: number;
  /** How often the edge was told of changes. */
  calls: number;
  /** Reads of feeds that were given up. */
  dead: number;
  /** How large the ledger was. */
  bytes: number;
}

/** Hours that are remembered. */
export const HOURS_KEPT = 48;

/** What a ledger may have at most, bytes (https://developers.cloudflare.com/durable-objects/platform/limits/). */
export const LEDGER_BYTES = 10 * 1024 ** 3;
