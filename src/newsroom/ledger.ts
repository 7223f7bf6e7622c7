import type { Millis } from "../model/article.ts";
import type { Profile } from "../model/profile.ts";
import type { Settings } from "../settings.ts";
import type { Seen } from "./articles/seen.ts";
import type { Fact } from "./documents/facts.ts";

/** What a change of the ledger works with: one transaction, one moment. */
export interface Ledger {
  sql: SqlStorage;
  settings: Settings & Profile;
  now: Millis;
  seen: Seen;
  /** Whether what it puts out of date can wait until no more comes; see `touch`. */
  unhurried: boolean;
  /** Gathers what is read while a document is built; see `read`. */
  reads?: Set<Fact>;
  /** A new UUID. */
  newId: () => string;
}

type Row = Record<string, SqlStorageValue>;

/** The first row, or undefined. */
export function first<T extends Row>(
  sql: SqlStorage,
  query: string,
  ...parameters: SqlStorageValue[]
): T | undefined {
  return sql.exec<T>(query, ...parameters).toArray()[0];
}
