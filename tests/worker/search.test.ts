import { beforeAll, describe, expect, it } from "vitest";
import type { SearchDocument } from "../../src/model/found.ts";
import type { Slug } from "../../src/model/slug.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { snippet } from "../../src/text/snippet.ts";
import { clearKv, type Desk, openDesk, SITE } from "./newsroom.ts";

// What a search finds, how it is ordered, and what it costs.

let desk: Desk;
beforeAll(async () => {
  await clearKv();
  desk = await openDesk("search");
});

async function publish(fields: Parameters<Desk["publish"]>[0], at = desk): Promise<string> {
  const answer = await at.publish(fields);
  if (answer.kind !== "saved") throw new Error(answer.kind);
  return answer.article.id;
}

async function search(query: string, page = 1, at = desk): Promise<SearchDocument> {
  return JSON.parse(await at.inside((newsroom) => newsroom.searchPage(query, page)));
}

const titles = ({ results }: SearchDocument) =>
  results.map(({ title }) => title.map(({ text }) => text).join(""));
const found = async (query: string, at = desk) => titles(await search(query, 1, at));

describe("a search", () => {
  beforeAll(async () => {
    const day = (n: number) => `2025-06-${String(n).padStart(2, "0")}T12:00:00Z`;
    const wire = { name: "Tripoli Wire", url: "https://wire.example/" };
    await publish({
      title: "Ferries return to Sfax",
      markdown: "The *night ferry* sails again from the harbour.",
      tags: ["Harbours", "Tunisia"],
      published: day(1),
    });
    await publish({
      title: "A harbour for Zuwara",
      markdown: "The free trade zone has its first ship.",
      tags: ["Harbours", "Libya"],
      source: wire,
      published: day(2),
    });
    await publish({
      title: "Café society",
      markdown: "Naïve façades, and a zone that is free of trade.",
      authors: ["Salma Idris"],
      published: day(3),
    });
    await publish({
      title: "مَدِينَةُ طَرَابُلُس القَدِيمَة",
      markdown: "أعلنت الحكومة عن ترميم الأسواق القديمـــة في المدينة.",
      tags: ["ليبيا"],
      published: day(4),
    });
    await publish({
      title: "الجزائر وليبيا",
      markdown: "قال الوزير إن التجارة سترتفع، وبالتجارة تنمو المدن.",
      published: day(5),
    });
    await publish({ title: "港口新闻", markdown: "东京港口的轮船。", published: day(6) });
  });

  it.each([
    ["harbour", ["A harbour for Zuwara", "Ferries return to Sfax"], "a word, the title counting most"],
    ["HARBOURS", ["A harbour for Zuwara", "Ferries return to Sfax"], "whatever its case and number"],
    ["night ferry", ["Ferries return to Sfax"], "all words"],
    ['"free trade zone"', ["A harbour for Zuwara"], "words together"],
    ["“free trade zone”", ["A harbour for Zuwara"], "in curly quotes too"],
    ["zone -harbour", ["Café society"], "a word that must not be there"],
    ["cafe naive facade", ["Café society"], "Latin letters without their marks"],
    ["طرابلس", ["مَدِينَةُ طَرَابُلُس القَدِيمَة"], "Arabic without diacritics"],
    ["الْقَدِيمَةُ", ["مَدِينَةُ طَرَابُلُس القَدِيمَة"], "Arabic with other diacritics"],
    ["قديمة", ["مَدِينَةُ طَرَابُلُس القَدِيمَة"], "without the article and tatweel"],
    ["اسواق", ["مَدِينَةُ طَرَابُلُس القَدِيمَة"], "forms of alef"],
    ["تجارة", ["الجزائر وليبيا"], "the article with what is written together with it"],
    ["الجزاير", ["الجزائر وليبيا"], "hamza over ya"],
    ["港口", ["港口新闻"], "a script without spaces"],
    ["tag:harbours", ["A harbour for Zuwara", "Ferries return to Sfax"], "a tag, the newest first"],
    ["tag:Harbours tag:libya", ["A harbour for Zuwara"], "two tags at once"],
    ['source:"Tripoli Wire"', ["A harbour for Zuwara"], "a source by its name"],
    ["author:salma-idris", ["Café society"], "an author"],
    ["lang:ar", ["الجزائر وليبيا", "مَدِينَةُ طَرَابُلُس القَدِيمَة"], "a language"],
    ["before:2025-06-02", ["Ferries return to Sfax"], "what came before a day"],
    ["after:2025-06-05", ["港口新闻", "الجزائر وليبيا"], "what came on a day or after it"],
    [
      "after:2025-06 before:2025-06-03",
      ["A harbour for Zuwara", "Ferries return to Sfax"],
      "a month and a day",
    ],
    ["sfax OR zuwara", ["Ferries return to Sfax", "A harbour for Zuwara"], "one of two words"],
    ["night OR first ship", ["A harbour for Zuwara"], "a choice beside a word that must be there"],
    ["(night ferry) OR café", ["Ferries return to Sfax", "Café society"], "words held together by brackets"],
    ["tag:tunisia OR author:salma-idris", ["Café society", "Ferries return to Sfax"], "one of two lists"],
    ["(tag:tunisia OR lang:ar) -tag:ليبيا", ["الجزائر وليبيا", "Ferries return to Sfax"], "but for a list"],
    ["harbour -(ferry OR sfax)", ["A harbour for Zuwara"], "nothing of what brackets hold"],
    [
      "-(tag:harbours OR lang:ar) after:2025-06-03",
      ["港口新闻", "Café society"],
      "nothing but what is not wanted",
    ],
    ["(((((((sfax))))))) OR (", ["Ferries return to Sfax"], "brackets without end"],
    ["sfax) OR zuwara", ["Ferries return to Sfax", "A harbour for Zuwara"], "a bracket that ends nothing"],
    ["OR sfax OR", ["Ferries return to Sfax"], "a choice of one"],
    [
      "sfax or zuwara",
      ["Ferries return to Sfax", "A harbour for Zuwara"],
      "a small or: a word, that no story needs to have",
    ],
    ["harbour before:2024", [], "nothing before its time"],
    ["zany", [], "no word of our own index"],
    ['"', [], "a lone quote"],
    ["OR NEAR NOT(", [], "words that an engine has its own use for"],
    ["title: ferry*", ["Ferries return to Sfax"], "an engine's syntax, which is taken as words"],
  ])("for %s finds %j: %s", async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it("marks what was looked for, in headline and text, whatever its form", async () => {
    const { results } = await search("harbours ship");
    expect(results[0]?.title).toEqual([
      { text: "A " },
      { text: "harbour", hit: true },
      { text: " for Zuwara" },
    ]);
    expect(results[0]?.snippet).toContainEqual({ text: "ship", hit: true });
    const arabic = await search("قديمة");
    expect(arabic.results[0]?.title.at(-1)).toEqual({ text: "القَدِيمَة", hit: true });
  });

  it("quotes whole words, whatever stands in them", () => {
    const words = (n: number, word: string) => Array.from({ length: n }, (_, i) => `${word}${i}`).join(" ");
    for (let shift = 0; shift < 12; shift++) {
      const text = `${words(20 + shift, "a")} the captain’s deputy’s son’s ship ${words(24 + shift, "b")} the owner’s brother’s wife’s boat ${words(9, "c")}`;
      const shown = snippet(text, new Set(["ship"]))
        .map((piece) => piece.text)
        .join("");
      expect(shown).toMatch(/^… \S/);
      const quoted = shown.replace(/^… | …$/g, "").split(" ");
      expect(text.split(" ")).toEqual(expect.arrayContaining(quoted));
      expect(quoted).toContain("ship");
    }
  });

  it("shows what has some of the words where nothing has all, and says so", async () => {
    const result = await search("ferry zuwara");
    expect(result.have).toBe("some");
    expect(titles(result).sort()).toEqual(["A harbour for Zuwara", "Ferries return to Sfax"]);
  });

  it.each([
    ["harbor", "harbour", "a letter too few"],
    ["harrbour", "harbour", "a letter too many"],
    ["hrabour", "harbour", "two exchanged"],
    ["sfaz tag:tunisia", "sfax tag:tunisia", "a wrong one, and the rest of the query is kept"],
    ["التجازة", "تجاره", "in Arabic"],
  ])("for %s asks whether %s was meant: %s", async (query, hint) => {
    expect((await search(query)).hint).toBe(hint);
  });

  it("counts the tags and sources of what it found, but for those that all of it has", async () => {
    const result = await search("harbour");
    expect(result.tags).toEqual([
      { slug: "libya", name: "Libya", count: 1 },
      { slug: "tunisia", name: "Tunisia", count: 1 },
    ]);
    expect(result.sources).toEqual([{ slug: "tripoli-wire", name: "Tripoli Wire", count: 1 }]);
  });
});

it("follows what is published, changed, renamed and withdrawn", async () => {
  const own = await openDesk("search-follows");
  const id = await publish({ title: "Old words", tags: ["Olive oil"] }, own);
  expect(await found("old", own)).toEqual(["Old words"]);
  await own.inside(async (newsroom) => {
    await newsroom.edit(id, null, toChange({ title: "New words" }, SITE), "test", 0);
    await newsroom.changeTag("olive-oil" as Slug, { label: "Pressing" }, 0);
  });
  await own.drain();
  expect(await found("old", own)).toEqual([]);
  expect(await found("tag:olive-oil", own)).toEqual(["New words"]);
  expect(await found("tag:pressing", own)).toEqual(["New words"]);
  expect(await found("pressing", own)).toEqual(["New words"]);
  expect(await found("olive", own)).toEqual([]);
  await own.inside((newsroom) => newsroom.withdraw(id, null, "test", 0));
  expect(await found("new", own)).toEqual([]);
});

it("leaves drafts and scheduled articles alone", async () => {
  const own = await openDesk("search-drafts");
  await publish({ title: "A draft", status: "draft" }, own);
  await publish({ title: "A plan", published: new Date(Date.now() + 86_400_000).toISOString() }, own);
  expect(await found("draft", own)).toEqual([]);
  expect(await found("plan", own)).toEqual([]);
});

it("finds articles that were published before there was a search", async () => {
  const own = await openDesk("search-upgrade");
  for (let i = 0; i < 120; i++) await publish({ title: `Number ${i}` }, own);
  const before = await own.inside((newsroom, { storage: { sql } }) => {
    sql.exec("DELETE FROM searchable");
    sql.exec("INSERT INTO search_text (search_text) VALUES ('delete-all')");
    sql.exec("INSERT INTO refile SELECT article_id FROM membership WHERE scope = 'home'");
    sql.exec("INSERT OR IGNORE INTO agenda VALUES ('refile', '', 0, 0)");
    return JSON.parse(newsroom.searchPage("number", 1)) as SearchDocument;
  });
  expect(before.count).toBe(0);
  for (let i = 0; i < 3; i++) await own.pass(1000);
  expect((await search("number", 1, own)).count).toBe(120);
});

it("gives pages of twenty, and every result once", async () => {
  const own = await openDesk("search-pages");
  for (let i = 0; i < 45; i++) await publish({ title: `Number ${i}` }, own);
  const pages = await Promise.all([1, 2, 3, 4].map((page) => search("number", page, own)));
  expect(pages.map(({ results }) => results.length)).toEqual([20, 20, 5, 0]);
  expect(new Set(pages.flatMap(titles)).size).toBe(45);
  expect(pages[0]).toMatchObject({ count: 45, pages: 3, more: false });
});

it("is not led by what a source repeats in every story", async () => {
  const own = await openDesk("search-background");
  const source = { name: "Ledger", url: "https://ledger.example/" };
  const closing = "The country lives from oil, which pays for nearly everything that the state does.";
  for (let i = 0; i < 6; i++) {
    await publish(
      { title: `Story ${i}`, markdown: `Something else happened, number ${i}.\n\n${closing}`, source },
      own,
    );
  }
  await publish({ title: "A well", markdown: "Oil was found.", source }, own);
  expect(await found("oil", own)).toEqual(["A well"]);
});

it("reads a bounded number of rows, however many match", async () => {
  const own = await openDesk("search-bounds");
  await own.inside((_, { storage: { sql } }) => {
    for (let i = 0; i < 3000; i++) {
      sql.exec("INSERT INTO searchable VALUES (?, ?, 'libya')", i, `id-${i}`);
      sql.exec(
        "INSERT INTO search_text (rowid, title, standfirst, names, body, filters) VALUES (?, 'libya', '', '', 'libya', 'zany')",
        i,
      );
    }
  });
  const result = await search("libya", 1, own);
  expect([result.count, result.more]).toEqual([300, true]);
});
