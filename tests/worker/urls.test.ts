import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import table from "../../docs/http.md?raw";
import { app, table as routed } from "../../src/app.ts";
import type { Env } from "../../src/env.ts";
import type { Slug } from "../../src/model/slug.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { PROFILE_KEY } from "../../src/store/keys.ts";
import { NO_CONTEXT, replaced } from "./bindings.ts";
import { writeComment } from "./comments.ts";
import { clearKv, openDesk, SITE } from "./newsroom.ts";

// docs/http.md, row by row: what each URL answers, and what that costs.

const cells = (line: string) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll("`", ""));
const rows = table
  .split("\n")
  .filter((line) => line.startsWith("| `/"))
  .map(cells);
const policies = new Map(
  table
    .split("\n")
    .filter((line) => /^\| \w+ +\| `(max-age|no-)/.test(line))
    .map((line) => {
      const [name = "", client, edge] = cells(line);
      return [name, { client, edge: edge === "none" ? null : edge }];
    }),
);

/** The real bindings, which count how often they are used. */
function counting(): { env: Env; reads: () => number; files: () => number; calls: () => number } {
  let reads = 0;
  let files = 0;
  let calls = 0;
  const count = (method: "get" | "getWithMetadata" | "list") =>
    ((...args: never[]) => {
      // Of that, `profile.test.ts` tells how seldom it is read.
      if (args[0] !== PROFILE_KEY) reads++;
      return (env.DOCUMENTS[method] as (...args: never[]) => unknown)(...args);
    }) as unknown;
  const DOCUMENTS = replaced(env.DOCUMENTS, {
    get: count("get"),
    getWithMetadata: count("getWithMetadata"),
    list: count("list"),
  });
  const countFile = (method: "get" | "head") =>
    ((...args: never[]) => {
      files++;
      return (env.MEDIA[method] as (...args: never[]) => unknown)(...args);
    }) as unknown;
  const MEDIA = replaced(env.MEDIA, { get: countFile("get"), head: countFile("head") });
  const NEWSROOM = replaced(env.NEWSROOM, {
    get: (id: DurableObjectId) => {
      calls++;
      return env.NEWSROOM.get(id);
    },
  });
  return {
    env: { ...env, DOCUMENTS, MEDIA, NEWSROOM },
    ...{ reads: () => reads, files: () => files, calls: () => calls },
  };
}

/** Headers that some proxy or framework believes. */
const UNKEYED = Object.fromEntries(
  [
    ...["x-forwarded-host", "x-forwarded-server", "x-host", "x-original-url", "x-rewrite-url", "forwarded"],
    ...["x-forwarded-proto", "x-forwarded-scheme", "x-forwarded-for", "true-client-ip", "origin", "referer"],
    ...["cookie", "accept", "accept-language", "user-agent", "x-http-method-override", "x-wap-profile"],
  ].map((name) => [name, "https://evil.example/<script>"]),
);

const SECURITY = {
  "content-security-policy": [
    ...["default-src 'none'", "style-src 'self'", "script-src 'self'", "connect-src 'self'"],
    ...["img-src 'self'", "media-src 'self'", "form-action 'self'", "base-uri 'none'"],
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "cross-origin-opener-policy": "same-origin",
  "strict-transport-security": "max-age=31536000",
};

/** A second at which a block of history ends. */
const END = 1_746_100_836;

beforeAll(async () => {
  await clearKv();
  const desk = await openDesk("newsroom");
  const saved = async (fields: Parameters<typeof desk.publish>[0]) => {
    const answer = await desk.publish(fields);
    if (answer.kind !== "saved") throw new Error(answer.kind);
    return answer.article.id;
  };
  const source = { name: "Tripoli Wire", url: "https://wire.example/" };
  const addresses = ["/2019/05/a-ship", "/?p=1"];
  const ship = await saved({
    title: "Old ship",
    markdown: "It *sails*.",
    tags: ["Libya old"],
    source,
    addresses,
  });
  await saved({ title: "A column", authors: ["Salma Idris"] });
  const wrong = await saved({ title: "Wrong" });
  for (let n = 0; n < 60; n++)
    await saved({
      ...{ title: `Of old ${n}`, tags: ["Libya old"], authors: ["Salma Idris"] },
      published: new Date(END * 1000 + (n - 30) * 60_000).toISOString(),
    });
  await saved({ title: "About", markdown: "It is *ours*.", page: true });
  await desk.inside(async (newsroom) => {
    await newsroom.edit(ship, null, toChange({ slug: "a-ship" as Slug }, SITE), "test", 0);
    await newsroom.changeTag("libya-old" as Slug, { label: "Libya" }, 0);
    await newsroom.withdraw(wrong, null, "test", 0);
    const pattern = { from: "/old/:year/:slug.html", to: "/articles/:slug" };
    await newsroom.publication().redirect([pattern], "test", 0);
  });
  await desk.inside(async (newsroom) => {
    const comments = newsroom.comments();
    for (let i = 0; i < 26; i++) {
      const id = writeComment(newsroom, ship, `Comment ${i}`);
      await comments.decide(id, null, "approved", "operator", 0);
    }
  });
  await desk.drain();
  for (const end of [".png", "-320.webp"])
    await env.MEDIA.put(`media/00000000000000000000000000000001${end}`, "picture");
});

it("finds the route of any address with one regular expression", async () => {
  await app.fetch(new Request(`${SITE}/robots.txt`), env, NO_CONTEXT); // the router is chosen at the first one
  expect(routed.router.name).toBe("SmartRouter + RegExpRouter");
});

it("covers every route, but for the addresses that readers guess, which lead to one it covers", async () => {
  const routes = app.routes.filter(({ method, path }) => method === "GET" && !/^\/(api|assets)/.test(path));
  const covered = rows.map(([path = ""]) => path.split("?")[0] ?? "");
  for (const { path } of routes) {
    const pattern = new RegExp(`^${path.replace(/:\w+\{(.*)\}/, "$1").replace(/:\w+/g, "[^/]+")}$`);
    if (covered.some((each) => pattern.test(each))) continue;
    const example = path
      .replace("/tags/:slug", "/tags/libya")
      .replace("/days/:slug", "/days/2025-07-01")
      .replace(":slug", path.startsWith("/s") ? "tripoli-wire" : "salma-idris");
    const response = await app.fetch(new Request(SITE + example), env, NO_CONTEXT);
    const target = response.status === 301 ? response.headers.get("location") : example;
    expect(target, path).toMatch(/\/(rss\.xml|atom\.xml|feed\.json)$/);
    expect((await app.fetch(new Request(SITE + target), env, NO_CONTEXT)).status, path).toBe(200);
  }
});

/** What a linter of HTTP (REDbot's rules) would point out in an answer, but for the missing `Date`. */
function lint(status: number, headers: Headers, length: number): string[] {
  const has = (name: string) => headers.get(name) !== null;
  const directives = (headers.get("cache-control") ?? "").split(/, */);
  const names = directives.map((directive) => directive.split("=")[0]);
  const faults: [name: string, fault: boolean][] = [
    ["public says nothing beside an age", names.includes("public")],
    ["a directive twice", new Set(names).size < names.length],
    ["no-store and an age", names.includes("no-store") && names.includes("max-age")],
    [
      "obsolete headers",
      ["expires", "pragma", "age", "p3p", "x-xss-protection", "x-ua-compatible"].some(has),
    ],
    ["Vary makes an entry of the cache for each value", has("vary")],
    ["an ETag is quoted", has("etag") && !/^(W\/)?"[^"]+"$/.test(headers.get("etag") ?? "")],
    ["Last-Modified in the future", Date.parse(headers.get("last-modified") ?? "") > Date.now() + 1000],
    ["Content-Length is another", has("content-length") && Number(headers.get("content-length")) !== length],
    ["a type for no body, or none for one", status !== 304 && has("content-type") !== length > 0],
    ["a 304 tells of a body", status === 304 && (has("content-type") || has("content-length") || length > 0)],
    ["an inline script or style may run", (headers.get("content-security-policy") ?? "").includes("unsafe")],
    ["something may be loaded insecurely", /\bhttp:/.test(headers.get("content-security-policy") ?? "")],
    ["a redirect leads nowhere", status >= 301 && status < 304 && !has("location")],
    ["401 without a challenge", status === 401 && !has("www-authenticate")],
    ["405 without what is allowed", status === 405 && !has("allow")],
    [
      "a link that cannot be parsed",
      !/^(<[^>]*>(; ?[\w*-]+=("[^"]*"|[\w!#$&+./^-]+))*(, )?)*$/.test(headers.get("link") ?? ""),
    ],
  ];
  return faults.flatMap(([name, fault]) => (fault ? [name] : []));
}

it.each([
  ...rows.map(([path = ""]) => ["GET", path] as const),
  ...([
    ["GET", "/api/status"],
    ["GET", "/api/articles"],
    ["DELETE", "/rss.xml"],
    ["OPTIONS", "/rss.xml"],
    ["GET", "/articles/wrong"],
    ["GET", "/nothing.xml"],
  ] as const),
])("has nothing that a linter of HTTP points out: %s %s", async (method, path) => {
  const ask = async (headers: Record<string, string>) => {
    const visitor = { "cf-connecting-ip": `192.0.2.2 ${path}` };
    const request = new Request(SITE + path, { method, headers: { ...visitor, ...headers } });
    const response = await app.fetch(request, env, NO_CONTEXT);
    const { byteLength } = await response.arrayBuffer();
    expect(lint(response.status, response.headers, byteLength)).toEqual([]);
    return response;
  };
  const etag = (await ask({})).headers.get("etag");
  if (etag) expect((await ask({ "if-none-match": etag })).status).toBe(304);
});

describe.each(rows)(
  "GET %s → %s",
  (path = "", status = "", media = "", reads = "", files = "", calls = "", policy = "", tag = "") => {
    // Another visitor for each row, so that no rate limit is met.
    const headers = { "cf-connecting-ip": `192.0.2.1 ${path}` };

    it(`costs ${reads} KV reads, ${files} R2 reads and ${calls} newsroom calls, and says what the table says`, async () => {
      const bindings = counting();
      const response = await app.fetch(new Request(SITE + path, { headers }), bindings.env, NO_CONTEXT);
      await response.arrayBuffer();
      expect({
        status: response.status,
        media: response.headers.get("content-type")?.split(";")[0] ?? "none",
        reads: bindings.reads(),
        files: bindings.files(),
        calls: bindings.calls(),
        tag: response.headers.get("cache-tag") ?? "none",
        client: response.headers.get("cache-control"),
        edge: response.headers.get("cloudflare-cdn-cache-control"),
        nosniff: response.headers.get("x-content-type-options"),
      }).toEqual({
        ...{ status: Number(status), media, reads: Number(reads), files: Number(files) },
        ...{ calls: Number(calls), tag },
        ...policies.get(policy),
        nosniff: "nosniff",
      });
    });

    it.runIf(status === "200" && policy !== "none")(
      "costs the same when it is answered with 304",
      async () => {
        const first = await app.fetch(new Request(SITE + path, { headers }), env, NO_CONTEXT);
        await first.arrayBuffer();
        const etag = first.headers.get("etag") ?? "";
        const bindings = counting();
        const conditional = new Request(SITE + path, { headers: { ...headers, "if-none-match": etag } });
        const response = await app.fetch(conditional, bindings.env, NO_CONTEXT);
        expect([response.status, bindings.reads(), bindings.calls()]).toEqual([
          304,
          Number(reads),
          Number(calls),
        ]);
      },
    );

    it("answers the same whatever host, proxy or cookie a request speaks of", async () => {
      const answer = async (host: string, more: Record<string, string> = {}) => {
        const request = new Request(host + path, { headers: { ...headers, ...more } });
        const response = await app.fetch(request, env, NO_CONTEXT);
        return [[...response.headers], await response.text()];
      };
      const plain = await answer(SITE);
      expect(await answer("https://evil.example")).toEqual(plain);
      // What no cache keys by must change no byte that it keeps.
      expect(await answer(SITE, UNKEYED)).toEqual(plain);
    });

    it("is guarded by every security header", async () => {
      const response = await app.fetch(new Request(SITE + path, { headers }), env, NO_CONTEXT);
      // Nothing runs in a file, wherever it is opened.
      const own = media.startsWith("image/") && { "content-security-policy": "default-src 'none'; sandbox" };
      expect(Object.fromEntries(response.headers)).toMatchObject({ ...SECURITY, ...own });
    });
  },
);

describe("when KV does not answer", () => {
  const failing = {
    ...env,
    DOCUMENTS: replaced(env.DOCUMENTS, { getWithMetadata: () => Promise.reject(new Error("KV is down")) }),
  };

  it.each(["/", "/rss.xml", "/articles/a-ship", "/articles/a-ship.json", "/tags", "/nowhere"])(
    "%s is a 503 that says when to try again and is stored nowhere",
    async (path) => {
      const response = await app.fetch(new Request(SITE + path), failing, NO_CONTEXT);
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
      expect(response.headers.get("cache-control")).toBe("no-store");
    },
  );
});

it("answers 503 on the API when the newsroom is out of reach", async () => {
  const unreachable = Object.assign(new Error("the object was reset"), { retryable: true });
  const NEWSROOM = replaced(env.NEWSROOM, {
    get: () => {
      throw unreachable;
    },
  });
  const request = new Request(`${SITE}/api/status`, { headers: { authorization: "Bearer operator-token" } });
  const response = await app.fetch(request, { ...env, NEWSROOM }, NO_CONTEXT);
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
});

it.each([
  ["/search?q=ship", "text/html"],
  ["/search/atom.xml?q=ship", "application/problem+json"],
])("limits how often a visitor may search, and says when to come back: %s", async (path, type) => {
  const keys: string[] = [];
  const SEARCH_LIMIT = {
    limit: async ({ key }: { key: string }) => {
      keys.push(key);
      return { success: false };
    },
  };
  const headers = { "cf-connecting-ip": "192.0.2.77" };
  const response = await app.fetch(
    new Request(SITE + path, { headers }),
    { ...env, SEARCH_LIMIT },
    NO_CONTEXT,
  );
  expect([response.status, response.headers.get("content-type")?.split(";")[0]]).toEqual([429, type]);
  expect(response.headers.get("retry-after")).toBe("60");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(keys.join()).toMatch(/^[0-9a-f]{24}$/); // and not the address
});

it("lets a flood of tokens that nobody knows reach the newsroom 60 times a minute, and known tokens past it", async () => {
  const bindings = counting();
  const ask = async (token: string) => {
    const headers = { authorization: `Bearer ${token}`, "cf-connecting-ip": "192.0.2.79" };
    const request = new Request(`${SITE}/api/articles`, { headers });
    return (await app.fetch(request, bindings.env, NO_CONTEXT)).status;
  };
  const made = await app.fetch(
    new Request(`${SITE}/api/tokens`, {
      method: "POST",
      headers: { authorization: "Bearer operator-token", "content-type": "application/json" },
      body: JSON.stringify({ name: "met before", scopes: ["read"] }),
    }),
    env,
    NO_CONTEXT,
  );
  const { token } = (await made.json()) as { token: string };
  expect(await ask(token)).toBe(200);
  const before = bindings.calls();
  const guess = (i: number) => `dl_${i.toString(16).padStart(64, "0")}`;
  const answers: number[] = [];
  for (let i = 0; i < 1000; i++) answers.push(await ask(guess(i)));
  // Whoever says the same again is not looked up again, nor is what no token looks like.
  for (let i = 0; i < 10; i++) await ask(guess(0));
  // Twice, where a minute of the limit ended meanwhile.
  expect(bindings.calls() - before).toBeLessThanOrEqual(120);
  expect(answers.filter((status) => status === 401).length).toBeLessThanOrEqual(120);
  expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(880);
  expect(await ask(token)).toBe(200);
  expect(await ask("operator-token")).toBe(200);
});

it("asks the newsroom once about a token that nobody knows, and not about what cannot be one", async () => {
  const bindings = counting();
  for (const token of [`dl_${"f".repeat(64)}`, `dl_${"f".repeat(64)}`, "dl_short", "guess"]) {
    const headers = { authorization: `Bearer ${token}`, "cf-connecting-ip": "192.0.2.80" };
    const response = await app.fetch(
      new Request(`${SITE}/api/status`, { headers }),
      bindings.env,
      NO_CONTEXT,
    );
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain("invalid_token");
  }
  expect(bindings.calls()).toBe(1);
});

it("limits how often the API may be asked, and says when to come back", async () => {
  let counted = "";
  const API_LIMIT = {
    limit: async ({ key }: { key: string }) => {
      counted = key;
      return { success: false };
    },
  };
  const headers = { "cf-connecting-ip": "192.0.2.78" };
  const request = new Request(`${SITE}/api/status`, { headers });
  const response = await app.fetch(request, { ...env, API_LIMIT }, NO_CONTEXT);
  expect(counted).toMatch(/^[0-9a-f]{24}$/); // without a token, too, no address is counted by
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("60");
});
