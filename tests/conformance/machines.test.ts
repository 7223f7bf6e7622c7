import { describe, expect, inject, it } from "vitest";
import { sampleArticles, samplePages } from "../../scripts/sample.ts";
import { parseXml } from "../setup/feeds.ts";

// What programs other than feed readers take from the sample newsroom.

const sample = inject("sample");
const NAMESPACES = {
  s: "http://www.sitemaps.org/schemas/sitemap/0.9",
  n: "http://www.google.com/schemas/sitemap-news/0.9",
};

async function read(path: string): Promise<string> {
  const response = await fetch(path.startsWith("http") ? path : sample + path);
  expect(response.status, path).toBe(200);
  return response.text();
}

const values = (xml: string, path: string) =>
  parseXml(xml, (root) => root.find(path, NAMESPACES).map(({ content }) => content));

describe("the sitemaps", () => {
  it("lead from robots.txt to every story of our own but the withdrawn one, and to every list, all of which are there", async () => {
    const robots = await read("/robots.txt");
    const index = /^Sitemap: (.*\/sitemap\.xml)$/m.exec(robots)?.[1] ?? "";
    const [lists = "", block = ""] = values(await read(index), "//s:sitemap/s:loc");
    for (const modified of values(await read(index), "//s:sitemap/s:lastmod"))
      expect(Date.now() - Date.parse(modified)).toBeLessThan(3_600_000);
    const urls = async (sitemap: string) => values(await read(sitemap), "//s:url/s:loc");
    // Crawlers can wait: a sitemap is a minute behind.
    const all =
      sampleArticles().filter(({ canonical_url }) => !canonical_url).length - 1 + samplePages().length;
    await expect.poll(() => urls(block), { timeout: 90_000, interval: 2000 }).toHaveLength(all);
    expect(await urls(lists)).toContain(`${sample}/tags/libya`);
    for (const url of [...(await urls(lists)), ...(await urls(block))]) await read(url);
  }, 180_000);

  it("tell news search of nothing that is older than two days", async () => {
    expect(values(await read("/news-sitemap.xml"), "//n:title")).toEqual([]);
  });
});

it("gives every story as Markdown that has all of its words", async () => {
  const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const home = JSON.parse(await read("/feed.json"));
  for (const item of home.items) {
    const markdown = await read(`${item.url}.md`);
    expect(markdown).toMatch(/^---\ntitle: "/);
    const said = new Set(words(markdown));
    const own = words(item.content_html.replace(/<[^>]+>|&\w+;|&#x\w+;/g, " "));
    expect(own.filter((word) => !said.has(word))).toEqual([]);
  }
});

it("tells language models where everything is, and each address is there", async () => {
  const text = await read("/llms.txt");
  expect(text).toMatch(/^# The Littoral\n\n> /);
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, url = ""]) => url);
  expect(links.length).toBeGreaterThan(20);
  for (const url of links) await read(url);
});

it("can be embedded by oEmbed, found from the page", async () => {
  const page = await read("/articles/lighthouse-of-ras-tarfa-is-lit-again");
  const found =
    /type="application\/json\+oembed" href="([^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const card = JSON.parse(await read(found));
  expect(card).toMatchObject({ type: "rich", version: "1.0", provider_name: "The Littoral" });
  expect(card.html).toContain("The lighthouse of Ras Tarfa is lit again</a>");
  // Required of what is rich, and as a consumer has room for (https://oembed.com §2.3.4.4, §2.2).
  expect([card.width, card.height]).toEqual([600, 200]);
  const sized = await fetch(`${found}&format=json&maxwidth=300`, { redirect: "manual" });
  expect(sized.status).toBe(200);
  const small = (await sized.json()) as Record<string, unknown>;
  expect([small.width, small.height]).toEqual([300, 200]);
  // A picture has three fields or none, and fits.
  const { thumbnail_url, thumbnail_width, thumbnail_height } = card;
  expect([thumbnail_url, thumbnail_width, thumbnail_height]).toEqual([
    expect.stringMatching(/^http/),
    expect.any(Number),
    expect.any(Number),
  ]);
  expect(small).not.toHaveProperty("thumbnail_url");
});

it("names a picture to show beside every link to it", async () => {
  for (const path of [
    "/",
    "/articles/tripoli-counts-its-trees",
    "/articles/lighthouse-of-ras-tarfa-is-lit-again",
  ]) {
    const image = /property="og:image" content="([^"]+)"/.exec(await read(path))?.[1] ?? "";
    const response = await fetch(image);
    expect([response.status, response.headers.get("content-type")?.split("/")[0]]).toEqual([200, "image"]);
  }
});
