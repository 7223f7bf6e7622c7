import type { Millis } from "../model/article.ts";
import type { Access } from "./due.ts";

/** How a part of the newsroom works in it: on its ledger, and waiting for its documents. */
export interface Newsdesk extends Access {
  /** Waits until what changed is in KV, at most `wait` ms. */
  written: (wait: Millis) => Promise<void>;
}
