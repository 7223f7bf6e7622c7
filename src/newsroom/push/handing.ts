import type { Millis } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import type { PushJob } from "../../model/push.ts";
import { remind, strike } from "../agenda.ts";
import type { Outside } from "../documents/outside.ts";
import type { Access } from "../due.ts";
import type { Ledger } from "../ledger.ts";

// Who is to be told something is handed to the queues, and handed out anew where nobody has reported on it.

/** For how long somebody has what was handed to them: longer than it can take. */
const CLAIM_MS: Millis = 180_000;
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

/** What is behind, and free to be taken. */
const BEHIND = `topic t CROSS JOIN subscriber_batch b ON b.topic = t.id WHERE b.version < t.version`;
const DELIVERIES = `delivery d JOIN webhook w ON w.id = d.webhook JOIN webhook_event e ON e.id = d.event
  WHERE d.state = 'waiting' AND (w.status = 'active' OR e.type = 'webhook.test')`;
const LATE = `late_subscriber l JOIN topic t ON t.id = l.topic WHERE l.version < t.version`;

function claimDue({ sql, now }: Ledger): { soon: PushJob[]; late: PushJob[] } {
  const until = now + CLAIM_MS;
  const ids = (query: string, ...values: SqlStorageValue[]) =>
    sql.exec<{ id: number; of: number | string; ill: number }>(query, ...values).toArray();
  const batches = ids(
    `SELECT b.id, b.topic AS of, 0 AS ill FROM ${BEHIND} AND b.claimed <= ? ORDER BY b.id LIMIT ?`,
    now,
    JOBS_AT_ONCE,
  );
  const late = ids(
    `SELECT l.id, l.topic AS of, l.error IS NOT NULL AS ill FROM ${LATE} AND l.due <= ?1 AND l.claimed <= ?1 AND t.ended IS NULL
     ORDER BY l.due, l.id LIMIT ?2`,
    now,
    JOBS_AT_ONCE,
  );
  const requests = ids(
    "SELECT id, 0 AS of, 1 AS ill FROM subscription_request WHERE due <= ?1 AND claimed <= ?1 ORDER BY due, id LIMIT ?2",
    now,
    JOBS_AT_ONCE,
  );
  const deliveries = ids(
    `SELECT d.id, d.webhook AS of, d.tries AS ill FROM ${DELIVERIES} AND d.due <= ?1 AND d.claimed <= ?1
     ORDER BY d.due, d.id LIMIT ?2`,
    now,
    JOBS_AT_ONCE,
  );
  const claim = (table: string, rows: { id: number }[]) => {
    for (const { id } of rows) sql.exec(`UPDATE ${table} SET claimed = ? WHERE id = ?`, until, id);
  };
  claim("subscriber_batch", batches);
  claim("late_subscriber", late);
  claim("subscription_request", requests);
  claim("delivery", deliveries);
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
  const { due } = sql
    .exec<{ due: Millis | null }>(
      `SELECT min(due) AS due FROM (
         SELECT min(b.claimed) AS due FROM ${BEHIND}
         UNION ALL SELECT min(max(l.due, l.claimed)) FROM ${LATE} AND t.ended IS NULL
         UNION ALL SELECT min(max(due, claimed)) FROM subscription_request
         UNION ALL SELECT min(max(d.due, d.claimed)) FROM ${DELIVERIES})`,
    )
    .one();
  return due === null ? null : Math.max(due, now);
}
