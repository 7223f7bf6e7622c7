import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { NewArticle } from "../../src/model/article.ts";
import { LIMITS } from "../../src/model/limits.ts";
import type { Answer, Newsroom } from "../../src/newsroom/newsroom.ts";
import { toNewArticle } from "../../src/routes/api/content.ts";
import type { ArticleInput } from "../../src/routes/api/schemas.ts";

// What tests inside the Worker share: newsrooms with a clock of their own.

export const SITE = "https://littoral.example";

/** A moment to start from, ms. */
const START = Date.UTC(2025, 6, 1);

/** An article as the API would hand it to the newsroom. */
export function input(fields: ArticleInput): NewArticle {
  return toNewArticle(fields, SITE);
}

export interface Desk {
  /** Runs something inside the Durable Object. */
  inside: <T>(work: (newsroom: Newsroom, state: DurableObjectState) => T | Promise<T>) => Promise<T>;
  publish: (fields: ArticleInput) => Promise<Answer>;
  /** Lets time pass, ms. */
  pass: (millis: number) => Promise<void>;
  /** Ends the Durable Object wherever it is, and starts it anew from its storage. */
  restart: () => Promise<void>;
  /** Leaves it nothing to do: KV is another one's from here on. */
  close: () => Promise<void>;
  /** Lets time pass until nothing is left to write. */
  drain: () => Promise<void>;
}

/** A newsroom of its own, whose time stands still until told. */
export async function openDesk(name: string): Promise<Desk> {
  // A stub does not outlive its object.
  const inside: Desk["inside"] = (work) =>
    runInDurableObject(env.NEWSROOM.get(env.NEWSROOM.idFromName(name)), work);
  let now = START;
  const setClock = () =>
    inside((newsroom) => {
      newsroom.clock = () => now;
    });
  await setClock();
  // One that is there for the first time noted what it has to write with the time of day.
  await inside((_, { storage }) =>
    storage.sql.exec("UPDATE outbox SET since = ?1, due = ?1", START).toArray(),
  );
  const wake = () => inside((newsroom) => newsroom.wake());
  const pass = async (millis: number) => {
    now += millis;
    await wake();
  };
  return {
    inside,
    publish: (fields) =>
      inside((newsroom) => newsroom.publish(input(fields), "test", { request: null, wait: 0 })),
    pass,
    restart: async () => {
      await abortAllDurableObjects();
      await setClock();
    },
    close: () =>
      inside(async (_, { storage }) => {
        for (const table of ["agenda", "outbox"]) storage.sql.exec(`DELETE FROM ${table}`);
        await storage.deleteAlarm();
      }),
    drain: async () => {
      for (let i = 0; i < LIMITS.page; i++) {
        await wake();
        const next = await inside((_, { storage }) =>
          storage.sql.exec<{ due: number | null }>("SELECT min(due) AS due FROM outbox").one(),
        );
        if (next.due === null) return;
        now = Math.max(now, next.due);
      }
      throw new Error("the outbox does not empty");
    },
  };
}

/** All of KV: key → value and metadata. */
export async function dumpKv(
  kv: Pick<KVNamespace, "list" | "get"> = env.DOCUMENTS,
): Promise<Record<string, unknown>> {
  const dump: Record<string, unknown> = {};
  let cursor: string | undefined;
  do {
    const page: KVNamespaceListResult<unknown> = await kv.list({ cursor: cursor ?? null });
    for (const { name, metadata } of page.keys) dump[name] = { value: await kv.get(name), metadata };
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor);
  return dump;
}

/** Empties KV. */
export async function clearKv(): Promise<void> {
  for (const name of Object.keys(await dumpKv())) await env.DOCUMENTS.delete(name);
}
