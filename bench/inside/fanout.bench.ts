import { env } from "cloudflare:workers";
import { it } from "vitest";
import { replaced } from "../../tests/worker/bindings.ts";
import { openWorld } from "../../tests/worker/push/world.ts";

// What telling ten thousand subscribers of one feed costs: calls of the newsroom, reads of KV, rows of the
// ledger and time in it, when a tenth of them misbehave. Printed, never asserted.

const SUBSCRIBERS = 10_000;
const BATCH = 40;
const TOPIC = "https://littoral.example/atom.xml";

it("what ten thousand subscribers cost", async () => {
  const world = await openWorld("fanout");
  const { desk } = world;
  await desk.publish({ title: "The first" });
  await desk.drain();
  await desk.pass(200_000);
  const counted = { read: 0, written: 0, ms: 0 };
  await desk.inside((newsroom, { storage: { sql } }) => {
    sql.exec("INSERT INTO topic (url, key) VALUES (?, 'list/home')", TOPIC);
    for (let n = 0; n < SUBSCRIBERS; n++) {
      const batch = Math.floor(n / BATCH) + 1;
      if (n % BATCH === 0)
        sql.exec("INSERT INTO subscriber_batch (topic, members, version) VALUES (1, ?, 1)", BATCH);
      const callback = `https://${n % 10 ? "well" : "ill"}.example/${n}`;
      sql.exec(
        `INSERT INTO subscription (topic, batch, callback, host, secret, since, until)
         VALUES (1, ?, ?, 'host', 'a secret', 0, ?)`,
        ...[batch, callback, Number.MAX_SAFE_INTEGER],
      );
    }
    const counting = replaced(sql, {
      exec: (query: string, ...values: SqlStorageValue[]) => {
        const began = performance.now();
        const rows = sql.exec(query, ...values);
        const all = rows.toArray();
        counted.read += rows.rowsRead;
        counted.written += rows.rowsWritten;
        counted.ms += performance.now() - began;
        return { toArray: () => all, one: () => all[0], [Symbol.iterator]: () => all[Symbol.iterator]() };
      },
    });
    const object = newsroom as unknown as { ctx: { storage: object } };
    const storage = replaced(object.ctx.storage, {});
    Object.defineProperty(object, "ctx", {
      value: replaced(object.ctx, {
        storage: new Proxy(storage, {
          get: (target, name) => (name === "sql" ? counting : Reflect.get(target, name)),
        }),
      }),
    });
  });
  world.answers.set("ill", () => new Response(null, { status: 500 }));
  let reads = 0;
  const kv = replaced(env.DOCUMENTS, {
    getWithMetadata: (...args: Parameters<KVNamespace["getWithMetadata"]>) => {
      reads++;
      return env.DOCUMENTS.getWithMetadata(...args);
    },
  });
  const rows: (string | number)[][] = [];
  for (const round of ["the first story", "the second"]) {
    await desk.publish({ title: round });
    await desk.drain();
    Object.assign(counted, { read: 0, written: 0, ms: 0 });
    reads = 0;
    world.came.length = 0;
    let messages = 0;
    for (let idle = 0; idle < 2; ) {
      const jobs = world.queue.splice(0);
      idle = jobs.length ? 0 : idle + 1;
      for (const job of jobs) {
        messages++;
        await world.work(job, kv);
      }
      if (jobs.length === 0) await desk.pass(0);
    }
    const { read, written, ms } = counted;
    rows.push([round, world.came.length, messages, reads, 2 * messages, read, written, ms.toFixed(0)]);
  }
  const head = [
    "told of",
    "requests",
    "messages",
    "KV reads",
    "calls of the newsroom",
    "rows read",
    "rows written",
    "ms of SQL",
  ];
  const line = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
  console.log([line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n"));
});
