import { convertV4MiniflareOptions, Miniflare } from "miniflare";

/** The document and its ETag are in its KV. */
const BARE = `
import { WorkerEntrypoint } from "cloudflare:workers";
const KEPT = {};
const HEADERS = { "Content-Type": "application/rss+xml; charset=utf-8" };
const TAGS = /(?:W\\/)?"[^"]*"/g;
let heads;
async function learn(env) {
  const known = Object.entries((await env.DOCUMENTS.get("heads", "json")) ?? {});
  heads = Object.fromEntries(known.map(([key, { "content-type": type, ...head }]) =>
    [key, { full: new Headers({ "content-type": type, ...head }), unchanged: new Headers(head) }]));
}
// The platform has a class of whoever empties its own cache, as Dateline does.
export default class extends WorkerEntrypoint {
  async fetch(request) {
    const { env } = this;
    const { pathname, search } = new URL(request.url);
    const key = search.slice(1);
    if (pathname === "/constant") return new Response("constant", { headers: HEADERS });
    if (pathname === "/read") return new Response(await env.DOCUMENTS.get(key, "stream"), { headers: HEADERS });
    if (pathname === "/conditional") {
      const { metadata, value } = await env.DOCUMENTS.getWithMetadata(key, "stream");
      if (request.headers.get("if-none-match") !== metadata.etag) throw new Error("not asked here");
      await value.cancel();
      return new Response(null, { status: 304, headers: { ETag: metadata.etag } });
    }
    // What HTTP and we ask of an answer, and nothing else: any of several tags, compared weakly; all headers.
    if (!heads) await learn(env);
    const found = await env.DOCUMENTS.getWithMetadata(key, { type: "stream", cacheTtl: 30 });
    const tags = (request.headers.get("if-none-match") ?? "").match(TAGS) ?? [];
    if (tags.some((tag) => tag.replace(/^W\\//, "") === found.metadata.etag)) {
      await found.value.cancel();
      return new Response(null, { status: 304, headers: heads[key].unchanged });
    }
    if (pathname === "/demanded") return new Response(found.value, { headers: heads[key].full });
    // What is rendered from a document is not that document: it is read, let go, and what was made of it is sent.
    if (KEPT[key]) await found.value.cancel();
    else KEPT[key] = await new Response(found.value).arrayBuffer();
    return new Response(KEPT[key], { headers: heads[key].full });
  }
}`;

/** The host by which such a Worker is asked where it stands beside another one. */
export const BARE_HOST = "bare.example";

/** A Worker of a few lines, for comparison. */
export const BARE_WORKER = {
  name: "bare",
  modules: [{ type: "ESModule" as const, path: "bare.js", contents: BARE }],
  compatibilityDate: "2026-11-01",
  kvNamespaces: { DOCUMENTS: "bare" },
  routes: [`${BARE_HOST}/*`],
};

/**
 * Gives it what it answers with.
 *
 * @param worker whatever it runs in
 * @param documents by key
 * @param heads the headers of an answer that says all that it has to, by key
 */
export async function fillBare(
  worker: Miniflare,
  documents: Record<string, string>,
  heads: Record<string, Record<string, string>>,
): Promise<void> {
  const kv = await worker.getKVNamespace("DOCUMENTS", BARE_WORKER.name);
  await kv.put("heads", JSON.stringify(heads));
  for (const [key, value] of Object.entries(documents)) {
    await kv.put(key, value, { metadata: { etag: `"${key}"` } });
  }
}

/** It alone, in a process of its own. */
export async function startBare(port: number): Promise<Miniflare> {
  const { routes: _, ...alone } = BARE_WORKER;
  const worker = new Miniflare(convertV4MiniflareOptions({ port, workers: [alone] }));
  await worker.ready;
  return worker;
}
