import type { Millis } from "../../model/article.ts";
import type { Person, PersonId, PersonView, Role } from "../../model/people.ts";
import { first, type Ledger } from "../ledger.ts";
import { note } from "./actions.ts";
import { endSessions } from "./sessions.ts";

/** How long a link that lets somebody in is good, ms. */
const LINK_MS: Millis = 7 * 86_400_000;

interface PersonRow extends Record<string, SqlStorageValue> {
  id: string;
  name: string;
  role: Role;
  created: number;
  seen: number | null;
  removed: number | null;
}

/** A person who has access; undefined for anybody else. */
export function personById(sql: SqlStorage, id: PersonId): Person | undefined {
  return first<Person & Record<string, SqlStorageValue>>(
    sql,
    "SELECT id, name, role FROM person WHERE id = ? AND removed IS NULL",
    id,
  );
}

/** Everybody who has access, by name. */
export function listPeople({ sql }: Ledger): PersonView[] {
  return sql
    .exec<PersonRow & { passkeys: number }>(
      `SELECT person.*, (SELECT count(*) FROM passkey WHERE person_id = person.id) AS passkeys
       FROM person WHERE removed IS NULL ORDER BY name, id`,
    )
    .toArray()
    .map(({ id, name, role, created, seen, passkeys }) => ({ id, name, role, created, seen, passkeys }));
}

/** What becomes of a change of people. Only `done` changed anything. */
export type PeopleOutcome = { kind: "done"; person: Person } | { kind: "not-found" } | { kind: "last-owner" };

/** Adds a person, who gets in by a link. @param hash SHA-256 of the link's secret */
export function invite(ledger: Ledger, name: string, role: Role, hash: string, actor: string): Person {
  const person = { id: ledger.newId(), name, role };
  ledger.sql.exec(
    "INSERT INTO person (id, name, role, created) VALUES (?, ?, ?, ?)",
    ...[person.id, name, role, ledger.now],
  );
  addLink(ledger, person.id, hash);
  note(ledger, { actor, kind: "person-invited", subject: name, detail: role });
  return person;
}

/** Another link for somebody, in place of those they have. */
export function linkFor(ledger: Ledger, id: PersonId, hash: string): PeopleOutcome {
  const person = personById(ledger.sql, id);
  if (!person) return { kind: "not-found" };
  ledger.sql.exec("DELETE FROM way_in WHERE person_id = ? AND kind = 'link'", id);
  addLink(ledger, id, hash);
  return { kind: "done", person };
}

function addLink({ sql, now }: Ledger, id: PersonId, hash: string): void {
  sql.exec("INSERT INTO way_in VALUES (?, ?, 'link', ?)", hash, id, now + LINK_MS);
}

/** Changes a person's name or role. */
export function changePerson(
  ledger: Ledger,
  id: PersonId,
  change: { name?: string | undefined; role?: Role | undefined },
  actor: string,
): PeopleOutcome {
  const { sql } = ledger;
  const before = personById(sql, id);
  if (!before) return { kind: "not-found" };
  const person = { id, name: change.name ?? before.name, role: change.role ?? before.role };
  if (person.role !== "owner" && isLastOwner(sql, before)) return { kind: "last-owner" };
  sql.exec("UPDATE person SET name = ?, role = ? WHERE id = ?", person.name, person.role, id);
  if (person.role !== before.role || person.name !== before.name)
    note(ledger, { actor, kind: "person-changed", subject: person.name, detail: person.role });
  return { kind: "done", person };
}

/** Ends a person's access: their sessions, passkeys and links go at once. */
export function removePerson(ledger: Ledger, id: PersonId, actor: string): PeopleOutcome {
  const { sql, now } = ledger;
  const person = personById(sql, id);
  if (!person) return { kind: "not-found" };
  if (isLastOwner(sql, person)) return { kind: "last-owner" };
  sql.exec("UPDATE person SET removed = ? WHERE id = ?", now, id);
  for (const table of ["passkey", "way_in"]) sql.exec(`DELETE FROM ${table} WHERE person_id = ?`, id);
  endSessions(ledger, id);
  note(ledger, { actor, kind: "person-removed", subject: person.name, detail: person.role });
  return { kind: "done", person };
}

function isLastOwner(sql: SqlStorage, { id, role }: Person): boolean {
  return (
    role === "owner" &&
    !first(sql, "SELECT 1 FROM person WHERE role = 'owner' AND removed IS NULL AND id <> ? LIMIT 1", id)
  );
}

/** Whether somebody has been let in yet. */
export function hasPeople(sql: SqlStorage): boolean {
  return first(sql, "SELECT 1 FROM person LIMIT 1") !== undefined;
}
