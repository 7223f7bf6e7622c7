import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import urls from "../../docs/http.md?raw";
import reliability from "../../docs/reliability.md?raw";
import { app } from "../../src/app.ts";
import type { Env } from "../../src/env.ts";
import { LIMITED } from "../../src/routes/limits.ts";
import config from "../../wrangler.toml?raw";
import { NO_CONTEXT, replaced } from "./bindings.ts";
import { SITE } from "./newsroom.ts";

// The newsroom does one thing at a time: whatever reaches it is counted, as src/routes/limits.ts says and
// docs/reliability.md tells.

const LIMITS = [
  ...(["API_LIMIT", "TOKEN_LIMIT", "SEARCH_LIMIT", "COMMENT_LIMIT"] as const),
  ...([
    "ASK_LIMIT",
    "HUB_LIMIT",
    "CALLBACK_LIMIT",
    "PUSH_LIMIT",
    "FEED_LIMIT",
    "DESK_LIMIT",
    "ENTRY_LIMIT",
  ] as const),
];

/** Bindings of which some limits are used up, and how often the newsroom was called. */
function exhausted(names: readonly string[]): { bindings: Env; calls: () => number; counted: string[] } {
  let calls = 0;
  const counted: string[] = [];
  const limit = (name: string) => ({
    limit: async () => {
      counted.push(name);
      return { success: !names.includes(name) };
    },
  });
  const NEWSROOM = replaced(env.NEWSROOM, {
    get: (id: DurableObjectId) => {
      calls++;
      return env.NEWSROOM.get(id);
    },
  });
  const limits = Object.fromEntries(LIMITS.map((name) => [name, limit(name)]));
  return { bindings: { ...env, ...limits, NEWSROOM }, calls: () => calls, counted };
}

const filled = (path: string) =>
  path
    .replace(":feed", "5e0f7d3c-7c3b-4f54-9a5a-0d8a4c1f9f11")
    .replace(":slug", "a-ship")
    .replace(":id", "5e0f7d3c-7c3b-4f54-9a5a-0d8a4c1f9f11")
    .replace(":key", "0".repeat(32));

const requestOf = (method: string, path: string, headers: Record<string, string> = {}) =>
  new Request(SITE + path, {
    method,
    headers,
    ...(method === "GET" || method === "HEAD" ? {} : { body: new URLSearchParams({ name: "N", text: "T" }) }),
  });

it.each(LIMITED)("$method $path is counted, and refused without asking the newsroom", async (row) => {
  const { bindings, calls, counted } = exhausted([row.limit]);
  const query = row.path.startsWith("/search") || row.path === "/ask" ? "?q=ship" : "";
  const response = await app.fetch(requestOf(row.method, filled(row.path) + query), bindings, NO_CONTEXT);
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "60"]);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect([calls(), counted]).toEqual([0, [row.limit]]);
});

describe("where every limit is used up", () => {
  const documented = urls
    .split("\n")
    .filter((line) => line.startsWith("| `/"))
    .map((line) => line.split("|")[1]?.trim().replaceAll("`", "") ?? "");
  const routed = [...new Set(app.routes.map(({ method, path }) => `${method} ${path}`))]
    .map((route) => route.split(" ") as [string, string])
    .filter(([method, path]) => (method === "GET" || method === "POST") && !path.includes("*"))
    .map(([method, path]) => [method, filled(path).replace(/:\w+(\{[^}]*\})?/g, "x")] as [string, string]);

  it.each([
    ...documented.map((path) => ["GET", path] as [string, string]),
    ...documented.map((path) => ["POST", path] as [string, string]),
    ...routed,
  ])("%s %s does not reach the newsroom", async (method, path) => {
    const { bindings, calls } = exhausted(LIMITS);
    await (await app.fetch(requestOf(method, path), bindings, NO_CONTEXT)).arrayBuffer();
    expect(calls()).toBe(0);
  });

  it.each(["", "Bearer operator-token", `Bearer dl_${"e".repeat(64)}`, "Basic YTpi"])(
    "the API does not either, with %j",
    async (authorization) => {
      const { bindings, calls } = exhausted(LIMITS);
      const headers: Record<string, string> = authorization ? { authorization } : {};
      const response = await app.fetch(requestOf("GET", "/api/articles", headers), bindings, NO_CONTEXT);
      expect([response.status, calls()]).toEqual([429, 0]);
    },
  );
});

describe("the desk, where its limits are used up,", () => {
  it.each([
    ["GET", "/desk"],
    ["GET", "/desk/sign-in"],
    ["GET", "/desk/setup"],
    ["GET", `/desk/enter/${"0".repeat(64)}`],
    ["POST", "/desk/enter"],
    ["POST", "/desk/sign-in/code"],
    ["POST", "/desk/sign-in/options"],
    ["POST", "/desk/sign-in/passkey"],
    ["POST", "/desk/people"],
  ])("refuses %s %s without asking the newsroom", async (method, path) => {
    const { bindings, calls } = exhausted(LIMITS);
    const files = { "desk.css": "/desk.css", "desk.js": "/desk.js" };
    const ASSETS = { fetch: async () => Response.json(files) } as unknown as Fetcher;
    const headers = { Cookie: `__Host-desk=${"e".repeat(64)}`, Origin: SITE };
    const response = await app.fetch(requestOf(method, path, headers), { ...bindings, ASSETS }, NO_CONTEXT);
    expect([response.status, response.headers.get("retry-after"), calls()]).toEqual([429, "60", 0]);
  });
});

it("is told as it is: the table of limits has each, with the number of its binding", () => {
  const cells = (line: string) => line.split("|").map((cell) => cell.trim().replaceAll("`", ""));
  const table = reliability
    .split("\n")
    .filter((line) => /^\| `\w+_LIMIT`/.test(line))
    .map(cells);
  expect(table.map(([, name]) => name).sort()).toEqual(LIMITS.toSorted());
  for (const [, name = "", routes = "", , minute = ""] of table) {
    const binding = new RegExp(
      `name = "${name}"\\s+namespace_id = "\\d+"\\s+simple = { limit = (\\d+), period = 60 }`,
    );
    expect(minute.replace(",", ""), name).toBe(binding.exec(config)?.[1]);
    for (const { method, path } of LIMITED.filter(({ limit }) => limit === name)) {
      expect(routes).toContain(`${method} ${path}`);
    }
  }
});
