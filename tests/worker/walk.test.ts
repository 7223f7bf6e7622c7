import { beforeEach, describe, expect, it } from "vitest";
import { beginningOf, dayOf } from "../../src/model/day.ts";
import type { ArticleDocument, DirectoryDocument, ListDocument } from "../../src/model/document.ts";
import { LIMITS } from "../../src/model/limits.ts";
import type { SitemapDocument, SitemapIndexDocument } from "../../src/model/sitemap.ts";
import type { Slug } from "../../src/model/slug.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { clearKv, type Desk, dumpKv, openDesk, SITE } from "./newsroom.ts";

// Ways from one story to the next, and to all there are.

beforeEach(clearKv);

async function publish(desk: Desk, title: string, published: string): Promise<string> {
  const answer = await desk.publish({ title, published });
  if (answer.kind !== "saved") throw new Error(answer.kind);
  return answer.article.id;
}

async function stored<T>(key: string): Promise<T | null> {
  const entry = (await dumpKv())[key] as { value: string } | undefined;
  return entry ? JSON.parse(entry.value) : null;
}

async function beside(slug: string) {
  const article = await stored<ArticleDocument>(`article/${slug}`);
  const { previous, next } = article?._dateline ?? {};
  return [previous?.title, next?.title];
}

describe("the stories before and after a story", () => {
  it("are named on it, whatever the order in which they came, and follow their changes", async () => {
    const desk = await openDesk("walk");
    const first = await publish(desk, "One", "2025-06-01T10:00:00Z");
    await publish(desk, "Three", "2025-06-03T10:00:00Z");
    const second = await publish(desk, "Two", "2025-06-02T10:00:00Z");
    await desk.drain();
    expect(await beside("one")).toEqual([undefined, "Two"]);
    expect(await beside("two")).toEqual(["One", "Three"]);
    expect(await beside("three")).toEqual(["Two", undefined]);

    await desk.inside((newsroom) => newsroom.edit(second, null, toChange({ title: "Second" }, SITE), "t", 0));
    await desk.drain();
    expect([await beside("one"), await beside("three")]).toEqual([
      [undefined, "Second"],
      ["Second", undefined],
    ]);

    const later = toChange({ published: "2025-06-04T10:00:00Z" }, SITE);
    await desk.inside((newsroom) => newsroom.edit(second, null, later, "t", 0));
    await desk.drain();
    expect([await beside("one"), await beside("two")]).toEqual([
      [undefined, "Three"],
      ["Three", undefined],
    ]);

    await desk.inside((newsroom) => newsroom.withdraw(first, null, "t", 0));
    await desk.drain();
    expect(await beside("three")).toEqual([undefined, "Second"]);
  });

  it("say when each block last changed, never something earlier, and leave out what is canonical elsewhere", async () => {
    const desk = await openDesk("sitemap-times");
    const first = await publish(desk, "Story 1", "2025-06-01T10:00:00Z");
    await publish(desk, "Story 2", "2025-06-02T10:00:00Z");
    await desk.drain();
    const index = async () => {
      const { blocks: [block = ""] = [] } = (await stored<SitemapIndexDocument>("index/sitemap")) ?? {};
      return Date.parse(block);
    };
    const before = await index();
    await desk.inside((newsroom) => newsroom.withdraw(first, null, "t", 0));
    await desk.drain();
    const withdrawn = await index();
    expect(withdrawn).toBeGreaterThan(before);
    const second = await desk.inside((_, { storage: { sql } }) =>
      String(sql.exec("SELECT id FROM article WHERE slug = 'story-2'").one().id),
    );
    await desk.inside((newsroom) =>
      newsroom.edit(second, null, toChange({ canonical_url: "https://a.example/" }, SITE), "t", 0),
    );
    await desk.drain();
    expect(await index()).toBeGreaterThan(withdrawn);
    expect((await stored<SitemapDocument>("index/sitemap/1"))?.urls).toEqual([]);
  });
});

describe("a day", () => {
  it("knows the days beside it that have stories", async () => {
    const desk = await openDesk("days");
    await publish(desk, "Late", "2025-06-01T23:30:00Z");
    const only = await publish(desk, "Early", "2025-06-05T00:30:00Z");
    await publish(desk, "Last", "2025-06-09T12:00:00Z");
    await desk.drain();
    const around = async (day: string) => {
      const list = await stored<ListDocument>(`list/day:${day}`);
      return [list?._dateline.previous?.title, list?._dateline.next?.title];
    };
    expect(await around("2025-06-01")).toEqual([undefined, "June 5, 2025"]);
    expect(await around("2025-06-05")).toEqual(["June 1, 2025", "June 9, 2025"]);
    await desk.inside((newsroom) => newsroom.withdraw(only, null, "t", 0));
    await desk.drain();
    expect(await around("2025-06-01")).toEqual([undefined, "June 9, 2025"]);
    expect((await stored<ListDocument>("list/day:2025-06-05"))?.items).toEqual([]);
  });

  it.each([
    ["2025-06-01T23:30:00Z", "Africa/Tripoli", "2025-06-02"],
    ["2025-06-01T23:30:00Z", "America/New_York", "2025-06-01"],
    ["2025-03-30T00:59:59Z", "Europe/Berlin", "2025-03-30"],
    ["2025-10-25T22:00:00Z", "Europe/Berlin", "2025-10-26"],
    ["1999-12-31T23:59:59Z", "UTC", "1999-12-31"],
  ])("%s in %s is %s, which began in time", (at, timeZone, day) => {
    expect(dayOf(Date.parse(at), timeZone)).toBe(day);
    const begins = beginningOf(day, timeZone);
    expect(dayOf(begins, timeZone)).toBe(day);
    expect(dayOf(begins - 1, timeZone)).not.toBe(day);
  });

  it.each([
    ["2025-07", "2025-06-30T22:00:00.000Z"],
    ["2025", "2024-12-31T22:00:00.000Z"],
  ])("or month or year begins where it does: %s", (date, begins) => {
    expect(new Date(beginningOf(date, "Africa/Tripoli")).toISOString()).toBe(begins);
  });
});

describe("the sitemaps", () => {
  it("list every published story once, in blocks of which only the last grows", async () => {
    const desk = await openDesk("sitemap");
    const withdrawn = await publish(desk, "Story 0", "2025-06-01T10:00:00Z");
    await desk.inside((_, { storage: { sql } }) => {
      // As if a block had been filled long ago.
      sql.exec("UPDATE sitemap SET number = ? WHERE article_id = ?", LIMITS.sitemapUrls - 1, withdrawn);
    });
    for (let i = 1; i < 4; i++) await publish(desk, `Story ${i}`, "2025-06-01T10:00:00Z");
    await desk.drain();
    const urls = async (block: number) =>
      (await stored<SitemapDocument>(`index/sitemap/${block}`))?.urls.map(({ url }) => url.split("/").at(-1));
    expect(await stored<SitemapIndexDocument>("index/sitemap")).toMatchObject({
      blocks: [expect.any(String), expect.any(String)],
    });
    expect(await urls(1)).toEqual(["story-0", "story-1"]);
    expect(await urls(2)).toEqual(["story-2", "story-3"]);
    await desk.inside((newsroom) => newsroom.withdraw(withdrawn, null, "t", 0));
    await desk.drain();
    expect(await urls(1)).toEqual(["story-1"]);
  });
});

describe("the section of a story", () => {
  const sectionOf = async (slug: string) =>
    (await stored<ArticleDocument>(`article/${slug}`))?._dateline.section?.name;

  it("is the first of its tags that leads to another story, and follows their coming and going", async () => {
    const desk = await openDesk("section");
    await desk.publish({ title: "A mule", tags: ["Mules", "Farming"] });
    await desk.drain();
    expect(await sectionOf("a-mule")).toBe(undefined);
    await desk.publish({ title: "A field", tags: ["Farming"] });
    await desk.drain();
    expect(await sectionOf("a-mule")).toBe("Farming");
    const second = await desk.publish({ title: "A second mule", tags: ["Mules"] });
    await desk.drain();
    expect(await sectionOf("a-mule")).toBe("Mules");
    if (second.kind !== "saved") throw new Error(second.kind);
    await desk.inside((newsroom) => newsroom.withdraw(second.article.id, null, "t", 0));
    await desk.drain();
    expect(await sectionOf("a-mule")).toBe("Farming");
  });
});

it("the directory has a tag's names in other scripts, where one was renamed to the other", async () => {
  const desk = await openDesk("twins");
  await desk.publish({ title: "One", tags: ["ليبيا", "Trade"] });
  const rename = (from: string, to: string) =>
    desk.inside((newsroom) => newsroom.changeTag(from as Slug, { label: to }, 0));
  await rename("ليبيا", "Libya");
  await rename("trade", "Commerce");
  await desk.drain();
  const { tags } = (await stored<DirectoryDocument>("index/directory")) ?? { tags: [] };
  expect(tags.map(({ name, also }) => [name, also])).toEqual([
    ["Commerce", undefined],
    ["Libya", ["ليبيا"]],
  ]);
});

it("a text is stored once, whatever else of its article changes", async () => {
  const desk = await openDesk("bodies");
  const answer = await desk.publish({ title: "A ship", markdown: "It *sails*." });
  if (answer.kind !== "saved") throw new Error(answer.kind);
  const edit = (patch: Parameters<typeof toChange>[0]) =>
    desk.inside((newsroom) => newsroom.edit(answer.article.id, null, toChange(patch, SITE), "t", 0));
  const texts = () =>
    desk.inside((_, { storage }) => storage.sql.exec("SELECT count(*) AS n FROM body").one().n);
  await edit({ title: "A tug" });
  await edit({ markdown: "It *sails*." });
  expect(await texts()).toBe(2);
  await edit({ markdown: "It sank." });
  expect(await texts()).toBe(4);
  const view = await desk.inside((newsroom) => newsroom.article(answer.article.id));
  expect([view?.markdown, view?.html]).toEqual(["It sank.", "<p>It sank.</p>"]);
});
