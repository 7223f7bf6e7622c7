import type { MiddlewareHandler } from "hono";
import type { Env } from "../env.ts";
import { cacheHeaders } from "../http/caching.ts";
import { canonicalPath } from "../http/canonical.ts";
import { foldCase } from "../model/slug.ts";
import { messagePage } from "./absent.ts";
import { moved } from "./serve.ts";

/**
 * One URL for one thing: another spelling of a path is redirected to it, and a query, which no
 * public URL has, to the URL without it. The latter is not stored, so it cannot fill the cache.
 */
export const canonicalUrl: MiddlewareHandler<{ Bindings: Env }> = async (c, next) => {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") return next();
  const { pathname, search } = new URL(c.req.url);
  if (/^\/(api|websub)(\/|$)/.test(pathname)) return next();
  const path = canonicalPath(pathname, foldCase);
  if (path.kind === "malformed") return messagePage(c, path.status, "missing");
  if (path.kind === "elsewhere" && !search) return moved(path.path);
  if (!search) return next();
  const target = path.kind === "elsewhere" ? path.path : pathname;
  return new Response(null, { status: 301, headers: { Location: target, ...cacheHeaders("none") } });
};
