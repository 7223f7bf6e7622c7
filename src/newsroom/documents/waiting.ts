import type { Millis } from "../../model/article.ts";
import type { DocumentKey } from "../../store/keys.ts";
import type { Wait } from "../desk.ts";
import { first, type Ledger } from "../ledger.ts";

/** How long the answer to a write waits for the article's own page, and how often it looks for it. */
const PAGE_WAIT_MS: Millis = 300;
const PAGE_LOOK_MS: Millis = 10;

/** What waiting needs of the newsroom: its ledger as of now, and its work to go on. */
interface Work {
  ledger: () => Ledger;
  wake: () => Promise<void>;
}

/**
 * Waits until what is due is in KV, something fails, or it has been waited for long enough.
 *
 * @param page the article's own document, where there is one: without a wish only that is waited for
 */
export async function untilWritten({ ledger, wake }: Work, wait: Wait, page?: DocumentKey): Promise<void> {
  const only = wait === "page" ? (page ?? null) : null;
  const until = ledger().now + (wait === "page" ? PAGE_WAIT_MS : wait);
  for (;;) {
    const left = Math.max(0, until - ledger().now);
    // A KV that hangs must not keep the writer waiting, nor lists one who waits for a page.
    await Promise.race([wake(), scheduler.wait(only ? Math.min(left, PAGE_LOOK_MS) : left)]);
    const { now, sql } = ledger();
    const waiting = first<{ due: Millis | null; failed: number | null }>(
      sql,
      `SELECT min(due) AS due, max(attempts) AS failed FROM outbox
       WHERE due < ?1 AND unhurried = 0 AND key = coalesce(?2, key)`,
      until,
      only,
    );
    if (!waiting?.due || waiting.failed || now >= until) return;
    await scheduler.wait(Math.max(1, Math.min(waiting.due, until) - now));
  }
}
