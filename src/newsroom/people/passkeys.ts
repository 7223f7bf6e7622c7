import type { Passkey, PasskeyView, PersonId } from "../../model/people.ts";
import { first, type Ledger } from "../ledger.ts";
import { note } from "./actions.ts";
import { personById } from "./people.ts";

interface PasskeyRow extends Record<string, SqlStorageValue> {
  id: string;
  person_id: string;
  name: string;
  public_key: string;
  counter: number;
  transports: string;
  created: number;
  used: number | null;
}

/** A passkey, and whose it is. */
export function passkeyById(sql: SqlStorage, id: string): (Passkey & { person: PersonId }) | null {
  const row = first<PasskeyRow>(sql, "SELECT * FROM passkey WHERE id = ?", id);
  return (
    (row && {
      ...{ id, publicKey: row.public_key, counter: row.counter, person: row.person_id },
      transports: JSON.parse(row.transports) as string[],
    }) ??
    null
  );
}

export function listPasskeys({ sql }: Pick<Ledger, "sql">, person: PersonId): PasskeyView[] {
  return sql
    .exec<PasskeyRow>("SELECT * FROM passkey WHERE person_id = ? ORDER BY created, id", person)
    .toArray()
    .map(({ id, name, created, used }) => ({ id, name, created, used }));
}

/** Adds a passkey. @returns whether it is new */
export function addPasskey(ledger: Ledger, person: PersonId, name: string, passkey: Passkey): boolean {
  const { sql, now } = ledger;
  if (passkeyById(sql, passkey.id)) return false;
  const { id, publicKey, counter, transports } = passkey;
  sql.exec(
    "INSERT INTO passkey VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
    ...[id, person, name, publicKey, counter, JSON.stringify(transports), now],
  );
  note(ledger, {
    actor: person,
    kind: "passkey-added",
    subject: personById(sql, person)?.name ?? "",
    detail: name,
  });
  return true;
}

/** Notes that a passkey signed. */
export function usePasskey({ sql, now }: Ledger, id: string, counter: number): void {
  sql.exec("UPDATE passkey SET counter = ?, used = ? WHERE id = ?", counter, now, id);
}

/**
 * Removes a passkey of a person.
 *
 * @returns `last` where nothing would be left to get in with
 */
export function removePasskey(
  ledger: Ledger,
  person: PersonId,
  id: string,
): "removed" | "last" | "not-found" {
  const { sql } = ledger;
  const all = listPasskeys(ledger, person);
  const passkey = all.find((each) => each.id === id);
  if (!passkey) return "not-found";
  const hasCodes = first(sql, "SELECT 1 FROM way_in WHERE person_id = ? AND kind = 'code' LIMIT 1", person);
  if (all.length === 1 && !hasCodes) return "last";
  sql.exec("DELETE FROM passkey WHERE id = ?", id);
  note(ledger, {
    ...{ actor: person, kind: "passkey-removed", detail: passkey.name },
    subject: personById(sql, person)?.name ?? "",
  });
  return "removed";
}
