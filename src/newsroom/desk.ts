import type { Millis } from "../model/article.ts";
import type { DocumentKey } from "../store/keys.ts";
import type { Access } from "./due.ts";

/**
 * What the answer to a write waits for: so many ms for all of its documents, or `page`: a moment for the
 * article's own, with lists to come.
 */
export type Wait = Millis | "page";

/** How a part of the newsroom works in it: on its ledger, and waiting for its documents. */
export interface Newsdesk extends Access {
  /** Waits until what changed is in KV. @param page the document that a wait for the page is for */
  written: (wait: Wait, page?: DocumentKey) => Promise<void>;
}
