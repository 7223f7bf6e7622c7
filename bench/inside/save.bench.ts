import { it } from "vitest";
import { articleOf, contentOf, rowById } from "../../src/newsroom/articles.ts";
import { learnStory, withKeyPoints } from "../../src/newsroom/background.ts";
import { buildDocument } from "../../src/newsroom/build.ts";
import { fileArticle } from "../../src/newsroom/membership.ts";
import { touchReaders } from "../../src/newsroom/readers.ts";
import { relate } from "../../src/newsroom/related.ts";
import { index } from "../../src/newsroom/search/indexing.ts";
import { toNewArticle } from "../../src/routes/api/content.ts";
import type { DocumentKey } from "../../src/store/keys.ts";
import { openDesk } from "../../tests/worker/newsroom.ts";
import { countWrites, fill, text, timed, WORDS } from "./fill.ts";

const SIZES = [100, 100_000];
const N = 30;
it("steps of a save", async () => {
  const desk = await openDesk("save");
  await countWrites(desk);
  await desk.drain();
  let before = 0;
  for (const size of SIZES) {
    await fill(desk, before, size);
    before = size;
    await desk.inside(async (newsroom, { storage }) => {
      storage.sql.exec("DELETE FROM changed");
      const ledger = () => (newsroom as any).ledger();
      const inputs = Array.from({ length: N }, (_, i) => ({
        title: `Bench ${size} ${i}`,
        tags: ["T1", "T2", "T3"],
        markdown: Array.from({ length: 5 }, (_, k) => text(WORDS / 5, size * 10 + i * 5 + k)).join(".\n\n"),
      }));
      const step = async (name: string, work: (i: number) => void) => {
        const ms = await timed(() => {
          for (let i = 0; i < N; i++) work(i);
        });
        console.log(`${size} ${name} ${(ms / N).toFixed(2)}`);
      };
      const articles: any[] = [];
      await step("toNewArticle", (i) => {
        articles[i] = toNewArticle(inputs[i]!, "https://littoral.example");
      });
      const saved: string[] = [];
      await step("publish whole transaction", (_i) => {
        (newsroom as any).write((_l: any) => {
          const _o = (newsroom as any).constructor;
          return null;
        });
      });
      const { createArticle } = await import("../../src/newsroom/editing.ts");
      await step("createArticle", (i) => {
        const o = (newsroom as any).write((l: any) => createArticle(l, articles[i], "x"));
        saved[i] = o.article.id;
      });
      const rows = saved.map((id) => rowById(storage.sql, id)!);
      const contents = rows.map((row) => contentOf(storage.sql, row));
      await step("learnStory", (i) => {
        learnStory(ledger(), rows[i]?.id, null, contents[i]?.body, true);
      });
      await step("withKeyPoints", (i) => {
        withKeyPoints(contents[i]?.body, contents[i]?.title, "en");
      });
      await step("articleOf", (i) => {
        ledger().seen.clear();
        articleOf(ledger(), rows[i]!);
      });
      const arts = rows.map((row) => articleOf(ledger(), row));
      await step("fileArticle", (i) => fileArticle(ledger(), arts[i]!));
      await step("index", (i) => index(ledger(), arts[i]!));
      await step("relate (same body object)", (i) => relate(ledger(), arts[i]!));
      const fresh = rows.map((row) => {
        ledger().seen.clear();
        return articleOf(ledger(), row);
      });
      await step("relate (fresh)", (i) => relate(ledger(), fresh[i]!));
      await step("touchReaders", (i) => {
        storage.sql.exec("UPDATE article SET revision = revision WHERE id = ?", saved[i]!);
        touchReaders(ledger());
      });
      ledger().seen.clear();
      await step("build article", (i) => {
        buildDocument(ledger(), `article/${rows[i]?.slug}` as DocumentKey);
      });
      await step("build comments", (i) => {
        buildDocument(ledger(), `comments/${rows[i]?.slug}` as DocumentKey);
      });
      for (const key of [
        "list/home",
        "list/tag:t1",
        "list/day:2026-11-25",
        "index/directory",
        "index/news",
        "index/sitemap/101",
        "index/sitemap",
      ]) {
        await step(`build ${key} seen`, () => {
          buildDocument(ledger(), key as DocumentKey);
        });
        await step(`build ${key} cold`, () => {
          ledger().seen.clear();
          buildDocument(ledger(), key as DocumentKey);
        });
      }
    });
    await desk.drain();
  }
});
