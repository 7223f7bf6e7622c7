import type { Millis } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import { remindBy } from "../agenda.ts";
import { first, type Ledger } from "../ledger.ts";
import type { RequestRow } from "./requests.ts";
import { openTopic, type TopicRow } from "./topics.ts";

// Subscribers at our hub (https://www.w3.org/TR/websub/#hub).

export interface SubscriptionRow extends Record<string, SqlStorageValue> {
  id: number;
  topic: number;
  batch: number;
  callback: string;
  host: string;
  secret: string;
  since: Millis;
  until: Millis;
}

/** What changed so shortly before somebody subscribed may not be in what they read: they are told. */
const JUST_NOW_MS: Millis = 120_000;
/** How often leases are looked at that have ended. */
const SWEEP_MS: Millis = 3_600_000;

/**
 * Subscribes a callback that wants to be, or renews it with what it asked for last: the lease begins
 * anew, and a secret is replaced (WebSub §5.1).
 */
export function subscribe(ledger: Ledger, request: RequestRow): void {
  const { sql, now } = ledger;
  const { callback, host, secret, lease } = request;
  const until = now + lease * 1000;
  const known = subscriptionOf(ledger, request);
  remindBy(ledger, "leases", "", now + SWEEP_MS);
  // One that has ended has missed what it was not told: it begins anew.
  if (known && known.until <= now) endSubscription(ledger, known);
  const topic = openTopic(ledger, request.topic, request.key);
  if (known && known.until > now) {
    sql.exec("UPDATE subscription SET secret = ?, until = ? WHERE id = ?", secret, until, known.id);
    // It is there again: what it has missed need not wait any more.
    sql.exec("UPDATE late_subscriber SET due = ?, attempts = 0 WHERE id = ?", now, known.id);
    remindBy(ledger, "push", "", now);
    return;
  }
  const { id } = sql
    .exec<{ id: number }>(
      `INSERT INTO subscription (topic, batch, callback, host, secret, since, until)
       VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      ...[topic.id, batchWithRoom(ledger, topic), callback, host, secret, now, until],
    )
    .one();
  const document = first<{ written: Millis }>(sql, "SELECT written FROM document WHERE key = ?", topic.key);
  if (document && document.written > now - JUST_NOW_MS) {
    sql.exec(
      "INSERT INTO late_subscriber (id, topic, version, due) VALUES (?, ?, ?, ?)",
      ...[id, topic.id, topic.version - 1, now],
    );
    remindBy(ledger, "push", "", now);
  }
}

/** A batch with a place for one more, which it has now. */
function batchWithRoom({ sql }: Ledger, { id, version }: TopicRow): number {
  const free = first<{ id: number }>(
    sql,
    "UPDATE subscriber_batch SET members = members + 1 WHERE id = (SELECT id FROM subscriber_batch WHERE topic = ? AND members < ? LIMIT 1) RETURNING id",
    ...[id, LIMITS.pushBatch],
  );
  if (free) return free.id;
  return sql
    .exec<{ id: number }>(
      "INSERT INTO subscriber_batch (topic, members, version) VALUES (?, 1, ?) RETURNING id",
      id,
      version,
    )
    .one().id;
}

/** Whether a callback is subscribed to a topic. */
export const isSubscribed = (ledger: Ledger, topic: string, callback: string): boolean =>
  subscriptionOf(ledger, { topic, callback }) !== undefined;

/** Ends the subscription of a callback that wants no more. */
export function unsubscribe(ledger: Ledger, request: RequestRow): void {
  const row = subscriptionOf(ledger, request);
  if (row) endSubscription(ledger, row);
}

const subscriptionOf = ({ sql }: Ledger, { topic, callback }: Pick<RequestRow, "topic" | "callback">) =>
  first<SubscriptionRow>(
    sql,
    "SELECT s.* FROM subscription s JOIN topic t ON t.id = s.topic WHERE t.url = ? AND callback = ?",
    topic,
    callback,
  );

/** Removes a subscription, and what there is for nobody else. */
export function endSubscription({ sql }: Ledger, { id, batch, topic }: SubscriptionRow): void {
  sql.exec("DELETE FROM subscription WHERE id = ?", id);
  sql.exec("DELETE FROM late_subscriber WHERE id = ?", id);
  sql.exec("UPDATE subscriber_batch SET members = members - 1 WHERE id = ?", batch);
  sql.exec("DELETE FROM subscriber_batch WHERE id = ? AND members = 0", batch);
  sql.exec(
    "DELETE FROM topic WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM subscriber_batch WHERE topic = ?1)",
    topic,
  );
}

/** Subscriptions that are removed in one transaction. */
const ENDED_AT_ONCE = 500;

/** Removes the subscriptions whose lease has ended: they have been told nothing since. */
export function endLeases(ledger: Ledger): void {
  const { sql, now } = ledger;
  const ended = sql
    .exec<SubscriptionRow>("SELECT * FROM subscription WHERE until <= ? LIMIT ?", now, ENDED_AT_ONCE)
    .toArray();
  for (const row of ended) endSubscription(ledger, row);
  const next = ended.length === ENDED_AT_ONCE ? now : now + SWEEP_MS;
  if (first(sql, "SELECT 1 FROM subscription LIMIT 1")) remindBy(ledger, "leases", "", next);
}
