import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { readUpTo } from "../../http/body.ts";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { decodeText } from "../../ingest/fetch/charset.ts";
import { LIMITS } from "../../model/limits.ts";
import { followList } from "../following.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, SECURITY } from "./describe.ts";
import { Imported } from "./source-schemas.ts";

const OPML = "text/x-opml";

const importOpml = createRoute({
  method: "post",
  path: "/sources/import",
  summary: "Follow the feeds of an OPML file",
  description: "Each is read when its turn comes, within minutes.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { body: { required: true, content: { [OPML]: { schema: { type: "string" } } } } },
  responses: answers({ 200: { description: "What became of each", ...json(Imported) } }, 413, 415, 422),
});

/** The import of OPML, the one request whose body is no JSON. */
export function importRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(importOpml, async (c) => {
    const type = c.req.header("content-type") ?? "";
    if (/json/i.test(type)) {
      return problemResponse({ status: 415, detail: `Send ${OPML} or application/xml.` }, { Accept: OPML });
    }
    const { body } = c.req.raw;
    const bytes = body ? await readUpTo(body, LIMITS.requestBytes) : new Uint8Array();
    if (bytes === null) {
      return problemResponse({ status: 413, detail: `A request may have ${LIMITS.requestBytes} bytes.` });
    }
    const followed = await followList(c.env, await textOf(bytes, type));
    if (followed.kind === "no-opml") return problemResponse({ status: 422, detail: "This is no OPML." });
    if (followed.kind === "too-many") {
      const detail = `A file may have ${LIMITS.importedFeeds} feeds; this one has ${followed.count}.`;
      return problemResponse({ status: 422, detail });
    }
    const { added, known, refused } = followed;
    return c.json({ added, known, refused }, 200, cacheHeaders("api"));
  });
}

/** The file itself, or the first one of a form: what browsers, and people with curl, may send. */
async function textOf(bytes: Uint8Array, type: string): Promise<string> {
  if (!/^multipart\/form-data/i.test(type)) return decodeText(bytes, type);
  const sent = new Response(bytes, { headers: { "Content-Type": type } });
  const form = await sent.formData().catch(() => null); // no form: then there is no file in it
  const file = [...(form?.values() ?? [])].find((value) => value instanceof File);
  return file ? decodeText(new Uint8Array(await file.arrayBuffer()), file.type) : "";
}
