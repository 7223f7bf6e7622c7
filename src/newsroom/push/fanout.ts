import type { Millis } from "../../model/article.ts";
import {
  PROMPT_MS,
  type PushJob,
  type PushOutcome,
  type PushTask,
  type Subscriber,
} from "../../model/push.ts";
import { topicAt } from "../../model/topic.ts";
import { remindBy } from "../agenda.ts";
import { first, type Ledger } from "../ledger.ts";
import { begin, begun, CLAIM_MS } from "./claims.ts";
import { endSubscription, type SubscriptionRow } from "./subscriptions.ts";
import { changedAt, type TopicRow, topicById } from "./topics.ts";

// Subscribers are told in batches. A batch is one row, whatever the number of those who took it: only those
// who did not are rows of their own from then on, and are told each when its time has come.

/** How long one of those may take that are told by themselves. */
const LATE_PATIENCE_MS: Millis = 20_000;
/** After its first failure somebody is told again so much later, then each time twice as long, at most six hours. */
const FIRST_WAIT_MS: Millis = 30_000;
const LONGEST_WAIT_MS: Millis = 21_600_000;

interface BatchRow extends Record<string, SqlStorageValue> {
  id: number;
  topic: number;
  members: number;
  version: number;
  claimed: Millis;
}

interface LateRow extends Record<string, SqlStorageValue> {
  id: number;
  topic: number;
  version: number;
  attempts: number;
  due: Millis;
  claimed: Millis;
  error: string | null;
}

type Batch = Extract<PushJob, { kind: "batch" }>;
type Late = Extract<PushJob, { kind: "late" }>;

const batchOf = ({ sql }: Ledger, { id, until }: Batch) =>
  first<BatchRow>(sql, "SELECT * FROM subscriber_batch WHERE id = ? AND claimed = ?", id, begun(until));

/** Whom a batch tells of what, now; null where there is nothing to tell. */
export function taskOfBatch(ledger: Ledger, job: Batch): PushTask | null {
  const { sql, now } = ledger;
  const batch = begin(ledger, job).length ? batchOf(ledger, job) : undefined;
  const topic = batch && topicById(sql, batch.topic);
  if (!batch || !topic) return null;
  const members = sql
    .exec<SubscriptionRow>(
      `SELECT * FROM subscription WHERE batch = ? AND until > ? AND (?3 OR id NOT IN (SELECT id FROM late_subscriber))
       ORDER BY id`,
      ...[batch.id, now, topic.ended === null ? 0 : 1],
    )
    .toArray();
  if (topic.ended !== null) return denial(topic, topic.ended, members);
  return content(ledger, topic, members, PROMPT_MS);
}

/** Whom of those that are told by themselves. */
export function taskOfLate(ledger: Ledger, job: Late): PushTask | null {
  const { sql, now } = ledger;
  const rows = lateOf(ledger, { ...job, ids: begin(ledger, job) });
  const topic = rows[0] && topicById(sql, rows[0].topic);
  if (!topic || topic.ended !== null) return null;
  const subscribers = rows.flatMap(
    ({ id }) =>
      first<SubscriptionRow>(sql, "SELECT * FROM subscription WHERE id = ? AND until > ?", id, now) ?? [],
  );
  const areNew = rows.every(({ attempts, error }) => attempts === 0 && error === null);
  return content(ledger, topic, subscribers, areNew ? PROMPT_MS : LATE_PATIENCE_MS);
}

const lateOf = ({ sql }: Ledger, { ids, until }: Late) =>
  ids.flatMap(
    (id) =>
      first<LateRow>(sql, "SELECT * FROM late_subscriber WHERE id = ? AND claimed = ?", id, begun(until)) ??
      [],
  );

function content(
  ledger: Ledger,
  topic: TopicRow,
  rows: SubscriptionRow[],
  patience: Millis,
): PushTask | null {
  const { url, version } = topic;
  const at = topicAt(url.slice(ledger.settings.url.length));
  if (!at) return null;
  const subscribers = rows.map(({ id, callback, secret }): Subscriber => ({ id, callback, secret }));
  return {
    kind: "content",
    url,
    topic: at,
    changed: changedAt(ledger, topic),
    version,
    subscribers,
    patience,
  };
}

function denial({ url }: TopicRow, reason: string, rows: SubscriptionRow[]): PushTask {
  const intents = rows.map(
    ({ id, callback }) => ({ id, topic: url, callback, mode: "denied", reason }) as const,
  );
  return { kind: "verify", intents, patience: PROMPT_MS };
}

/**
 * A batch was told of a version; whoever did not take it is told by itself from now on.
 *
 * @param version null where they were told that the topic is none any more
 */
export function noteBatch(ledger: Ledger, job: Batch, version: number | null, outcomes: PushOutcome[]): void {
  const { sql, now } = ledger;
  const batch = batchOf(ledger, job);
  const topic = batch && topicById(sql, batch.topic);
  if (!batch || !topic) return;
  if (version === null) {
    endBatch(ledger, job);
    return;
  }
  sql.exec("UPDATE subscriber_batch SET version = ?, claimed = 0 WHERE id = ?", version, batch.id);
  for (const outcome of outcomes) {
    const row = first<SubscriptionRow>(sql, "SELECT * FROM subscription WHERE id = ?", outcome.id);
    if (!row) continue;
    if (outcome.kind === "gone") endSubscription(ledger, row);
    if (outcome.kind !== "failed") continue;
    sql.exec(
      "INSERT OR REPLACE INTO late_subscriber (id, topic, version, attempts, due, error) VALUES (?, ?, ?, 1, ?, ?)",
      ...[row.id, batch.topic, batch.version, now + FIRST_WAIT_MS, outcome.reason],
    );
    remindBy(ledger, "push", "", now + FIRST_WAIT_MS);
  }
  if (topic.version > version) remindBy(ledger, "push", "", now);
}

/** All of a batch were told that the topic is none any more; whoever came since, to one that is there again, stays. */
function endBatch(ledger: Ledger, { id, until }: Batch): void {
  const { sql } = ledger;
  const handed = until - CLAIM_MS;
  const rows = sql.exec<SubscriptionRow>(
    "SELECT * FROM subscription WHERE batch = ? AND since <= ?",
    id,
    handed,
  );
  for (const row of rows.toArray()) endSubscription(ledger, row);
  sql.exec(
    "UPDATE subscriber_batch SET version = (SELECT version FROM topic WHERE id = topic), claimed = 0 WHERE id = ?",
    id,
  );
}

/** Some were told by themselves. Who took it soon enough is told with the others again. */
export function noteLate(ledger: Ledger, job: Late, version: number, outcomes: PushOutcome[]): void {
  const { sql, now } = ledger;
  for (const row of lateOf(ledger, job)) {
    const outcome = outcomes.find(({ id }) => id === row.id);
    const subscription = first<SubscriptionRow>(sql, "SELECT * FROM subscription WHERE id = ?", row.id);
    if (!subscription) continue;
    if (outcome?.kind === "gone") endSubscription(ledger, subscription);
    else if (outcome?.kind === "failed") {
      const wait = Math.min(FIRST_WAIT_MS * 2 ** row.attempts, LONGEST_WAIT_MS);
      sql.exec(
        "UPDATE late_subscriber SET attempts = attempts + 1, due = ?, claimed = 0, error = ? WHERE id = ?",
        ...[now + wait, outcome.reason, row.id],
      );
      remindBy(ledger, "push", "", now + wait);
    } else if (isPrompt(outcome) && topicById(sql, row.topic)?.version === version) {
      // Whoever is behind still stays until it is not: a batch that is under way may be without it.
      sql.exec("DELETE FROM late_subscriber WHERE id = ?", row.id);
    } else {
      sql.exec(
        "UPDATE late_subscriber SET version = ?, attempts = 0, due = ?, claimed = 0, error = ? WHERE id = ?",
        ...[version, now, isPrompt(outcome) ? row.error : SLOW, row.id],
      );
      remindBy(ledger, "push", "", now);
    }
  }
}

const SLOW = "It takes its time.";

/** Whoever takes longer than a batch waits stays by itself. */
const isPrompt = (outcome: PushOutcome | undefined) =>
  outcome === undefined || (outcome.kind === "taken" && outcome.took <= PROMPT_MS);
