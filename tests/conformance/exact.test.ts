import { describe, expect, inject, it } from "vitest";
import { api, publish, uniqueTag } from "../setup/client.ts";
import { parseXml } from "../setup/feeds.ts";
import { atomFaults, rssFaults } from "../setup/validator.ts";

// What readers of feeds take from an entry besides its text, each with the rule it follows. The table is
// docs/feeds.md.

const scratch = inject("scratch");
const NAMESPACES = {
  a: "http://www.w3.org/2005/Atom",
  content: "http://purl.org/rss/1.0/modules/content/",
  dc: "http://purl.org/dc/elements/1.1/",
  media: "http://search.yahoo.com/mrss/",
};

async function read(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  return response.text();
}

/** An article in the three feeds of a tag that only it has. */
async function inFeeds(fields: Record<string, unknown>) {
  const tag = uniqueTag("exact");
  const { id, url } = await publish({ ...fields, tags: [tag] });
  const list = `${scratch}/tags/${tag.toLowerCase().replaceAll(" ", "-")}`;
  const [rss, atom, json, page] = await Promise.all(
    ["/rss.xml", "/atom.xml", "/feed.json"].map((feed) => read(list + feed)).concat(read(url)),
  );
  expect(rssFaults(rss ?? "", `${list}/rss.xml`)).toEqual([]);
  expect(atomFaults(atom ?? "", `${list}/atom.xml`)).toEqual([]);
  const at = (xml: string, path: string) =>
    parseXml(xml, (root) => root.find(path, NAMESPACES).map(({ content }) => content));
  return {
    ...{ id, url, list, page: page ?? "" },
    rss: (path: string) => at(rss ?? "", `/rss/channel/item/${path}`),
    atom: (path: string) => at(atom ?? "", `/a:feed/a:entry/${path}`),
    item: JSON.parse(json ?? "").items[0],
  };
}

const source = { name: "Tripoli Wire", url: "https://wire.example/" };

it("an entry without a byline is by the publication that it came from (RFC 4287 §4.2.1, JSON Feed `authors`)", async () => {
  const story = await inFeeds({ title: "From the wire", markdown: "A ship.", source });
  expect(story.atom("a:author/a:name")).toEqual(["Tripoli Wire"]);
  expect(story.atom("a:author/a:uri")).toEqual(["https://wire.example/"]);
  expect(story.rss("dc:creator")).toEqual(["Tripoli Wire"]);
  expect(story.item.authors).toEqual([{ name: "Tripoli Wire", url: "https://wire.example/" }]);
  // On the page it is named as what it is.
  expect(story.page).not.toContain('class="by"');
  expect(story.page).toContain('"author":[{"@type":"Organization","name":"Tripoli Wire"');
  const signed = await inFeeds({ title: "Signed", markdown: "A ship.", source, authors: ["Salma Idris"] });
  expect(signed.atom("a:author/a:name")).toEqual(["Salma Idris"]);
});

describe("an entry in another language than its feed", () => {
  it("says so, and in which direction it is read (RFC 4287 §2, Dublin Core `language`)", async () => {
    const story = await inFeeds({
      ...{ title: "وصلت السفينة", standfirst: "وصلت اليوم.", markdown: "وصلت السفينة إلى **صفاقس**." },
      language: "ar-TN",
    });
    expect(story.atom("@xml:lang")).toEqual(["ar-TN"]);
    expect(story.rss("dc:language")).toEqual(["ar-TN"]);
    const content = '<div dir="rtl" lang="ar-TN"><p>وصلت السفينة إلى <strong>صفاقس</strong>.</p></div>';
    expect(story.atom("a:content")).toEqual([content]);
    expect(story.rss("content:encoded")).toEqual([content]);
    expect(story.item.content_html).toBe(content);
    expect(story.atom("a:summary")).toEqual(['<div dir="rtl" lang="ar-TN">وصلت اليوم.</div>']);
    expect(story.rss("description")).toEqual(['<div dir="rtl" lang="ar-TN">وصلت اليوم.</div>']);
    expect(story.item.summary).toBe("وصلت اليوم.");
    // The page says it once.
    expect(story.page).toContain('<div class="body"><p>وصلت');
  });

  it("and one in the same says nothing of it", async () => {
    const story = await inFeeds({ title: "A ship", markdown: "It sails." });
    expect([story.atom("@xml:lang"), story.rss("dc:language")]).toEqual([[], []]);
    expect(story.item.content_html).toBe("<p>It sails.</p>");
  });
});

describe("the picture of an article", () => {
  const image = { url: "https://pictures.example/a.jpg?a=1&b=2", alt: 'A "ship"', width: 1200, height: 800 };

  it("is in all formats, before the text for readers that know no Media RSS", async () => {
    const story = await inFeeds({ title: "Seen", markdown: "It sails.", image });
    for (const format of [story.atom, story.rss]) {
      expect(format("media:content/@url")).toEqual([image.url]);
      expect(format("media:content/@width")).toEqual(["1200"]);
      expect(format("media:content/media:description")).toEqual(['A "ship"']);
    }
    const figure =
      '<figure><img src="https://pictures.example/a.jpg?a=1&amp;b=2" alt="A &quot;ship&quot;" width="1200" height="800"></figure>\n<p>It sails.</p>';
    expect(story.atom("a:content")).toEqual([figure]);
    expect(story.rss("content:encoded")).toEqual([figure]);
    expect(story.item.image).toBe(image.url);
  });

  it("is not shown twice where the text has it", async () => {
    const story = await inFeeds({ title: "Within", markdown: `![Here](${image.url})`, image });
    expect(story.atom("a:content")[0]?.match(/<img/g)).toHaveLength(1);
  });
});

it("a source is a feed in RSS or is not there; Atom does not say when it was updated (RFC 4287 §4.2.11)", async () => {
  const feedless = await inFeeds({ title: "No feed", markdown: "A ship.", source });
  expect(feedless.rss("source")).toEqual([]);
  expect(feedless.atom("a:source/a:title")).toEqual(["Tripoli Wire"]);
  expect(feedless.atom("a:source/a:updated")).toEqual([]);
});

it("an entry that comes back is newer than the word of its leaving (RFC 6721 §3, RFC 4287 §4.2.15)", async () => {
  const story = await inFeeds({ title: "Gone and back", markdown: "It sails." });
  await api("DELETE", `articles/${story.id}`);
  const gone = JSON.parse(await read(`${story.list}/feed.json`))._dateline;
  const [{ when }] = gone.deleted;
  await api("PATCH", `articles/${story.id}`, { status: "published" }, { "If-Match": "*" });
  // Lists show it once no edge has the word of its leaving any more.
  const back = JSON.parse(await read(`${story.url}.json`));
  expect(Date.parse(back.date_modified)).toBeGreaterThan(Date.parse(when));
  expect(back.date_published).toBe(story.item.date_published);
});

it("a correction is told of in RSS, which has no element for it, by Atom's", async () => {
  const story = await inFeeds({ title: "First", markdown: "It sails." });
  expect(story.rss("a:updated")).toEqual([]);
  await api("PATCH", `articles/${story.id}`, { markdown: "It sank." }, { "If-Match": "*" });
  const rss = await read(`${story.list}/rss.xml`);
  const [updated] = parseXml(rss, (root) =>
    root.find("//item/a:updated", NAMESPACES).map(({ content }) => content),
  );
  const { items } = JSON.parse(await read(`${story.list}/feed.json`));
  expect(updated).toBe(items[0].date_modified);
});

describe("the publication's mark", () => {
  /** Of a PNG (W3C PNG §11.2.2). */
  const sizeOf = (png: DataView) => [png.getUint32(16), png.getUint32(20)];
  const bytesOf = async (url: string | undefined, type: string) => {
    const response = await fetch(url ?? "");
    expect([response.status, response.headers.get("content-type")], url).toEqual([200, type]);
    return new DataView(await response.arrayBuffer());
  };

  it("is in all feeds, as large as each takes it (RSS 2.0 image, RFC 4287 §4.2.5 and §4.2.8, JSON Feed icon)", async () => {
    const { list } = await inFeeds({ title: "Marked", markdown: "A mark." });
    const [rss, atom, json] = await Promise.all(
      ["/rss.xml", "/atom.xml", "/feed.json"].map((feed) => read(list + feed)),
    );
    const one = (xml: string | undefined, path: string) =>
      parseXml(xml ?? "", (root) => root.get(path, NAMESPACES)?.content);
    const image = (part: string) => one(rss, `/rss/channel/image/${part}`);
    expect(sizeOf(await bytesOf(image("url"), "image/png"))).toEqual([144, 144]);
    expect([image("width"), image("height"), image("link")]).toEqual(["144", "144", list]);
    expect(image("title")).toBe(one(rss, "/rss/channel/title"));
    expect(sizeOf(await bytesOf(one(atom, "/a:feed/a:icon"), "image/png"))).toEqual([512, 512]);
    expect(sizeOf(await bytesOf(one(atom, "/a:feed/a:logo"), "image/png"))).toEqual([1200, 600]);
    const { icon, favicon } = JSON.parse(json ?? "");
    expect(sizeOf(await bytesOf(icon, "image/png"))).toEqual([512, 512]);
    expect(sizeOf(await bytesOf(favicon, "image/png"))).toEqual([144, 144]);
  });

  it("is where browsers, phones and search engines look for it", async () => {
    const ico = await bytesOf(`${scratch}/favicon.ico`, "image/vnd.microsoft.icon");
    expect([ico.getUint16(2, true), ico.getUint16(4, true)]).toEqual([1, 3]);
    expect([0, 1, 2].map((i) => ico.getUint8(6 + 16 * i))).toEqual([16, 32, 48]);
    const page = await read(`${scratch}/`);
    const icon = /<link rel="apple-touch-icon" href="([^"]+)"/.exec(page)?.[1];
    expect(sizeOf(await bytesOf(icon, "image/png"))).toEqual([180, 180]);
    const mark = /<link rel="icon" href="([^"]+)" type="image\/svg\+xml"/.exec(page)?.[1];
    await bytesOf(mark, "image/svg+xml");
    const { url } = await publish({ title: "A logo", markdown: "It is there." });
    const structured = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(await read(url))?.[1];
    expect(JSON.parse(structured ?? "").publisher.logo).toEqual({
      ...{ "@type": "ImageObject", url: `${scratch}/icon-512.png`, width: 512, height: 512 },
    });
  });

  it("stands in for a picture that networks cannot show, and sizes and language go with it (Open Graph)", async () => {
    const shared = async (image: object | undefined, language?: string) => {
      const { url } = await publish({ title: "Shared", markdown: "A ship.", image, language });
      const found = (await read(url)).matchAll(/<meta property="(og:image\S*|og:locale)" content="([^"]*)"/g);
      return Object.fromEntries([...found].map(([, name, value]) => [name, value]));
    };
    const card = { "og:image": `${scratch}/card.png`, "og:image:width": "1200", "og:image:height": "600" };
    expect(await shared(undefined)).toMatchObject({ ...card, "og:locale": "en_GB" });
    expect(await shared({ url: "https://a.example/b.svg?c", alt: "B" }, "ar")).toMatchObject(card);
    expect(
      await shared({ url: "https://a.example/b.jpg", alt: "B", width: 900, height: 500 }, "ar-TN"),
    ).toEqual({
      ...{ "og:image": "https://a.example/b.jpg", "og:image:width": "900", "og:image:height": "500" },
      ...{ "og:image:alt": "B", "og:locale": "ar_TN" },
    });
  });
});

it("a feed may be kept for as long as its headers say (RSS 2.0 ttl, RFC 9111 §5.2.2.1)", async () => {
  const response = await fetch(`${scratch}/rss.xml`);
  const [, seconds] = /max-age=(\d+)/.exec(response.headers.get("cache-control") ?? "") ?? [];
  const [, minutes] = /<ttl>(\d+)<\/ttl>/.exec(await response.text()) ?? [];
  expect(Number(minutes) * 60).toBe(Number(seconds));
});

it("the page of a reprint sends search engines to its original (RFC 6596)", async () => {
  const original = "https://wire.example/2025/a-ship";
  const { url } = await publish({ title: "A reprint", markdown: "A ship.", canonical_url: original });
  const page = await read(url);
  expect(page).toContain(`<link rel="canonical" href="${original}"/>`);
  expect(page).toContain(`<meta property="og:url" content="${url}"/>`);
});

describe("a page's head", () => {
  it("names the list that a feed is of, and offers no JSON that is none (HTML §4.6.7)", async () => {
    const { url } = await publish({ title: "A lighthouse", markdown: "It shines." });
    const links = (await read(url)).match(/<link rel="alternate"[^>]*>/g) ?? [];
    expect(links.filter((link) => link.includes('type="application/json"'))).toEqual([]);
    const feeds = links.filter(
      (link) => /\/(rss\.xml|atom\.xml|feed\.json)"/.test(link) && !link.includes("comments"),
    );
    expect(feeds).toHaveLength(3);
    for (const link of feeds) expect(link).not.toContain("lighthouse");
  });
});

describe("a reader of feeds in a browser", () => {
  it("follows redirects from another origin, and sees the headers it needs (Fetch §3.3)", async () => {
    const moved = await fetch(`${scratch}/feed`, { redirect: "manual" });
    expect([moved.status, moved.headers.get("access-control-allow-origin")]).toEqual([301, "*"]);
    const slash = await fetch(`${scratch}/rss.xml?x=1`, { redirect: "manual" });
    expect([slash.status, slash.headers.get("access-control-allow-origin")]).toEqual([301, "*"]);
    const feed = await fetch(`${scratch}/feed.json`);
    expect(feed.headers.get("access-control-expose-headers")).toBe("ETag, Link");
    const asked = await fetch(`${scratch}/feed.json`, { method: "OPTIONS" });
    expect(asked.headers.get("access-control-allow-headers")).toBe("If-None-Match, If-Modified-Since");
    expect(asked.headers.get("access-control-max-age")).toBe("86400");
  });
});

it("the JSON of an article names its page as canonical (RFC 6596)", async () => {
  const { url } = await publish({ title: "A canon", markdown: "It fires." });
  const { headers } = await fetch(`${url}.json`);
  expect(headers.get("link")).toContain(`<${url}>; rel="canonical"`);
});

describe("tags whose names differ in signs alone", () => {
  it("have addresses of their own where the signs make a name", async () => {
    const { url } = await publish({ title: "Languages", tags: ["C", "C++", "C#", "Disney+"] });
    const { _dateline } = JSON.parse(await read(`${url}.json`));
    const slugs = _dateline.tags.map(({ slug }: { slug: string }) => slug);
    expect(slugs.sort()).toEqual(["c", "c-plus-plus", "c-sharp", "disney-plus"]);
  });

  it("are told of where they do not", async () => {
    const response = await api("POST", "articles", {
      title: "Twins",
      tags: ["New York", "new york", "New-York"],
    });
    expect(response.status).toBe(422);
    expect((await response.json()).errors).toEqual([
      { pointer: "#/tags/2", detail: 'has the same address as "New York"' },
    ]);
  });
});
