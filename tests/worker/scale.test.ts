import { beforeEach, expect, it } from "vitest";
import type { Slug } from "../../src/model/slug.ts";
import { EXPORT_START, type ExportPlace } from "../../src/newsroom/backup/export.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { bindings } from "./bindings.ts";
import { writeComment } from "./comments.ts";
import { inMemory } from "./convergence/kv.ts";
import { clearKv, type Desk, input, openDesk, SITE } from "./newsroom.ts";

// What a newsroom does costs the same whether it has three hundred stories or three times as many: no statement
// walks through all there are. Rows are counted, as the platform counts and bills them, and no time.

beforeEach(clearKv);

const HOUR_MS = 3_600_000;
/** A statement that reads more rows than this is looked at. */
const FEW_ROWS = 60;
/** What reads more as more is there, and why: most up to a bound that is not reached here. */
const BOUNDED: [statement: RegExp, why: string][] = [
  [/FROM recent$/, "the newest two thousand stories are compared"],
  [/FROM article GROUP BY status$/, "the status counts all stories, in an index"],
  [/FROM sitemap s /, "a block of the sitemap has a thousand addresses"],
];

interface Reads {
  /** The most rows that each statement has read, by its text. */
  most: Map<string, number>;
  /** Statements whose rows were not read to their end. */
  open: Map<object, string>;
}

/** Watches what a newsroom reads of its ledger from now on. */
async function watch(desk: Desk): Promise<Reads> {
  const reads: Reads = { most: new Map(), open: new Map() };
  await desk.inside((_, { storage }) => {
    const exec = storage.sql.exec.bind(storage.sql);
    Object.defineProperty(storage.sql, "exec", {
      configurable: true,
      value: (query: string, ...values: SqlStorageValue[]) => {
        const cursor = exec(query, ...values);
        const rows = cursor.toArray();
        reads.most.set(query, Math.max(reads.most.get(query) ?? 0, cursor.rowsRead));
        if (rows.length > 0) reads.open.set(rows, query);
        const all = () => {
          reads.open.delete(rows);
          return rows;
        };
        const one = () => all()[0];
        return {
          ...{ toArray: all, one },
          *[Symbol.iterator]() {
            yield* rows;
            all();
          },
        };
      },
    });
  });
  return reads;
}

/** Brings stories of many days, with tags, authors and former addresses, many at a time. */
async function fill(desk: Desk, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 50) {
    const inputs = Array.from({ length: 50 }, (_, i) => start + i).map((n) => ({
      input: input({
        ...{ title: `Ferry ${n} sails`, markdown: `It sails to ${"port ".repeat(n % 5)} ${n}.` },
        ...{ tags: [`T${n % 7}`], authors: [`Author ${n % 3}`], addresses: [`/old/${n}`], imported: 10 },
        published: new Date(Date.UTC(2023, 0, 1) + n * 12 * HOUR_MS).toISOString(),
      }),
      request: null,
    }));
    await desk.inside((newsroom) => newsroom.publishAll(inputs, "test", 0));
    await desk.drain();
  }
}

/** One of everything that a newsroom does all day. */
async function work(desk: Desk): Promise<void> {
  const id = await desk.inside(async (newsroom) => {
    const story = input({ title: "Now it sails", tags: ["T1", "T2"], markdown: "It sails now." });
    const answer = await newsroom.publish(story, "test", { request: null, wait: 0 });
    return answer.kind === "saved" ? answer.article.id : "";
  });
  await desk.drain();
  const changes: Parameters<typeof toChange>[0][] = [
    { title: "It sailed", tags: ["T3"] },
    { markdown: "It sailed." },
    { slug: "it-sailed" as Slug },
    { published: new Date(Date.UTC(2023, 2, 1)).toISOString() },
  ];
  for (const change of changes) {
    await desk.inside((newsroom) => newsroom.edit(id, null, toChange(change, SITE), "test", 0));
    await desk.drain();
  }
  await desk.inside(async (newsroom) => {
    const comment = writeComment(newsroom, id, "A remark on ships.");
    await newsroom.comments().decide(comment, null, "approved", "operator", 0);
  });
  await desk.drain();
  await desk.inside((newsroom) => newsroom.withdraw(id, null, "test", 0));
  await desk.drain();
  await desk.inside((newsroom) =>
    newsroom.edit(id, null, toChange({ status: "published" }, SITE), "test", 0),
  );
  await desk.drain();
  await desk.inside(async (newsroom) => {
    await newsroom.arrangeFront({ stories: [{ id, until: null }], sections: ["t1" as Slug] }, "test", 0);
    await newsroom.publication().redirect([{ from: "/former", to: "/tags/t1" }], "test", 0);
    newsroom.status();
    newsroom.articles(null, null, 10);
    newsroom.article(id);
    newsroom.searchPage("sailed", 1);
    newsroom.searchFeed("sailed");
    newsroom.gathering().claim();
    newsroom.comments().list({ status: "pending", article: null, before: null }, 10);
    for (let place: ExportPlace | null = EXPORT_START; place; ) place = newsroom.exportPart(place).next;
  });
  // Until the edge has been told of all of it, and KV was asked whether it has it.
  for (let i = 0; i < 3; i++) {
    await desk.pass(100_000);
    await desk.drain();
  }
}

it("what is done in a newsroom reads no more of a large ledger than of a small one", async () => {
  const desk = await openDesk("scale");
  await desk.inside((newsroom) =>
    bindings(newsroom, { kv: { ...inMemory() }, invalidate: async () => {}, alarms: "none" }),
  );
  const reads = await watch(desk);
  const readWith = async (from: number, to: number) => {
    await fill(desk, from, to);
    // What that left to be told to the edge is no part of what follows.
    for (let i = 0; i < 3; i++) await desk.pass(100_000);
    reads.most.clear();
    await work(desk);
    return new Map(reads.most);
  };
  const [few, many] = [await readWith(0, 300), await readWith(300, 900)];
  const grown = [...many].filter(
    ([statement, rows]) =>
      rows > FEW_ROWS &&
      rows > 1.5 * (few.get(statement) ?? 0) &&
      !BOUNDED.some(([bounded]) => bounded.test(statement)),
  );
  expect(grown.map(([statement, rows]) => ({ statement, few: few.get(statement), many: rows }))).toEqual([]);
  // A cursor that is not read to its end stays open until it is collected, and slows down whatever is asked
  // meanwhile; the database's log cannot be taken in before.
  expect([...new Set(reads.open.values())]).toEqual([]);
});
