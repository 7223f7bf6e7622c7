import { type Person, type PersonId, type Role, TOKEN_SCOPES, type TokenScope } from "../../model/people.ts";
import { first, type Ledger } from "../ledger.ts";
import { note } from "./actions.ts";

/** What a token of somebody's own may do at most. Programs write in everybody's stories, which authors do not. */
const SCOPES_OF: Record<Role, readonly TokenScope[]> = {
  owner: TOKEN_SCOPES,
  editor: ["read", "write", "moderate"],
  author: [],
  contributor: [],
  moderator: ["moderate"],
};

/** What a token of somebody's may do: what it was given, as far as their role goes now. */
export const scopesFor = (role: Role, scopes: readonly TokenScope[] = TOKEN_SCOPES): TokenScope[] =>
  scopes.filter((scope) => SCOPES_OF[role].includes(scope));

/** A token without its secret, which is not kept. */
export interface TokenView {
  id: string;
  name: string;
  scopes: TokenScope[];
  /** Whose it is, by name; null for the newsroom's own. */
  person: string | null;
  /** RFC 3339. */
  created: string;
}

/** A token that somebody showed, and who acts with it: its owner, or the token itself. */
export type MetToken = TokenView & { actor: string };

interface TokenRow extends Record<string, SqlStorageValue> {
  id: string;
  name: string;
  scopes: string;
  created: number;
  person_id: string | null;
  person: string | null;
  role: Role | null;
}

const TOKENS = `SELECT token.id, token.name, scopes, token.created, person_id, person.name AS person,
    CASE WHEN removed IS NULL THEN role END AS role
  FROM token LEFT JOIN person ON person.id = person_id`;

/**
 * @param hash SHA-256 of the secret, in hexadecimal
 * @param person whose it is; null for the newsroom's own
 */
export function addToken(
  ledger: Ledger,
  name: string,
  hash: string,
  scopes: TokenScope[],
  person: Person | null = null,
): TokenView {
  const { sql, now } = ledger;
  const id = ledger.newId();
  const given = JSON.stringify(person ? scopesFor(person.role, scopes) : scopes);
  sql.exec(
    "INSERT INTO token (id, name, hash, scopes, created, person_id) VALUES (?, ?, ?, ?, ?, ?)",
    ...[id, name, hash, given, now, person?.id ?? null],
  );
  if (person) note(ledger, { actor: person.id, kind: "token-made", subject: name });
  return view(sql.exec<TokenRow>(`${TOKENS} WHERE token.id = ?`, id).one());
}

/** A token by its hash, and who acts with it. Undefined for none, and for one of somebody who has no access. */
export function findToken(sql: SqlStorage, hash: string): MetToken | undefined {
  const row = first<TokenRow>(sql, `${TOKENS} WHERE hash = ?`, hash);
  if (!row || (row.person_id !== null && row.role === null)) return undefined;
  return { ...view(row), actor: row.person_id ?? row.id };
}

/** @param person whose; undefined for everybody's */
export function listTokens(sql: SqlStorage, person?: PersonId): TokenView[] {
  return sql
    .exec<TokenRow>(
      `${TOKENS} WHERE ?1 IS NULL OR person_id = ?1 ORDER BY token.created, token.id`,
      person ?? null,
    )
    .toArray()
    .map(view);
}

/** @param person whose; undefined for anybody's @returns whether there was such a token */
export function removeToken(ledger: Ledger, id: string, person?: Person): boolean {
  const { sql } = ledger;
  const row = first<{ name: string }>(
    sql,
    "SELECT name FROM token WHERE id = ?1 AND (?2 IS NULL OR person_id = ?2)",
    ...[id, person?.id ?? null],
  );
  if (!row) return false;
  sql.exec("DELETE FROM token WHERE id = ?", id);
  if (person) note(ledger, { actor: person.id, kind: "token-revoked", subject: row.name });
  return true;
}

function view({ id, name, scopes, created, person, role, person_id }: TokenRow): TokenView {
  const given = JSON.parse(scopes) as TokenScope[];
  return {
    ...{ id, name, person, created: new Date(created).toISOString() },
    scopes: person_id === null ? given : role ? scopesFor(role, given) : [],
  };
}
