import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { MIGRATIONS, migrate } from "../../src/newsroom/schema.ts";
import { dropTables, TABLES } from "./tables.ts";

// The ledger's schema comes forward from any earlier state, and nothing in it is lost on the way.

/** Runs something on a storage emptied of what the newsroom put there. */
function onEmptyStorage<T>(name: string, work: (storage: DurableObjectStorage) => T): Promise<T> {
  return runInDurableObject(env.NEWSROOM.get(env.NEWSROOM.idFromName(name)), async (_, { storage }) => {
    await storage.deleteAlarm();
    dropTables(storage.sql);
    return work(storage);
  });
}

describe.each(MIGRATIONS.map((_, done) => done))("from the state after %i steps", (done) => {
  it("reaches the newest schema and keeps what was stored", async () => {
    const [direct, stepwise, kept] = await onEmptyStorage(`schema-${done}`, (storage) => {
      migrate(storage, MIGRATIONS.slice(0, done));
      if (done > 0) storage.sql.exec("INSERT INTO tag (slug, label, created) VALUES ('libya', 'Libya', 1)");
      migrate(storage);
      migrate(storage); // a second start changes nothing
      const after = storage.sql.exec(TABLES).toArray();
      const label = done > 0 ? storage.sql.exec("SELECT label FROM tag").one().label : "Libya";
      dropTables(storage.sql);
      migrate(storage);
      return [storage.sql.exec(TABLES).toArray(), after, label];
    });
    expect(stepwise).toEqual(direct);
    expect(kept).toBe("Libya");
  });
});

it("refuses a ledger that a newer release has written", async () => {
  const message = await onEmptyStorage("schema-newer", (storage) => {
    migrate(storage, [...MIGRATIONS, "CREATE TABLE from_the_future (a)"]);
    try {
      migrate(storage);
      return "accepted";
    } catch (error) {
      return String(error);
    }
  });
  expect(message).toContain(`this release knows ${MIGRATIONS.length}`);
});

it("rolls a failing step back whole", async () => {
  const tables = await onEmptyStorage("schema-broken", (storage) => {
    try {
      migrate(storage, ["CREATE TABLE one (a); CREATE TABLE one (a)"]);
    } catch {
      // expected: what counts is what is left
    }
    return storage.sql.exec(TABLES).toArray();
  });
  expect(tables).toEqual([]);
});
