import { cacheHeaders } from "../http/caching.ts";
import { isFresh, isOutdated } from "../http/conditional.ts";
import { MEDIA_TYPES, SHARING } from "../http/media.ts";
import { problemResponse } from "../http/problem.ts";
import { isSameVersion, rangeOf } from "../http/range.ts";
import { securityHeaders } from "../http/security.ts";
import { parseFile } from "../model/media.ts";
import { settingsOf } from "../settings.ts";
import { headMedia, readMedia } from "../store/media.ts";
import { publicProblem } from "./absent.ts";
import { type AppContext, notModified } from "./serve.ts";

/** Nothing in a file of ours runs, wherever it is opened; a drawing has its colours and pictures within it. */
const NOTHING_RUNS = "default-src 'none'; sandbox";
const DRAWS = `${NOTHING_RUNS}; style-src 'unsafe-inline'; img-src data:`;

/**
 * `/media/{file}`: a file of ours, named by its bytes, or a smaller form of it, so that it never changes. One R2 read, and one more
 * for a range or a condition, which need its size first.
 *
 * @throws MediaUnavailable when R2 does not answer
 */
export async function media(c: AppContext): Promise<Response> {
  const file = c.req.param("file") ?? "";
  const type = parseFile(file)?.type;
  if (!type) return publicProblem("missing");
  const { headers: asked, method } = c.req.raw;
  const head = (object: R2Object) => ({
    "Content-Type": type === "text/plain" ? MEDIA_TYPES.text : type,
    ETag: object.httpEtag,
    "Last-Modified": object.uploaded.toUTCString(),
    "Accept-Ranges": "bytes",
    ...Object.fromEntries(securityHeaders(settingsOf(c.env))),
    "Content-Security-Policy": type === "image/svg+xml" ? DRAWS : NOTHING_RUNS,
    "Cross-Origin-Resource-Policy": "cross-origin",
    ...SHARING,
    ...cacheHeaders("immutable"),
  });
  const isPlain = !["range", "if-none-match", "if-modified-since", "if-match", "if-unmodified-since"].some(
    (name) => asked.has(name),
  );
  if (isPlain && method === "GET") {
    const found = await readMedia(c.env.MEDIA, file);
    if (!found) return publicProblem("missing");
    return new Response(found.body, { headers: { ...head(found), "Content-Length": String(found.size) } });
  }
  const known = await headMedia(c.env.MEDIA, file);
  if (!known) return publicProblem("missing");
  const etag = known.httpEtag;
  const current = { etag, lastModified: known.uploaded.getTime() };
  if (isOutdated(asked, current)) {
    return problemResponse({ status: 412, detail: "It is another one by now." }, {}, "none");
  }
  if (isFresh(asked, current)) return notModified(head(known));
  // A range is of what GET gives alone (RFC 9110 §14.2).
  const wanted = isSameVersion(asked.get("if-range"), etag) ? asked.get("range") : null;
  const range = method === "GET" ? rangeOf(wanted, known.size) : "whole";
  if (range === "unsatisfiable") {
    const detail = `It has ${known.size} bytes.`;
    return problemResponse({ status: 416, detail }, { "Content-Range": `bytes */${known.size}` }, "none");
  }
  if (range === "whole") {
    const body = method === "GET" ? (await readMedia(c.env.MEDIA, file))?.body : null;
    return new Response(body, { headers: { ...head(known), "Content-Length": String(known.size) } });
  }
  const { first, last } = range;
  const length = last - first + 1;
  const part = await readMedia(c.env.MEDIA, file, { offset: first, length });
  if (!part) return publicProblem("missing");
  return new Response(part.body, {
    status: 206,
    headers: {
      ...head(known),
      "Content-Length": String(length),
      "Content-Range": `bytes ${first}-${last}/${known.size}`,
    },
  });
}
