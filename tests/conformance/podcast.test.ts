import { readFileSync } from "node:fs";
import { describe, expect, inject, it } from "vitest";
import { api, publish } from "../setup/client.ts";
import { parseXml } from "../setup/feeds.ts";
import { TOKEN } from "../setup/servers.ts";
import { MP3 } from "../setup/sounds.ts";
import { rssFaults } from "../setup/validator.ts";

// A tag as a programme: what its feed says to podcast apps, and what its page gives to everybody else.

const scratch = inject("scratch");
const sample = inject("sample");
const SPACES = {
  itunes: "http://www.itunes.com/dtds/podcast-1.0.dtd",
  podcast: "https://podcastindex.org/namespace/1.0",
};

async function bring(bytes: Uint8Array<ArrayBuffer>): Promise<{ id: string; url: string; duration: number }> {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  return (await fetch(`${scratch}/api/media`, { method: "POST", headers, body: bytes })).json();
}

const drawing = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../data/pictures/${name}`, import.meta.url)));
const cover = () => bring(drawing("read-aloud.jpg"));

const said = {
  ...{ title: "Quay & <sea>", description: "What is said there.", author: "Hana Meftah" },
  ...{ category: "News", subcategory: "Daily News", explicit: false, type: "serial" as const },
  funding: { url: "https://littoral.example/give", text: "Give" },
  owner: { name: "Hana Meftah", email: "hana@littoral.example", public: false },
};

/** A tag of its own with one episode. */
async function programme(more: object = {}) {
  const label = `Heard ${crypto.randomUUID().slice(0, 8)}`;
  const slug = label.toLowerCase().replaceAll(" ", "-");
  const sound = await bring(MP3);
  const story = await publish({
    ...{ title: "The first", markdown: "Listen.", tags: [label], authors: ["Salma Idris"] },
    ...{ attachments: [{ media: sound.id }], episode: { number: 4, season: 2, type: "trailer" } },
  });
  const { id, url } = await cover();
  const response = await api("PATCH", `tags/${slug}`, { programme: { ...said, cover: id, ...more } });
  return { response, slug, sound, story, cover: { id, url }, list: `${scratch}/tags/${slug}` };
}

/** Texts, or attributes, of what an expression finds. */
function found(xml: string, path: string): string[] {
  return parseXml(xml, (root) => root.find(path, SPACES).map((node) => node.content));
}

describe("the feed of a programme", () => {
  it("says all that Apple and Podcasting 2.0 ask for, of the channel and of an episode", async () => {
    const { response, sound, story, cover: image, list } = await programme();
    expect(response.status).toBe(200);
    const xml = await (await fetch(`${list}/rss.xml`)).text();
    expect(rssFaults(xml, `${list}/rss.xml`)).toEqual([]);
    const channel = (path: string) => found(xml, `/rss/channel/${path}`);
    expect(channel("title")).toEqual([said.title]);
    expect(channel("description")).toEqual([said.description]);
    expect(channel("image/url")).toEqual([image.url]);
    expect(channel("itunes:image/@href")).toEqual([image.url]);
    expect(channel("itunes:category/@text")).toEqual(["News"]);
    expect(channel("itunes:category/itunes:category/@text")).toEqual(["Daily News"]);
    expect(channel("itunes:author")).toEqual([said.author]);
    expect(channel("itunes:explicit")).toEqual(["false"]);
    expect(channel("itunes:type")).toEqual(["serial"]);
    expect(channel("language")).toEqual(["en-GB"]);
    expect(channel("podcast:locked")).toEqual(["yes"]);
    expect(channel("podcast:funding/@url")).toEqual([said.funding.url]);
    expect(channel("podcast:guid")).toEqual([
      expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    ]);
    const item = (path: string) => channel(`item/${path}`);
    expect(item("enclosure/@url")).toEqual([sound.url]);
    expect(item("enclosure/@length")).toEqual([String(MP3.length)]);
    expect(item("itunes:duration")).toEqual([String(Math.round(sound.duration))]);
    expect(item("itunes:episode")).toEqual(["4"]);
    expect(item("itunes:season")).toEqual(["2"]);
    expect(item("itunes:episodeType")).toEqual(["trailer"]);
    expect(item("podcast:person")).toEqual(["Salma Idris"]);
    expect(item("guid")).toHaveLength(1);
    const json = await (await fetch(`${list}/feed.json`)).json();
    expect(json._dateline.programme).toMatchObject({ title: said.title, cover: image.url });
    expect(json.items[0]._dateline.episode).toEqual({ number: 4, season: 2, type: "trailer" });
    expect(story.url).toBe(json.items[0].url);
  });

  it("tells nobody whom to write to, unless that is wanted", async () => {
    const { slug, list, cover: image } = await programme();
    const all = async () =>
      (
        await Promise.all(["rss.xml", "atom.xml", "feed.json", ""].map((file) => fetch(`${list}/${file}`)))
      ).map((each) => each.text());
    for (const text of await Promise.all(await all())) expect(text).not.toContain(said.owner.email);
    const owner = { ...said.owner, public: true };
    await api("PATCH", `tags/${slug}`, { programme: { ...said, cover: image.id, owner } });
    const xml = await (await fetch(`${list}/rss.xml`)).text();
    expect(found(xml, "/rss/channel/itunes:owner/itunes:email")).toEqual([said.owner.email]);
  });

  it("keeps its guid when its tag is renamed, and is a tag's again when it is no programme any more", async () => {
    const { slug, list } = await programme();
    const guid = async (at: string) => found(await (await fetch(`${at}/rss.xml`)).text(), "//podcast:guid");
    const [before] = await guid(list);
    const renamed = `Said ${crypto.randomUUID().slice(0, 8)}`;
    const tag = await (await api("PATCH", `tags/${slug}`, { label: renamed })).json();
    expect(tag.programme.title).toBe(said.title);
    const now = `${scratch}/tags/${tag.slug}`;
    expect(await guid(now)).toEqual([before]);
    await api("PATCH", `tags/${tag.slug}`, { programme: null });
    const xml = await (await fetch(`${now}/rss.xml`)).text();
    expect(xml).not.toContain("itunes");
    expect(found(xml, "/rss/channel/title")[0]).toContain(renamed);
  });

  it.each<[string, object, string]>([
    ["a category that no app knows", { category: "Gossip" }, "#/programme/category"],
    ["a subcategory of another", { subcategory: "Golf" }, "#/programme/category"],
    ["a cover that is no file", { cover: "0".repeat(32) }, "#/programme/cover"],
    ["no title", { title: "" }, "#/programme/title"],
    [
      "an address that is none",
      { owner: { name: "H", email: "hana", public: false } },
      "#/programme/owner/email",
    ],
  ])("is refused with %s", async (_, more, pointer) => {
    const { response } = await programme(more);
    expect(response.status).toBe(422);
    expect((await response.json()).errors[0].pointer).toBe(pointer);
  });

  it("is refused with a cover that apps refuse", async () => {
    const { id } = await bring(drawing("bus.jpg"));
    const { response } = await programme({ cover: id });
    expect((await response.json()).errors).toEqual([
      { pointer: "#/programme/cover", detail: "must be square" },
    ]);
  });

  it("keeps its cover from being removed", async () => {
    const { cover: image, list } = await programme();
    const refused = await api("DELETE", `media/${image.id}`);
    expect(refused.status).toBe(409);
    expect((await refused.json()).errors).toContainEqual({ pointer: list, detail: said.title });
  });
});

describe("what is said in an episode", () => {
  const vtt = (text: string) => new TextEncoder().encode(`WEBVTT\n\n${text}\n`);
  const word = `quinquereme${crypto.randomUUID().slice(0, 6).replaceAll("-", "")}`;
  const said = vtt(
    `00:00.000 --> 00:00.500\n<v Hana>It sails.\n\n00:00.500 --> 00:01.000\n<v Tom>A ${word} & more.`,
  );
  const parts = vtt("00:00.000 --> 00:00.500\nThe ship\n\n00:00.500 --> 00:01.000\nThe sea");

  it("is read on its page, named in its feed, and found; its chapters lead into the sound", async () => {
    const { slug, sound, story, list } = await programme();
    const [transcript, chapters] = [await bring(said), await bring(parts)];
    expect(transcript).toMatchObject({ type: "text/vtt", duration: null, width: null });
    const attachments = [
      { media: sound.id },
      { media: transcript.id, kind: "transcript" },
      { media: chapters.id, kind: "chapters" },
    ];
    await api("PATCH", `articles/${story.id}`, { attachments }, { "If-Match": "*" });
    const page = await (await fetch(story.url)).text();
    expect(page).toContain(`<b>Tom:</b> A ${word} &amp; more.`);
    expect(page).toContain(`<a href="${sound.url}#t=0.5">0:00 The sea</a>`);
    const xml = await (await fetch(`${list}/rss.xml`)).text();
    expect(found(xml, "//podcast:transcript/@url")).toEqual([transcript.url]);
    expect(found(xml, "//podcast:transcript/@type")).toEqual(["text/vtt"]);
    const [address = ""] = found(xml, "//podcast:chapters/@url");
    const response = await fetch(address);
    expect(response.headers.get("content-type")).toBe("application/json+chapters; charset=utf-8");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.json()).toEqual({
      ...{ version: "1.2.0", title: "The first" },
      chapters: [
        { startTime: 0, title: "The ship" },
        { startTime: 0.5, title: "The sea" },
      ],
    });
    const served = await fetch(transcript.url);
    expect(served.headers.get("content-type")).toBe("text/vtt");
    const results = await (await fetch(`${scratch}/search/feed.json?q=${word}`)).json();
    expect(results.items.map(({ url }: { url: string }) => url)).toEqual([story.url]);
    expect((await api("DELETE", `media/${transcript.id}`)).status).toBe(409);
    expect(slug).toMatch(/^heard-/);
  });

  it.each([
    ["nothing in it", vtt("")],
    ["letters of another encoding", Uint8Array.from([...vtt("00:00.000 --> 00:01.000\nA"), 0xff])],
  ])("is refused with %s", async (_, bytes) => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    expect((await fetch(`${scratch}/api/media`, { method: "POST", headers, body: bytes })).status).toBe(422);
  });

  it("is a text, and nothing else", async () => {
    const { story, sound } = await programme();
    const attachments = [{ media: sound.id, kind: "chapters" }];
    const refused = await api("PATCH", `articles/${story.id}`, { attachments }, { "If-Match": "*" });
    expect((await refused.json()).errors).toEqual([
      { pointer: "#/attachments/0/media", detail: "is neither WebVTT nor plain text" },
    ]);
  });
});

describe("the page of a programme", () => {
  it("has a player for each episode, its cover, and ways into podcast apps", async () => {
    const { list, sound, cover: image } = await programme();
    const page = await (await fetch(list)).text();
    expect(page).toContain(`<audio controls="" preload="none" src="${sound.url}" aria-label="The first">`);
    expect(page).toContain(`<img src="${image.url}"`);
    expect(page).toContain(`href="${list.replace("http:", "podcast:")}/rss.xml"`);
    expect(page).toContain("Quay &amp; &lt;sea&gt;");
  });

  it("is offered where feeds are explained", async () => {
    const page = await (await fetch(`${sample}/subscribe`)).text();
    expect(page).toContain("The Littoral, read aloud");
    expect(page).toContain(`pktc://subscribe/${new URL(sample).host}/tags/read-aloud/rss.xml`);
  });
});

it("the sample's programme has three episodes with sound that is really there, whole and in parts", async () => {
  const xml = await (await fetch(`${sample}/tags/read-aloud/rss.xml`)).text();
  const urls = found(xml, "/rss/channel/item/enclosure/@url");
  const lengths = found(xml, "/rss/channel/item/enclosure/@length").map(Number);
  expect(urls).toHaveLength(3);
  for (const [i, url] of urls.entries()) {
    const length = lengths[i] ?? 0;
    const half = Math.floor(length / 2);
    const first = await fetch(url, { headers: { Range: `bytes=0-${half - 1}` } });
    const etag = first.headers.get("etag") ?? "";
    const rest = await fetch(url, { headers: { Range: `bytes=${half}-`, "If-Range": etag } });
    expect([first.status, rest.status]).toEqual([206, 206]);
    const joined = Buffer.concat([await first.bytes(), await rest.bytes()]);
    expect(joined.equals(Buffer.from(await (await fetch(url)).bytes()))).toBe(true);
    expect(joined.length).toBe(length);
  }
});
