import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { publication } from "../scripts/sample.ts";

export const TOKEN = "bench";
const DATE = "2026-11-01";

/** The Worker as it is deployed, built once. */
export function build(): string {
  const folder = mkdtempSync(join(tmpdir(), "dateline-bench-"));
  execFileSync(
    process.execPath,
    ["node_modules/wrangler/bin/wrangler.js", "deploy", "--dry-run", "--outdir", folder],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
    },
  );
  return readFileSync(join(folder, "index.js"), "utf8");
}

/** Dateline in workerd, with no development proxy before it. */
export async function startDateline(script: string, port: number): Promise<Miniflare> {
  const limits = ["API_LIMIT", "SEARCH_LIMIT", "COMMENT_LIMIT", "ASK_LIMIT"].map((name, i) => {
    return [name, { namespace_id: String(i), simple: { limit: 1_000_000, period: 60 as const } }] as const;
  });
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      port,
      modules: [{ type: "ESModule", path: "index.js", contents: script }],
      compatibilityDate: DATE,
      kvNamespaces: ["DOCUMENTS"],
      durableObjects: { NEWSROOM: { className: "Newsroom", useSQLite: true } },
      queueProducers: { FETCHES: "fetches" },
      ratelimits: Object.fromEntries(limits),
      bindings: {
        SITE_URL: `http://localhost:${port}`,
        SITE_TITLE: publication.title,
        SITE_DESCRIPTION: publication.description,
        SITE_LANGUAGE: publication.language,
        SITE_TIME_ZONE: publication.timeZone,
        SITE_RIGHTS: publication.rights,
        ENTRY_AUTHORITY: "bench.example,2025",
        FETCH_INTERVAL_SECONDS: "900",
        COMMENTS: "open",
        TURNSTILE_SITE_KEY: "",
        ALLOW_LOCAL_FEEDS: "no",
        DATELINE_TOKEN: TOKEN,
        VERSION: { id: "bench", tag: "", timestamp: "" },
      },
    }),
  );
  await worker.ready;
  return worker;
}

/** Workers that do one thing, for comparison. The document and its ETag are in their KV. */
const BARE = `
const HEADERS = { "Content-Type": "application/rss+xml; charset=utf-8" };
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/constant") return new Response("constant", { headers: HEADERS });
    if (pathname === "/read") {
      const body = await env.DOCUMENTS.get(new URL(request.url).search.slice(1), "stream");
      return new Response(body, { headers: HEADERS });
    }
    const { metadata, value } = await env.DOCUMENTS.getWithMetadata(new URL(request.url).search.slice(1), "stream");
    if (request.headers.get("if-none-match") === metadata.etag) {
      await value.cancel();
      return new Response(null, { status: 304, headers: { ETag: metadata.etag } });
    }
    return new Response(value, { headers: { ...HEADERS, ETag: metadata.etag } });
  },
};`;

/** @param documents what its KV holds, by key */
export async function startBare(port: number, documents: Record<string, string>): Promise<Miniflare> {
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      port,
      modules: [{ type: "ESModule", path: "bare.js", contents: BARE }],
      compatibilityDate: DATE,
      kvNamespaces: ["DOCUMENTS"],
    }),
  );
  await worker.ready;
  const kv = await worker.getKVNamespace("DOCUMENTS");
  for (const [key, value] of Object.entries(documents)) {
    await kv.put(key, value, { metadata: { etag: `"${key}"` } });
  }
  return worker;
}
