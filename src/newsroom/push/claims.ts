import type { Millis } from "../../model/article.ts";
import type { PushJob } from "../../model/push.ts";
import { remindBy } from "../agenda.ts";
import type { Ledger } from "../ledger.ts";

// Who is to be told something is claimed for whoever has the message, until a time that the message names.
// When somebody begins with it, the claim is a millisecond longer: a message that comes twice finds it so.

/** For how long somebody has what was handed to them: longer than it can take. */
export const CLAIM_MS: Millis = 180_000;

/** When a document is looked for again that cannot be read yet where it is sent from. */
const UNREADABLE_MS: Millis = 3000;

const TABLES = {
  ...{ batch: "subscriber_batch", late: "late_subscriber" },
  ...{ verify: "subscription_request", hooks: "delivery" },
} as const;

/** How a claim is noted whose work has begun. */
export const begun = (until: Millis): Millis => until + 1;

/** Begins with a message's work. @returns what of it nobody has begun with */
export const begin = (ledger: Ledger, job: PushJob): number[] =>
  claimUntil(ledger, job, job.until, begun(job.until));

/** Claims what is free, for a message that names `until`, ms. */
export function claim({ sql }: Ledger, kind: PushJob["kind"], rows: { id: number }[], until: Millis): void {
  for (const { id } of rows) sql.exec(`UPDATE ${TABLES[kind]} SET claimed = ? WHERE id = ?`, until, id);
}

/** A document cannot be read yet where it is sent from: who was to be told is handed out again soon. */
export function postpone(ledger: Ledger, job: PushJob): void {
  const again = ledger.now + UNREADABLE_MS;
  claimUntil(ledger, job, begun(job.until), again);
  remindBy(ledger, "push", "", again);
}

/** Notes another claim, where there is still the one that was. @returns where there was */
function claimUntil({ sql }: Ledger, job: PushJob, was: Millis, becomes: Millis): number[] {
  const query = `UPDATE ${TABLES[job.kind]} SET claimed = ? WHERE id = ? AND claimed = ? RETURNING id`;
  return (job.kind === "batch" ? [job.id] : job.ids).filter(
    (id) => sql.exec(query, becomes, id, was).toArray().length > 0,
  );
}
