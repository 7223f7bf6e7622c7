import { it } from "vitest";
import type { Slug } from "../../src/model/slug.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { bindings } from "../../tests/worker/bindings.ts";
import { writeComment } from "../../tests/worker/comments.ts";
import { inMemory } from "../../tests/worker/convergence/kv.ts";
import { input, openDesk, SITE } from "../../tests/worker/newsroom.ts";
import { fill, text, timed, WORDS, word } from "./fill.ts";

// What each operation costs the newsroom, which does one thing at a time, with 10,000 articles there: its
// transaction or its query, without the documents that follow. Printed, never asserted.

const ARTICLES = 100_000;
const REPEATS = 20;

it("what each operation costs", async () => {
  const desk = await openDesk("operations");
  await fill(desk, 0, ARTICLES);
  const rows: [name: string, ms: number][] = [];
  await desk.inside(async (newsroom, { storage }) => {
    bindings(newsroom, { kv: { ...inMemory() }, invalidate: async () => {}, alarms: "none" });
    // Documents are not what is measured here.
    newsroom.wake = async () => {};
    const measure = async (name: string, work: (i: number) => unknown) => {
      const ms = await timed(async () => {
        for (let i = 0; i < REPEATS; i++) await work(i);
      });
      rows.push([name, ms / REPEATS]);
    };
    const article = (i: number) =>
      input({ title: `Operation ${i}`, tags: ["T1", "T2", "T3"], markdown: text(WORDS, i) });
    const ids: string[] = [];
    const publish = async (i: number) => {
      const answer = await newsroom.publish(article(i), "bench", { request: null, wait: 0 });
      if (answer.kind === "saved") ids[i] = answer.article.id;
    };
    const id = (i: number) => ids[i] ?? "";
    const editor = { id: "e", name: "Hana", role: "editor" as const };
    const listed = (which: "published", title: string) =>
      newsroom.writing().list({ which, title, before: null }, editor, 50);
    const edit = (patch: Parameters<typeof toChange>[0]) => (i: number) =>
      newsroom.edit(id(i), null, toChange(patch, SITE), "bench", 0);
    await measure("publish", publish);
    await measure("change the text", (i) => edit({ markdown: text(WORDS, i + 100) })(i));
    await measure("change the tags", edit({ tags: ["T4", "T5"] }));
    await measure("change nothing", edit({ tags: ["T4", "T5"] }));
    const comments: string[] = [];
    await measure("take a comment", (i) => {
      comments[i] = writeComment(newsroom, id(i), "A remark on ships and harbours.");
    });
    await measure("approve it", (i) =>
      newsroom.comments().decide(comments[i] ?? "", null, "approved", "operator", 0),
    );
    await measure("list comments that wait", () =>
      newsroom.comments().list({ status: "pending", article: null, before: null }, 100),
    );
    await measure("withdraw", (i) => newsroom.withdraw(id(i), null, "bench", 0));
    await measure("read an article", (i) => newsroom.article(`id-${i}`));
    await measure("list 50 stories at the desk", () => listed("published", ""));
    await measure("find a headline that many have there", () => listed("published", word(0)));
    await measure("find one that none has there", () => listed("published", "nowhere"));
    await measure("list 100 articles", () => newsroom.articles(null, null, 100));
    await measure("look up a token", () => newsroom.findToken("none"));
    await measure("status", () => newsroom.status());
    await measure("a search for a rare word", () => newsroom.searchPage(word(5000), 1));
    await measure("a search for a common word", () => newsroom.searchPage(word(0), 1));
    await measure("a feed of a search", () => newsroom.searchFeed(word(50)));
    await measure("a question", () => newsroom.ask(`${word(300)} ${word(400)}`, null));
    await measure("hand out feeds that are due", () => newsroom.gathering().claim());
    await measure("rename a tag of 50 articles", (i) =>
      newsroom.changeTag(`t${i + 20}` as Slug, { label: `T${i + 20}!` }, 0),
    );
    await measure("put all documents out of date (a rebuild)", () => newsroom.rebuild());
    storage.sql.exec("DELETE FROM outbox");
  });
  const lines = rows.map(([name, ms]) => `| ${name} | ${ms.toFixed(1)} | ${ms < 10 ? "yes" : "no"} |`);
  console.log(
    [`| operation, ${ARTICLES} articles | ms | below 10 ms |`, "| --- | --- | --- |", ...lines].join("\n"),
  );
});
