import type { Millis } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import type { PushJob } from "../../model/push.ts";
import { remind, remindBy, strike } from "../agenda.ts";
import { KV_STALE_MS, type Outside } from "../documents/outside.ts";
import type { Access } from "../due.ts";
import { first, type Ledger } from "../ledger.ts";
import { CLAIM_MS, claim } from "./claims.ts";

// Who is to be told something is handed to the queues, and handed out anew where nobody has reported on it.

/** Messages handed out at a time, and those in one call of the platform. */
const JOBS_AT_ONCE = 1000;
const MESSAGES_PER_CALL = 100;

/** @throws Error of a queue; what it did not take is handed out again when the claim has run out */
export async function handOut({ write }: Access, { pushes, latePushes }: Outside): Promise<void> {
  const { soon, late } = write(claimDue);
  try {
    await Promise.all([sendAll(pushes, soon), sendAll(latePushes, late)]);
  } finally {
    write((current) => {
      const next = nextDue(current);
      if (next === null) strike(current, "push", "");
      else remind(current, "push", "", next);
    });
  }
}

async function sendAll(queue: Queue<PushJob>, jobs: PushJob[]): Promise<void> {
  for (let i = 0; i < jobs.length; i += MESSAGES_PER_CALL)
    await queue.sendBatch(jobs.slice(i, i + MESSAGES_PER_CALL).map((body) => ({ body })));
}

/**
 * Until when nobody is told of a document: until the edge has been, so that whoever comes to look finds it;
 * where the edge cannot be told, so long as its first copies would have had to be looked at anyway.
 */
const heldUntil = (key: string) =>
  `coalesce((SELECT a.since + ${KV_STALE_MS} FROM agenda a WHERE a.reason = 'invalidate' AND a.subject = ${key}
     AND a.due < a.since + ${KV_STALE_MS}), 0)`;

/** What there is to be told, and from when on somebody may take it. */
const BATCHES = `SELECT b.id, b.topic AS of, 0 AS ill, max(b.claimed, ${heldUntil("t.key")}) AS due
  FROM topic t CROSS JOIN subscriber_batch b ON b.topic = t.id WHERE b.version < t.version`;
const LATE = `SELECT l.id, l.topic AS of, l.error IS NOT NULL AS ill, max(l.due, l.claimed, ${heldUntil("t.key")}) AS due
  FROM late_subscriber l JOIN topic t ON t.id = l.topic WHERE l.version < t.version AND t.ended IS NULL`;
const REQUESTS = "SELECT id, 0 AS of, 1 AS ill, max(due, claimed) AS due FROM subscription_request";
const DELIVERIES = `SELECT d.id, d.webhook AS of, d.tries AS ill, max(d.due, d.claimed, ${heldUntil("e.key")}) AS due
  FROM delivery d JOIN webhook w ON w.id = d.webhook JOIN webhook_event e ON e.id = d.event
  WHERE d.state = 'waiting' AND (w.status = 'active' OR e.type = 'webhook.test')`;

/** Puts it on the agenda where the edge has been told of something, and others may be now. */
export function pushAfterEdge(ledger: Ledger): void {
  const waits = "SELECT 1 FROM topic UNION ALL SELECT 1 FROM delivery WHERE state = 'waiting' LIMIT 1";
  if (first(ledger.sql, waits)) remindBy(ledger, "push", "", ledger.now);
}

interface Due extends Record<string, SqlStorageValue> {
  id: number;
  /** The topic or webhook. */
  of: number | string;
  /** More than 0 for who is not to keep others waiting. */
  ill: number;
  due: Millis;
}

function claimDue(ledger: Ledger): { soon: PushJob[]; late: PushJob[] } {
  const { sql, now } = ledger;
  const until = now + CLAIM_MS;
  const due = (query: string) =>
    sql
      .exec<Due>(`SELECT * FROM (${query}) WHERE due <= ? ORDER BY due, id LIMIT ?`, now, JOBS_AT_ONCE)
      .toArray();
  const [batches, late, requests, deliveries] = [due(BATCHES), due(LATE), due(REQUESTS), due(DELIVERIES)];
  claim(ledger, "batch", batches, until);
  claim(ledger, "late", late, until);
  claim(ledger, "verify", requests, until);
  claim(ledger, "hooks", deliveries, until);
  const groups = (
    kind: "verify" | "late" | "hooks",
    rows: { id: number; of: number | string }[],
  ): PushJob[] =>
    Object.values(Object.groupBy(rows, ({ of }) => of))
      .flatMap((group = []) => chunks(group, LIMITS.pushLate))
      .map((group) => ({ until, kind, ids: group.map(({ id }) => id) }));
  const jobs = (isIll: boolean) => {
    const those = <T extends { ill: number }>(rows: T[]) => rows.filter(({ ill }) => ill > 0 === isIll);
    return [
      ...those(batches).map(({ id }): PushJob => ({ until, kind: "batch", id })),
      ...groups("verify", those(requests)),
      ...groups("late", those(late)),
      ...groups("hooks", those(deliveries)),
    ];
  };
  return { soon: jobs(false), late: jobs(true) };
}

function chunks<T>(list: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

/** When there is something to hand out next, ms. */
function nextDue({ sql, now }: Ledger): Millis | null {
  const all = [BATCHES, LATE, REQUESTS, DELIVERIES].join(" UNION ALL ");
  const { due } = sql.exec<{ due: Millis | null }>(`SELECT min(due) AS due FROM (${all})`).one();
  return due === null ? null : Math.max(due, now);
}
