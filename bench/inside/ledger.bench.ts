import { it } from "vitest";
import { openDesk } from "../../tests/worker/newsroom.ts";
import { spread } from "../tables.ts";
import { countWrites, fill, text, timed, WORDS, word } from "./fill.ts";

// What a publish and a search cost in the ledger, with ever more articles there. Printed, never asserted.

const SIZES = [100, 1000, 10_000, 100_000];
const REPEATS = 7;
it("costs of a publish and of a search", async () => {
  const lines: string[] = [];
  lines.push(
    "| articles | KV writes | KV bytes | rows read | rows written | publish, ms | search, ms | database, MB |",
  );
  lines.push(
    "| -------- | --------- | -------- | --------- | ------------ | ----------- | ---------- | ------------ |",
  );
  const desk = await openDesk("bench");
  const counted = await countWrites(desk);
  await desk.drain();
  let before = 0;
  for (const size of SIZES) {
    await fill(desk, before, size);
    before = size;
    const runs: { ms: number; read: number; written: number; writes: number; bytes: number }[] = [];
    for (let i = 0; i < REPEATS; i++) {
      Object.assign(counted, { writes: 0, bytes: 0 });
      const cost = { read: 0, written: 0 };
      const ms = await desk.inside(async (newsroom, { storage }) => {
        const exec = storage.sql.exec.bind(storage.sql);
        const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
        Object.defineProperty(storage.sql, "exec", {
          configurable: true,
          value: (...args: Parameters<typeof exec>) => {
            const cursor = exec(...args);
            cursors.push(cursor);
            return cursor;
          },
        });
        const fields = { title: `Bench ${size} ${i}`, standfirst: "", tags: ["T1", "T2", "T3"], authors: [] };
        const { toNewArticle } = await import("../../src/routes/api/content.ts");
        const article = toNewArticle(
          { ...fields, markdown: text(WORDS, size + i) },
          "https://littoral.example",
        );
        const took = await timed(() => newsroom.publish(article, "bench", { request: null, wait: 0 }));
        Reflect.deleteProperty(storage.sql, "exec");
        for (const cursor of cursors) {
          cost.read += cursor.rowsRead;
          cost.written += cursor.rowsWritten;
        }
        return took;
      });
      await desk.drain();
      runs.push({ ms, ...cost, ...counted });
    }
    const queries = [
      word(0),
      word(3),
      word(50),
      word(5000),
      `${word(0)} ${word(1)}`,
      `"${word(0)} ${word(1)}"`,
      `${word(10)} ${word(300)}`,
    ];
    const searches: number[] = [];
    for (const query of queries) {
      for (let i = 0; i < 3; i++) {
        searches.push(await desk.inside((newsroom) => timed(() => newsroom.searchPage(query, 1))));
      }
    }
    const size_ = await desk.inside((_, { storage }) => storage.sql.databaseSize / 1e6);
    const of = (name: keyof (typeof runs)[number]) => Math.round(spread(runs.map((run) => run[name])).median);
    const p95 = [...searches].sort((a, b) => a - b)[Math.floor(searches.length * 0.95)];
    lines.push(
      `| ${size} | ${of("writes")} | ${of("bytes")} | ${of("read")} | ${of("written")} | ${of("ms")} | ${spread(searches).median}, p95 ${p95} | ${Math.round(size_)} |`,
    );
  }
  console.log(lines.join("\n"));
});
