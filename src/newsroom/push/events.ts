import type { Millis } from "../../model/article.ts";
import { timestamp } from "../../model/item.ts";
import type { HookEvent } from "../../model/webhooks.ts";
import type { DocumentKey } from "../../store/keys.ts";
import { remindBy } from "../agenda.ts";
import type { Ledger } from "../ledger.ts";
import type { HookRow } from "./webhooks.ts";

/** For how long deliveries are kept, with their answers. */
const KEPT_MS: Millis = 14 * 86_400_000;

/** What happened besides what somebody asked to be told of. */
export type EventType = HookEvent | "webhook.test";

/**
 * Notes what happened for the webhooks that want to be told of it, in the transaction in which it does.
 *
 * @param data made where there is one
 * @param key the document that readers have to find first
 */
export function noteEvent(ledger: Ledger, type: HookEvent, data: () => object, key?: DocumentKey): void {
  const hooks = hooksFor(ledger.sql, type);
  if (hooks.length) addEvent(ledger, type, data(), hooks, key);
}

/** Those that want to be told of something. */
const hooksFor = (sql: SqlStorage, type: HookEvent): HookRow[] =>
  sql
    .exec<HookRow>("SELECT * FROM webhook WHERE status = 'active' ORDER BY created, id")
    .toArray()
    .filter(({ events }) => (JSON.parse(events) as HookEvent[]).includes(type));

/** @returns the number of the last delivery */
export function addEvent(
  ledger: Ledger,
  type: EventType,
  data: object,
  hooks: Pick<HookRow, "id">[],
  key?: DocumentKey,
): number {
  const { sql, now } = ledger;
  const event = `msg_${ledger.newId()}`;
  const body = JSON.stringify({ type, timestamp: timestamp(now), data });
  sql.exec(
    "INSERT INTO webhook_event (id, at, type, body, key) VALUES (?, ?, ?, ?, ?)",
    ...[event, now, type, body, key ?? null],
  );
  let last = 0;
  for (const { id } of hooks) {
    last = sql
      .exec<{ id: number }>(
        "INSERT INTO delivery (webhook, event, due) VALUES (?, ?, ?) RETURNING id",
        ...[id, event, now],
      )
      .one().id;
  }
  remindBy(ledger, "push", "", now);
  remindBy(ledger, "forget-deliveries", "", now + KEPT_MS);
  return last;
}

/** Forgets what was told two weeks ago. */
export function forgetDeliveries(ledger: Ledger): void {
  const { sql, now } = ledger;
  const before = now - KEPT_MS;
  sql.exec("DELETE FROM delivery WHERE event IN (SELECT id FROM webhook_event WHERE at <= ?)", before);
  sql.exec("DELETE FROM webhook_event WHERE at <= ?", before);
  const { next } = sql.exec<{ next: Millis | null }>("SELECT min(at) AS next FROM webhook_event").one();
  // Once a day is enough.
  if (next !== null) remindBy(ledger, "forget-deliveries", "", Math.max(next + KEPT_MS, now + 86_400_000));
}
