import { env } from "cloudflare:workers";
import { beforeEach, expect, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import type { ListDocument } from "../../src/model/document.ts";
import { RESERVED } from "../../src/model/page.ts";
import type { Slug } from "../../src/model/slug.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { bindings, NO_CONTEXT } from "./bindings.ts";
import { clearKv, type Desk, openDesk, SITE } from "./newsroom.ts";

// Pages that stand in no list: written like articles, at addresses of their own, linked from every page.

let time = Date.now();

beforeEach(clearKv);

/** A page as an isolate gives it that has just begun. */
async function get(path: string): Promise<Response> {
  time += 600_000;
  vi.useFakeTimers({ toFake: ["Date"], now: time });
  try {
    return await app.fetch(new Request(SITE + path), env, NO_CONTEXT);
  } finally {
    vi.useRealTimers();
  }
}
const textOf = async (path: string) => (await get(path)).text();
const footOf = async (path: string) => /<footer>.*<\/footer>/s.exec(await textOf(path))?.[0] ?? "";
async function saved(desk: Desk, fields: Parameters<Desk["publish"]>[0]): Promise<string> {
  const answer = await desk.publish(fields);
  if (answer.kind !== "saved") throw new Error(answer.kind);
  return answer.article.id;
}
const About = { title: "About us", markdown: "We are *here*.", page: true };

it("a page is read at its own address in every format, linked from every page, and stands in no list", async () => {
  const desk = await openDesk("pages-life");
  await saved(desk, { title: "A story", tags: ["Libya"], markdown: "We are here." });
  const id = await saved(desk, About);
  await desk.drain();
  const page = await get("/about-us");
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain("<em>here</em>");
  expect(html).toContain(`<link rel="canonical" href="${SITE}/about-us"/>`);
  expect(html).toContain('"@type":"WebPage"');
  for (const part of ["comment-form", "question", "byline", "related", "NewsArticle", "oembed"])
    expect(html, part).not.toContain(part);
  expect(await (await get("/about-us.json")).json()).toMatchObject({ url: `${SITE}/about-us` });
  expect(await textOf("/about-us.md")).toContain("We are _here_.");
  expect((await get("/articles/about-us")).status).toBe(404);
  expect((await get("/About-Us")).headers.get("location")).toBe("/about-us");

  const link = `<a href="${SITE}/about-us"><bdi lang="en">About us</bdi></a>`;
  for (const path of ["/", "/articles/a-story", "/tags/libya", "/search", "/nowhere"])
    expect(await footOf(path), path).toContain(link);
  expect(await textOf("/sitemap/1.xml")).toContain(`<loc>${SITE}/about-us</loc>`);
  for (const path of ["/feed.json", "/days/2025-07-01/feed.json", "/news-sitemap.xml", "/tags", "/authors"]) {
    const text = (await textOf(path)).replace(/<footer>.*/s, "");
    expect(text, path).not.toMatch(/about-us/);
  }
  const found = await desk.inside((newsroom) => newsroom.searchFeed("here"));
  expect((JSON.parse(found) as ListDocument).items.map(({ title }) => title)).toEqual(["A story"]);
  expect(await textOf("/articles/a-story")).not.toContain(`${SITE}/about-us"><bdi>`);
  expect(
    await desk.inside((newsroom) => newsroom.arrangeFront({ stories: [{ id, until: null }] }, "test", 0)),
  ).toMatchObject({ kind: "refused" });
});

it("a page moves, is withdrawn and comes back, and the foot of pages follows", async () => {
  const desk = await openDesk("pages-moves");
  await saved(desk, { title: "A story" });
  const id = await saved(desk, About);
  await saved(desk, { ...About, title: "Imprint", status: "draft" });
  const edit = (patch: Parameters<typeof toChange>[0]) =>
    desk.inside((newsroom) => newsroom.edit(id, null, toChange(patch, SITE), "test", 0));
  await desk.drain();
  expect(await footOf("/")).not.toContain("Imprint");
  await edit({ slug: "about" as Slug, title: "Who we are" });
  await desk.drain();
  const old = await get("/about-us");
  expect([old.status, old.headers.get("location")]).toEqual([301, "/about"]);
  expect((await get("/about-us.json")).headers.get("location")).toBe("/about.json");
  expect(await footOf("/")).toContain(`<a href="${SITE}/about"><bdi lang="en">Who we are</bdi></a>`);
  await desk.inside((newsroom) => newsroom.withdraw(id, null, "test", 0, "It was wrong."));
  await desk.drain();
  expect((await get("/about")).status).toBe(410);
  expect(await textOf("/about")).toContain("It was wrong.");
  expect(await footOf("/")).not.toContain("/about");
  await edit({ status: "published" });
  // Elsewhere it may be answered as gone for a while: nothing leads there until then.
  await desk.drain();
  expect(await footOf("/")).not.toContain("/about");
  await desk.pass(200_000);
  await desk.drain();
  expect(await footOf("/")).toContain(`${SITE}/about`);
});

it("nothing leads to a page that KV has not taken yet", async () => {
  const desk = await openDesk("pages-late");
  await saved(desk, { title: "A story" });
  await desk.drain();
  let isFull = true;
  await desk.inside((newsroom) =>
    bindings(newsroom, {
      kv: {
        put: (key: string, ...more: never[]) =>
          isFull && key.startsWith("page/")
            ? Promise.reject(new Error("KV is full"))
            : (env.DOCUMENTS.put as (...args: unknown[]) => unknown)(key, ...more),
      },
    }),
  );
  await saved(desk, About);
  await desk.pass(5000);
  expect((await get("/about-us")).status).toBe(404);
  expect(await footOf("/")).not.toContain("about-us");
  isFull = false;
  await desk.pass(600_000);
  await desk.drain();
  await desk.pass(200_000);
  await desk.drain();
  expect((await get("/about-us")).status).toBe(200);
  expect(await footOf("/")).toContain("about-us");
});

it("a page has none of our own addresses, and nothing that lists go by", async () => {
  for (const { path } of app.routes) {
    const [, first = ""] = path.split("/");
    if (/^[a-z]+$/.test(first)) expect(RESERVED.has(first), path).toBe(true);
  }
  const desk = await openDesk("newsroom");
  const send = async (method: string, path: string, body: object) => {
    const headers = { Authorization: "Bearer t", "Content-Type": "application/json", "If-Match": "*" };
    const request = new Request(`${SITE}/api/${path}`, { method, headers, body: JSON.stringify(body) });
    const answer = await app.fetch(request, { ...env, DATELINE_TOKEN: "t" }, NO_CONTEXT);
    return {
      http: answer.status,
      ...(await answer.json<{ id: string; slug: string; errors?: object[] }>()),
    };
  };
  for (const [field, value] of Object.entries({
    slug: "search",
    tags: ["Libya"],
    authors: ["Salma Idris"],
    source: { name: "Wire", url: "https://wire.example/" },
  })) {
    const refused = await send("POST", "articles", { ...About, [field]: value });
    expect(refused, field).toMatchObject({ http: 422, errors: [{ pointer: `#/${field}` }] });
  }
  const named = await send("POST", "articles", { ...About, title: "Search" });
  expect(named).toMatchObject({ http: 201, slug: "search-2", page: true, url: `${SITE}/search-2` });
  expect(await send("PATCH", `articles/${named.id}`, { tags: ["Libya"] })).toMatchObject({ http: 422 });
  expect(await send("PATCH", `articles/${named.id}`, { page: false })).toMatchObject({ http: 422 });
  const story = await send("POST", "articles", { title: "Search" });
  expect(story).toMatchObject({ slug: "search", page: false });
  await desk.drain();
  const comment = new Request(`${SITE}/articles/search-2/comments`, {
    ...{ method: "POST", headers: { Origin: SITE, "CF-Connecting-IP": "192.0.2.9" } },
    body: new URLSearchParams({ name: "A", text: "B", token: "c" }),
  });
  expect((await app.fetch(comment, env, NO_CONTEXT)).status).toBe(404);
});
