import type { Context } from "hono";
import type { Env } from "../env.ts";
import { cacheHeaders } from "../http/caching.ts";
import { isFresh, isOutdated } from "../http/conditional.ts";
import { mediaHeaders, SHARING } from "../http/media.ts";
import { problemResponse } from "../http/problem.ts";
import { securityHeaders } from "../http/security.ts";
import type { Representation } from "../render/representations.ts";
import type { Site } from "../render/site.ts";
import { settingsOf } from "../settings.ts";
import { readDocument } from "../store/documents.ts";
import { hashOf } from "../store/hash.ts";
import { cacheTag, type DocumentKey } from "../store/keys.ts";
import { type Head, headOf } from "./heads.ts";
import { keepRendered, renderedBefore } from "./rendered.ts";
import { type Shown, shownIn } from "./site.ts";

export type AppContext = Context<{ Bindings: Env }>;

/** Why a document cannot be served. */
export type Absence = "missing" | "gone";

/** When and why what was there was withdrawn, where that is known. */
export interface Withdrawal {
  /** ms */
  since?: number | undefined;
  reason?: string | undefined;
}

interface Answering<T> {
  representation: Representation<T>;
  /** The links of the `Link` header. */
  links: () => string[];
}

interface Serving<T> extends Answering<T> {
  key: DocumentKey;
  /** Where this representation of another page is, by that page's path. */
  moved?: (path: string) => string;
  /** The answer when there is no such document, or none any more. */
  absent: (why: Absence, tag: string, withdrawn?: Withdrawal) => Response | Promise<Response>;
}

/**
 * Answers from one document: one KV read, of which a 304 needs the metadata alone. Beside the first one of
 * an isolate it is read what the publication is called.
 *
 * @throws StoreUnavailable when KV does not answer
 */
export async function serveDocument<T>(c: AppContext, serving: Serving<T>): Promise<Response> {
  const { key } = serving;
  const tag = cacheTag(key);
  const shownNow = shownIn(c);
  const [found, shown] = await Promise.all([readDocument(c.env.DOCUMENTS, key), shownNow]);
  if (found === null) return serving.absent("missing", tag);
  const { stored, body } = found;
  if (stored.kind !== "document") await body.cancel();
  if (stored.kind === "gone") return serving.absent("gone", tag, stored);
  if (stored.kind === "redirect") {
    return moved(serving.moved?.(stored.to) ?? stored.to, tag);
  }

  const { representation } = serving;
  const etag = etagOf(stored.hash, representation, shown);
  const changed = representation.rendering ? Math.max(stored.changed, shown.changed) : stored.changed;
  const head = headOf(`${key} ${etag} ${changed} ${shown.fingerprint}`, () => {
    const modified = { "Last-Modified": new Date(changed).toUTCString() };
    const policy = stored.full ? "immutable" : "document";
    const headers = { ETag: etag, ...modified, ...cacheHeaders(policy, tag) };
    return makeHead(c, serving, headers, stored.linked);
  });
  return answer(c, representation, shown.site, head, { etag, changed, body });
}

/**
 * Answers with what was made for this request alone: its ETag tells a client that it has the same
 * already, but no date does.
 *
 * @param json a document as the newsroom gives it
 */
export async function serveMade<T>(c: AppContext, json: string, answering: Answering<T>): Promise<Response> {
  const shown = await shownIn(c);
  const etag = etagOf(await hashOf(json), answering.representation, shown);
  const head = makeHead(c, answering, {
    ...{ ETag: etag, "X-Robots-Tag": "noindex" },
    ...cacheHeaders("search"),
  });
  const made = { etag, changed: Number.POSITIVE_INFINITY, body: streamOf(json) };
  return answer(c, answering.representation, shown.site, head, made);
}

function streamOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream();
}

interface Found {
  etag: string;
  /** ms; infinite where no date says anything. */
  changed: number;
  body: ReadableStream<Uint8Array>;
}

async function answer<T>(
  c: AppContext,
  representation: Representation<T>,
  site: Site,
  { full, unchanged }: Head,
  { etag, changed, body }: Found,
): Promise<Response> {
  const current = { etag, lastModified: changed };
  if (isOutdated(c.req.raw.headers, current)) {
    await body.cancel();
    return problemResponse({ status: 412, detail: "It is another one by now." }, {}, "none");
  }
  if (isFresh(c.req.raw.headers, current)) {
    await body.cancel();
    return new Response(null, { status: 304, headers: unchanged });
  }
  const bytes = await bytesOf(body, representation, etag, site);
  full.set("Content-Length", String(bytes.length));
  return new Response(bytes, { headers: full });
}

function makeHead<T>(
  c: AppContext,
  { representation, links }: Answering<T>,
  more: Record<string, string>,
  linked = false,
): Head {
  const all = links();
  const headers: Record<string, string> = {
    ...mediaHeaders(representation.media),
    ...more,
    ...(all.length && { Link: all.join(", ") }),
    ...Object.fromEntries(securityHeaders(settingsOf(c.env), linked)),
  };
  return { full: new Headers(headers), unchanged: new Headers(withoutBody(headers)) };
}

function withoutBody({ "Content-Type": _, ...kept }: Record<string, string>): Record<string, string> {
  return kept;
}

/** 304 with what the 200 would have said of caching, and no more (RFC 9110 §15.4.5). */
export function notModified(headers: Record<string, string>): Response {
  return new Response(null, { status: 304, headers: withoutBody(headers) });
}

/**
 * A permanent redirect to another path of this site: relative, so never to another host. Who comes from
 * another origin may follow it (Fetch §4.4, each answer on the way is checked).
 */
export function moved(path: string, tag?: string): Response {
  const headers = { Location: path, ...SHARING, ...cacheHeaders("moved", tag) };
  return new Response(null, { status: 301, headers });
}

/** A page that is made for one reader alone, and kept nowhere. */
export function privatePage(page: string, status = 200): Response {
  return new Response(page, { status, headers: { ...mediaHeaders("html"), ...cacheHeaders("none") } });
}

/** To another page after a form: relative, so never to another host. @param cookie for `Set-Cookie` */
export function seeOther(path: string, cookie?: string): Response {
  const headers = { Location: path, ...cacheHeaders("none"), ...(cookie && { "Set-Cookie": cookie }) };
  return new Response(null, { status: 303, headers });
}

/** Names everything that the bytes depend on. */
function etagOf(hash: string, { name, rendering }: Representation<never>, { fingerprint }: Shown): string {
  if (!rendering) return `"${hash}.${name}"`;
  return `"${hash}.${name}.${rendering.version}.${fingerprint}"`;
}

async function bytesOf<T>(
  body: ReadableStream<Uint8Array>,
  { rendering }: Representation<T>,
  etag: string,
  site: Site,
): Promise<Uint8Array> {
  const before = renderedBefore(etag);
  if (before) {
    await body.cancel();
    return before;
  }
  const value = new Response(body);
  const bytes = rendering
    ? new TextEncoder().encode(await rendering.render(await value.json<T>(), site))
    : new Uint8Array(await value.arrayBuffer());
  keepRendered(etag, bytes);
  return bytes;
}
