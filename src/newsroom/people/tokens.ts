import { first, type Ledger } from "../ledger.ts";

/**
 * What a token may do: `read` the API, `write` articles and tags, `moderate` comments, `admin`ister
 * tokens and rebuild.
 */
export const TOKEN_SCOPES = ["read", "write", "moderate", "admin"] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A token without its secret, which is not kept. */
export interface TokenView {
  id: string;
  name: string;
  scopes: TokenScope[];
  /** RFC 3339. */
  created: string;
}

interface TokenRow extends Record<string, SqlStorageValue> {
  id: string;
  name: string;
  scopes: string;
  created: number;
}

/** @param hash SHA-256 of the secret, in hexadecimal */
export function addToken(
  { sql, now, newId }: Ledger,
  name: string,
  hash: string,
  scopes: TokenScope[],
): TokenView {
  const row: TokenRow = { id: newId(), name, scopes: JSON.stringify(scopes), created: now };
  sql.exec("INSERT INTO token VALUES (?, ?, ?, ?, ?)", row.id, name, hash, row.scopes, now);
  return view(row);
}

export function findToken(sql: SqlStorage, hash: string): TokenView | undefined {
  const row = first<TokenRow>(sql, "SELECT id, name, scopes, created FROM token WHERE hash = ?", hash);
  return row && view(row);
}

export function listTokens(sql: SqlStorage): TokenView[] {
  return sql
    .exec<TokenRow>("SELECT id, name, scopes, created FROM token ORDER BY created, id")
    .toArray()
    .map(view);
}

/** @returns whether there was such a token */
export function removeToken(sql: SqlStorage, id: string): boolean {
  return sql.exec("DELETE FROM token WHERE id = ?", id).rowsWritten > 0;
}

function view(row: TokenRow): TokenView {
  return {
    id: row.id,
    name: row.name,
    scopes: JSON.parse(row.scopes) as TokenScope[],
    created: new Date(row.created).toISOString(),
  };
}
