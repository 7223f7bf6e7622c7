import { convertV4MiniflareOptions, Miniflare } from "miniflare";

/** Workers that do one thing, for comparison. The document and its ETag are in their KV. */
const BARE = `
const HEADS = Object.fromEntries(Object.entries(HEADS_OF_200).map(([key, head]) => [key, new Headers(head)]));
const UNCHANGED = Object.fromEntries(Object.entries(HEADS).map(([key, head]) => [key, new Headers([...head].filter(([name]) => name !== "content-type"))]));
const KEPT = {};
const HEADERS = { "Content-Type": "application/rss+xml; charset=utf-8" };
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/constant") return new Response("constant", { headers: HEADERS });
    if (pathname === "/read") {
      const body = await env.DOCUMENTS.get(new URL(request.url).search.slice(1), "stream");
      return new Response(body, { headers: HEADERS });
    }
    if (pathname === "/kept") {
      // What is rendered from a document is not that document: it is read, let go, and what was made of it is sent.
      const key = new URL(request.url).search.slice(1);
      const found = await env.DOCUMENTS.getWithMetadata(key, { type: "stream", cacheTtl: 30 });
      const tags = (request.headers.get("if-none-match") ?? "").match(/(?:W\\/)?"[^"]*"/g) ?? [];
      if (tags.some((tag) => tag.replace(/^W\\//, "") === found.metadata.etag)) throw new Error("not asked here");
      if (KEPT[key]) await found.value.cancel();
      else KEPT[key] = await new Response(found.value).arrayBuffer();
      return new Response(KEPT[key], { headers: HEADS[key] });
    }
    if (pathname === "/demanded") {
      // What HTTP and we ask of an answer, and nothing else: any of several tags, compared weakly; all headers.
      const key = new URL(request.url).search.slice(1);
      const found = await env.DOCUMENTS.getWithMetadata(key, { type: "stream", cacheTtl: 30 });
      const tags = (request.headers.get("if-none-match") ?? "").match(/(?:W\\/)?"[^"]*"/g) ?? [];
      if (!tags.some((tag) => tag.replace(/^W\\//, "") === found.metadata.etag)) return new Response(found.value, { headers: HEADS[key] });
      await found.value.cancel();
      return new Response(null, { status: 304, headers: UNCHANGED[key] });
    }
    const { metadata, value } = await env.DOCUMENTS.getWithMetadata(new URL(request.url).search.slice(1), "stream");
    if (request.headers.get("if-none-match") === metadata.etag) {
      await value.cancel();
      return new Response(null, { status: 304, headers: { ETag: metadata.etag } });
    }
    return new Response(value, { headers: { ...HEADERS, ETag: metadata.etag } });
  },
};`;

/**
 * @param documents what its KV holds, by key
 * @param heads the headers of an answer that says all that it has to, by key
 */
export async function startBare(
  port: number,
  documents: Record<string, string>,
  heads: Record<string, Record<string, string>> = {},
): Promise<Miniflare> {
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      port,
      modules: [
        { type: "ESModule", path: "bare.js", contents: BARE.replace("HEADS_OF_200", JSON.stringify(heads)) },
      ],
      compatibilityDate: "2026-11-01",
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
