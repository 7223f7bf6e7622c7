import { env } from "cloudflare:workers";
import { it } from "vitest";
import { bindings } from "../tests/worker/bindings.ts";
import { type Desk, openDesk } from "../tests/worker/newsroom.ts";

// What a publish and a search cost in the ledger, with ever more articles there. Printed, never asserted.

const SIZES = [100, 1000, 10_000, 100_000];
const REPEATS = 7;
const WORDS = 250;

const word = (k: number) => `w${k.toString(36)}x`;

/** Words as a language has them: few very often, most of them seldom. The same at every run. */
function text(words: number, seed: number): string {
  let state = seed * 2_654_435_761 + 1;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: words }, () => word(Math.floor(60_000 ** random()) - 1)).join(" ");
}

/** Adds articles as if they had been published: the rows that a publish leaves, without its work. */
async function fill(desk: Desk, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 1000) {
    await desk.inside((_, { storage }) => {
      storage.transactionSync(() => {
        const { sql } = storage;
        for (let i = start; i < Math.min(to, start + 1000); i++) {
          const published = 1.6e12 + i * 1e6;
          const id = `id-${i}`;
          const body = text(WORDS, i);
          const content = {
            ...{ title: text(8, i + 0.5), standfirst: "", tags: [`T${i % 200}`], authors: [], source: null },
            ...{
              language: null,
              canonicalUrl: null,
              image: null,
              attachments: [],
              excerpt: "x",
              words: WORDS,
            },
          };
          sql.exec(
            "INSERT INTO article VALUES (?, ?, ?, 'published', 1, 1, ?, ?, ?, ?, ?)",
            id,
            `e-${i}`,
            `slug-${i}`,
            published,
            published,
            published,
            published,
            published,
          );
          sql.exec(
            "INSERT INTO revision VALUES (?, 1, ?, 'bench', 'published', ?)",
            id,
            published,
            JSON.stringify(content),
          );
          sql.exec("INSERT INTO body VALUES (?, 1, 'html', ?)", id, `<p>${body}</p>`);
          for (const scope of [
            "home",
            `tag:t${i % 200}`,
            `day:${new Date(published).toISOString().slice(0, 10)}`,
          ]) {
            sql.exec("INSERT INTO membership VALUES (?, ?, ?)", scope, published, id);
            sql.exec(
              "INSERT INTO scope VALUES (?, 1, 1) ON CONFLICT (name) DO UPDATE SET live = live + 1",
              scope,
            );
          }
          sql.exec("INSERT OR IGNORE INTO tag VALUES (?, ?, 1)", `t${i % 200}`, `T${i % 200}`);
          sql.exec("INSERT INTO sitemap (article_id) VALUES (?)", id);
          sql.exec("INSERT INTO document VALUES (?, 'document', 'h', 1, 1, 1)", `article/slug-${i}`);
          const number = published * 1024;
          sql.exec("INSERT INTO searchable VALUES (CAST(? AS INTEGER), ?, ?)", number, id, body);
          sql.exec(
            "INSERT INTO search_text (rowid, title, standfirst, names, body, filters) VALUES (CAST(? AS INTEGER), ?, '', '', ?, 'zany')",
            ...[number, content.title, body],
          );
          if (to - i <= 2000) {
            sql.exec("INSERT INTO recent (article_id) VALUES (?)", id);
            sql.exec(
              "INSERT INTO recent_text (rowid, title, tags, body) VALUES ((SELECT max(number) FROM recent), ?, '', ?)",
              content.title,
              body,
            );
          }
        }
      });
    });
  }
}

/** Milliseconds of something in the Durable Object, whose clock moves only when it waits. */
async function timed(work: () => unknown): Promise<number> {
  await scheduler.wait(1);
  const began = Date.now();
  await work();
  await scheduler.wait(1);
  return Date.now() - began - 1;
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

it("costs of a publish and of a search", async () => {
  console.log(
    "| articles | KV writes | KV bytes | rows read | rows written | publish, ms | search, ms | database, MB |",
  );
  console.log(
    "| -------- | --------- | -------- | --------- | ------------ | ----------- | ---------- | ------------ |",
  );
  const desk = await openDesk("bench");
  let writes = 0;
  let bytes = 0;
  await desk.inside((newsroom) =>
    bindings(newsroom, {
      kv: {
        put: async (...args: Parameters<KVNamespace["put"]>) => {
          writes++;
          bytes += String(args[1]).length;
          await env.DOCUMENTS.put(...args);
        },
      },
      invalidate: async () => {},
    }),
  );
  await desk.drain();
  let before = 0;
  for (const size of SIZES) {
    await fill(desk, before, size);
    before = size;
    const runs: { ms: number; read: number; written: number; writes: number; bytes: number }[] = [];
    for (let i = 0; i < REPEATS; i++) {
      [writes, bytes] = [0, 0];
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
        const { toNewArticle } = await import("../src/routes/api/content.ts");
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
      runs.push({ ms, ...cost, writes, bytes });
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
    const of = (name: keyof (typeof runs)[number]) => Math.round(median(runs.map((run) => run[name])));
    const p95 = [...searches].sort((a, b) => a - b)[Math.floor(searches.length * 0.95)];
    console.log(
      `| ${size} | ${of("writes")} | ${of("bytes")} | ${of("read")} | ${of("written")} | ${of("ms")} | ${median(searches)}, p95 ${p95} | ${Math.round(size_)} |`,
    );
  }
});
