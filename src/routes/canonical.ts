import type { Env } from "../env.ts";
import { cacheHeaders } from "../http/caching.ts";
import { canonicalPath, canonicalQuery, isPlainlyCanonical } from "../http/canonical.ts";
import { SHARING } from "../http/media.ts";
import { cleanQuery } from "../model/search.ts";
import { foldCase } from "../model/slug.ts";
import { messagePage } from "./absent.ts";
import { moved } from "./serve.ts";

const page = (value: string) => (/^[1-9]\d{0,3}$/.test(value) && value !== "1" ? value : "");

const pixels = (value: string) => (/^[1-9]\d{0,4}$/.test(value) ? value : "");

/** The addresses that take a query, and how each parameter is written. */
const QUERIES: Record<string, Record<string, (value: string) => string>> = {
  "/search": { q: cleanQuery, page },
  "/search/rss.xml": { q: cleanQuery },
  "/search/atom.xml": { q: cleanQuery },
  "/search/feed.json": { q: cleanQuery },
  "/subscribe/own": { q: cleanQuery },
  "/ask": { q: cleanQuery, about: (slug) => slug.slice(0, 100) },
  "/translate": { article: (slug) => slug.slice(0, 100), to: (language) => language.slice(0, 10) },
  "/oembed": {
    url: (value) => value.slice(0, 3000),
    format: (value) => value,
    maxwidth: pixels,
    maxheight: pixels,
  },
};

/**
 * One URL for one thing: another spelling of a path is redirected to it, and a query that an address
 * does not take to the one without it. The latter is not stored, so it cannot fill the cache.
 *
 * @returns undefined for the one spelling of an address
 */
export function elsewhere(request: Request, env: Env): Response | undefined {
  if (isPlainlyCanonical(request.url)) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  const { pathname, search } = new URL(request.url);
  // What is ticked may be so several times.
  if (/^\/(api|websub|desk|subscribe\/compose)(\/|$)/.test(pathname)) return undefined;
  const path = canonicalPath(pathname, foldCase);
  if (path.kind === "malformed") return messagePage({ env }, path.status, "missing");
  const canonical = path.kind === "elsewhere" ? path.path : pathname;
  const query = search && canonicalQuery(search, QUERIES[canonical] ?? {});
  if (search !== query) return led(canonical + query);
  if (path.kind === "canonical") return undefined;
  return search ? led(canonical + query) : moved(canonical);
}

function led(target: string): Response {
  return new Response(null, {
    status: 301,
    headers: { Location: target, ...SHARING, ...cacheHeaders("none") },
  });
}
