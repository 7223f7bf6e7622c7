import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import ledgerFeed from "../../../data/upstreams/maghreb-ledger.xml?raw";
import { contentOf, rowById } from "../../../src/newsroom/articles/articles.ts";
import { backgroundOf } from "../../../src/text/background.ts";
import { openDesk } from "../newsroom.ts";
import { openReader, type Reader, serve } from "./reader.ts";

// What a source repeats from story to story is marked as background, and nothing else is.

const CLOSING = [
  "The conflict between the two halves of the country began years ago and has never been settled.",
  "Background",
  "Elections that were meant to end it were put off, and no new date has been agreed by anybody.",
];

let feeds = 0;

/** A feed of stories; a story is a list of paragraphs. */
function rss(stories: string[][]): string {
  const items = stories.map((paragraphs, i) => {
    const html = paragraphs.map((text) => `<p>${text}</p>`).join("");
    return `<item><guid isPermaLink="false">${i}</guid><title>Story ${i}</title><link>https://p.example/${i}</link><description><![CDATA[${html}]]></description></item>`;
  });
  return `<rss version="2.0"><channel><title>Paper</title>${items.reverse().join("")}</channel></rss>`;
}

const own = (i: number) => [
  `Number ${"abcdefghijklmnopqrstuvwxyz"[i]} of the ships that came in on ${i} July carried ${["salt", "olives", "wheat", "steel"][i % 4]} for the ${["north", "south"][i % 2]}.`,
];

/** What of each story is marked, by its title: the texts of the blocks. */
function marked(reader: Reader): Promise<Record<string, string[]>> {
  return runInDurableObject(reader.stub, (_, { storage: { sql } }) => {
    const ids = sql.exec<{ id: string }>("SELECT id FROM article").toArray();
    return Object.fromEntries(
      ids.map(({ id }) => {
        const row = rowById(sql, id);
        if (!row) throw new Error(id);
        const { title, body } = contentOf(sql, row);
        const texts = body.html.split("\n").map((html) => html.replace(/<[^>]*>/g, ""));
        return [title, body.background.map((i) => texts[i] ?? "")];
      }),
    );
  });
}

async function gather(...rounds: string[][][]) {
  const reader = await openReader();
  const path = `/background/${feeds++}`;
  const [first = [], ...rest] = rounds;
  const { id } = await reader.follow(await serve(path, rss(first)));
  for (const stories of rest) {
    await serve(path, rss(stories));
    await reader.read(id);
  }
  return { reader, id, path };
}

const told = (count: number) => Array.from({ length: count }, (_, i) => [...own(i), ...CLOSING]);

describe("a paragraph that a source repeats", () => {
  it("is not background in three stories, and in all four from the fourth on", async () => {
    const { reader, id, path } = await gather(told(3));
    expect(Object.values(await marked(reader)).flat()).toEqual([]);
    await serve(path, rss(told(4)));
    await reader.read(id);
    expect(await marked(reader)).toEqual(
      Object.fromEntries([0, 1, 2, 3].map((i) => [`Story ${i}`, CLOSING])),
    );
  });

  it("is marked without an update: a reader is told of the new story only", async () => {
    const { reader, id, path } = await gather(told(3));
    const before = await reader.articles();
    await serve(path, rss(told(4)));
    await reader.read(id);
    const after = await reader.articles();
    for (const { title, updated } of before) {
      expect(after.find((article) => article.title === title)?.updated).toBe(updated);
    }
  });

  it("is found again in other capitals, punctuation and figures", async () => {
    const stories = told(4);
    stories[3] = [
      ...own(3),
      (CLOSING[0] ?? "").toUpperCase(),
      `${CLOSING[2]} (12 July)`.replace("(12 July)", "!"),
    ];
    const { reader } = await gather(stories);
    expect((await marked(reader))["Story 3"]).toHaveLength(2);
  });

  it("is forgotten when the source stops: twenty stories later it is news again", async () => {
    const plain = Array.from({ length: 20 }, (_, i) => [
      `${own(i)[0]} It was the ${i}th of its kind, they say.`,
    ]);
    const stories = [...told(4), ...plain.map((story, i) => (i === 19 ? [...story, ...CLOSING] : story))];
    const { reader } = await gather(stories);
    const marks = await marked(reader);
    expect(marks["Story 3"]).toEqual(CLOSING); // what it was marked as, it stays
    expect(marks["Story 23"]).toEqual([]);
  });

  it("that changes upstream changes no story", async () => {
    const { reader, id, path } = await gather(told(5));
    const before = await reader.articles();
    const other = told(5).map((story) => [
      ...story.slice(0, 1),
      "A wholly other closing paragraph, which explains at some length what came before.",
    ]);
    await serve(path, rss(other));
    const { last_fetch } = await reader.read(id);
    expect(last_fetch?.text).toBe("Nothing new, of 5 entries.");
    expect(await reader.articles()).toEqual(before);
  });

  it("is background of its own source, not of others", async () => {
    const { reader } = await gather(told(4));
    const path = `/background/${feeds++}`;
    await reader.follow(
      await serve(
        path,
        rss([[...own(9), ...CLOSING]])
          .replace("Paper", "Gazette")
          .replace("Story 0", "Elsewhere"),
      ),
    );
    expect((await marked(reader)).Elsewhere).toEqual([]);
  });
});

describe("a short story", () => {
  it("is never background itself, though its whole text comes every day", async () => {
    const line = "The ferry is on time today, and so is the one that leaves in the evening.";
    const { reader } = await gather(
      Array.from({ length: 6 }, () => [line]).map((story, i) => (i < 3 ? story : [...story, "x"])),
    );
    for (const marks of Object.values(await marked(reader))) expect(marks).toEqual([]);
  });

  it("keeps its one sentence when the rest is background", async () => {
    const { reader } = await gather([...told(4), ["Rain.", ...CLOSING]]);
    expect((await marked(reader))["Story 4"]).toEqual(CLOSING);
  });

  it.each<[string, number[], number[]]>([
    ["all of it is repeated: the first block is its body", [20, 20, 20], [1, 2]],
    ["short blocks that are repeated alone", [3, 3], []],
    ["short blocks beside a repeated one", [3, 20, 2, 2], [1, 2, 3]],
  ])("where %s", (_, words, expected) => {
    const blocks = words.map((count, i) => ({ length: 1, words: count, print: String(i), exact: "" }));
    expect(backgroundOf(blocks, () => true)).toEqual(expected);
  });
});

describe("the sample", () => {
  const articles = import.meta.glob<string>("../../../data/articles/*.md", {
    query: "?raw",
    eager: true,
    import: "default",
  });

  /** Precision and recall of what is marked, against which paragraphs are known to be repeated. */
  function measure(marks: { text: string; marked: boolean; background: boolean }[]) {
    const right = marks.filter(({ marked: is, background }) => is && background).length;
    return {
      precision: right / marks.filter((each) => each.marked).length,
      recall: right / marks.filter((each) => each.background).length,
      paragraphs: marks.length,
    };
  }

  const blocksOf = (
    stub: DurableObjectStub<import("../../../src/newsroom/newsroom.ts").Newsroom>,
    source: string,
  ) =>
    runInDurableObject(stub, (_, { storage: { sql } }) => {
      const ids = sql
        .exec<{ id: string }>("SELECT article_id AS id FROM story WHERE source = ?", source)
        .toArray();
      return ids.flatMap(({ id }) => {
        const row = rowById(sql, id);
        const body = row && contentOf(sql, row).body;
        let at = 0;
        return (body?.blocks ?? []).map(({ length }, i) => {
          const text = (body?.html ?? "").slice(at, at + length).replace(/<[^>]*>/g, "");
          at += length;
          return { text, marked: body?.background.includes(i) ?? false };
        });
      });
    });

  it("is marked with precision and recall of 1, in a feed of WordPress", async () => {
    const reader = await openReader();
    await reader.follow(await serve("/sample/ledger", ledgerFeed));
    const closing =
      /^(The two countries share|Trade between them|Libya lives from oil|Elections that were to|Maghreb Ledger reports)/;
    const blocks = await blocksOf(reader.stub, "maghreb-ledger");
    const measured = measure(
      blocks.map((block) => ({ ...block, background: closing.test(block.text.trim()) })),
    );
    expect(measured).toEqual({ precision: 1, recall: 1, paragraphs: expect.any(Number) });
    expect(measured.paragraphs).toBeGreaterThan(50);
  });

  it("is marked with precision and recall of 1, in what the API published of a source", async () => {
    const desk = await openDesk("background-sample");
    for (const text of Object.values(articles).sort()) {
      const [, front = "", markdown = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
      if (!front.includes('name: "Tripoli Wire"')) continue;
      const title = /^title: "(.*)"$/m.exec(front)?.[1] ?? "";
      await desk.publish({
        title,
        markdown,
        source: { name: "Tripoli Wire", url: "https://tripoli-wire.example/" },
      });
    }
    const closing =
      /^(Libya has had rival administrations|The country lives from oil\.|Elections planned for December)/;
    const stub = env.NEWSROOM.get(env.NEWSROOM.idFromName("background-sample"));
    const blocks = await blocksOf(stub, "tripoli-wire");
    const measured = measure(
      blocks.map((block) => ({ ...block, background: closing.test(block.text.trim()) })),
    );
    expect(measured).toEqual({ precision: 1, recall: 1, paragraphs: expect.any(Number) });
    expect(measured.paragraphs).toBeGreaterThan(40);
  });
});
