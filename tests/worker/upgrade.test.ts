import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import type { ArticleDocument, ListDocument } from "../../src/model/document.ts";
import { MIGRATIONS, migrate } from "../../src/newsroom/schema.ts";
import { newsroomOf } from "../../src/routes/newsroom.ts";
import { writeComment } from "./comments.ts";
import { clearKv, dumpKv, openDesk, SITE } from "./newsroom.ts";
import { dropTables } from "./tables.ts";

// A newsroom that the release before wrote goes on with this one: what is new finds what was there.

beforeEach(clearKv);

/** The schema of 0.2.0. */
const BEFORE = 4;

/** What 0.2.0 left of a published article. */
function publishedBefore(sql: SqlStorage, n: number): void {
  const id = `00000000-0000-4000-8000-00000000000${n}`;
  const published = Date.UTC(2025, 5, n, 12);
  const content = {
    ...{
      title: `Ferry number ${n}`,
      standfirst: "",
      tags: ["Harbours"],
      authors: ["Salma Idris"],
      source: null,
    },
    ...{ language: null, canonicalUrl: null, image: null, attachments: [], stated: null },
    ...{ excerpt: "Ferries 12 It sails.", words: 4, blocks: [], background: [], keyPoints: ["It sails."] },
  };
  sql.exec(
    "INSERT INTO article VALUES (?, ?, ?, 'published', 1, 1, ?, ?, ?, ?, ?)",
    ...[id, `tag:x,2025:article/${n}`, `ferry-${n}`, published, published, published, published, published],
  );
  sql.exec(
    "INSERT INTO revision VALUES (?, 1, ?, 'desk', 'published', ?)",
    id,
    published,
    JSON.stringify(content),
  );
  sql.exec(
    "INSERT INTO body VALUES (?, 1, 'html', '<table><tr><td>Ferries</td><td>12</td></tr></table><p>It sails.</p>')",
    id,
  );
  for (const scope of ["home", "tag:harbours", "author:salma-idris"]) {
    sql.exec("INSERT INTO membership VALUES (?, ?, ?)", scope, published, id);
    sql.exec(
      "INSERT INTO scope (name, since, live) VALUES (?, 1, 1) ON CONFLICT (name) DO UPDATE SET live = live + 1",
      scope,
    );
  }
  sql.exec("INSERT OR IGNORE INTO tag VALUES ('harbours', 'Harbours', 1)");
  sql.exec("INSERT OR IGNORE INTO author VALUES ('salma-idris', 'Salma Idris', 1)");
}

it("brings search, days, sitemaps, neighbours and comments to articles of the release before", async () => {
  const desk = await openDesk("upgrade");
  await desk.inside((_, { storage }) => {
    dropTables(storage.sql);
    migrate(storage, MIGRATIONS.slice(0, BEFORE));
    for (const n of [1, 2, 3]) publishedBefore(storage.sql, n);
    storage.sql.exec("INSERT INTO note VALUES ('documents', '2.of-then')");
  });
  await desk.restart();
  await desk.pass(1000);
  await desk.drain();

  const kv = (await dumpKv()) as Record<string, { value: string }>;
  const read = <T>(key: string): T => JSON.parse(kv[key]?.value ?? "null");
  const second = read<ArticleDocument>("article/ferry-2");
  expect(second.id).toBe("tag:x,2025:article/2"); // for ever
  expect(second._dateline.previous?.title).toBe("Ferry number 1");
  expect(second._dateline.next?.title).toBe("Ferry number 3");
  expect([second.summary, second._dateline.key_points]).toEqual(["It sails.", undefined]);
  expect(second._dateline.thread).toMatchObject({ open: true, comments: [] });
  expect(read<ListDocument>("list/day:2025-06-02").items.map(({ id }) => id)).toEqual([second.id]);
  expect(read<{ urls: unknown[] }>("index/sitemap/1").urls).toHaveLength(3);
  expect(read<ListDocument>("list/tag:harbours").items).toHaveLength(3);
  const found = await desk.inside((newsroom) => newsroom.searchPage("ferry tag:harbours", 1));
  expect(JSON.parse(found).count).toBe(3);
  const id = await desk.inside((newsroom) =>
    writeComment(newsroom, "00000000-0000-4000-8000-000000000002", "At last."),
  );
  await desk.inside((newsroom) => newsroom.comments().decide(id, null, "approved", "operator", 0));
});

it("reads on when the Worker is rolled back to a release before the ledger's, and writes nothing", async () => {
  const newsroom = () => newsroomOf(env);
  const ask = (path: string, init: RequestInit = {}) =>
    exports.default.fetch(
      new Request(SITE + path, {
        ...init,
        headers: { Authorization: "Bearer operator-token", "Content-Type": "application/json" },
      }),
    );
  const publish = () =>
    ask("/api/articles", { method: "POST", body: JSON.stringify({ title: "A ship", tags: ["Trade"] }) });
  expect((await publish()).status).toBe(201);
  const paths = [
    "/",
    "/rss.xml",
    "/tags/trade/atom.xml",
    "/feed.json",
    "/articles/a-ship",
    "/articles/a-ship.json",
  ];
  const before = await Promise.all(paths.map(async (path) => (await ask(path)).text()));

  // What a later release may add to documents, and to the ledger.
  for (const [key, { value, metadata }] of Object.entries(await dumpKv()) as [
    string,
    { value: string; metadata: object },
  ][]) {
    const document = JSON.parse(value);
    await env.DOCUMENTS.put(
      key,
      JSON.stringify({ ...document, _dateline: { ...document._dateline, later: { a: 1 } } }),
      {
        // Another hash, so that nothing kept in this isolate answers.
        metadata: { ...metadata, hash: `later-${key}`, later: 1 },
      },
    );
  }
  await runInDurableObject(newsroom(), (_, { storage }) =>
    storage.sql.exec("INSERT INTO migration VALUES (?)", MIGRATIONS.length + 1),
  );
  await abortAllDurableObjects();

  for (const [i, path] of paths.entries()) {
    const answer = await ask(path);
    expect(answer.status, path).toBe(200);
    if (!path.endsWith(".json")) expect(await answer.text(), path).toBe(before[i]);
  }
  const refused = await publish();
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("30");
});
