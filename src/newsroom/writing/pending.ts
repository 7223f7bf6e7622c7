import type { ArticleId, Millis } from "../../model/article.ts";
import type { PendingAct } from "../../model/copy.ts";
import { LIMITS } from "../../model/limits.ts";
import type { Person } from "../../model/people.ts";
import { remind, strike } from "../agenda.ts";
import { first, type Ledger } from "../ledger.ts";
import { nameOf } from "../people/actions.ts";
import { personById } from "../people/people.ts";
import { type Act, type Done, perform, refusalOf } from "./acts.ts";
import { setState } from "./copies.ts";

// What somebody does with a story is done a moment later, so that it can be taken back before anybody has it:
// what feeds and readers were told once cannot be.

/** How long that is, ms. */
const TAKE_BACK_MS: Millis = 10_000;

interface PendingRow extends Record<string, SqlStorageValue> {
  person_id: string;
  act: string;
  due: number;
}

const rowOf = (sql: SqlStorage, id: ArticleId) =>
  first<PendingRow>(sql, "SELECT person_id, act, due FROM pending_act WHERE article_id = ?", id);

/** What is about to be done with a story. */
export function pendingOf({ sql }: Pick<Ledger, "sql">, id: ArticleId): PendingAct | null {
  const row = rowOf(sql, id);
  if (!row) return null;
  const { kind } = JSON.parse(row.act) as Act;
  return { kind, due: row.due, by: nameOf(sql, row.person_id) };
}

/** Has something done in a moment, unless it cannot be done; instead of what was about to be. */
export function hold(ledger: Ledger, id: ArticleId, act: Act, person: Person): Done {
  const { sql, now } = ledger;
  const refusal = refusalOf(ledger, id, act, person);
  if (refusal) return refusal;
  const written = JSON.stringify(act);
  // A row of SQLite holds no more: there is nothing to wait in.
  if (new TextEncoder().encode(written).length > LIMITS.copyBytes) return perform(ledger, id, act, person);
  const due = now + TAKE_BACK_MS;
  sql.exec("INSERT OR REPLACE INTO pending_act VALUES (?, ?, ?, ?)", id, person.id, written, due);
  remind(ledger, "act", id, due);
  return { kind: "done", slug: null };
}

/** Takes back what was about to be done. @returns whether anything was */
export function takeBack(ledger: Ledger, id: ArticleId): boolean {
  const { sql } = ledger;
  const known = rowOf(sql, id) !== undefined;
  sql.exec("DELETE FROM pending_act WHERE article_id = ?", id);
  strike(ledger, "act", id);
  return known;
}

/** Does what was about to be done. What cannot be done any more is told to who writes there. */
export function performPending(ledger: Ledger, id: ArticleId): Done {
  const { sql } = ledger;
  const row = rowOf(sql, id);
  takeBack(ledger, id);
  const person = row && personById(sql, row.person_id);
  if (!row) return { kind: "not-found" };
  const done = person
    ? perform(ledger, id, JSON.parse(row.act) as Act, person)
    : { kind: "forbidden" as const };
  if (done.kind !== "done") setState(ledger, id, "returned", reasonOf(done));
  return done;
}

function reasonOf(done: Exclude<Done, { kind: "done" }>): string {
  switch (done.kind) {
    case "slug-taken":
      return `Not done: the address "${done.slug}" is taken.`;
    case "refused":
      return `Not done: ${done.pointer.replace("#/", "")}: ${done.detail}.`;
    case "forbidden":
      return "Not done: whoever did it may not do it any more.";
    default:
      return "Not done: another version was published meanwhile.";
  }
}
