import type { Millis } from "../../model/article.ts";
import type { OwnSession, PersonId, SessionView } from "../../model/people.ts";
import { first, type Ledger } from "../ledger.ts";
import { note } from "./actions.ts";
import { personById } from "./people.ts";

/** A session that nobody uses ends after, and one that is used ends all the same after, ms. */
const IDLE_MS: Millis = 14 * 86_400_000;
const LONGEST_MS: Millis = 90 * 86_400_000;
/** One that no passkey has confirmed ends much sooner. */
const UNVERIFIED_MS: Millis = 86_400_000;
/** How exactly it is known when a session was used: a row is not written at every request. */
export const EXACT_MS: Millis = 600_000;
/** How long a passkey may take to sign. */
const CHALLENGE_MS: Millis = 300_000;

interface SessionRow extends Record<string, SqlStorageValue> {
  id: string;
  hash: string;
  person_id: string;
  agent: string;
  created: number;
  used: number;
  verified: number | null;
}

/** Begins a session. @param hash SHA-256 of its secret @param verified whether a passkey was shown */
export function beginSession(
  ledger: Ledger,
  person: PersonId,
  hash: string,
  agent: string,
  verified: boolean,
): SessionView | null {
  const { sql, now } = ledger;
  const known = personById(sql, person);
  if (!known) return null;
  sql.exec("DELETE FROM session WHERE used <= ? OR created <= ?", now - IDLE_MS, now - LONGEST_MS);
  sql.exec(
    "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?)",
    ...[ledger.newId(), hash, person, agent, now, now, verified ? now : null],
  );
  sql.exec("UPDATE person SET seen = ? WHERE id = ?", now, person);
  note(ledger, {
    actor: person,
    kind: "signed-in",
    subject: known.name,
    detail: verified ? "passkey" : "link",
  });
  return sessionOf(ledger, hash);
}

/** Whose a session is; null for one that is over, or was none. */
export function sessionOf({ sql, now }: Pick<Ledger, "sql" | "now">, hash: string): SessionView | null {
  const row = first<SessionRow>(sql, "SELECT * FROM session WHERE hash = ?", hash);
  const person = row && personById(sql, row.person_id);
  if (!row || !person) return null;
  const lasts = row.verified === null ? UNVERIFIED_MS : LONGEST_MS;
  if (row.created + lasts <= now || row.used + IDLE_MS <= now) return null;
  const hasPasskey = first(sql, "SELECT 1 FROM passkey WHERE person_id = ? LIMIT 1", person.id) !== undefined;
  return { person, id: row.id, used: row.used, verified: row.verified, hasPasskey };
}

/** Notes that a session is used. */
export function touchSession({ sql, now }: Ledger, { id, person }: SessionView): void {
  sql.exec("UPDATE session SET used = ? WHERE id = ?", now, id);
  sql.exec("UPDATE person SET seen = ? WHERE id = ?", now, person.id);
}

/** Notes that a passkey was shown in a session. */
export function confirmSession({ sql, now }: Ledger, id: string): void {
  sql.exec("UPDATE session SET verified = ? WHERE id = ?", now, id);
}

export function listSessions({ sql }: Ledger, person: PersonId): OwnSession[] {
  return sql
    .exec<SessionRow>("SELECT * FROM session WHERE person_id = ? ORDER BY used DESC, id", person)
    .toArray()
    .map(({ id, agent, created, used }) => ({ id, agent, created, used }));
}

/** Ends a person's sessions: one, or all but one. */
export function endSessions({ sql }: Ledger, person: PersonId, only?: string, but?: string): void {
  sql.exec(
    "DELETE FROM session WHERE person_id = ?1 AND (?2 IS NULL OR id = ?2) AND (?3 IS NULL OR id <> ?3)",
    ...[person, only ?? null, but ?? null],
  );
}

/** Uses up a link or a code. @returns whom it lets in; null where it is none, was used, or is too old */
export function useWayIn({ sql, now }: Ledger, hash: string): PersonId | null {
  const row = first<{ person_id: string; expires: number | null }>(
    sql,
    "SELECT person_id, expires FROM way_in WHERE hash = ?",
    hash,
  );
  if (!row) return null;
  sql.exec("DELETE FROM way_in WHERE hash = ?", hash);
  return row.expires === null || row.expires > now ? row.person_id : null;
}

/** Whether a link is still good: what its page says before anybody uses it. */
export function isWayIn({ sql, now }: Pick<Ledger, "sql" | "now">, hash: string): boolean {
  return (
    first(sql, "SELECT 1 FROM way_in WHERE hash = ? AND (expires IS NULL OR expires > ?)", hash, now) !==
    undefined
  );
}

/** Codes in place of those that a person had. @param hashes SHA-256 of each */
export function replaceCodes({ sql }: Ledger, person: PersonId, hashes: string[]): void {
  sql.exec("DELETE FROM way_in WHERE person_id = ? AND kind = 'code'", person);
  for (const hash of hashes) sql.exec("INSERT INTO way_in VALUES (?, ?, 'code', NULL)", hash, person);
}

/** Notes what a passkey is asked to sign. @param hash SHA-256 of it */
export function addChallenge({ sql, now }: Ledger, hash: string): void {
  sql.exec("DELETE FROM challenge WHERE expires <= ?", now);
  sql.exec("INSERT INTO challenge VALUES (?, ?)", hash, now + CHALLENGE_MS);
}

/** Uses up a challenge: it is good once. */
export function useChallenge({ sql, now }: Ledger, hash: string): boolean {
  const known = first<{ expires: number }>(sql, "SELECT expires FROM challenge WHERE hash = ?", hash);
  sql.exec("DELETE FROM challenge WHERE hash = ?", hash);
  return known !== undefined && known.expires > now;
}
