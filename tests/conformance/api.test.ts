import { beforeAll, describe, expect, inject, it } from "vitest";
import { AT_ONCE, anybody, api, apiOf, publish, type Saved, uniqueTag } from "../setup/client.ts";

// The API over real HTTP: what it takes, what it refuses, and what readers see of it.

const scratch = inject("scratch");
const get = (path: string) => fetch(new URL(path, scratch), { redirect: "manual" });

describe("an article's life", () => {
  it("is answered when its page is there, with lists to come, and none of them wrong meanwhile", async () => {
    const tag = uniqueTag("Quick");
    const list = `/tags/${tag.toLowerCase().replaceAll(" ", "-")}/feed.json`;
    for (let i = 0; i < 12; i++) {
      const { url } = await publish({ title: `Quick ${i}`, tags: [tag] }, { Prefer: "" });
      expect((await get(url)).status).toBe(200);
      const listed = await get(list);
      if (listed.status === 404) continue; // it comes a moment after its first article
      const { items } = (await listed.json()) as { items: { url: string }[] };
      for (const item of items) expect((await get(item.url)).status, item.url).toBe(200);
    }
    const last = await publish({ title: "Waited for", tags: [tag] }, { Prefer: "wait=20" });
    const { items } = (await (await get(list)).json()) as { items: { url: string; title: string }[] };
    expect(items[0]?.url).toBe(last.url);
    expect(items).toHaveLength(13);
  });

  it("is published, read in every format under every tag, edited, moved, withdrawn, and brought back", async () => {
    const tags = ["Libya", "Trade", "City life"].map(uniqueTag);
    const created = await api("POST", "articles", {
      title: "The ferry returns",
      markdown: "It sails *at night*.",
      tags,
      authors: ["Salma Idris"],
    });
    expect(created.status).toBe(201);
    const article = (await created.json()) as Saved;
    expect(article).toMatchObject({ revision: 1, status: "published", tags });
    expect(created.headers.get("location")).toBe(`${scratch}/api/articles/${article.id}`);
    expect(created.headers.get("etag")).toBe('"r1"');
    expect(article.url).toBe(`${scratch}/articles/${article.slug}`);

    const pages = tags.map((tag) => `/tags/${tag.toLowerCase().replaceAll(" ", "-")}`);
    for (const page of [...pages, "", "/authors/salma-idris"]) {
      for (const file of ["/rss.xml", "/atom.xml", "/feed.json"]) {
        expect(await (await get(page + file)).text(), page + file).toContain("The ferry returns");
      }
      expect(await (await get(page || "/")).text()).toContain("The ferry returns");
    }
    const first = await get(article.url);
    expect(await first.text()).toContain("<em>at night</em>");
    const etag = first.headers.get("etag") ?? "";
    const again = await fetch(article.url, { headers: { "If-None-Match": etag } });
    expect(again.status).toBe(304);

    const edited = await api(
      "PATCH",
      `articles/${article.id}`,
      { title: "The ferry is late" },
      { "If-Match": '"r1"' },
    );
    expect(edited.status).toBe(200);
    expect(edited.headers.get("etag")).toBe('"r2"');
    const second = await get(article.url);
    expect(second.headers.get("etag")).not.toBe(etag);
    expect(await second.text()).toContain("The ferry is late");

    const moved = await api(
      "PATCH",
      `articles/${article.id}`,
      { slug: `${article.slug}-moved` },
      { "If-Match": '"r2"' },
    );
    const { url } = (await moved.json()) as Saved;
    const old = await get(article.url);
    expect([old.status, old.headers.get("location")]).toEqual([301, new URL(url).pathname]);

    const withdrawn = await api("DELETE", `articles/${article.id}`);
    expect(withdrawn.status).toBe(204);
    expect((await get(url)).status).toBe(410);
    expect((await get(`${url}.json`)).status).toBe(410);
    const feed = await (await get(`${pages[0]}/atom.xml`)).text();
    expect(feed).not.toContain("<entry>");
    expect(feed).toContain(`<at:deleted-entry ref="tag:dateline.example,2025:article/${article.id}"`);
    expect((await get(pages[0] ?? "")).status).toBe(200);
    expect((await api("DELETE", `articles/${article.id}`)).status).toBe(204);

    await api("PATCH", `articles/${article.id}`, { status: "published" }, { "If-Match": "*" });
    expect((await get(url)).status).toBe(200);
  });

  it("keeps its entry id through every change", async () => {
    const article = await publish({ title: "Named for ever" });
    const id = async (url: string) => ((await (await get(`${url}.json`)).json()) as { id: string }).id;
    const before = await id(article.url);
    const response = await api(
      "PATCH",
      `articles/${article.id}`,
      { title: "Renamed", slug: `${article.slug}-2x` },
      { "If-Match": "*" },
    );
    expect(await id(((await response.json()) as Saved).url)).toBe(before);
  });

  it("counts as updated when its text changes, and not when its tags or white space do", async () => {
    const article = await publish({ title: "Dates", html: "<p>One two</p>" }, AT_ONCE);
    const change = async (patch: object) =>
      (await (
        await api("PATCH", `articles/${article.id}`, patch, { "If-Match": "*", ...AT_ONCE })
      ).json()) as Saved;
    expect((await change({ tags: [uniqueTag("Later")] })).updated).toBe(article.updated);
    expect((await change({ html: "<p>One   two</p>\n" })).updated).toBe(article.updated);
    expect((await change({ html: "<p>One, two</p>" })).updated).not.toBe(article.updated);
  });

  it("is read back as it was written, by id and in a list", async () => {
    const fields = {
      title: "Whole",
      markdown: "A *body*.",
      standfirst: "In short.",
      tags: [uniqueTag("Whole")],
      authors: ["Salma Idris"],
      language: "fr",
      published: "2025-07-01T10:00:00.000Z",
      canonical_url: "https://example.org/original",
      image: { url: "https://example.org/a.png", alt: "A", width: 2, height: 3 },
      attachments: [{ url: "https://example.org/a.mp3", mime_type: "audio/mpeg", size_in_bytes: 5 }],
    };
    const { id } = await publish(fields, AT_ONCE);
    const read = await api("GET", `articles/${id}`);
    expect(read.headers.get("etag")).toBe('"r1"');
    expect(await read.json()).toMatchObject({ ...fields, html: "<p>A <em>body</em>.</p>", source: null });
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query = new URLSearchParams({ limit: "3", ...(cursor && { cursor }) });
      const page = (await (await api("GET", `articles?${query}`)).json()) as {
        articles: Saved[];
        next: string | null;
      };
      seen.push(...page.articles.map((article) => article.id));
      cursor = page.next;
    }
    expect(seen).toContain(id);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("stays unseen as a draft, and appears when it is published", async () => {
    const draft = await publish({ title: "Not yet", status: "draft" }, AT_ONCE);
    expect((await get(draft.url)).status).toBe(404);
    await api("PATCH", `articles/${draft.id}`, { status: "published" }, { "If-Match": draft.etag });
    expect((await get(draft.url)).status).toBe(200);
  });

  it("gets a numbered slug where the plain one is taken", async () => {
    const title = uniqueTag("Twice");
    const [one, two] = [await publish({ title }, AT_ONCE), await publish({ title }, AT_ONCE)];
    expect(two.slug).toBe(`${one.slug}-2`);
  });
});

describe("two writers", () => {
  it("cannot overwrite each other: the second gets 412 and the current revision", async () => {
    const { id, etag } = await publish({ title: "Race" }, AT_ONCE);
    const edit = (title: string) => api("PATCH", `articles/${id}`, { title }, { "If-Match": etag });
    const answers = await Promise.all([edit("Mine"), edit("Yours")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const lost = answers.find(({ status }) => status === 412);
    expect(lost?.headers.get("etag")).toBe('"r2"');
  });

  it.each([
    [undefined, 428],
    ['W/"r1"', 412],
    ['"r9"', 412],
    ['"x", "r1"', 200],
    ["*", 200],
    ["r1", 412],
  ])("If-Match: %s → %i", async (ifMatch, status) => {
    const { id } = await publish({ title: "Conditional" }, AT_ONCE);
    const headers: Record<string, string> = ifMatch === undefined ? {} : { "If-Match": ifMatch };
    expect(
      (await api("PATCH", `articles/${id}`, { title: "Other" }, { ...headers, ...AT_ONCE })).status,
    ).toBe(status);
  });
});

describe("a repeated request", () => {
  it("gets the same answer and makes one article, even when sent many times at once", async () => {
    const key = crypto.randomUUID();
    const send = () =>
      api("POST", "articles", { title: `Once ${key}` }, { "Idempotency-Key": key, ...AT_ONCE });
    const answers = await Promise.all(Array.from({ length: 5 }, send));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    const { id } = JSON.parse(bodies[0] ?? "") as Saved;
    await api("PATCH", `articles/${id}`, { title: "Changed since" }, { "If-Match": "*" });
    expect(await (await send()).text()).toBe(bodies[0]);
  });

  it("is refused when its key came with another body", async () => {
    const key = { "Idempotency-Key": crypto.randomUUID(), ...AT_ONCE };
    expect((await api("POST", "articles", { title: "One" }, key)).status).toBe(201);
    expect((await api("POST", "articles", { title: "Two" }, key)).status).toBe(422);
  });
});

describe("bad input", () => {
  const refusing = inject("refusing");
  const count = async () => {
    const status = await (await apiOf(refusing, "GET", "status")).json();
    const { articles } = status as { articles: Record<string, number> };
    return Object.values(articles).reduce((sum, n) => sum + n, 0);
  };
  const json = { "Content-Type": "application/json" };
  const tooLong = "x".repeat(1_048_577);

  it.each<[string, unknown, number, string[], Record<string, string>?]>([
    ["no JSON", "{", 400, []],
    ["nothing", "", 400, []],
    ["an array", [], 422, ["#"]],
    ["null", "null", 422, ["#"]],
    ["an empty object", {}, 422, ["#/title"]],
    ["white space for a title", { title: " \n " }, 422, ["#/title"]],
    ["a number for a title", { title: 5 }, 422, ["#/title"]],
    ["a title that is too long", { title: "x".repeat(301) }, 422, ["#/title"]],
    ["a field that is none", { title: "x", colour: "red" }, 422, ["#/colour"]],
    ["both kinds of body", { html: "<p>a", markdown: "a" }, 422, ["#/html"]],
    ["a tag without letters", { title: "x", tags: ["ok", "!!"] }, 422, ["#/tags/1"]],
    ["too many tags", { title: "x", tags: Array.from({ length: 301 }, (_, i) => `t${i}`) }, 422, ["#/tags"]],
    ["a language that is none", { title: "x", language: "english please" }, 422, ["#/language"]],
    ["a slug with spaces", { title: "x", slug: "Two Words" }, 422, ["#/slug"]],
    ["a date without a zone", { title: "x", published: "2025-07-01T10:00:00" }, 422, ["#/published"]],
    ["a date that is none", { title: "x", published: "2025-02-30T10:00:00Z" }, 422, ["#/published"]],
    ["a date long ago", { title: "x", published: "1066-10-14T09:00:00Z" }, 422, ["#/published"]],
    ["a date far away", { title: "x", published: "2099-01-01T00:00:00Z" }, 422, ["#/published"]],
    ["a script for a URL", { title: "x", canonical_url: "javascript:alert(1)" }, 422, ["#/canonical_url"]],
    [
      "an image without alt text",
      { title: "x", image: { url: "https://e.example/a.png" } },
      422,
      ["#/image/alt"],
    ],
    [
      "several mistakes at once",
      { title: 1, tags: "Libya", attachments: [{ url: "x", mime_type: "y" }] },
      422,
      ["#/title", "#/tags", "#/attachments/0/url", "#/attachments/0/mime_type"],
    ],
    ["a body over 1 MiB in Markdown", { markdown: tooLong }, 413, ["#/markdown"]],
    ["a body over 1 MiB in HTML", { html: tooLong }, 413, ["#/html"]],
    ["ten thousand quotations in one another", { markdown: ">".repeat(10_000) }, 422, ["#/markdown"]],
    ["a hundred lists in one another", { markdown: `${"- ".repeat(100)}x` }, 422, ["#/markdown"]],
    ["a request over 4 MiB", { markdown: "x".repeat(4_200_000) }, 413, []],
    ["a form", "title=x", 415, [], { "Content-Type": "application/x-www-form-urlencoded" }],
    ["text", "{}", 415, [], { "Content-Type": "text/plain" }],
    ["another charset", "{}", 415, [], { "Content-Type": "application/json; charset=utf-16" }],
    ["a coding", "{}", 415, [], { ...json, "Content-Encoding": "gzip" }],
    ["an idempotency key that is too long", { title: "x" }, 400, [], { "Idempotency-Key": "k".repeat(256) }],
  ])("%s → a problem, and nothing is stored", async (_, body, status, pointers, headers = json) => {
    const response = await apiOf(refusing, "POST", "articles", body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    const problem = (await response.json()) as {
      status: number;
      detail: string;
      errors?: { pointer: string }[];
    };
    expect(problem.status).toBe(status);
    expect(problem.detail.length).toBeGreaterThan(5);
    expect((problem.errors ?? []).map(({ pointer }) => pointer).sort()).toEqual([...pointers].sort());
    expect(await count()).toBe(0);
  });

  it("bytes that are no UTF-8 → 400", async () => {
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    const headers = { Authorization: "Bearer test-token", ...json };
    expect((await fetch(`${scratch}/api/articles`, { method: "POST", headers, body })).status).toBe(400);
  });

  it("a slug that another article has, or had → 409", async () => {
    const one = await publish({ title: uniqueTag("Held") }, AT_ONCE);
    expect((await api("POST", "articles", { title: "x", slug: one.slug })).status).toBe(409);
    await api("PATCH", `articles/${one.id}`, { slug: `${one.slug}-new` }, { "If-Match": "*" });
    const other = await publish({ title: "Other" }, AT_ONCE);
    const taken = await api("PATCH", `articles/${other.id}`, { slug: one.slug }, { "If-Match": "*" });
    expect(taken.status).toBe(409);
  });

  it("a change that would leave nothing, or undo publication → 422", async () => {
    const { id } = await publish({ title: "Something" }, AT_ONCE);
    const patch = (body: object) => api("PATCH", `articles/${id}`, body, { "If-Match": "*", ...AT_ONCE });
    expect((await patch({ title: null })).status).toBe(422);
    expect((await patch({ status: "draft" })).status).toBe(422);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect((await patch({ published: tomorrow })).status).toBe(422);
  });

  it.each([
    ["GET", "articles/none", 404],
    ["PATCH", "articles/none", 404],
    ["DELETE", "articles/none", 404],
    ["GET", "nothing", 404],
    ["PUT", "articles", 405],
    ["DELETE", "status", 405],
    ["GET", "articles?cursor=x", 422],
    ["GET", "articles?limit=1000", 422],
    ["GET", "articles?colour=red", 422],
  ])("%s /api/%s → %i", async (method, path, status) => {
    const body = method === "PATCH" ? { title: "x" } : undefined;
    const response = await api(method, path, body, { "If-Match": "*", ...AT_ONCE });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
  });
});

describe("tokens", () => {
  const tokens: Record<string, string> = { none: "", wrong: "Bearer dl_unknown", odd: "Basic eDp5" };

  beforeAll(async () => {
    for (const scope of ["read", "write", "moderate", "admin"]) {
      const response = await api("POST", "tokens", { name: scope, scopes: [scope] });
      const { token } = (await response.json()) as { token: string };
      tokens[scope] = `Bearer ${token}`;
    }
  });

  const OPERATIONS: [string, string, unknown, string][] = [
    ["GET", "articles", undefined, "read"],
    ["GET", "articles/x", undefined, "read"],
    ["GET", "media", undefined, "read"],
    ["GET", "media/x", undefined, "read"],
    ["POST", "media", {}, "write"],
    ["PATCH", "media/x", {}, "write"],
    ["DELETE", "media/x", undefined, "write"],
    ["POST", "uploads", {}, "write"],
    ["GET", "uploads/x", undefined, "write"],
    ["PUT", "uploads/x/parts/x", {}, "write"],
    ["POST", "uploads/x", undefined, "write"],
    ["DELETE", "uploads/x", undefined, "write"],
    ["GET", "sources", undefined, "read"],
    ["GET", "sources/x", undefined, "read"],
    ["GET", "status", undefined, "read"],
    ["GET", "tags", undefined, "read"],
    ["POST", "articles", {}, "write"],
    ["POST", "articles:batch", {}, "write"],
    ["POST", "comments:batch", {}, "moderate"],
    ["PUT", "redirects", {}, "write"],
    ["GET", "redirects", undefined, "read"],
    ["DELETE", "redirects?from=/x", undefined, "write"],
    ["GET", "backup/part", undefined, "admin"],
    ["PATCH", "articles/x", {}, "write"],
    ["DELETE", "articles/x", undefined, "write"],
    ["GET", "people", undefined, "admin"],
    ["POST", "people", {}, "admin"],
    ["POST", "people/x/link", undefined, "admin"],
    ["PATCH", "people/x", {}, "admin"],
    ["DELETE", "people/x", undefined, "admin"],
    ["POST", "sources", {}, "write"],
    ["POST", "sources/import", undefined, "write"],
    ["POST", "sources/x/fetch", undefined, "write"],
    ["PATCH", "sources/x", {}, "write"],
    ["DELETE", "sources/x", undefined, "write"],
    ["PATCH", "tags/x", {}, "write"],
    ["GET", "front", undefined, "read"],
    ["PUT", "front", {}, "write"],
    ["GET", "publication", undefined, "read"],
    ["PATCH", "publication", {}, "admin"],
    ["GET", "comments", undefined, "moderate"],
    ["GET", "comments/x", undefined, "moderate"],
    ["PATCH", "comments/x", {}, "moderate"],
    ["POST", "comments/x/answers", {}, "moderate"],
    ["PATCH", "articles/x/comments", {}, "moderate"],
    ["GET", "backup", undefined, "admin"],
    ["POST", "restore", undefined, "admin"],
    ["POST", "rebuild", undefined, "admin"],
    ["POST", "sources/x/history", undefined, "write"],
    ["DELETE", "sources/x/history", undefined, "write"],
    ["GET", "webhooks", undefined, "admin"],
    ["POST", "webhooks", {}, "admin"],
    ["GET", "webhooks/x", undefined, "admin"],
    ["PATCH", "webhooks/x", {}, "admin"],
    ["DELETE", "webhooks/x", undefined, "admin"],
    ["POST", "webhooks/x/secret", undefined, "admin"],
    ["POST", "webhooks/x/test", undefined, "admin"],
    ["GET", "webhooks/x/deliveries", undefined, "admin"],
    ["POST", "webhooks/x/deliveries/x/redeliver", undefined, "admin"],
    ["GET", "tokens", undefined, "admin"],
    ["POST", "tokens", {}, "admin"],
    ["DELETE", "tokens/x", undefined, "admin"],
  ];

  it.each(OPERATIONS)("%s /api/%s needs a token with the right scope", async (method, path, body, needed) => {
    for (const [name, authorization] of Object.entries(tokens)) {
      // Each from elsewhere: tokens that nobody knows are counted by visitor.
      const headers = { Authorization: authorization, "CF-Connecting-IP": anybody() };
      const response = await api(method, path, body, headers);
      const expected = ["none", "wrong", "odd"].includes(name) ? 401 : name === needed ? null : 403;
      if (expected === null) expect([200, 202, 404, 415, 422, 428], name).toContain(response.status);
      else expect(response.status, name).toBe(expected);
      if (expected) expect(response.headers.get("www-authenticate"), name).toContain("Bearer");
    }
  });

  it("covers every operation that is described", async () => {
    const { paths } = (await (await get("/openapi.json")).json()) as { paths: Record<string, object> };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(
        (method) => `${method.toUpperCase()} ${path.slice(1).replace(/\{[^}]*\}/g, "x")}`,
      ),
    );
    expect(OPERATIONS.map(([method, path]) => `${method} ${path.split("?")[0]}`).sort()).toEqual(
      described.sort(),
    );
  });

  it("are shown once, listed without their secret, and end when they are revoked", async () => {
    const made = await api("POST", "tokens", { name: "Short-lived", scopes: ["read"] });
    const { id, token } = (await made.json()) as { id: string; token: string };
    const list = await (await api("GET", "tokens")).text();
    expect(list).toContain(id);
    expect(list).not.toContain(token);
    const status = () => api("GET", "status", undefined, { Authorization: `Bearer ${token}` });
    expect((await status()).status).toBe(200);
    expect((await api("DELETE", `tokens/${id}`)).status).toBe(204);
    expect((await status()).status).toBe(401);
  });
});

it.each([
  ["articles", "POST, GET, HEAD, OPTIONS"],
  ["articles/x", "GET, HEAD, PATCH, DELETE, OPTIONS"],
  ["status", "GET, HEAD, OPTIONS"],
])("OPTIONS /api/%s says what can be done there, without a token", async (path, allow) => {
  const response = await api("OPTIONS", path, undefined, { Authorization: "" });
  expect([response.status, response.headers.get("allow")]).toEqual([204, allow]);
});

describe("tags", () => {
  it("are one whatever their case, and keep their first label", async () => {
    const label = uniqueTag("Harbours");
    await publish({ title: "One", tags: [label] }, AT_ONCE);
    const two = await publish({ title: "Two", tags: [label.toUpperCase(), label.toLowerCase()] }, AT_ONCE);
    expect(two.tags).toEqual([label]);
  });

  it("redirect from their old address when they are renamed, and collect under the new one", async () => {
    const label = uniqueTag("Old name");
    const slug = label.toLowerCase().replaceAll(" ", "-");
    await publish({ title: "Filed under the old name", tags: [label] });
    const renamed = uniqueTag("New name");
    const response = await api("PATCH", `tags/${slug}`, { label: renamed });
    const tag = (await response.json()) as { slug: string; aliases: string[] };
    expect(tag.aliases).toEqual([slug]);
    expect((await get(`/tags/${slug}/rss.xml`)).headers.get("location")).toBe(`/tags/${tag.slug}/rss.xml`);
    const later = await publish({ title: "Filed later", tags: [label] });
    expect(later.tags).toEqual([renamed]);
    const feed = await (await get(`/tags/${tag.slug}/rss.xml`)).text();
    expect(feed).toContain("Filed under the old name");
    expect(feed).toContain(`<category>${renamed}</category>`);
    expect((await api("PATCH", `tags/${slug}`, { label: "x" })).status).toBe(404);
  });

  it("say what they are about, on their page and in their feeds", async () => {
    const label = uniqueTag("Piers");
    const slug = label.toLowerCase().replaceAll(" ", "-");
    await publish({ title: "Of piers", tags: [label] });
    const description = "Where ships < lie, & what is built for them.";
    const answer = await api("PATCH", `tags/${slug}`, { description });
    expect(await answer.json()).toMatchObject({ label, description });
    expect(await (await get(`/tags/${slug}/feed.json`)).json()).toMatchObject({ description });
    for (const [file, written] of [
      ["", "Where ships &lt; lie, &amp; what"],
      ["/rss.xml", "<description>Where ships &lt; lie, &amp; what"],
      ["/atom.xml", "<subtitle>Where ships &lt; lie, &amp; what"],
    ] as const)
      expect(await (await get(`/tags/${slug}${file}`)).text(), file).toContain(written);
    await api("PATCH", `tags/${slug}`, { description: "" });
    expect(await (await get(`/tags/${slug}/feed.json`)).json()).not.toHaveProperty("description");
    expect((await api("PATCH", `tags/${slug}`, { description: "a".repeat(301) })).status).toBe(422);
  });

  it("become a part of another one, with their articles, and their address leads there", async () => {
    const [from, to] = [uniqueTag("Docks"), uniqueTag("Ports")];
    const slugOf = (label: string) => label.toLowerCase().replaceAll(" ", "-");
    await publish({ title: "Of docks", tags: [from] });
    await publish({ title: "Of both", tags: [to, from] });
    const merged = await api("PATCH", `tags/${slugOf(from)}`, { into: slugOf(to) });
    expect(await merged.json()).toMatchObject({ label: to, aliases: [slugOf(from)], count: 2 });
    expect((await get(`/tags/${slugOf(from)}`)).headers.get("location")).toBe(`/tags/${slugOf(to)}`);
    const feed = await (await get(`/tags/${slugOf(to)}/feed.json`)).json();
    expect(feed.items.map((item: { title: string; tags: string[] }) => [item.title, item.tags])).toEqual([
      ["Of both", [to]],
      ["Of docks", [to]],
    ]);
    expect((await publish({ title: "Later", tags: [from] })).tags).toEqual([to]);
    for (const [body, status] of [
      [{ into: "no-such-tag-here" }, 404],
      [{ into: slugOf(to), label: "x" }, 422],
      [{ into: "No Slug" }, 422],
    ] as const)
      expect((await api("PATCH", `tags/${slugOf(to)}`, body)).status, JSON.stringify(body)).toBe(status);
  });
});

it("tells how the newsroom is", async () => {
  const status = await (await api("GET", "status")).json();
  expect(status).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    articles: { published: expect.any(Number) },
    outbox: {
      length: expect.any(Number),
      for_readers: expect.any(Number),
      oldest_seconds: expect.any(Number),
      error: null,
    },
  });
});
