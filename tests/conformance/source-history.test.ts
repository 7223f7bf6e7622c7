import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { api, publish, uniqueTag } from "../setup/client.ts";
import { listen, stopListening } from "../setup/listen.ts";

// The past of followed feeds: as far as they lead there, page by page, broken off and gone on with.

const site = inject("scratch");
let upstream: Server;
let origin = "";
/** Below this the newsroom itself is found, as another one. */
const ELDER = "/elder";
type Handler = (url: URL, response: ServerResponse) => void;
const handlers = new Map<string, Handler>();
const asked: { path: string; at: number }[] = [];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", origin);
  asked.push({ path: url.pathname + url.search, at: Date.now() });
  if (url.pathname.startsWith(ELDER)) {
    const found = await fetch(site + url.pathname.slice(ELDER.length));
    const text = (await found.text()).replaceAll(site, origin + ELDER);
    return void response.writeHead(found.status, { "Content-Type": "application/atom+xml" }).end(text);
  }
  const handler = handlers.get(url.pathname);
  if (handler) handler(url, response);
  else response.writeHead(404).end();
}

beforeAll(async () => {
  upstream = createServer((request, response) => void answer(request, response));
  origin = await listen(upstream);
});
afterAll(() => stopListening(upstream));

interface History {
  state: string;
  pages: number;
  added: number;
  next: string | null;
  why: string | null;
}
interface Source {
  id: string;
  slug: string;
  articles: number;
  history: History | null;
}

const item = (name: string, n: number) =>
  `<item><guid isPermaLink="false">${name}-${n}</guid><title>${name} ${n}</title><link>${origin}/${name}/story-${n}</link>
   <pubDate>${new Date(Date.UTC(2024, 0, 1 + n)).toUTCString()}</pubDate><description>The text of ${name}, number ${n}, is of ${"abcdefghij"[n % 10]}.</description></item>`;
const rss = (name: string, numbers: number[], channel = "") =>
  `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${name}</title><link>${origin}/${name}</link><language>en</language>${channel}${numbers.map((n) => item(name, n)).join("")}</channel></rss>`;
const sends =
  (text: string): Handler =>
  (_, response) =>
    void response.writeHead(200, { "Content-Type": "application/rss+xml" }).end(text);
const previous = (path: string) => `<atom:link rel="prev-archive" href="${path}"/>`;

async function followed(path: string): Promise<Source> {
  const response = await api("POST", "sources", { url: origin + path });
  expect(response.status, await response.clone().text()).toBe(201);
  return (await response.json()) as Source;
}
const read = async (id: string) => (await (await api("GET", `sources/${id}`)).json()) as Source;

/** Lets the clock tick until bringing in a past has come to an end, or to something else. */
async function settled(id: string, is = (history: History) => history.state !== "running"): Promise<Source> {
  for (let i = 0; i < 60; i++) {
    const source = await read(id);
    if (source.history && is(source.history)) return source;
    await fetch(`${site}/cdn-cgi/local/scheduled`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`it does not end: ${JSON.stringify((await read(id)).history)}`);
}

const titlesOf = async (slug: string) => {
  const titles: string[] = [];
  let next: string | undefined = `${site}/sources/${slug}/feed.json`;
  while (next) {
    const feed = (await (await fetch(next)).json()) as { items: { title: string }[]; next_url?: string };
    titles.push(...feed.items.map(({ title }) => title));
    next = feed.next_url;
  }
  return new Set(titles);
};
const numbers = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => from - i);

describe("the past of a source", () => {
  it("comes by its archives, each page once, however they are linked", async () => {
    handlers.set("/chain.xml", sends(rss("chain", numbers(29, 25), previous("/chain/3"))));
    handlers.set("/chain/3", sends(rss("chain", numbers(27, 20), previous("chain-2"))));
    handlers.set("/chain/chain-2", sends(rss("chain", numbers(19, 10), previous(`${origin}/chain/1`))));
    handlers.set("/chain/1", sends(rss("chain", numbers(9, 0))));
    const { id, slug, history } = await followed("/chain.xml");
    expect(history).toBeNull();
    const begun = await api("POST", `sources/${id}/history`);
    expect([begun.status, ((await begun.json()) as Source).history?.state]).toEqual([202, "running"]);
    const done = await settled(id);
    expect(done.history).toMatchObject({ state: "done", pages: 4, added: 25, next: null });
    expect(done.articles).toBe(30);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await titlesOf(slug)).toEqual(new Set(numbers(29, 0).map((n) => `chain ${n}`)));
    // Once more changes nothing.
    await api("POST", `sources/${id}/history`);
    expect((await settled(id)).history).toMatchObject({ state: "done", pages: 4, added: 0 });
  });

  it("comes by WordPress's pages, until there is none", async () => {
    const generator = "<generator>https://wordpress.org/?v=6.9</generator>";
    handlers.set("/press/feed/", (url, response) => {
      const page = Number(url.searchParams.get("paged") ?? 1);
      if (page > 3) response.writeHead(404).end();
      else sends(rss("press", numbers(29 - (page - 1) * 10, 20 - (page - 1) * 10), generator))(url, response);
    });
    const { id } = await followed("/press/feed/");
    await api("POST", `sources/${id}/history`);
    const done = await settled(id);
    expect([done.history, done.articles]).toMatchObject([{ state: "done", pages: 3, added: 20 }, 30]);
    expect(asked.map(({ path }) => path).filter((path) => path.startsWith("/press"))).toEqual([
      ...[
        "/press/feed/",
        "/press/feed/",
        "/press/feed/?paged=2",
        "/press/feed/?paged=3",
        "/press/feed/?paged=4",
      ],
    ]);
  });

  it("is none where a feed leads nowhere, or back to what was read", async () => {
    handlers.set("/alone.xml", sends(rss("alone", [1])));
    handlers.set("/round.xml", sends(rss("round", [3, 2], previous("/round/1"))));
    handlers.set("/round/1", sends(rss("round", [1, 0], previous("/round.xml"))));
    for (const [path, pages, why] of [
      ["/alone.xml", 1, /nothing older/],
      ["/round.xml", 2, /leads back/],
    ] as const) {
      const { id } = await followed(path);
      await api("POST", `sources/${id}/history`);
      const { history } = await settled(id);
      expect(history).toMatchObject({ state: "done", pages });
      expect(history?.why).toMatch(why);
    }
  });

  it("is broken off and gone on with: by somebody, and by what fails", async () => {
    handlers.set("/long.xml", sends(rss("long", [9], previous("/long/8"))));
    for (let n = 8; n > 0; n--)
      handlers.set(`/long/${n}`, sends(rss("long", [n], previous(`/long/${n - 1}`))));
    handlers.set("/long/4", (_, response) => void response.writeHead(404).end());
    handlers.set("/long/0", sends(rss("long", [0])));
    const { id, slug } = await followed("/long.xml");
    await api("POST", `sources/${id}/history`);
    const failed = await settled(id);
    expect(failed.history).toMatchObject({ state: "failed", pages: 5, next: `${origin}/long/4` });
    expect(failed.history?.why).toContain("404");
    handlers.set("/long/4", sends(rss("long", [4], previous("/long/3"))));
    await api("POST", `sources/${id}/history`);
    const stopped = await api("DELETE", `sources/${id}/history`);
    const { history } = (await stopped.json()) as Source;
    expect([stopped.status, history?.state]).toEqual([200, "stopped"]);
    const before = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    await fetch(`${site}/cdn-cgi/local/scheduled`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const since = asked.slice(before).filter(({ path }) => path.startsWith("/long/"));
    expect(since.length).toBeLessThanOrEqual(1); // what was under way
    await api("POST", `sources/${id}/history`);
    const done = await settled(id);
    expect([done.history?.state, done.articles]).toEqual(["done", 10]);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect((await titlesOf(slug)).size).toBe(10);
  });

  it("is read at the pace of its host, and never where nobody may be asked", async () => {
    const times = asked.filter(({ path }) => /^\/chain\/./.test(path)).map(({ at }) => at);
    for (const [i, at] of times.slice(1).entries()) expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(20);
    handlers.set("/astray.xml", sends(rss("astray", [1], previous("http://10.0.0.1/"))));
    const { id } = await followed("/astray.xml");
    await api("POST", `sources/${id}/history`);
    const waiting = await settled(id, ({ why, state }) => state !== "running" || why !== null);
    expect(waiting.history?.why).toMatch(/private/);
  });

  it("goes with its source, and there is none of a source that is none", async () => {
    handlers.set("/gone.xml", sends(rss("gone", [1], previous("/gone/1"))));
    const { id } = await followed("/gone.xml");
    await api("POST", `sources/${id}/history`);
    expect((await api("DELETE", `sources/${id}?articles=keep`)).status).toBe(204);
    expect((await api("POST", `sources/${id}/history`)).status).toBe(404);
    expect((await api("DELETE", `sources/${id}/history`)).status).toBe(404);
  });
});

it("a Dateline brings in the past of a Dateline, story by story", async () => {
  const name = uniqueTag("Elder");
  const path = `/sources/${name.toLowerCase().replaceAll(" ", "-")}`;
  const source = { name, url: "https://elder.example/" };
  await Promise.all(
    numbers(129, 0).map((n) => {
      const published = new Date(Date.UTC(2020, 0, 1 + n)).toISOString();
      const story = { title: `Elder ${n}`, markdown: `The ${n}th of them.`, source, published };
      return publish(story, { Prefer: "wait=0" });
    }),
  );
  await publish({ title: "Elder, the last", source });
  // The same newsroom under another address, as an upstream that knows RFC 5005.
  const { id } = await followed(`${ELDER}${path}/atom.xml`);
  await api("POST", `sources/${id}/history`);
  const done = await settled(id);
  expect([done.articles, (done.history?.pages ?? 0) > 2]).toEqual([131, true]);
});
