import { type Stored, storedAs } from "../store/documents.ts";
import type { DocumentKey } from "../store/keys.ts";
import { type AgendaItem, defer, dueItems, type Reason, strike } from "./agenda.ts";
import { publishScheduled } from "./articles/editing.ts";
import { endOnFront } from "./articles/front.ts";
import { forgetRequests } from "./articles/idempotency.ts";
import { forgetDeletion } from "./articles/membership.ts";
import { refileSome } from "./articles/refile.ts";
import { forgetComments } from "./comments/limits.ts";
import { sweep } from "./documents/materialise.ts";
import { touch } from "./documents/outbox.ts";
import type { Outside } from "./documents/outside.ts";
import { ageNews } from "./documents/sitemaps.ts";
import { withdrawSource } from "./gathering/follow.ts";
import { tellEngines } from "./history/indexnow.ts";
import { first, type Ledger } from "./ledger.ts";
import { askForPictures } from "./media/fetching.ts";
import { askForForms } from "./media/forms.ts";
import { removeBytes, sweepMedia } from "./media/removal.ts";
import { forgetDeliveries } from "./push/events.ts";
import { handOut } from "./push/handing.ts";
import { endLeases } from "./push/subscriptions.ts";
import { performPending } from "./writing/pending.ts";

const ITEMS_PER_RUN = 100;
const RETRY_MS = 60_000;

/** How the work on the agenda reaches the ledger: as of now, and in a transaction. */
export interface Access {
  ledger: () => Ledger;
  /** @param unhurried whether what it puts out of date can wait until no more comes */
  write: <T>(change: (ledger: Ledger) => T, unhurried?: boolean) => T;
}

/** Does what is due on the agenda. What fails stays there; nothing is thrown for it. */
export async function workOffAgenda(access: Access, outside: Outside): Promise<void> {
  const items = dueItems(access.ledger(), ITEMS_PER_RUN);
  await Promise.all(items.map((item) => (item.reason === "check" ? check(access, outside, item) : null)));
  for (const item of items) {
    const outdoors = OUTDOORS[item.reason];
    if (outdoors) await attempt(access, item, () => outdoors(access, outside, item));
    else if (item.reason !== "check") access.write((ledger) => settleItem(ledger, item));
  }
}

function settleItem(ledger: Ledger, { reason, subject }: AgendaItem): void {
  strike(ledger, reason, subject);
  if (reason === "publish") publishScheduled(ledger, subject);
  if (reason === "front") endOnFront(ledger, subject);
  if (reason === "act") performPending(ledger, subject);
  if (reason === "forget-deletion") forgetDeletion(ledger, subject);
  if (reason === "forget-requests") forgetRequests(ledger);
  if (reason === "withdraw-source") withdrawSource(ledger, subject);
  if (reason === "forget-comments") forgetComments(ledger);
  if (reason === "refile") refileSome(ledger);
  if (reason === "news") ageNews(ledger);
  if (reason === "leases") endLeases(ledger);
  if (reason === "forget-deliveries") forgetDeliveries(ledger);
}

/** What is done to KV, R2 and queues, and may fail there. Each strikes itself off the agenda when it is done. */
const OUTDOORS: Partial<
  Record<Reason, (access: Access, outside: Outside, item: AgendaItem) => Promise<void>>
> = {
  sweep: sweepStore,
  "make-forms": (access, { pictures }, item) => askForForms(access, pictures, item),
  "fetch-pictures": (access, { pictures }, item) => askForPictures(access, pictures, item),
  "remove-media": (access, { media }) => removeBytes(access, media),
  push: (access, outside) => handOut(access, outside),
  indexnow: (access, { send }, item) => tellEngines(access, send, item),
  "sweep-media": (access, { media }) => sweepMedia(access, media),
};

async function sweepStore({ ledger, write }: Access, outside: Outside): Promise<void> {
  await sweep(ledger(), outside);
  write((current) => strike(current, "sweep", ""));
}

/** Does it, or once more in a minute. */
async function attempt({ write }: Access, item: AgendaItem, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(`${item.reason} failed; again in a minute`, error);
    write((current) => defer(current, item, current.now + RETRY_MS));
  }
}

/**
 * Looks whether KV holds what was written a while ago. A write that was given up, or whose newsroom
 * was gone by the time it landed, may have landed over a newer one; then that is written again.
 */
async function check({ write }: Access, { kv }: Outside, item: AgendaItem): Promise<void> {
  const key = item.subject as DocumentKey;
  try {
    const held = await storedAs(kv, key);
    write((current) => {
      strike(current, "check", key);
      mendUnlessHeld(current, key, held);
    });
  } catch (error) {
    console.error(`KV did not tell what it holds of ${key}`, error);
    write((current) => defer(current, item, current.now + RETRY_MS));
  }
}

function mendUnlessHeld(ledger: Ledger, key: DocumentKey, held: Stored | null): void {
  const { sql } = ledger;
  const known = first<{ hash: string; changed: number }>(
    sql,
    "SELECT hash, changed FROM document WHERE key = ?",
    key,
  );
  // What is being written, or could not be, is written again anyway.
  const isUnknown = known?.hash === "";
  if (isUnknown || (held?.hash === known?.hash && held?.changed === known?.changed)) return;
  console.error(`KV holds another ${key} than was written`);
  // What was meant to be there is written again as it was: nothing changed but KV. What waits to be written
  // for another reason would find that nothing has changed, and leave KV as it is.
  sql.exec("UPDATE document SET stored = 0 WHERE key = ?", key);
  touch(ledger, key);
}
