import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import { endsBlock } from "../../src/model/archive.ts";
import type { ListDocument } from "../../src/model/document.ts";
import type { Slug } from "../../src/model/slug.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { bindings, NO_CONTEXT } from "./bindings.ts";
import { clearKv, type Desk, dumpKv, openDesk, SITE } from "./newsroom.ts";

// The history of each list, walked back to its first story (RFC 5005 §4).

beforeEach(clearKv);

const HOUR = 3_600_000;
const BEGINNING = Date.UTC(2025, 4, 1);

const get = (path: string) => app.fetch(new Request(SITE + path), env, NO_CONTEXT);
const pathOf = (url: string) => url.replace(SITE, "");

/** Stories an hour from one another. @param order of their publication */
async function fill(desk: Desk, order: readonly number[], tags = ["Libya"]): Promise<void> {
  for (const n of order)
    await desk.publish({
      ...{ title: `Story ${n}`, markdown: `Of ${n}`, tags },
      published: new Date(BEGINNING + n * HOUR).toISOString(),
    });
  await desk.drain();
  await desk.pass(2000);
  await desk.drain();
}
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);
const archives = async () =>
  Object.fromEntries(Object.entries(await dumpKv()).filter(([key]) => key.startsWith("archive/")));
const valuesOf = (dump: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(dump).map(([key, held]) => {
      const { items, ...list } = JSON.parse((held as { value: string }).value) as ListDocument;
      return [key, [list._dateline.archive, items.map(({ title }) => title)]];
    }),
  );

/** As a program walks that knows RFC 5005 and nothing of us. */
async function walk(feed: string): Promise<{ titles: string[]; documents: number }> {
  const titles = new Set<string>();
  const seen = new Set<string>();
  for (let path: string | undefined = feed; path; ) {
    const response = await get(path);
    expect(response.status, path).toBe(200);
    expect(seen.has(path), "no circle").toBe(false);
    seen.add(path);
    const text = await response.text();
    if (feed.endsWith(".json")) {
      const list = JSON.parse(text) as ListDocument;
      for (const { title } of list.items) titles.add(title);
      path = list.next_url && pathOf(list.next_url);
    } else {
      const parts = feed.endsWith("rss.xml")
        ? /<item>.*?<title>(.*?)<\/title>/gs
        : /<entry>.*?<title[^>]*>(.*?)<\/title>/gs;
      for (const [, title = ""] of text.matchAll(parts))
        titles.add(title.replace(/<!\[CDATA\[(.*)\]\]>/, "$1"));
      expect(text.includes("<fh:archive/>"), path).toBe(path !== feed);
      const link = /<(?:atom:)?link rel="prev-archive" href="([^"]+)"/.exec(text)?.[1];
      path = link && pathOf(link);
    }
  }
  return { titles: [...titles].sort(), documents: seen.size };
}

it("is walked from each feed to the first story, in each format, whatever the order in which they came", async () => {
  const desk = await openDesk("archive-walk");
  await fill(desk, numbers(160));
  const all = numbers(160)
    .map((n) => `Story ${n}`)
    .sort();
  for (const list of ["", "/tags/libya"])
    for (const file of ["/feed.json", "/rss.xml", "/atom.xml"]) {
      const { titles, documents } = await walk(list + file);
      expect(titles, list + file).toEqual(all);
      expect(documents).toBeGreaterThan(2);
    }
  const inOrder = valuesOf(await archives());
  await clearKv();
  const other = await openDesk("archive-shuffled");
  const [shuffled = []] = fc.sample(fc.shuffledSubarray(numbers(160), { minLength: 160 }), 1);
  await fill(other, shuffled);
  expect(valuesOf(await archives())).toEqual(inOrder);
}, 60_000);

it("of a short list is none, and the feed says that it is whole", async () => {
  const desk = await openDesk("archive-short");
  await fill(desk, numbers(50));
  expect(await archives()).toEqual({});
  expect(await (await get("/atom.xml")).text()).toContain("<fh:complete/>");
  expect(await (await get("/rss.xml")).text()).toContain("<fh:complete/>");
  expect((await get("/archive/latest")).status).toBe(404);
  await desk.publish({ title: "One more", published: new Date(BEGINNING + 50 * HOUR).toISOString() });
  await desk.drain();
  await desk.pass(2000);
  await desk.drain();
  const feed = await (await get("/atom.xml")).text();
  expect(feed).not.toContain("<fh:complete/>");
  expect(feed).toContain('rel="prev-archive"');
  expect((await walk("/feed.json")).titles).toHaveLength(51);
});

it("costs a publish at most two documents for each list, and a correction its block alone", async () => {
  const desk = await openDesk("archive-costs");
  let end = 120;
  while (!endsBlock((BEGINNING + end * HOUR) / 1000)) end++;
  await fill(desk, numbers(end - 3));
  let puts: string[] = [];
  await desk.inside((newsroom) =>
    bindings(newsroom, {
      kv: {
        put: (key: string, ...more: never[]) => {
          puts.push(key);
          return (env.DOCUMENTS.put as (...args: unknown[]) => unknown)(key, ...more);
        },
      },
    }),
  );
  const written = (scope: string) => new Set(puts.filter((key) => key.startsWith(`archive/${scope}/`))).size;
  let most = 0;
  for (let n = end - 3; n < end + 4; n++) {
    puts = [];
    await fill(desk, [n]);
    for (const scope of ["home", "tag:libya"]) most = Math.max(most, written(scope));
  }
  expect(most).toBe(2);
  puts = [];
  await desk.inside((newsroom) =>
    newsroom.edit(idOf(newsroom, "story-3"), null, toChange({ markdown: "It was three." }, SITE), "t", 0),
  );
  await desk.pass(5000);
  await desk.drain();
  expect([written("home"), written("tag:libya")]).toEqual([1, 1]);
  const block = (await walkPages("/")).at(-1) ?? "";
  expect(await (await get(`${block}/feed.json`)).text()).toContain("It was three.");
}, 60_000);

type Newsroom = import("../../src/newsroom/newsroom.ts").Newsroom;
const idOf = (newsroom: Newsroom, slug: string) => newsroom.writing().idOf(slug as Slug) ?? "";

/** The pages of a history, from the newest. */
async function walkPages(list: string): Promise<string[]> {
  const pages: string[] = [];
  for (let path: string | undefined = list; path; ) {
    const html: string = await (await get(path)).text();
    pages.push(path);
    const older: string | undefined = /<a href="([^"]+)" rel="prev">Older stories</.exec(html)?.[1];
    path = older && pathOf(older).replace(/#.*/, "");
  }
  return pages;
}

describe("its pages", () => {
  it("lead older and newer, say whose they are, and offer the list's own feeds", async () => {
    const desk = await openDesk("archive-pages");
    await fill(desk, numbers(160));
    const pages = await walkPages("/tags/libya");
    expect(pages.length).toBeGreaterThan(2);
    const older = /<a href="([^"]+)" rel="prev">Older/.exec(await (await get("/tags/libya")).text())?.[1];
    // Where it goes on, and not where that block begins, whose first stories are on the list, too.
    expect(older).toMatch(/#story-109$/);
    expect(await (await get(pathOf(older ?? ""))).text()).toContain('<article id="story-109"');
    const oldest = pages.at(-1) ?? "";
    const html = await (await get(oldest)).text();
    expect(html).toContain("<title>Older stories: Libya · ");
    expect(html).toContain("Story 0<");
    expect(html).toContain(`<link rel="canonical" href="${SITE}${oldest}"/>`);
    expect(html).toContain(`type="application/atom+xml" href="${SITE}/tags/libya/atom.xml"`);
    // Back up along "newer", to the last block.
    const back: string[] = [];
    for (let path = oldest; !path.endsWith("/latest"); ) {
      const page = await (await get(path)).text();
      const newer = pathOf(/<a href="([^"]+)" rel="next">Newer stories</.exec(page)?.[1] ?? "");
      const led = await get(newer);
      expect(led.status).toBe(302);
      path = led.headers.get("location") ?? "";
      back.push(path);
    }
    expect(back.toReversed().slice(-(pages.length - 2))).toEqual(pages.slice(1, -1));
    const atom = await (await get(`${oldest}/newer-atom.xml`)).headers.get("location");
    expect(atom).toMatch(/^\/tags\/libya\/archive\/\w+\/atom\.xml$/);
  });

  it("are not there for what is no block, and lead on where a tag is called otherwise now", async () => {
    const desk = await openDesk("archive-renamed");
    await fill(desk, numbers(120));
    const oldest = (await walkPages("/tags/libya")).at(-1) ?? "";
    for (const block of ["0", "-1", "1e9", "1000000001", "latest2", "01"]) {
      expect((await get(`/tags/libya/archive/${block}`)).status, block).toBe(404);
      expect((await get(`/archive/${block}/atom.xml`)).status, block).toBe(404);
      expect((await get(`/archive/${block}/newer`)).status, block).toBe(404);
    }
    expect((await get("/days/2025-05-01/archive/latest")).status).toBe(404);
    await desk.inside((newsroom) => newsroom.changeTag("libya" as Slug, { label: "Tripolitania" }, 0));
    await desk.pass(5000);
    await desk.drain();
    const moved = await get(`${oldest}/atom.xml`);
    expect([moved.status, moved.headers.get("location")]).toEqual([
      ...[301, `${oldest.replace("libya", "tripolitania")}/atom.xml`],
    ]);
    expect((await walk("/tags/tripolitania/rss.xml")).titles).toHaveLength(120);
    expect(Object.keys(await archives()).filter((key) => key.includes("tag:libya"))).toEqual([]);
  });
});

it("ends a block at one of fifty seconds, by a rule that SQL follows as exactly", async () => {
  const desk = await openDesk("archive-rule");
  const second = fc.integer({ min: 0, max: 4_000_000_000 });
  const seconds = fc.sample(second, 2000);
  const rows = await desk.inside((_, { storage }) =>
    storage.sql
      .exec<{ ends: number }>(
        "SELECT (value * 48271) % 2147483647 % 50 = 0 AS ends FROM json_each(?)",
        JSON.stringify(seconds),
      )
      .toArray(),
  );
  expect(rows.map(({ ends }) => ends === 1)).toEqual(seconds.map(endsBlock));
  const hours = numbers(20_000).filter((n) => endsBlock(1_700_000_000 + n * 3600)).length;
  expect(hours).toBeGreaterThan(300);
  expect(hours).toBeLessThan(500);
  expect(endsBlock(-50)).toBe(false);
});
