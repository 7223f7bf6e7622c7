import { describe, expect, inject, it } from "vitest";
import { sampleArticles } from "../../scripts/sample.ts";
import { publish, uniqueTag } from "../setup/client.ts";
import { atomByFeedsmith, atomByLibxml, jsonEntries, rssByFeedsmith, rssByLibxml } from "../setup/feeds.ts";
import { atomFaults, rssFaults } from "../setup/validator.ts";

// Every feed is valid, and all formats of a list say the same.

const sample = inject("sample");

async function read(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  return response.text();
}

/** Reads the three feeds of a list, judges them, and compares what four readings of them say. */
async function expectAgreement(page: string) {
  const [path = "", query] = page.split("?");
  const feed = (file: string) => `${path}/${file}${query ? `?${query}` : ""}`;
  const [rss, atom, json] = await Promise.all(
    ["rss.xml", "atom.xml", "feed.json"].map((file) => read(feed(file))),
  );
  expect(rssFaults(rss ?? "", feed("rss.xml"))).toEqual([]);
  expect(atomFaults(atom ?? "", feed("atom.xml"))).toEqual([]);
  const entries = jsonEntries(json ?? "");
  expect(rssByLibxml(rss ?? "")).toEqual(entries);
  expect(atomByLibxml(atom ?? "")).toEqual(entries);
  const trimmed = entries.map((entry) => ({ ...entry, title: entry.title.trim() }));
  expect(rssByFeedsmith(rss ?? "")).toEqual(trimmed);
  expect(atomByFeedsmith(atom ?? "")).toEqual(trimmed);
  return { entries, rss: rss ?? "", atom: atom ?? "", json: JSON.parse(json ?? "") };
}

interface Directory {
  paths: string[];
}

/** Every list of the sample, from its OPML. */
async function lists(): Promise<Directory["paths"]> {
  const opml = await read(`${sample}/opml.xml`);
  return [...opml.matchAll(/xmlUrl="([^"]+)\/rss\.xml"/g)].map(([, page]) => page ?? "");
}

describe("the sample newsroom", () => {
  it("has valid feeds for each list, which agree with one another in all formats", async () => {
    const pages = await lists();
    expect(pages.length).toBeGreaterThan(30);
    for (const page of pages) {
      const { entries } = await expectAgreement(page);
      expect(entries.length, page).toBeGreaterThan(0);
    }
  });

  it.each([
    ["ferry", 1],
    ["تجارة", 1],
    ['tag:libya tag:algeria -"free zone"', 2],
    ["no-such-word-here", 0],
  ])("has feeds of any search, too: %s", async (query, least) => {
    const { entries, json } = await expectAgreement(`${sample}/search?${new URLSearchParams({ q: query })}`);
    expect(entries.length).toBeGreaterThanOrEqual(least);
    expect(json.home_page_url).toBe(`${sample}/search?${new URLSearchParams({ q: query })}`);
    const dates = entries.map(({ published }) => published);
    expect(dates).toEqual([...dates].sort((a, b) => b - a));
  });

  it("has feeds of comments, on each article and on all", async () => {
    for (const page of [`${sample}/comments`, `${sample}/articles/tripoli-counts-its-trees/comments`]) {
      const { json } = await expectAgreement(page);
      expect(json._dateline.scope.kind).toBe("comments");
    }
  });

  it("is whole: every article but the withdrawn one is in the home feed, newest first", async () => {
    const { entries, json } = await expectAgreement(sample);
    expect(entries).toHaveLength(sampleArticles().length - 1);
    const dates = entries.map(({ published }) => published);
    expect(dates).toEqual([...dates].sort((a, b) => b - a));
    expect(json._dateline.deleted).toHaveLength(1);
  });

  it("names the source of what others published first, in each format", async () => {
    const { rss, atom, json } = await expectAgreement(`${sample}/sources/tripoli-wire`);
    expect(rss).toContain('<source url="https://tripoli-wire.example/feed.xml">Tripoli Wire</source>');
    expect(atom).toContain(
      "<source><id>https://tripoli-wire.example/feed.xml</id><title>Tripoli Wire</title>",
    );
    expect(json.items[0]).toMatchObject({ _dateline: { source: { name: "Tripoli Wire" } } });
    expect(json.items[0].external_url).toMatch(/^https:\/\/tripoli-wire\.example\//);
  });

  it("has a JSON Feed 1.1 with what the format asks for", async () => {
    const feed = JSON.parse(await read(`${sample}/feed.json`));
    expect(feed).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      title: "The Littoral",
      home_page_url: `${sample}/`,
      feed_url: `${sample}/feed.json`,
      language: "en-GB",
      _dateline: { about: `${sample}/extension.txt` },
    });
    for (const item of feed.items) {
      expect(item.id).toMatch(/^tag:/);
      expect(item.content_html ?? item.content_text).toEqual(expect.any(String));
      expect(item.date_published).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });

  it("carries sound as an enclosure with its true type and length", async () => {
    const { rss, atom } = await expectAgreement(`${sample}/authors/salma-idris`);
    expect(rss).toMatch(
      /<enclosure url="[^"]+\/media\/[0-9a-f]{32}\.mp3" length="\d{4,}" type="audio\/mpeg"\/>/,
    );
    const length = /rel="enclosure" href="([^"]+)" type="audio\/mpeg" length="(\d+)"/.exec(atom);
    const file = await fetch(length?.[1] ?? "");
    expect((await file.arrayBuffer()).byteLength).toBe(Number(length?.[2]));
  });
});

describe("nasty content", () => {
  const long = `<p>${"word ".repeat(200_000)}</p>`.padEnd(1_048_576, " ");
  const hundreds = Array.from({ length: 300 }, (_, i) => `Tag ${i} <&> "${i}"`);

  it.each<[string, object]>([
    [
      "control characters",
      { title: "a\u0000b\u0008c\u001fd\ufffee", html: "<p>x\u0001\u000b&#1;&#xFFFE;y</p>" },
    ],
    ["lone surrogates", { title: "a\ud800b \udc00", markdown: "x \udfff y \ud83d" }],
    [
      "the end of a CDATA section, many times",
      { title: "a ]]> b ]]>", html: "<p>]]> ]]> ]]></p><p>]]></p>" },
    ],
    ["nested CDATA", { title: "<![CDATA[x]]>", html: "<p><![CDATA[a <![CDATA[b]]> c]]></p>" }],
    [
      "emoji and letters beyond the first plane",
      { title: "🚢 𝔇 👩‍👩‍👧", markdown: "🇱🇾 and 𐐷", standfirst: "🎉" },
    ],
    [
      "text from right to left",
      { title: "سفينة «جديدة»", markdown: "نص **عربي** مع English بينه.", tags: ["ليبيا"] },
    ],
    ["bidirectional controls", { title: "a\u202eb\u2066c\u2069", markdown: "\u200fx\u200e" }],
    ["three hundred tags", { title: "Many tags", tags: hundreds }],
    ["a body of 1 MiB", { title: "Long", html: long }],
    ["no title", { markdown: "A story that goes on without one & never <stops>." }],
    ["no body", { title: "Only a title" }],
    ["HTML in the title", { title: '<b>Bold</b> & <script>alert("x")</script> &amp; &lt;', markdown: "x" }],
    [
      "entities, once and twice encoded",
      { title: "&amp;amp; &#65;", html: "<p>&amp;amp; &nbsp;&eacute;&#128674;</p>" },
    ],
    ["names that look like markup", { title: "x", authors: ["A & B <c>", "D \"e\" 'f'"], tags: ['<i>"&'] }],
    [
      "a picture and sound with odd addresses",
      {
        title: "Media",
        image: { url: "https://e.example/a b.png?x=1&y=<2>", alt: '"quoted" <alt> & more' },
        attachments: [{ url: "https://e.example/ü.mp3?a&b", mime_type: "audio/mpeg", title: "<t> & t" }],
      },
    ],
    [
      "markers that look like ours",
      { title: "index:0", html: "<p>&lt;id&gt;index:0&lt;/id&gt; \uFDD0#x</p>" },
    ],
    [
      "white space of all kinds",
      { title: "  a\u00a0\t\r\n b\u2028c  ", markdown: "x\u2028y\u0085z\r\n\r\n\tcode" },
    ],
  ])("%s: well-formed, valid and the same in all formats", async (name, fields) => {
    const tag = uniqueTag("Nasty");
    const { tags = [] } = fields as { tags?: string[] };
    await publish({ ...fields, tags: [tag, ...tags].slice(0, 300) });
    const page = `${inject("scratch")}/tags/${tag.toLowerCase().replace(" ", "-")}`;
    const { entries } = await expectAgreement(page);
    expect(entries, name).toHaveLength(1);
    expect(entries[0]?.title.length, name).toBeGreaterThan(0);
    const html = await read(entries[0]?.url ?? "");
    expect(html).not.toContain("<script>alert");
  });

  it("keeps the text of a title exactly, as text", async () => {
    const tag = uniqueTag("Exact");
    const title = '5 < 6 & "7" > <b>not bold</b> &amp; it\'s ]]>';
    await publish({ title, tags: [tag] });
    const { entries } = await expectAgreement(
      `${inject("scratch")}/tags/${tag.toLowerCase().replace(" ", "-")}`,
    );
    expect(entries[0]?.title).toBe(title);
  });

  it("keeps a list under 2 MiB: the oldest entries give up their content, and say so", async () => {
    const tag = uniqueTag("Heavy");
    for (const day of [1, 2, 3]) {
      const published = `2025-07-0${day}T00:00:00Z`;
      await publish({ title: `Day ${day}`, html: `<p>${"x".repeat(1_000_000)}</p>`, tags: [tag], published });
    }
    const { json } = await expectAgreement(
      `${inject("scratch")}/tags/${tag.toLowerCase().replace(" ", "-")}`,
    );
    expect(JSON.stringify(json).length).toBeLessThan(2_097_152);
    const shortened = json.items.map((item: { title: string; _dateline: { shortened?: true } }) => [
      item.title,
      item._dateline.shortened ?? false,
    ]);
    expect(shortened).toEqual([
      ["Day 3", false],
      ["Day 2", false],
      ["Day 1", true],
    ]);
    expect(json.items[2].summary).toMatch(/^x+…$/);
  });
});

describe("HTML from outside", () => {
  it.each([
    ["scripts", "<p>a<script>alert(1)</script></p>", "<p>a</p>"],
    ["handlers", '<p onclick="x()">a</p>', "<p>a</p>"],
    ["script addresses", '<a href="javascript:alert(1)">a</a>', "a"],
    ["disguised script addresses", '<a href=" java\tscript:alert(1)">a</a>', "a"],
    ["data addresses", '<img src="data:image/png;base64,x" alt="a">', ""],
    ["styles", '<p style="x" class="y">a</p><style>p{}</style>', "<p>a</p>"],
    ["frames and forms", "<iframe src=https://e.example></iframe><form><input>a</form>", "a"],
    ["foreign elements", "<svg><script>x</script></svg><math><mi>y</mi></math>a", "a"],
    ["unclosed elements", "<p>a<b>c", "<p>a<b>c</b></p>"],
    ["a second headline", "<h1>a</h1>", "<h2>a</h2>"],
    ["direction and language", '<p dir="rtl" lang="ar">ا</p>', '<p dir="rtl" lang="ar">ا</p>'],
    [
      "tables",
      "<table><tr><td colspan=2>a</table>",
      '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
    ],
    [
      "sound",
      '<audio src="https://e.example/a.mp3" autoplay onplay=x></audio>',
      '<audio src="https://e.example/a.mp3" controls preload="none"></audio>',
    ],
  ])("%s", async (_, html, expected) => {
    const { url } = await publish({ title: "x", html: `<p>.</p>${html}` });
    const { content_html } = (await (await fetch(`${url}.json`)).json()) as { content_html: string };
    expect(content_html).toBe(`<p>.</p>${expected}`);
  });

  it("has its relative URLs resolved, and links within the article follow its slug", async () => {
    const html = '<p id="a"><a href="b?c#d">x</a> <a href="#a">y</a> <img src="/e.png" alt=""></p>';
    const own = await publish({ title: "Own", html });
    const read = async (url: string) =>
      ((await (await fetch(`${url}.json`)).json()) as { content_html: string }).content_html;
    const site = inject("scratch");
    expect(await read(own.url)).toBe(
      `<p id="user-content-a"><a href="${site}/articles/b?c#d">x</a> <a href="${own.url}#user-content-a">y</a> <img src="${site}/e.png" alt="" loading="lazy"></p>`,
    );
    const other = await publish({ title: "Theirs", html, canonical_url: "https://e.example/2025/story" });
    expect(await read(other.url)).toContain('href="https://e.example/2025/b?c#d"');
  });
});
