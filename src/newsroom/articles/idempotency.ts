import { remindBy } from "../agenda.ts";
import { first, type Ledger } from "../ledger.ts";

/** How long a key is remembered, ms. */
const KEPT_MS = 24 * 3_600_000;

/** A request that its sender may repeat (draft-ietf-httpapi-idempotency-key-header). */
export interface RepeatableRequest {
  /** Who sent it: keys of different tokens do not meet. */
  token: string;
  key: string;
  /** Of the request's body. */
  fingerprint: string;
}

/** The answer given before; `mismatch` when the key came with another body then. */
export function recall<T>(
  { sql, now }: Ledger,
  request: RepeatableRequest,
): { answer: T } | "mismatch" | null {
  const row = first<{ fingerprint: string; answer: string }>(
    sql,
    "SELECT fingerprint, answer FROM idempotency WHERE token = ? AND key = ? AND created > ?",
    request.token,
    request.key,
    now - KEPT_MS,
  );
  if (!row) return null;
  return row.fingerprint === request.fingerprint ? { answer: JSON.parse(row.answer) as T } : "mismatch";
}

/** Keeps an answer, in the transaction of the write it answers. */
export function remember(ledger: Ledger, request: RepeatableRequest, answer: unknown): void {
  const { sql, now } = ledger;
  sql.exec(
    "INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?, ?)",
    ...[request.token, request.key, request.fingerprint, JSON.stringify(answer), now],
  );
  remindBy(ledger, "forget-requests", "", now + KEPT_MS);
}

/** Removes what is older than a day, and comes back for the rest. */
export function forgetRequests(ledger: Ledger): void {
  const { sql, now } = ledger;
  sql.exec("DELETE FROM idempotency WHERE created <= ?", now - KEPT_MS);
  const oldest = first<{ created: number | null }>(sql, "SELECT min(created) AS created FROM idempotency");
  if (oldest?.created) remindBy(ledger, "forget-requests", "", oldest.created + KEPT_MS);
}
