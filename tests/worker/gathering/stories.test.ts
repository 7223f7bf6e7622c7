import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { openReader, type Reader, serve } from "./reader.ts";

// From an entry upstream to an article here: once, whatever upstream does.

let feeds = 0;
const nextPath = () => `/stories/${feeds++}`;

interface Story {
  id?: string;
  title?: string;
  link?: string;
  date?: string;
  html?: string;
  extra?: string;
}

const LONG = [
  "The harbour of the small town was closed for three days while divers looked for a ship that had lost its anchor.",
  "On the fourth morning the anchor was found beside the pier, where children had tied a kite to it.",
  "The captain said that he would have looked there last, and paid for the kite as well as for the divers.",
];
const paragraphs = (texts: string[]) => texts.map((text) => `<p>${text}</p>`).join("");

function rss(stories: Story[], title = "The Paper", channel = ""): string {
  const items = stories.map(
    ({
      id = "1",
      title: headline = "A ship",
      link = `/s/${id}`,
      date,
      html = paragraphs(LONG),
      extra = "",
    }) =>
      `<item><guid isPermaLink="false">${id}</guid><title>${headline}</title><link>${link}</link>${
        date ? `<pubDate>${date}</pubDate>` : ""
      }<content:encoded><![CDATA[${html}]]></content:encoded>${extra}</item>`,
  );
  return `<rss version="2.0"><channel><title>${title}</title><link>https://paper.example/</link>${channel}${items.join("")}</channel></rss>`;
}

/** Follows a feed, lets it change, and reads it again. */
async function becomes(before: Story[], after: Story[], reader?: Reader) {
  const desk = reader ?? (await openReader());
  const path = nextPath();
  const { id } = await desk.follow(await serve(path, rss(before)));
  const old = await desk.articles();
  await serve(path, rss(after));
  const source = await desk.read(id);
  return { reader: desk, id, path, old, now: await desk.articles(), source };
}

const one = { id: "1", title: "A ship", date: "Tue, 01 Jul 2025 10:00:00 GMT" };

describe("an entry that changes", () => {
  it.each<[string, Story, object]>([
    ["its headline", { title: "A ship, found" }, { title: "A ship, found" }],
    [
      "its text",
      { html: paragraphs([...LONG, "It sails again on Friday."]) },
      { html: expect.stringContaining("Friday") },
    ],
    [
      "a figure in its text",
      { html: paragraphs(LONG).replace("three", "four") },
      { html: expect.stringContaining("four days") },
    ],
    [
      "a picture",
      { extra: '<media:content url="https://paper.example/i.jpg" medium="image"/>' },
      // Until it is here the story is without.
      { image: null },
    ],
  ])("%s changes its article: a revision and an update", async (_, change, expected) => {
    const { old, now, source } = await becomes([one], [{ ...one, ...change }]);
    expect(now).toHaveLength(1);
    expect(now[0]).toMatchObject({ id: old[0]?.id, slug: old[0]?.slug, revision: 2, ...expected });
    expect(Date.parse(now[0]?.updated ?? "")).toBeGreaterThan(Date.parse(old[0]?.updated ?? ""));
    expect(source.last_fetch?.text).toBe("1 changed, of 1 entry.");
  });

  it.each<[string, Story]>([
    ["white space", { html: paragraphs(LONG).replaceAll(" ", "\n  ") }],
    ["tracking in links", { link: "https://paper.example/s/1?utm_source=x" }],
    [
      "a tracking pixel",
      { html: `${paragraphs(LONG)}<img src="https://t.example/1.gif" width="1" height="1">` },
    ],
    [
      "a sentence that its system adds",
      {
        html: `${paragraphs(LONG)}<p>The post <a href="/">A ship</a> appeared first on <a href="/">P</a>.</p>`,
      },
    ],
    ["share buttons", { html: `${paragraphs(LONG)}<div class="sharedaddy"><a href="/">X</a></div>` }],
    ["empty paragraphs", { html: `<p>&nbsp;</p>${paragraphs(LONG)}` }],
    ["scheme and www", { link: "http://www.paper.example/s/1" }],
    ["its date", { date: "Tue, 01 Jul 2025 11:00:00 GMT" }],
  ])("only in %s changes nothing at all", async (_, change) => {
    const { old, now } = await becomes(
      [{ ...one, link: "https://paper.example/s/1" }],
      [{ ...one, link: "https://paper.example/s/1", ...change }],
    );
    expect(now).toEqual(old);
  });

  it("in its tags changes the article, and is no update", async () => {
    const { old, now } = await becomes([one], [{ ...one, extra: "<category>Ships</category>" }]);
    expect(now[0]).toMatchObject({ revision: 2, tags: ["Ships"], updated: old[0]?.updated });
  });

  it("leaves alone what an editor here has changed, unless that very part changes upstream", async () => {
    const reader = await openReader();
    const path = nextPath();
    const { id } = await reader.follow(await serve(path, rss([one])));
    const [article] = await reader.articles();
    if (!article) throw new Error("no article");
    await reader.stub.edit(
      article.id,
      null,
      { content: { standfirst: "Ours.", tags: ["Sea"] } },
      "editor",
      0,
    );
    await serve(path, rss([{ ...one, title: "A ship, found" }]));
    await reader.read(id);
    expect((await reader.articles())[0]).toMatchObject({
      title: "A ship, found",
      standfirst: "Ours.",
      tags: ["Sea"],
    });
  });
});

describe("the same story", () => {
  it("under another id at the same address is one article", async () => {
    const { now } = await becomes([{ ...one, link: "/a" }], [{ ...one, id: "2", link: "/a" }]);
    expect(now).toHaveLength(1);
  });

  it("at the same address is told by its headline, where it says something else altogether", async () => {
    const other =
      "<p>A choir from the mountains sang in the square until the rain came, and then went on in the market hall, where the echo is better and the tea is free.</p>";
    const before = { ...one, link: "/a" };
    const again = await becomes([before], [{ ...before, id: "2", html: other }]);
    expect(again.now).toHaveLength(1);
    const another = await becomes([before], [{ ...before, id: "2", title: "A choir", html: other }]);
    expect(another.now).toHaveLength(2);
    // Or by its words, where half of them are the same: not by those of any other story.
    const beside = { id: "9", title: "Olives", link: "/9", html: other, date: one.date };
    const half = {
      ...before,
      id: "2",
      title: "Anchor",
      html: paragraphs([...LONG.slice(0, 2), "It rained."]),
    };
    const retold = await becomes([before, beside], [half, beside]);
    expect(retold.now.map(({ title }) => title).sort()).toEqual(["Anchor", "Olives"]);
  });

  it("under another id and address with another headline is one article, which takes the new headline once", async () => {
    const newer = {
      id: "2",
      title: "The anchor is found",
      link: "/s/2",
      html: paragraphs([...LONG.slice(0, 2), `${LONG[2]} He waved.`]),
    };
    const { reader, now, id, path } = await becomes([one], [newer, one]);
    expect(now).toHaveLength(1);
    expect(now[0]).toMatchObject({ title: "The anchor is found", slug: "a-ship", revision: 2 });
    // Both stay in the feed: neither takes the article back.
    await serve(path, rss([newer, one, { id: "3", title: "Other", html: "<p>Something else.</p>" }]));
    await reader.read(id);
    const again = (await reader.articles()).find(({ slug }) => slug === "a-ship");
    expect(again).toMatchObject({ title: "The anchor is found", revision: 2 });
  });

  it("in an earlier version that comes late takes nothing back", async () => {
    const late = { ...one, id: "0", title: "Ship lost", link: "/0", date: "Mon, 30 Jun 2025 10:00:00 GMT" };
    const { old, now } = await becomes([one], [one, late]);
    expect(now).toEqual(old);
  });

  it("twice in one feed is one article", async () => {
    const reader = await openReader();
    await reader.follow(
      await serve(nextPath(), rss([{ ...one, id: "2", title: "Anchor found", link: "/2" }, one])),
    );
    expect(await reader.articles()).toHaveLength(1);
  });

  it("is not what only shares an address with all others", async () => {
    const reader = await openReader();
    const texts = ["Rain is likely.", "The ferry is late.", "The market is closed."];
    const stories = texts.map((text, i) => ({
      id: String(i),
      title: text,
      link: "https://paper.example/",
      html: `<p>${text}</p>`,
    }));
    await reader.follow(await serve(nextPath(), rss(stories)));
    expect(await reader.articles()).toHaveLength(3);
  });

  it("is not another one at a reused address", async () => {
    const other = {
      id: "2",
      title: "Olives",
      link: "/latest",
      html: "<p>The olives of the north are early this year, and small, say those who grow them.</p>",
    };
    const { now } = await becomes([{ ...one, link: "/latest" }], [other]);
    expect(now).toHaveLength(2);
  });

  // Of a hundred words so many are others: runs of three words are compared, so each end of what changed counts.
  it.each([
    [2, 100, 1, "96 % alike"],
    [6, 100, 1, "88 % alike"],
    [17, 100, 2, "70 % alike: another story in the same words, a weather report for instance"],
    [30, 100, 2, "53 % alike"],
    [0, 29, 2, "alike to the letter, and too short to tell"],
    [0, 34, 1, "alike to the letter, and long enough"],
  ])("is told by its words: %i of %i changed are %i articles (%s)", async (others, words, articles) => {
    const text = (mark: string) =>
      Array.from({ length: words }, (_, i) => (i < words - others ? `word${i}` : `${mark}${i}`)).join(" ");
    const story = (id: string, mark: string) => ({
      ...{ id, title: `Number ${id}`, link: `/n/${id}`, date: one.date },
      html: `<p>${text(mark)}</p>`,
    });
    const { now } = await becomes([story("1", "old")], [story("2", "new"), story("1", "old")]);
    expect(now).toHaveLength(articles);
  });

  it("is another one when it is told again four days later", async () => {
    const reader = await openReader();
    const path = nextPath();
    const { id } = await reader.follow(await serve(path, rss([one])));
    reader.later(4 * 86_400_000);
    await serve(path, rss([{ ...one, id: "2", title: "Once more", link: "/again" }, one]));
    await reader.read(id);
    expect(await reader.articles()).toHaveLength(2);
  });

  it("from two publications is two articles", async () => {
    const reader = await openReader();
    await reader.follow(await serve(nextPath(), rss([one], "The Paper")));
    await reader.follow(await serve(nextPath(), rss([one], "The Other Paper")));
    expect((await reader.articles()).map(({ source }) => source?.name).sort()).toEqual([
      "The Other Paper",
      "The Paper",
    ]);
  });
});

describe("ids", () => {
  const entryIds = (reader: Reader) =>
    runInDurableObject(reader.stub, (_, { storage }) =>
      storage.sql
        .exec<{ entry_id: string }>("SELECT entry_id FROM article ORDER BY entry_id")
        .toArray()
        .map((row) => row.entry_id),
    );

  it("stay as upstream gave them", async () => {
    const reader = await openReader();
    await reader.follow(await serve(nextPath(), rss([{ ...one, id: "https://paper.example/?p=7" }])));
    expect(await entryIds(reader)).toEqual(["https://paper.example/?p=7"]);
  });

  it("that another publication uses too are told apart, and harm nobody", async () => {
    const reader = await openReader();
    const id = "tag:paper.example,2025:7";
    await reader.follow(await serve(nextPath(), rss([{ ...one, id }], "The Paper")));
    await reader.follow(await serve(nextPath(), rss([{ ...one, id, title: "Not yours" }], "The Forger")));
    const articles = await reader.articles();
    expect(articles.map(({ title, source }) => [source?.name, title]).sort()).toEqual([
      ["The Forger", "Not yours"],
      ["The Paper", "A ship"],
    ]);
    expect(await entryIds(reader)).toEqual([
      `tag:dateline.example,2025:source/the-forger/${encodeURIComponent(id)}`,
      id,
    ]);
  });

  it("that are no URIs become ones, since Atom takes nothing else", async () => {
    const reader = await openReader();
    await reader.follow(await serve(nextPath(), rss([{ ...one, id: "7 & 8" }])));
    expect(await entryIds(reader)).toEqual(["tag:dateline.example,2025:source/the-paper/7%20%26%208"]);
  });

  it("a publication that calls itself like another gets a name of its own", async () => {
    const reader = await openReader();
    const first = await reader.follow(await serve(nextPath(), rss([one], "The Paper")));
    const second = await reader.follow(await serve(nextPath(), rss([one], "the paper!")));
    expect([first.slug, second.slug]).toEqual(["the-paper", expect.stringMatching(/^the-paper-127-0-0-1/)]);
  });
});

describe("dates", () => {
  it("that cannot be order nothing, and are kept to be shown", async () => {
    const reader = await openReader();
    const before = Date.now();
    await reader.follow(
      await serve(
        nextPath(),
        rss([
          { id: "future", title: "Future", html: "<p>a</p>", date: "Thu, 01 Jan 2099 00:00:00 GMT" },
          { id: "past", title: "Past", html: "<p>b</p>", date: "Thu, 01 Jan 1970 00:00:00 GMT" },
          { id: "none", title: "None", html: "<p>c</p>" },
          { id: "real", title: "Real", html: "<p>d</p>", date: "Tue, 01 Jul 2025 10:00:00 GMT" },
        ]),
      ),
    );
    const dates = Object.fromEntries(
      (await reader.articles()).map(({ title, published }) => [title, Date.parse(published)]),
    );
    expect(dates.Real).toBe(Date.UTC(2025, 6, 1, 10));
    for (const title of ["Future", "Past", "None"]) {
      expect(dates[title]).toBeGreaterThan(before - 1000);
      expect(dates[title]).toBeLessThanOrEqual(Date.now());
    }
    // In the order of the feed, where nothing else tells.
    expect((await reader.articles()).map(({ title }) => title)).toEqual(["Future", "Past", "None", "Real"]);
    const stated = await runInDurableObject(reader.stub, (_, { storage }) =>
      storage.sql
        .exec<{ stated: number | null }>(
          "SELECT json_extract(content, '$.stated') AS stated FROM revision ORDER BY stated",
        )
        .toArray()
        .map((row) => row.stated),
    );
    expect(stated).toEqual([null, null, 0, Date.UTC(2099, 0, 1)]);
  });
});

describe("an editor's wishes", () => {
  it.each<[string, { include?: string[]; exclude?: string[] }, string[]]>([
    ["all", {}, ["Football", "Harbours", "Trade in Libya"]],
    ["what has a word", { include: ["libya"] }, ["Trade in Libya"]],
    [
      "what has one of several words or phrases",
      { include: ["LIBYA", "late goal"] },
      ["Football", "Trade in Libya"],
    ],
    ["all but what has a word", { exclude: ["goal"] }, ["Harbours", "Trade in Libya"]],
    ["nothing for half a word", { include: ["lib"] }, []],
  ])("take %s", async (_, wishes, expected) => {
    const reader = await openReader();
    const stories = [
      { id: "1", title: "Football", html: "<p>A late goal decided it.</p>" },
      { id: "2", title: "Harbours", html: "<p>Ships came in.</p>" },
      { id: "3", title: "Trade in Libya", html: "<p>It grows.</p>" },
    ];
    await reader.follow(await serve(nextPath(), rss(stories)), wishes);
    expect((await reader.articles()).map(({ title }) => title).sort()).toEqual(expected);
  });

  it("are followed from the next read on when they change, though the feed has not", async () => {
    const reader = await openReader();
    const { id } = await reader.follow(await serve(nextPath(), rss([one]), { etag: '"1"' }), {
      include: ["olives"],
    });
    expect(await reader.articles()).toEqual([]);
    await reader.stub.gathering().change(id, { include: [] }, 0);
    await reader.read(id);
    expect(await reader.articles()).toHaveLength(1);
  });

  it("add tags to what comes, each once", async () => {
    const reader = await openReader();
    const story = { ...one, extra: "<category>Libya</category>" };
    await reader.follow(await serve(nextPath(), rss([story])), { tags: ["libya", "Sea"] });
    expect((await reader.articles())[0]?.tags).toEqual(["Libya", "Sea"]);
  });

  it("pause a source and resume it", async () => {
    const reader = await openReader();
    const path = nextPath();
    const { id } = await reader.follow(await serve(path, rss([one])));
    await reader.stub.gathering().change(id, { status: "paused" }, 0);
    await serve(path, rss([{ ...one, title: "New" }]));
    reader.later(30 * 86_400_000);
    expect(await reader.round()).toEqual([]);
    expect(await reader.source(id)).toMatchObject({ status: "paused", next_fetch: null });
    await reader.stub.gathering().change(id, { status: "active" }, 0);
    await reader.round();
    expect((await reader.articles())[0]?.title).toBe("New");
  });

  it("end a source and keep its articles; followed again, it has them still and none twice", async () => {
    const reader = await openReader();
    const url = await serve(nextPath(), rss([one]));
    const { id } = await reader.follow(url);
    expect(await reader.stub.gathering().unfollow(id, "keep", 0)).toBe(true);
    const kept = await reader.articles();
    expect(kept).toMatchObject([{ status: "published" }]);
    await reader.follow(url);
    expect(await reader.articles()).toEqual(kept);
  });

  it("end a source and withdraw its articles; followed again, they come back at their old addresses", async () => {
    const reader = await openReader();
    const url = await serve(
      nextPath(),
      rss([one, { id: "2", title: "Olives", html: "<p>Early and small.</p>" }]),
    );
    const { id } = await reader.follow(url);
    await reader.stub.gathering().unfollow(id, "withdraw", 0);
    await reader.stub.wake();
    expect((await reader.articles()).map(({ status }) => status)).toEqual(["withdrawn", "withdrawn"]);
    await reader.follow(url);
    const back = await reader.articles();
    expect(back.map(({ status, slug }) => [slug, status]).sort()).toEqual([
      ["a-ship", "published"],
      ["olives", "published"],
    ]);
  });

  it("withdraw an article for good, though it is still upstream and changes there", async () => {
    const reader = await openReader();
    const path = nextPath();
    const { id } = await reader.follow(await serve(path, rss([one])));
    const [article] = await reader.articles();
    await reader.stub.withdraw(article?.id ?? "", null, "editor", 0);
    await serve(path, rss([{ ...one, title: "Changed" }]));
    await reader.read(id);
    expect((await reader.articles()).map(({ status }) => status)).toEqual(["withdrawn"]);
  });
});

it("knows a feed that is followed already", async () => {
  const reader = await openReader();
  const url = await serve(nextPath(), rss([one]));
  await reader.follow(url);
  await expect(reader.follow(url)).rejects.toThrow("known");
});

it("takes the same bytes from a server without validators for nothing new", async () => {
  const { source } = await becomes([one], [one]);
  expect(source.last_fetch).toMatchObject({ kind: "same", status: 200, text: "Nothing new." });
});
