import type { Millis } from "../../model/article.ts";
import { timestamp } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import type { HookEvent, HookStatus, WebhookView } from "../../model/webhooks.ts";
import { remindBy } from "../agenda.ts";
import { first, type Ledger } from "../ledger.ts";
import { note } from "../people/actions.ts";
import { addEvent } from "./events.ts";

// Whose programs are told of what happens.

export interface HookRow extends Record<string, SqlStorageValue> {
  id: string;
  url: string;
  /** JSON. */
  events: string;
  secret: string;
  old_secret: string;
  old_until: Millis;
  status: HookStatus;
  why: string | null;
  failing_since: Millis | null;
  created: Millis;
}

/** What somebody may say of one. */
export interface HookWishes {
  url?: string | undefined;
  events?: HookEvent[] | undefined;
  status?: HookStatus | undefined;
}

export type HookOutcomeOf<T> = ({ kind: "done" } & T) | { kind: "not-found" } | { kind: "too-many" };

/** How long the secret before a new one is good still. */
const OLD_SECRET_MS: Millis = 86_400_000;

export const hookById = (sql: SqlStorage, id: string) =>
  first<HookRow>(sql, "SELECT * FROM webhook WHERE id = ?", id);

export function viewHook(row: HookRow, now: Millis): WebhookView {
  const { id, url, events, status, why, failing_since, old_until, created } = row;
  return {
    ...{ id, url, events: JSON.parse(events) as HookEvent[], status, why },
    failing_since: failing_since === null ? null : timestamp(failing_since),
    old_secret_until: old_until > now ? timestamp(old_until) : null,
    created: timestamp(created),
  };
}

export const listHooks = ({ sql, now }: Ledger): WebhookView[] =>
  sql
    .exec<HookRow>("SELECT * FROM webhook ORDER BY created, id")
    .toArray()
    .map((row) => viewHook(row, now));

/** Adds one, and has it told that it is there. @param secret as Standard Webhooks write it */
export function addHook(
  ledger: Ledger,
  { url, events }: { url: string; events: HookEvent[] },
  secret: string,
  actor: string,
): HookOutcomeOf<{ webhook: WebhookView; test: number }> {
  const { sql, now } = ledger;
  const { n } = sql.exec<{ n: number }>("SELECT count(*) AS n FROM webhook").one();
  if (n >= LIMITS.webhooks) return { kind: "too-many" };
  const id = ledger.newId();
  sql.exec(
    "INSERT INTO webhook (id, url, events, secret, created) VALUES (?, ?, ?, ?, ?)",
    ...[id, url, JSON.stringify(events), secret, now],
  );
  note(ledger, { actor, kind: "hook-added", subject: url });
  const outcome = testHook(ledger, id);
  return outcome.kind === "done" ? { ...outcome, webhook: viewOf(ledger, id) } : outcome;
}

/** Sends it something that nothing follows from. @returns the number of the delivery */
export function testHook(ledger: Ledger, id: string): HookOutcomeOf<{ test: number }> {
  const row = hookById(ledger.sql, id);
  if (!row) return { kind: "not-found" };
  const data = { webhook: id, publication: ledger.settings.url };
  return { kind: "done", test: addEvent(ledger, "webhook.test", data, [row]) };
}

/** Changes one. One that is active again is sent what waits. */
export function changeHook(
  ledger: Ledger,
  id: string,
  { url, events, status }: HookWishes,
  actor: string,
): HookOutcomeOf<{ webhook: WebhookView }> {
  const { sql, now } = ledger;
  const row = hookById(sql, id);
  if (!row) return { kind: "not-found" };
  const resumes = status === "active" && row.status !== "active";
  sql.exec(
    "UPDATE webhook SET url = ?, events = ?, status = ?, why = ?, failing_since = ? WHERE id = ?",
    ...[url ?? row.url, events ? JSON.stringify(events) : row.events, status ?? row.status],
    ...[status ? null : row.why, resumes ? null : row.failing_since, id],
  );
  if (resumes) remindBy(ledger, "push", "", now);
  note(ledger, { actor, kind: "hook-changed", subject: url ?? row.url, detail: status ?? "" });
  return { kind: "done", webhook: viewOf(ledger, id) };
}

/** Gives it another secret; the one before is good for a day still, so that nothing is refused meanwhile. */
export function replaceSecret(
  ledger: Ledger,
  id: string,
  secret: string,
  actor: string,
): HookOutcomeOf<{ webhook: WebhookView }> {
  const { sql, now } = ledger;
  const row = hookById(sql, id);
  if (!row) return { kind: "not-found" };
  sql.exec(
    "UPDATE webhook SET old_secret = secret, old_until = ?, secret = ? WHERE id = ?",
    ...[now + OLD_SECRET_MS, secret, id],
  );
  note(ledger, { actor, kind: "hook-changed", subject: row.url });
  return { kind: "done", webhook: viewOf(ledger, id) };
}

/** Removes one, with all that was or is to be sent to it. @returns whether there was one */
export function removeHook(ledger: Ledger, id: string, actor: string): boolean {
  const { sql } = ledger;
  const row = hookById(sql, id);
  if (!row) return false;
  sql.exec("DELETE FROM webhook WHERE id = ?", id);
  sql.exec("DELETE FROM delivery WHERE webhook = ?", id);
  sql.exec("DELETE FROM webhook_event WHERE id NOT IN (SELECT event FROM delivery)");
  note(ledger, { actor, kind: "hook-removed", subject: row.url });
  return true;
}

function viewOf({ sql, now }: Ledger, id: string): WebhookView {
  return viewHook(sql.exec<HookRow>("SELECT * FROM webhook WHERE id = ?", id).one(), now);
}
