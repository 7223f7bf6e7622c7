import type { Millis } from "../../model/article.ts";
import { timestamp } from "../../model/item.ts";
import type { PushJob } from "../../model/push.ts";
import type {
  Attempt,
  DeliveryState,
  DeliveryView,
  HookDelivery,
  HookOutcome,
} from "../../model/webhooks.ts";
import { remindBy } from "../agenda.ts";
import { first, type Ledger } from "../ledger.ts";
import { begin, begun, postpone } from "./claims.ts";
import { type HookRow, hookById } from "./webhooks.ts";

// What webhooks are told, and how that went (https://www.standardwebhooks.com).

interface DeliveryRow extends Record<string, SqlStorageValue> {
  id: number;
  webhook: string;
  event: string;
  state: DeliveryState;
  /** JSON, the newest first. */
  attempts: string;
  tries: number;
  due: Millis;
  claimed: Millis;
}

interface EventRow extends Record<string, SqlStorageValue> {
  id: string;
  at: Millis;
  type: string;
  body: string;
  key: string | null;
}

const MINUTE: Millis = 60_000;
const HOUR = 60 * MINUTE;
/** After each attempt that fails, the time until the next one; then it is given up (as that specification has it). */
const WAITS: readonly Millis[] = [
  ...[5000, 5 * MINUTE, 30 * MINUTE],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
];
/** A webhook that takes nothing for so long is paused. */
const FAILING_MS: Millis = 5 * 86_400_000;
const ATTEMPTS_KEPT = 20;

type Hooks = Extract<PushJob, { kind: "hooks" }>;

/** What of a message is to be sent now; what it tells of has to be there first. */
export function deliveriesOf(ledger: Ledger, job: Hooks): HookDelivery[] {
  const { sql, now } = ledger;
  return begin(ledger, job).flatMap((id) => {
    const row = deliveryById(sql, id);
    const hook = row && hookById(sql, row.webhook);
    const event = row && eventOf(sql, row);
    if (!row || !hook || !event) return [];
    const after = event.key === null ? null : { key: event.key, changed: changedAt(sql, event.key) };
    const old = hook.old_until > now ? [hook.old_secret] : [];
    return { id, url: hook.url, secrets: [hook.secret, ...old], event: event.id, body: event.body, after };
  });
}

const deliveryById = (sql: SqlStorage, id: number) =>
  first<DeliveryRow>(sql, "SELECT * FROM delivery WHERE id = ?", id);

const eventOf = (sql: SqlStorage, { event }: DeliveryRow) =>
  first<EventRow>(sql, "SELECT * FROM webhook_event WHERE id = ?", event);

/** Since when KV has a document as the ledger knows it; infinite while that is still to be written. */
function changedAt(sql: SqlStorage, key: string): Millis {
  if (first(sql, "SELECT 1 FROM outbox WHERE key = ?", key)) return Number.POSITIVE_INFINITY;
  const row = first<{ changed: Millis }>(sql, "SELECT changed FROM document WHERE key = ?", key);
  return row?.changed ?? 0;
}

/** Notes how deliveries went. */
export function noteDeliveries(ledger: Ledger, job: Hooks, outcomes: HookOutcome[]): void {
  const { sql, now } = ledger;
  for (const outcome of outcomes) {
    const row = deliveryById(sql, outcome.id);
    if (!row || row.claimed !== begun(job.until)) continue;
    if (outcome.kind === "unreadable") {
      postpone(ledger, { ...job, ids: [row.id] });
      continue;
    }
    const isTaken = outcome.kind === "answered" && outcome.status >= 200 && outcome.status < 300;
    const attempt: Attempt = {
      at: timestamp(now),
      ...(outcome.kind === "answered"
        ? { status: outcome.status, answer: outcome.text }
        : { status: null, answer: outcome.reason }),
      took_ms: outcome.took,
    };
    const attempts = [attempt, ...(JSON.parse(row.attempts) as Attempt[])].slice(0, ATTEMPTS_KEPT);
    const wait = WAITS[row.tries];
    const state = isTaken ? "delivered" : wait === undefined ? "given-up" : "waiting";
    sql.exec(
      "UPDATE delivery SET state = ?, attempts = ?, tries = tries + 1, due = ?, claimed = 0 WHERE id = ?",
      ...[state, JSON.stringify(attempts), now + (wait ?? 0), row.id],
    );
    if (state === "waiting") remindBy(ledger, "push", "", now + (wait ?? 0));
    const hook = hookById(sql, row.webhook);
    if (hook) noteHealth(ledger, hook, isTaken, attempt);
  }
}

/** One that takes nothing for days, or says that it is gone, is left alone. */
function noteHealth({ sql, now }: Ledger, hook: HookRow, isTaken: boolean, { status }: Attempt): void {
  const since = isTaken ? null : (hook.failing_since ?? now);
  const why =
    status === 410
      ? "It answered 410: it wants nothing more."
      : since !== null && now - since >= FAILING_MS
        ? "It has taken nothing for five days."
        : null;
  sql.exec("UPDATE webhook SET failing_since = ? WHERE id = ?", since, hook.id);
  if (why && hook.status === "active")
    sql.exec("UPDATE webhook SET status = 'paused', why = ? WHERE id = ?", why, hook.id);
}

/** Sends one again, whatever became of it. @returns null where there is none */
export function redeliver(ledger: Ledger, webhook: string, id: number): DeliveryView | null {
  const { sql, now } = ledger;
  const row = deliveryById(sql, id);
  if (row?.webhook !== webhook) return null;
  sql.exec("UPDATE delivery SET state = 'waiting', tries = 0, due = ? WHERE id = ?", now, id);
  remindBy(ledger, "push", "", now);
  return viewDelivery(ledger, { ...row, state: "waiting", due: now });
}

/** Deliveries to a webhook, the newest first, from before `before`. */
export function listDeliveries(
  ledger: Ledger,
  webhook: string,
  before: number,
  limit: number,
): DeliveryView[] {
  return ledger.sql
    .exec<DeliveryRow>(
      "SELECT * FROM delivery WHERE webhook = ? AND id < ? ORDER BY id DESC LIMIT ?",
      ...[webhook, before, limit],
    )
    .toArray()
    .map((row) => viewDelivery(ledger, row));
}

function viewDelivery({ sql }: Ledger, row: DeliveryRow): DeliveryView {
  const event = eventOf(sql, row);
  return {
    ...{ id: row.id, event: row.event, type: event?.type ?? "", state: row.state },
    payload: event?.body ?? "",
    attempts: JSON.parse(row.attempts) as Attempt[],
    next_attempt: row.state === "waiting" ? timestamp(row.due) : null,
  };
}
