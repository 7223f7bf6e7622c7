import { type Stored, storedAs } from "../store/documents.ts";
import type { DocumentKey } from "../store/keys.ts";
import { type AgendaItem, defer, dueItems, strike } from "./agenda.ts";
import { forgetVisitors } from "./comments/limits.ts";
import { publishScheduled } from "./editing.ts";
import { withdrawSource } from "./gathering/follow.ts";
import { forgetRequests } from "./idempotency.ts";
import { first, type Ledger } from "./ledger.ts";
import { type Outside, SECOND_INVALIDATION_MS, sweep } from "./materialise.ts";
import { forgetDeletion } from "./membership.ts";
import { touch } from "./outbox.ts";
import { refileSome } from "./refile.ts";

const ITEMS_PER_RUN = 100;
const SWEEP_RETRY_MS = 60_000;
/** The edge forgets by itself within this time, so a purge that fails longer is given up, ms. */
const EDGE_TTL_MS = 3_600_000;

/** How the work on the agenda reaches the ledger: as of now, and in a transaction. */
export interface Access {
  ledger: () => Ledger;
  write: <T>(change: (ledger: Ledger) => T) => T;
}

/** Does what is due on the agenda. What fails stays there; nothing is thrown for it. */
export async function workOffAgenda(access: Access, outside: Outside): Promise<void> {
  const items = dueItems(access.ledger(), ITEMS_PER_RUN);
  const written = items.filter(({ reason }) => reason === "invalidate");
  const unchecked = await checkWritten(access, outside, written);
  await invalidateAgain(access, outside, written, unchecked);
  for (const item of items) {
    if (item.reason === "sweep") await sweepStore(access, outside, item);
    else if (item.reason !== "invalidate") access.write((ledger) => settleItem(ledger, item));
  }
}

function settleItem(ledger: Ledger, { reason, subject }: AgendaItem): void {
  strike(ledger, reason, subject);
  if (reason === "publish") publishScheduled(ledger, subject);
  if (reason === "forget-deletion") forgetDeletion(ledger, subject);
  if (reason === "forget-requests") forgetRequests(ledger);
  if (reason === "withdraw-source") withdrawSource(ledger, subject);
  if (reason === "forget-visitors") forgetVisitors(ledger);
  if (reason === "refile") refileSome(ledger);
}

async function sweepStore({ ledger, write }: Access, outside: Outside, item: AgendaItem): Promise<void> {
  try {
    await sweep(ledger(), outside);
    write((current) => strike(current, item.reason, item.subject));
  } catch (error) {
    console.error("KV could not be swept; again in a minute", error);
    write((current) => defer(current, item, current.now + SWEEP_RETRY_MS));
  }
}

/**
 * Looks whether KV holds what was written a minute ago. A write that was given up, or whose newsroom
 * was gone by the time it landed, may have landed over a newer one; then that is written again.
 *
 * @returns what could not be looked at
 */
async function checkWritten({ write }: Access, { kv }: Outside, items: AgendaItem[]): Promise<Set<string>> {
  const unchecked = new Set<string>();
  await Promise.all(
    items.map(async ({ subject }) => {
      const key = subject as DocumentKey;
      try {
        const held = await storedAs(kv, key);
        write((current) => mendUnlessHeld(current, key, held));
      } catch (error) {
        console.error(`KV did not tell what it holds of ${key}`, error);
        unchecked.add(subject);
      }
    }),
  );
  return unchecked;
}

function mendUnlessHeld(ledger: Ledger, key: DocumentKey, held: Stored | null): void {
  const { sql } = ledger;
  const known = first<{ hash: string; changed: number }>(
    sql,
    "SELECT hash, changed FROM document WHERE key = ?",
    key,
  );
  const waits = first(sql, "SELECT 1 FROM outbox WHERE key = ?", key) !== undefined;
  if (waits || (held?.hash === known?.hash && held?.changed === known?.changed)) return;
  console.error(`KV holds another ${key} than was written`);
  // What was meant to be there is written again as it was: nothing changed but KV.
  sql.exec("UPDATE document SET stored = 0 WHERE key = ?", key);
  touch(ledger, key);
}

async function invalidateAgain(
  { ledger, write }: Access,
  outside: Outside,
  items: AgendaItem[],
  unchecked: Set<string>,
): Promise<void> {
  if (items.length === 0) return;
  const { sql } = ledger();
  const keys = items.map(({ subject }) => subject as DocumentKey);
  const isDocument = (key: DocumentKey) =>
    first(sql, "SELECT 1 FROM document WHERE key = ? AND kind = 'document'", key) !== undefined;
  let failed = false;
  try {
    await outside.invalidate(
      keys.filter(isDocument),
      keys.filter((key) => !isDocument(key)),
    );
  } catch (error) {
    console.error("the edge could not be told of a change a second time", error);
    failed = true;
  }
  write((current) => {
    for (const item of items) {
      if ((failed || unchecked.has(item.subject)) && current.now - item.since < EDGE_TTL_MS) {
        defer(current, item, current.now + SECOND_INVALIDATION_MS);
      } else strike(current, item.reason, item.subject);
    }
  });
}
