import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { call } from "../../scripts/publish-sample.ts";
import { startBuilt } from "../../scripts/worker.ts";
import { build } from "../../scripts/wrangler.ts";
import { type Reading, readAll } from "../setup/readers.ts";
import { freePort } from "../setup/servers.ts";

// Everything hostile that we know of, at once, from visitors and from feeds: readers read on, editors
// publish on, and what was published is there. `npm run soak` goes on with it for ten minutes.

const isLong = Boolean(process.env.SOAK_RUNS);
const SECONDS = isLong ? 600 : 10;
const READERS = 10;
const TOKEN = "siege";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const MARKS = "\u0301\u0323";
/** What was costly once, by what takes it in: some hundred kilobytes each. */
const HOSTILE = {
  markdown: ["*a_", ">", "a**b", "(*", "- ", "[a](", "|a", `a${MARKS}`, "Mr. ", "! ", '"A b c. '].map(
    (unit) => unit.repeat(100_000 / unit.length),
  ),
  html: [
    "<noscript></noscript>",
    "<b><p>",
    "<img width=1>",
    "<td>a",
    '<p class="_a2a_a_a2a_a!">',
    "<blockquote><p>",
  ].map((unit) => unit.repeat(200_000 / unit.length)),
  feed: [
    `junk <${"a".repeat(400_000)}`,
    `<rss><channel><item><feedburner:origLink>${" ".repeat(400_000)}</item></channel></rss>`,
    `<rss><channel>${"<![CDATA[".repeat(50_000)}</channel></rss>`,
    `<rss><channel><item><title>A</title><description><![CDATA[${"<noscript></noscript>".repeat(20_000)}]]></description></item></channel></rss>`,
    `<rss><channel><item><title>A</title><description><![CDATA[<img srcset="${"a".repeat(200_000)} b">]]></description></item></channel></rss>`,
    `<rss><channel><item><title>A</title><category>a${MARKS.repeat(200_000)}</category></item></channel></rss>`,
    `<feed><content ${"mode='base64' ".repeat(30_000)}</feed>`,
  ],
  query: [
    '"ship',
    "ship ".repeat(40),
    "tag:".repeat(50),
    `a${MARKS.repeat(90)}`,
    "NEAR(ship, 1) OR *",
    "ﷺ".repeat(60),
  ],
};

function chosen<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T;
}

/** An address of nobody's: of one /48, or any. */
function address(): string {
  const part = () => Math.floor(Math.random() * 65_536).toString(16);
  return Math.random() < 0.5 ? `2001:db8:7:${part()}::${part()}` : `2001:db8:${part()}:${part()}::1`;
}

it(
  "is not kept from its work by all that strangers can do",
  async () => {
    const port = await freePort();
    const worker = await startBuilt(build(), port, TOKEN, { guarded: true });
    const site = `http://localhost:${port}`;
    const upstream = createServer((_, response) => {
      response.writeHead(200, { "Content-Type": "application/rss+xml" }).end(chosen(HOSTILE.feed));
    });
    await new Promise<void>((resolve) => upstream.listen(0, resolve));
    const feed = `http://localhost:${(upstream.address() as AddressInfo).port}/feed`;
    const editor = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
      call(site, TOKEN, method, path, body, headers);
    const target = await editor("POST", "articles", {
      title: "A target",
      html: `${HOSTILE.html[0]}${HOSTILE.html.at(-1)?.slice(0, 100_000)}<p>The ship.</p>`.repeat(2),
    });
    const formToken = /name="token" value="([^"]+)"/.exec(await (await fetch(target.url)).text())?.[1] ?? "";
    const opml = `<opml version="2.0"><body><outline xmlUrl="${feed}"/></body></opml>`;
    await fetch(`${site}/api/sources/import`, {
      method: "POST",
      body: opml,
      headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "text/x-opml" },
    });
    const { sources } = await editor("GET", "sources");

    let isOver = false;
    const met: Record<string, Record<number, number>> = {};
    const send = async (name: string, path: string, init: RequestInit = {}) => {
      const headers = { "CF-Connecting-IP": address(), ...(init.headers as Record<string, string>) };
      const response = await fetch(site + path, {
        redirect: init.method ? "manual" : "follow",
        ...init,
        headers,
      });
      await response.arrayBuffer();
      met[name] ??= {};
      met[name][response.status] = (met[name][response.status] ?? 0) + 1;
    };
    await editor("POST", "articles", { title: "Calm", tags: ["Load"], markdown: "All is well." });
    const slug = new URL(target.url).pathname;
    const post = (fields: Record<string, string>) => ({ method: "POST", body: new URLSearchParams(fields) });
    const json = (body: object, token = TOKEN) => ({
      method: "POST",
      body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", Prefer: "wait=0" },
    });
    const attacks: Record<string, () => Promise<void>> = {
      markdown: () => send("markdown", `${slug}.md?x=${Math.random()}`),
      "as Markdown": () => send("as Markdown", `${slug}.md`),
      search: () => send("search", `/search?q=${encodeURIComponent(chosen(HOSTILE.query))}`),
      "search feed": () =>
        send(
          "search feed",
          `/search/atom.xml?q=${encodeURIComponent(chosen(HOSTILE.query) + Math.random())}`,
        ),
      ask: () =>
        send("ask", `/ask?q=${encodeURIComponent(`where is the ship ${Math.random()}`)}&about=a-target`),
      "ask all": () => send("ask all", `/ask?q=${encodeURIComponent(`what of the target ${Math.random()}`)}`),
      comment: () =>
        send(
          "comment",
          `${slug}/comments`,
          post({
            name: `a${MARKS.repeat(30)}`,
            text: chosen(HOSTILE.markdown).slice(0, 4999),
            token: formToken,
          }),
        ),
      "large form": () =>
        send(
          "large form",
          `${slug}/comments`,
          post({ name: "N", text: `a${" ".repeat(60_000)}b`, token: formToken }),
        ),
      "another site's form": () =>
        send("another site's form", `${slug}/comments`, {
          ...post({ name: "N", text: "T", token: formToken }),
          headers: { Origin: "https://evil.example" },
        }),
      "a writer's link": () => send("a writer's link", `/comments/${crypto.randomUUID()}/${"0".repeat(32)}`),
      token: () =>
        send("token", "/api/articles", json({}, `dl_${crypto.randomUUID().replaceAll("-", "").repeat(2)}`)),
      push: () =>
        send("push", `/websub/${crypto.randomUUID()}`, { method: "POST", body: chosen(HOSTILE.feed) }),
      challenge: () =>
        send(
          "challenge",
          `/websub/${crypto.randomUUID()}?hub.mode=unsubscribe&hub.challenge=${"x".repeat(900)}`,
        ),
      oembed: () => send("oembed", `/oembed?url=${encodeURIComponent(`${site}/articles/%zz`)}`),
      address: () => send("address", `/${"%E0".repeat(300)}`),
      // A careless editor, or a token in the wrong hands.
      body: () =>
        send(
          "body",
          "/api/articles",
          json({ title: "Draft", status: "draft", markdown: chosen(HOSTILE.markdown) }),
        ),
      "HTML body": () =>
        send(
          "HTML body",
          "/api/articles",
          json({ title: "Draft", status: "draft", html: chosen(HOSTILE.html) }),
        ),
      feed: () => send("feed", `/api/sources/${sources[0].id}/fetch`, json({})),
    };
    const siege = Object.values(attacks).map(async (attack) => {
      while (!isOver) {
        await attack();
        await pause(100);
      }
    });
    const end = Date.now() + SECONDS * 1000;
    const readers: Promise<Reading> = readAll(site, READERS, () => Date.now() > end);
    const saves: number[] = [];
    const published = new Map<string, string>();
    while (Date.now() < end) {
      const start = performance.now();
      const title = `Calm ${published.size}`;
      const article = await editor("POST", "articles", { title, tags: ["Load"], markdown: "All is well." });
      saves.push(performance.now() - start);
      published.set(article.url, `${title}, edited`);
      await editor("PATCH", `articles/${article.id}`, { title: `${title}, edited` }, { "If-Match": "*" });
      await pause(500);
    }
    const { statuses, wrong } = await readers;
    isOver = true;
    await Promise.all(siege);

    saves.sort((a, b) => a - b);
    const middle = Math.round(saves[Math.floor(saves.length / 2)] ?? 0);
    console.log(
      `${JSON.stringify(statuses)} for readers; ${published.size} published, in ${middle} ms mostly, ${Math.round(saves.at(-1) ?? 0)} at most`,
    );
    console.log(JSON.stringify(met));
    expect(wrong).toEqual([]);
    expect(Object.keys(statuses).filter((status) => status !== "200" && status !== "304")).toEqual([]);
    // Refused, mostly; 503 is a newsroom that takes no more comments.
    for (const [name, answers] of Object.entries(met)) {
      const broken = Object.keys(answers).filter((status) => Number(status) >= 500 && status !== "503");
      expect(broken, name).toEqual([]);
    }
    for (const [url, title] of published) {
      await expect
        .poll(async () => (await fetch(url)).text(), { timeout: 20_000, message: url })
        .toContain(title);
    }
    await worker.dispose();
    upstream.close();
  },
  (SECONDS + 120) * 1000,
);
