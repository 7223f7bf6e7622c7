import type { Millis } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import type { Intent, PushJob, PushOutcome } from "../../model/push.ts";
import type { Topic } from "../../model/topic.ts";
import { type DocumentKey, topicKey } from "../../store/keys.ts";
import { remindBy } from "../agenda.ts";
import { first, type Ledger } from "../ledger.ts";
import { begin, begun } from "./claims.ts";
import { isSubscribed, subscribe, unsubscribe } from "./subscriptions.ts";

// What asks our hub for something, until its callback says that it wants it (WebSub §5.3): so nobody is
// sent what somebody else asked for.

/** A request as it came, checked. */
export interface HubRequest {
  mode: "subscribe" | "unsubscribe";
  topic: Topic;
  /** The address of the topic, and of whom is told. */
  url: string;
  callback: string;
  /** Empty for none. */
  secret: string;
  /** Seconds. */
  lease: number;
}

export type RequestOutcome =
  /** Its callback is to be asked by whoever brought it. */
  | { kind: "noted"; job: PushJob }
  | { kind: "no-such-topic" }
  /** There are as many as there may be: of the callback's host, of the topic, or of all. */
  | { kind: "too-many"; of: "host" | "topic" | "all" };

export interface RequestRow extends Record<string, SqlStorageValue> {
  id: number;
  mode: "subscribe" | "unsubscribe";
  topic: string;
  key: DocumentKey;
  callback: string;
  host: string;
  secret: string;
  lease: number;
  attempts: number;
  due: Millis;
  claimed: Millis;
}

/** Whoever brings a request asks its callback at once; it is handed to somebody else after so long. */
const BROUGHT_MS: Millis = 30_000;

type Verification = Extract<PushJob, { kind: "verify" }>;

/** When a callback is asked once more that could not be reached. */
const AGAIN_MS: Millis = 30_000;
const ATTEMPTS = 2;

/** Notes what is asked for. A newer request takes the place of one for the same that waits. */
export function noteRequest(ledger: Ledger, request: HubRequest): RequestOutcome {
  const { sql, now } = ledger;
  const { mode, topic, url, callback, secret, lease } = request;
  const key = topicKey(topic);
  const { host } = new URL(callback);
  if (mode === "subscribe" && !isThere(ledger, key)) return { kind: "no-such-topic" };
  const count = (query: string, ...values: SqlStorageValue[]) =>
    sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${query}`, ...values).one().n;
  if (count("subscription_request WHERE host = ?", host) >= LIMITS.requestsOfHost)
    return { kind: "too-many", of: "host" };
  if (count("subscription_request WHERE topic = ?", url) >= LIMITS.requestsOfTopic)
    return { kind: "too-many", of: "topic" };
  if (count("subscription_request") >= LIMITS.subscriptionRequests) return { kind: "too-many", of: "all" };
  // Who is subscribed already may go on.
  if (mode === "subscribe" && !isSubscribed(ledger, url, callback)) {
    if (count("subscription WHERE host = ?", host) >= LIMITS.subscriptionsOfHost)
      return { kind: "too-many", of: "host" };
    if (count("subscription") >= LIMITS.subscriptions) return { kind: "too-many", of: "all" };
  }
  const until = now + BROUGHT_MS;
  const { id } = sql
    .exec<{ id: number }>(
      `INSERT OR REPLACE INTO subscription_request (mode, topic, key, callback, host, secret, lease, due, claimed)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      ...[mode, url, key, callback, host, secret, lease, now, until],
    )
    .one();
  remindBy(ledger, "push", "", until);
  return { kind: "noted", job: { kind: "verify", ids: [id], until } };
}

/** Whether there is a feed: KV has it, or will have it soon. */
const isThere = ({ sql }: Ledger, key: DocumentKey) =>
  first(sql, "SELECT 1 FROM document WHERE key = ? AND kind = 'document'", key) !== undefined;

/** What callbacks are to be asked. */
export function intentsOf(ledger: Ledger, job: Verification): Intent[] {
  return claimed(ledger, { ...job, ids: begin(ledger, job) }).map(
    ({ id, mode, topic, key, callback, lease }): Intent => {
      const asked = { id, topic, callback };
      if (mode === "unsubscribe") return { ...asked, mode };
      // It went between the request and now.
      if (!isThere(ledger, key))
        return { ...asked, mode: "denied", reason: "There is no such feed any more." };
      return { ...asked, mode, lease };
    },
  );
}

function claimed({ sql }: Ledger, { ids, until }: Verification): RequestRow[] {
  return ids.flatMap(
    (id) =>
      first<RequestRow>(
        sql,
        "SELECT * FROM subscription_request WHERE id = ? AND claimed = ?",
        id,
        begun(until),
      ) ?? [],
  );
}

/** Does what callbacks said that they want. Whoever could not be reached is asked once more. */
export function noteIntents(ledger: Ledger, job: Verification, outcomes: PushOutcome[]): void {
  const { sql, now } = ledger;
  for (const row of claimed(ledger, job)) {
    const outcome = outcomes.find(({ id }) => id === row.id);
    if (outcome?.kind === "failed" && row.attempts + 1 < ATTEMPTS) {
      sql.exec(
        "UPDATE subscription_request SET attempts = attempts + 1, due = ?, claimed = 0 WHERE id = ?",
        now + AGAIN_MS,
        row.id,
      );
      remindBy(ledger, "push", "", now + AGAIN_MS);
      continue;
    }
    sql.exec("DELETE FROM subscription_request WHERE id = ?", row.id);
    if (outcome?.kind !== "taken") continue;
    if (row.mode === "unsubscribe") unsubscribe(ledger, row);
    else if (isThere(ledger, row.key)) subscribe(ledger, row);
  }
}
