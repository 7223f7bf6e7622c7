import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startUpstreams, type Upstreams } from "../../scripts/upstreams.ts";
import { api } from "../setup/client.ts";
import { listen, stopListening } from "../setup/listen.ts";
import { TOKEN } from "../setup/servers.ts";
import { atomFaults, rssFaults } from "../setup/validator.ts";

// Following other publications, through the API and over HTTP, as an editor does it.

const site = inject("scratch");

interface Source {
  id: string;
  slug: string;
  title: string;
  feed_url: string;
  entries: number;
  [field: string]: unknown;
}

// An upstream whose answers the tests put there, and the requests it got.
type Answer = { status?: number; headers?: Record<string, string>; body: string | Buffer };
const answers = new Map<string, Answer>();
const requests: { method: string; path: string; body: string }[] = [];
let upstream: Server;
let origin = "";

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += chunk;
  const { method = "", url: path = "" } = request;
  requests.push({ method, path, body });
  const found = answers.get(path);
  const etag = found?.headers?.ETag;
  if (!found) response.writeHead(404).end();
  else if (etag && request.headers["if-none-match"] === etag) response.writeHead(304, { ETag: etag }).end();
  else response.writeHead(found.status ?? 200, found.headers).end(found.body);
}

beforeAll(async () => {
  upstream = createServer((request, response) => void answer(request, response));
  origin = await listen(upstream);
});
afterAll(() => stopListening(upstream));

let names = 0;
const rss = (title: string, ids = ["1"], channel = "") =>
  `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${title}</title><link>${origin}/</link><language>en</language>${channel}${ids
    .map(
      (id) =>
        `<item><guid isPermaLink="false">${title}-${id}</guid><title>${title} ${id}</title><link>${origin}/${encodeURIComponent(title)}/${id}</link><description>Text of ${id}.</description></item>`,
    )
    .join("")}</channel></rss>`;
const page = (head: string) =>
  `<!doctype html><html><head><title>x</title>${head}</head><body>Hello</body></html>`;
const HTML = { "Content-Type": "text/html" };

async function follow(url: string, wishes: object = {}): Promise<Source> {
  const response = await api("POST", "sources", { url, ...wishes });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text);
}
const source = async (id: string): Promise<Source> => (await api("GET", `sources/${id}`)).json();
const titlesOf = async (slug: string): Promise<string[]> => {
  const response = await fetch(`${site}/sources/${encodeURIComponent(slug)}/feed.json`);
  const { items } = (await response.json()) as { items: { title: string }[] };
  return items.map(({ title }) => title);
};
/** Waits, with the clock ticking as it does on the platform, until something is so. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 150; i++) {
    if (await condition()) return;
    await fetch(`${site}/cdn-cgi/local/scheduled`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("it did not come to be");
}

describe("POST /api/sources finds the feed", () => {
  it.each<[string, () => string, () => Record<string, Answer>]>([
    ["at its own address", () => "/own.xml", () => ({ "/own.xml": { body: rss("Own") } })],
    [
      "in a link element of a page",
      () => "/page1",
      () => ({
        "/page1": {
          headers: HTML,
          body: page('<link rel="alternate" type="application/rss+xml" href="/f1.xml">'),
        },
        "/f1.xml": { body: rss("Linked") },
      }),
    ],
    [
      "in a link element with a base",
      () => "/page2",
      () => ({
        "/page2": {
          headers: HTML,
          body: page('<base href="/base/"><link rel="alternate" type="application/atom+xml" href="f2.xml">'),
        },
        "/base/f2.xml": { body: rss("Based") },
      }),
    ],
    [
      "in a Link header",
      () => "/page3",
      () => ({
        "/page3": {
          headers: { ...HTML, Link: '</f3.xml>; rel="alternate"; type="application/rss+xml"' },
          body: page(""),
        },
        "/f3.xml": { body: rss("Header") },
      }),
    ],
    [
      "rather than that of the comments",
      () => "/page4",
      () => ({
        "/page4": {
          headers: HTML,
          body: page(
            '<link rel="alternate" type="application/rss+xml" title="Comments" href="/c4.xml"><link rel="alternate" type="application/rss+xml" title="News" href="/f4.xml">',
          ),
        },
        "/c4.xml": { body: rss("Comments") },
        "/f4.xml": { body: rss("News") },
      }),
    ],
    [
      "where feeds usually are",
      () => "/blog/",
      () => ({ "/blog/": { headers: HTML, body: page("") }, "/blog/atom.xml": { body: rss("Usual") } }),
    ],
    [
      "behind a permanent redirect, and remembers where",
      () => "/old.xml",
      () => ({
        "/old.xml": { status: 301, headers: { Location: "/new.xml" }, body: "" },
        "/new.xml": { body: rss("Moved") },
      }),
    ],
  ])("%s", async (_, address, given) => {
    const all = given();
    for (const [path, each] of Object.entries(all)) answers.set(path, each);
    const [feed = ""] = Object.keys(all).toReversed();
    const before = requests.filter(({ path }) => path === feed).length;
    const followed = await follow(origin + address());
    const title = /<title>([^<]*)/.exec(
      String(
        all[feed]?.body === undefined
          ? ""
          : Object.values(all).findLast(({ body }) => String(body).startsWith("<rss"))?.body,
      ),
    )?.[1];
    expect(followed.title).toBe(title === "Comments" ? "News" : title);
    expect(
      requests.filter(({ path }) => path === new URL(followed.feed_url).pathname).length - before,
    ).toBeLessThanOrEqual(1);
    expect(await titlesOf(followed.slug)).toEqual([`${followed.title} 1`]);
  });

  it("with an address as people type it, and tells what it found", async () => {
    answers.set("/typed.xml", {
      body: rss("Typed", ["1", "2"], `<atom:link rel="hub" href="${origin}/hub"/>`),
    });
    const followed = await follow(`${origin.replace("http://", "")}/typed.xml`, {
      tags: ["Typed"],
      policy: "excerpt",
    });
    expect(followed).toMatchObject({
      ...{
        title: "Typed",
        slug: "typed",
        language: "en",
        entries: 2,
        articles: 2,
        policy: "excerpt",
        status: "active",
      },
      ...{ feed_url: `${origin}/typed.xml`, tags: ["Typed"], hub: { url: `${origin}/hub` } },
      last_fetch: { kind: "new", status: 200, text: "2 new, of 2 entries." },
    });
  });

  it.each<[string, () => string, RegExp]>([
    ["a page without a feed", () => `${origin}/nofeed`, /names no feed/],
    ["a page whose feed is broken", () => `${origin}/badfeed`, /The page names a feed, but: Line 1: /],
    ["an address where nothing is", () => `${origin}/nowhere`, /nothing at this address \(404\)/],
    ["a private address", () => "http://10.0.0.1/feed", /private one/],
    ["ourselves", () => `${site}/rss.xml`, /our own address/],
    ["a host that does not exist", () => "http://127.0.0.1:1/", /cannot be reached/],
  ])("or says in words why not: %s", async (_, url, reason) => {
    answers.set("/nofeed", { headers: HTML, body: page("") });
    answers.set("/badfeed", {
      headers: HTML,
      body: page('<link rel="alternate" type="application/rss+xml" href="/broken.xml">'),
    });
    answers.set("/broken.xml", { body: "<rss><channel><title>x</channel></rss>" });
    const response = await api("POST", "sources", { url: url() });
    expect(response.status).toBe(422);
    const { detail, errors } = (await response.json()) as { detail: string; errors: { pointer: string }[] };
    expect(detail).toMatch(reason);
    expect(errors).toMatchObject([{ pointer: "#/url" }]);
  });

  it.each([
    [{}, 422],
    [{ url: "" }, 422],
    [{ url: "ftp://x.example/" }, 422],
    [{ url: "x.example", policy: "some" }, 422],
    [{ url: "x.example", colour: "red" }, 422],
  ])("and refuses %j with %i", async (body, status) => {
    expect((await api("POST", "sources", body)).status).toBe(status);
  });

  it("and knows one that is followed already", async () => {
    answers.set("/twice.xml", { body: rss("Twice") });
    const { id } = await follow(`${origin}/twice.xml`);
    const response = await api("POST", "sources", { url: `${origin}/twice.xml` });
    expect(response.status).toBe(409);
    expect(response.headers.get("location")).toBe(`${site}/api/sources/${id}`);
  });
});

describe("a followed source", () => {
  it("is listed, paused, resumed and removed", async () => {
    answers.set("/life.xml", { body: rss("Life", ["1"]) });
    const { id, slug } = await follow(`${origin}/life.xml`);
    const { sources } = (await (await api("GET", "sources")).json()) as { sources: Source[] };
    expect(sources.map((each) => each.id)).toContain(id);
    expect(await (await api("PATCH", `sources/${id}`, { status: "paused" })).json()).toMatchObject({
      status: "paused",
      next_fetch: null,
    });
    expect(await (await api("PATCH", `sources/${id}`, { status: "active" })).json()).toMatchObject({
      status: "active",
    });
    expect((await api("DELETE", `sources/${id}`)).status).toBe(422);
    expect((await api("DELETE", `sources/${id}?articles=withdraw`)).status).toBe(204);
    expect((await api("GET", `sources/${id}`)).status).toBe(404);
    await until(async () => (await titlesOf(slug)).length === 0);
    const gone = await fetch(`${site}/articles/life-1`);
    expect(gone.status).toBe(410);
  });

  it("shows its stories in full, as an excerpt or as a link, whenever an editor changes their mind", async () => {
    const long = "A sentence of the story that goes on and on about ships and harbours. ".repeat(12);
    answers.set("/policy.xml", {
      body: rss("Policy").replace("Text of 1.", `&lt;p&gt;${long}&lt;/p&gt;&lt;p&gt;The end.&lt;/p&gt;`),
    });
    const { id, slug } = await follow(`${origin}/policy.xml`);
    const read = async () => {
      const [feed, html] = await Promise.all([
        fetch(`${site}/sources/${slug}/feed.json`).then((response) => response.json()),
        fetch(`${site}/articles/policy-1`).then((response) => response.text()),
      ]);
      return { item: (feed as { items: Record<string, unknown>[] }).items[0], html };
    };
    expect((await read()).item?.content_html).toContain("The end.");
    await api("PATCH", `sources/${id}`, { policy: "excerpt" });
    const excerpt = await read();
    expect(excerpt.item?.content_html).toMatch(/^<p>A sentence of the story .*…<\/p>$/);
    expect(excerpt.html).not.toContain("The end.");
    expect(excerpt.html).toMatch(/Read the whole story at .Policy/u);
    await api("PATCH", `sources/${id}`, { policy: "link" });
    const link = await read();
    expect(JSON.stringify(link.item)).not.toContain("A sentence of the story");
    expect(link.html).not.toContain("A sentence of the story");
    for (const [file, faults] of [
      ["rss.xml", rssFaults],
      ["atom.xml", atomFaults],
    ] as const) {
      const self = `${site}/sources/${slug}/${file}`;
      expect(faults(await (await fetch(self)).text(), self)).toEqual([]);
    }
    await api("PATCH", `sources/${id}`, { policy: "full" });
    expect((await read()).item?.content_html).toContain("The end.");
  });

  it("is read again by the clock, without a request from anybody, and at once when an editor asks", async () => {
    answers.set("/clock.xml", { headers: { ETag: '"1"' }, body: rss("Clock", ["1"]) });
    const { id, slug } = await follow(`${origin}/clock.xml`);
    answers.set("/clock.xml", { headers: { ETag: '"2"' }, body: rss("Clock", ["2", "1"]) });
    await until(async () => (await titlesOf(slug)).includes("Clock 2"));
    answers.set("/clock.xml", { headers: { ETag: '"3"' }, body: rss("Clock", ["3", "2", "1"]) });
    expect((await api("POST", `sources/${id}/fetch`)).status).toBe(202);
    await until(async () => (await titlesOf(slug)).includes("Clock 3"));
    const { outcomes } = (await source(id)) as unknown as { outcomes: { text: string }[] };
    expect(outcomes.map(({ text }) => text)).toContain("1 new, of 3 entries.");
  });

  it("that breaks says why, keeps its stories, and leaves its neighbours alone", async () => {
    answers.set("/broke.xml", { body: rss("Broke") });
    answers.set("/fine.xml", { body: rss("Fine") });
    const broke = await follow(`${origin}/broke.xml`);
    const fine = await follow(`${origin}/fine.xml`);
    answers.set("/broke.xml", { body: "<rss><channel><title>Broke</channel></rss>" });
    answers.set("/fine.xml", { body: rss("Fine", ["2", "1"]) });
    await until(
      async () => (await source(broke.id)).error !== null && (await titlesOf(fine.slug)).length === 2,
    );
    expect((await source(broke.id)).error).toMatch(/^Line 1: <\/channel> closes nothing/);
    expect((await source(fine.id)).error).toBeNull();
    expect(await titlesOf(broke.slug)).toEqual(["Broke 1"]);
  });
});

describe("OPML", () => {
  const OPML = { "Content-Type": "text/x-opml" };

  it("brings many feeds at once, each read when its turn comes; what cannot be followed is named", async () => {
    const feeds = Array.from({ length: 3 }, () => `Opml ${names++}`);
    for (const name of feeds) answers.set(`/${name.replace(" ", "-")}.xml`, { body: rss(name) });
    const outlines = feeds.map(
      (name) =>
        `<outline text="${name}" type="rss" xmlUrl="${origin}/${name.replace(" ", "-")}.xml" category="/Mine,/a/Imported"/>`,
    );
    const file = `<opml version="2.0"><head/><body><outline text="Folder"><outline text="Deeper">${outlines.join("")}</outline></outline><outline text="Self" xmlUrl="${site}/rss.xml"/><outline text="Odd" xmlUrl="file:///etc/passwd"/></body></opml>`;
    const response = await api("POST", "sources/import", file, OPML);
    expect(await response.json()).toEqual({
      ...{ added: 3, known: 0 },
      refused: [
        { url: `${site}/rss.xml`, detail: "this is our own address" },
        { url: "file:///etc/passwd", detail: "it is no http or https address" },
      ],
    });
    expect(await (await api("POST", "sources/import", file, OPML)).json()).toMatchObject({
      added: 0,
      known: 3,
    });
  });

  it("gives back what is followed, and takes that again", async () => {
    answers.set("/round.xml", { body: rss("Round & round") });
    const { id } = await follow(`${origin}/round.xml`, { tags: ["Libya"] });
    const opml = await (await fetch(`${site}/opml.xml`)).text();
    expect(opml).toContain(
      `text="Round &amp; round" title="Round &amp; round" xmlUrl="${origin}/round.xml" htmlUrl="${origin}/" category="/Libya"`,
    );
    await api("DELETE", `sources/${id}?articles=keep`);
    expect(await (await fetch(`${site}/opml.xml`)).text()).not.toContain("round.xml");
    expect(await (await api("POST", "sources/import", opml, OPML)).json()).toMatchObject({ added: 1 });
    const { sources } = (await (await api("GET", "sources")).json()) as { sources: Source[] };
    expect(sources.find(({ feed_url }) => feed_url === `${origin}/round.xml`)).toMatchObject({
      title: "Round & round",
      tags: ["Libya"],
    });
  });

  it("is taken from a form, too", async () => {
    answers.set("/form.xml", { body: rss("Form") });
    const file = `<opml version="2.0"><body><outline text="Form" xmlUrl="${origin}/form.xml"/></body></opml>`;
    const form = new FormData();
    form.set("file", new File([file], "feeds.opml", { type: "text/x-opml" }));
    const response = await fetch(`${site}/api/sources/import`, {
      method: "POST",
      body: form,
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    expect(await response.json()).toMatchObject({ added: 1 });
  });

  it.each([
    ["<html></html>", "text/x-opml", 422],
    ["", "text/x-opml", 422],
    ["{}", "application/json", 415],
  ])("refuses %j as %s with %i", async (body, type, status) => {
    const response = await api("POST", "sources/import", body, { "Content-Type": type });
    expect(response.status).toBe(status);
  });
});

describe("a hub", () => {
  const form = (path: string) =>
    requests
      .filter((request) => request.method === "POST" && request.path === path)
      .map(({ body }) => new URLSearchParams(body));
  const push = (id: string, body: string, signature?: string) =>
    fetch(`${site}/websub/${id}`, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/rss+xml", ...(signature && { "X-Hub-Signature": signature }) },
    });
  const sign = (body: string, secret: string, method = "sha256") =>
    `${method}=${createHmac(method, secret).update(body).digest("hex")}`;

  it("is subscribed to, asked back, believed with its signature only, and spares us polling", async () => {
    answers.set("/hub", { status: 202, body: "" });
    const links = `<atom:link rel="hub" href="${origin}/hub"/><atom:link rel="self" href="${origin}/pushed.xml"/>`;
    answers.set("/pushed.xml", { headers: { ETag: '"1"' }, body: rss("Pushed", ["1"], links) });
    const { id, slug } = await follow(`${origin}/pushed.xml`);
    await until(async () => form("/hub").some((each) => each.get("hub.topic") === `${origin}/pushed.xml`));
    const asked = form("/hub").find((each) => each.get("hub.topic") === `${origin}/pushed.xml`);
    const secret = asked?.get("hub.secret") ?? "";
    expect(Object.fromEntries(asked ?? [])).toMatchObject({
      "hub.mode": "subscribe",
      "hub.callback": `${site}/websub/${id}`,
    });
    expect(secret.length).toBeGreaterThanOrEqual(32);

    const verify = (topic: string, mode = "subscribe") =>
      fetch(
        `${site}/websub/${id}?hub.mode=${mode}&hub.topic=${encodeURIComponent(topic)}&hub.challenge=c-1&hub.lease_seconds=86400`,
      );
    expect((await verify("https://other.example/")).status).toBe(404);
    expect((await verify(`${origin}/pushed.xml`, "unsubscribe")).status).toBe(404);
    const verified = await verify(`${origin}/pushed.xml`);
    expect([verified.status, await verified.text()]).toEqual([200, "c-1"]);
    expect((await source(id)).hub).toMatchObject({ lease_until: expect.any(String) });

    const body = rss("Pushed", ["2"], links);
    expect((await push(id, body)).status).toBe(202);
    expect((await push(id, body, sign(body, "guess"))).status).toBe(202);
    expect((await push(id, body, `md5=${"0".repeat(32)}`)).status).toBe(202);
    expect(await titlesOf(slug)).toEqual(["Pushed 1"]);
    expect((await push(id, body, sign(body, secret))).status).toBe(202);
    await until(async () => (await titlesOf(slug)).includes("Pushed 2"));
    const later = rss("Pushed", ["3"], links);
    await push(id, later, sign(later, secret, "sha1"));
    await until(async () => (await titlesOf(slug)).includes("Pushed 3"));
    await push(id, "this is no feed", sign("this is no feed", secret));

    await api("POST", `sources/${id}/fetch`);
    await until(async () => JSON.stringify((await source(id)).next_fetch).includes("A hub tells us"));
  });

  it("that we know nothing of is told so", async () => {
    const unknown = crypto.randomUUID();
    expect(
      (
        await fetch(
          `${site}/websub/${unknown}?hub.mode=subscribe&hub.topic=x&hub.challenge=y&hub.lease_seconds=1`,
        )
      ).status,
    ).toBe(404);
    const denied = `${site}/websub/${unknown}?hub.mode=denied&hub.topic=x`;
    expect((await fetch(denied)).status).toBe(404);
    expect((await push(unknown, "x")).status).toBe(410);
    expect((await push("unknown", "x")).status).toBe(404);
    expect((await fetch(`${site}/websub/${unknown}`)).status).toBe(400);
    const long = `hub.mode=unsubscribe&hub.topic=x&hub.challenge=${"y".repeat(1001)}`;
    expect((await fetch(`${site}/websub/${unknown}?${long}`)).status).toBe(400);
  });
});

describe("the sample's three upstreams", () => {
  let served: Upstreams;
  const sources: Record<string, Source> = {};

  beforeAll(async () => {
    served = await startUpstreams(0, 0);
    for (const feed of served.feeds) {
      const followed = await follow(feed);
      sources[followed.slug] = followed;
    }
  });
  afterAll(() => served.stop());

  it("become clean articles with the right language, tags and dates", async () => {
    expect(
      Object.values(sources)
        .map(({ title, language, entries }) => [title, language, entries])
        .sort(),
    ).toEqual([
      ["Maghreb Ledger", "en-GB", 9],
      ["Sidra Log", "en", 7],
      ["صحيفة الواحة", "ar", 6],
    ]);
    const items = async (slug: string) =>
      (
        (await (await fetch(`${site}/sources/${encodeURIComponent(slug)}/feed.json`)).json()) as {
          items: Record<string, unknown>[];
        }
      ).items;
    const waha = await items("صحيفة-الواحة");
    expect(waha[0]).toMatchObject({
      title: "بئر الواحة تعطي الماء بعد ثلاثين عاماً",
      date_published: "2025-07-21T06:15:00.000Z",
      tags: ["الواحة", "المياه", "ليبيا"],
      external_url: "https://al-waha.example/news/1207",
    });
    const html = (await Promise.all(Object.keys(sources).map(items)))
      .flat()
      .map(({ content_html }) => content_html)
      .join("");
    expect(html).not.toMatch(
      /<script|count\.gif|pixel\.wp|sharedaddy|appeared first on|utm_|\ssrc="\/|\shref="(?!https?:)/,
    );
    const sidra = await items("sidra-log");
    expect(sidra.find(({ title }) => title === "Fish market moves into the shade")).toMatchObject({
      date_modified: "2025-07-18T07:40:00.000Z",
    });
    expect(sidra.find(({ title }) => title === "A school bus that is a boat")).toMatchObject({
      external_url: "https://sidra-log.example/2025/07/a-school-bus-that-is-a-boat.html",
      // Its picture is nowhere: the story is without.
      content_html: expect.not.stringContaining("<img"),
    });
  });

  it("give valid feeds here, which name where they come from", async () => {
    for (const slug of Object.keys(sources)) {
      const base = `${site}/sources/${encodeURIComponent(slug)}`;
      const [xml, atom] = await Promise.all(
        ["rss.xml", "atom.xml"].map(async (file) => (await fetch(`${base}/${file}`)).text()),
      );
      expect(rssFaults(xml ?? "", `${base}/rss.xml`)).toEqual([]);
      expect(atomFaults(atom ?? "", `${base}/atom.xml`)).toEqual([]);
      expect(xml).toContain(`<source url="${sources[slug]?.feed_url}">`);
    }
  });

  it("name the feed that a story is from by its own id (RFC 4287 §4.2.11)", async () => {
    const id = "tag:atomic.example,2025:feed";
    answers.set("/atomic.xml", {
      body: `<feed xmlns="http://www.w3.org/2005/Atom"><id>${id}</id><title>Atomic</title><updated>2025-07-01T10:00:00Z</updated>
        <entry><id>tag:atomic.example,2025:1</id><title>One</title><updated>2025-07-01T10:00:00Z</updated><content>A ship.</content></entry></feed>`,
    });
    const { slug } = await follow(`${origin}/atomic.xml`);
    const atom = await (await fetch(`${site}/sources/${slug}/atom.xml`)).text();
    expect(atom).toContain(`<source><id>${id}</id><title>Atomic</title>`);
  });

  it("change one headline, and one article changes: its document, its lists, and nothing else", async () => {
    const served = new URL("../../data/upstreams/sidra-log.xml", import.meta.url);
    const text = readFileSync(served, "utf8").replace("Sidra Log", "Second Log");
    answers.set("/second.xml", {
      headers: { ETag: '"1"' },
      body: text.replaceAll("tag:sidra-log", "tag:second-log"),
    });
    const { id, slug } = await follow(`${origin}/second.xml`);
    const json = async () =>
      (
        (await (await fetch(`${site}/sources/${slug}/feed.json`)).json()) as {
          items: { id: string; title: string; url: string; date_modified: string }[];
        }
      ).items;
    const before = await json();
    // What each article says itself: of others, and of its tags, it says what they are called by now.
    const alone = async () =>
      Promise.all(
        before.map(async ({ url }) => {
          const document = (await (await fetch(`${url}.json`)).json()) as Record<string, unknown>;
          const { title, content_html, summary, date_published, date_modified, external_url } = document;
          return JSON.stringify([title, content_html, summary, date_published, date_modified, external_url]);
        }),
      );
    const documents = await alone();
    answers.set("/second.xml", {
      headers: { ETag: '"2"' },
      body: text
        .replaceAll("tag:sidra-log", "tag:second-log")
        .replace("Swimmers count turtles", "Fourteen nests"),
    });
    await api("POST", `sources/${id}/fetch`);
    await until(async () => (await json()).some(({ title }) => title === "Fourteen nests"));
    const changed = before.findIndex(({ title }) => title === "Swimmers count turtles");
    const after = await alone();
    expect(after.flatMap((text, i) => (text === documents[i] ? [] : [i]))).toEqual([changed]);
    expect((await json()).map((item) => item.id)).toEqual(before.map((item) => item.id));
    expect((await source(id)).last_fetch).toMatchObject({ text: "1 changed, of 7 entries." });
  });
});
