import { it } from "vitest";
import type { NewArticle } from "../../src/model/article.ts";
import { articleFrom, contentOf, rowById } from "../../src/newsroom/articles/articles.ts";
import { createArticle } from "../../src/newsroom/articles/editing.ts";
import { fileArticle } from "../../src/newsroom/articles/membership.ts";
import { buildDocument } from "../../src/newsroom/documents/build.ts";
import type { Ledger } from "../../src/newsroom/ledger.ts";
import type { Newsroom } from "../../src/newsroom/newsroom.ts";
import { index } from "../../src/newsroom/search/indexing.ts";
import { withKeyPoints } from "../../src/newsroom/understanding/background.ts";
import { relate } from "../../src/newsroom/understanding/related.ts";
import { toNewArticle } from "../../src/routes/api/content.ts";
import { articleKey, DIRECTORY_KEY, type DocumentKey, listKey, sitemapKey } from "../../src/store/keys.ts";
import { bindings } from "../../tests/worker/bindings.ts";
import { inMemory } from "../../tests/worker/convergence/kv.ts";
import { openDesk, SITE } from "../../tests/worker/newsroom.ts";
import { fill, text, timed, WORDS } from "./fill.ts";

// What a publish costs the newsroom, which does one thing at a time: as a whole, and step by step, with
// ever more articles there. Milliseconds, the mean of many; KV is left out. Printed, never asserted.

const SIZES = [100, 10_000, 100_000];
const REPEATS = 30;
const PARAGRAPHS = 5;

/** The parts of a newsroom that it keeps to itself. */
interface Inside {
  ledger(): Ledger;
  write<T>(change: (ledger: Ledger) => T): T;
}

it("what a publish costs, step by step", async () => {
  const rows = new Map<string, string[]>();
  const desk = await openDesk("save");
  const kv = inMemory();
  let before = 0;
  for (const size of SIZES) {
    await fill(desk, before, size);
    before = size;
    await desk.inside(async (newsroom, { storage }) => {
      const inside = newsroom as unknown as Inside;
      bindings(newsroom, {
        kv: { ...kv },
        invalidate: async () => {},
        alarms: "none",
      });
      const inputs = Array.from({ length: REPEATS }, (_, i) => story(size + i));
      const step = async (name: string, work: (i: number) => unknown) => {
        const ms = await timed(async () => {
          for (let i = 0; i < REPEATS; i++) await work(i);
        });
        rows.set(name, [...(rows.get(name) ?? []), (ms / REPEATS).toFixed(2)]);
      };

      const ids: string[] = [];
      const articles: NewArticle[] = [];
      await step("parsed and cleaned, at the door (in the Worker)", (i) => {
        articles[i] = toNewArticle(inputs[i] ?? {}, SITE);
      });
      await writeAll(newsroom, storage);
      await step("**saved, all of the transaction**", (i) => {
        const outcome = inside.write((ledger) => createArticle(ledger, articles[i] as NewArticle, "bench"));
        if (outcome.kind === "saved") ids[i] = outcome.article.id;
      });
      const found = ids.map((id) => {
        const row = rowById(storage.sql, id);
        if (!row) throw new Error("it was not saved");
        const content = contentOf(storage.sql, row);
        content.body = (articles[ids.indexOf(id)] as NewArticle).content.body;
        return { row, content, article: articleFrom(inside.ledger(), row, content) };
      });
      const each = (work: (one: (typeof found)[number], ledger: Ledger) => unknown) => (i: number) =>
        storage.transactionSync(() => work(found[i] as (typeof found)[number], inside.ledger()));
      await step(
        "of it: key points",
        each(({ content }) => withKeyPoints(content.body, content.title, "en")),
      );
      await step(
        "of it: filed",
        each(({ article }, ledger) => fileArticle(ledger, article)),
      );
      await step(
        "of it: indexed for search",
        each(({ article }, ledger) => index(ledger, article)),
      );
      await step(
        "of it: related articles",
        each(({ article }, ledger) => relate(ledger, article)),
      );
      await writeAll(newsroom, storage);

      await step("**with all of its documents written**", async (i) => {
        inside.write((ledger) => createArticle(ledger, toNewArticle(story(size * 2 + i), SITE), "bench"));
        await writeAll(newsroom, storage);
      });
      const build = (key: (i: number) => DocumentKey) => (i: number) =>
        buildDocument(inside.ledger(), key(i));
      await step(
        "of it: an article",
        build((i) => articleKey(found[i]?.row.slug ?? "")),
      );
      await step(
        "of it: a list",
        build(() => listKey({ kind: "home" })),
      );
      await step("of it: a list, nothing in memory", (i) => {
        inside.ledger().seen.clear();
        return build(() => listKey({ kind: "home" }))(i);
      });
      await step(
        "of it: the directory",
        build(() => DIRECTORY_KEY),
      );
      await step(
        "of it: a block of the sitemap",
        build(() => sitemapKey(1)),
      );
    });
  }
  const lines = [...rows].map(([name, cells]) => `| ${name} | ${cells.join(" | ")} |`);
  const head = [
    `| step | ${SIZES.map((size) => `${size} articles`).join(" | ")} |`,
    `| ---- | ${SIZES.map(() => "---").join(" | ")} |`,
  ];
  console.log([...head, ...lines].join("\n"));
});

function story(seed: number) {
  const paragraphs = Array.from({ length: PARAGRAPHS }, (_, k) => text(WORDS / PARAGRAPHS, seed * 10 + k));
  return { title: `Bench ${seed}`, tags: ["T1", "T2", "T3"], markdown: paragraphs.join(".\n\n") };
}

/** Lets time pass until all documents are written. */
async function writeAll(newsroom: Newsroom, storage: DurableObjectStorage): Promise<void> {
  let now = newsroom.clock();
  newsroom.clock = () => now;
  for (;;) {
    await newsroom.wake();
    const { due } = storage.sql.exec<{ due: number | null }>("SELECT min(due) AS due FROM outbox").one();
    if (due === null) return;
    now = Math.max(now, due);
  }
}
