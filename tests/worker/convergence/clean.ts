import { expect } from "vitest";
import { buildDocument } from "../../../src/newsroom/documents/build.ts";
import { everyKey } from "../../../src/newsroom/documents/everything.ts";
import { hashOfBuilt } from "../../../src/newsroom/documents/materialise.ts";
import type { Ledger } from "../../../src/newsroom/ledger.ts";
import type { DocumentKey } from "../../../src/store/keys.ts";

/**
 * Expects that every document of which the ledger says that KV has it is what building it now would
 * give, and that every document that there should be is there or on its way.
 */
export async function expectClean(ledger: Ledger): Promise<void> {
  const { sql } = ledger;
  // All of it in one go: the newsroom goes on while hashes are made.
  const stored = sql
    .exec<{ key: DocumentKey; hash: string }>(
      "SELECT key, hash FROM document WHERE stored = 1 AND key NOT IN (SELECT key FROM outbox)",
    )
    .toArray()
    .map(({ key, hash }) => ({ key, hash, ...buildDocument(ledger, key) }));
  const known = new Set(
    sql
      .exec<{ key: string }>("SELECT key FROM document UNION SELECT key FROM outbox")
      .toArray()
      .map(({ key }) => key),
  );
  const missing = everyKey(ledger).filter(
    (key) => !known.has(key) && buildDocument(ledger, key).built !== null,
  );
  expect(missing, "documents that nobody thought of").toEqual([]);
  for (const { key, hash, built, reads } of stored) {
    if (built !== null && (await hashOfBuilt(built)) === hash) continue;
    const noted = sql.exec<{ fact: string }>("SELECT fact FROM reading WHERE key = ?", key).toArray();
    expect.fail(
      `${key} is said to be as it should be, and is not. Now it is ${JSON.stringify(built)}, made of ` +
        `${[...reads].join(" ")}; what it was made of: ${noted.map(({ fact }) => fact).join(" ")}`,
    );
  }
}
