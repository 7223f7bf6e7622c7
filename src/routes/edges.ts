import type { Context, ErrorHandler, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Env } from "../env.ts";
import { problemResponse } from "../http/problem.ts";
import { securityHeaders } from "../http/security.ts";
import { settingsOf } from "../settings.ts";
import { StoreUnavailable } from "../store/documents.ts";
import { MediaUnavailable } from "../store/media.ts";
import { messagePage, missingPage, publicProblem } from "./absent.ts";
import { ledFrom } from "./led.ts";
import { page } from "./pages.ts";
import type { AppContext } from "./serve.ts";

type App = { Bindings: Env };

/** Seconds after which a client may try again what we could not do. */
const RETRY_AFTER = "30";

/** An answer with the security headers, which most have already: they are kept with its others. */
export function secured(answer: Response, env: Env): Response {
  if (answer.headers.has("Content-Security-Policy")) return answer;
  // What another Worker or the platform answered may not be changed.
  const own = new Response(answer.body, answer);
  for (const [name, value] of securityHeaders(settingsOf(env))) own.headers.set(name, value);
  return own;
}

/** What answers where no route does: 405 where another method would have one. @param app whose routes count */
export function nowhere(app: Hono<App>): (c: Context<App>) => Promise<Response> {
  const others = methodNotAllowed({ app, onMethodNotAllowed: otherMethod });
  return async (c) => {
    await others(c, async () => {
      c.res = await notFound(c);
    });
    return c.res;
  };
}

/** The path exists, the method does not: `OPTIONS` is told what does, others get 405. */
export function otherMethod(c: Context<App>, methods: string[]): Response {
  const allow = [...new Set([...methods, "OPTIONS"])].join(", ");
  if (c.req.method === "OPTIONS") {
    const cors = {
      ...{ "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": allow },
      "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
      "Access-Control-Max-Age": "86400",
    };
    return new Response(null, {
      status: 204,
      headers: { Allow: allow, ...cors, "Cache-Control": "no-store" },
    });
  }
  const detail = `${c.req.method} cannot be used here; ${allow} can.`;
  return problemResponse({ status: 405, detail }, { Allow: allow });
}

/**
 * No route has this path: it may be that of a page of the newsroom's own, or a former one. A route for these, of which each
 * part is a parameter, would keep Hono from the router that needs one expression for all of them.
 */
export async function notFound(c: AppContext): Promise<Response> {
  const { method, path } = c.req;
  if (path.startsWith("/api/") || path === "/api") {
    return problemResponse({
      status: 404,
      detail: "The API has nothing at this address; see /openapi.json.",
    });
  }
  if (method !== "GET" && method !== "HEAD")
    return problemResponse({ status: 404, detail: "There is nothing here." });
  const nowhere = async (tag?: string) => {
    const led = await ledFrom(c, c.req.url);
    return led ?? (/\.(xml|json|txt)$/.test(path) ? publicProblem("missing") : missingPage(c, tag));
  };
  return /^\/[^/]+$/.test(path) && !/\.(xml|txt)$/.test(path) ? page(c, nowhere) : nowhere();
}

/** What was thrown, as an answer that is never cached. */
export const failed: ErrorHandler<App> = (error, c) => {
  const program = /^\/(api|media)\//.test(c.req.path);
  if (error instanceof HTTPException) {
    return problemResponse({ status: error.status, detail: error.message });
  }
  console.error(error);
  const status = isPassing(error) ? 503 : 500;
  const answer = program
    ? problemResponse({
        status,
        detail:
          status === 503
            ? "What this needs does not answer; repeat the request."
            : "Something broke on our side.",
      })
    : messagePage(c, status, "none");
  if (status === 503) answer.headers.set("Retry-After", RETRY_AFTER);
  return answer;
};

/** Whether the same request may well succeed soon: KV, R2 or the newsroom is out of reach. */
function isPassing(error: Error): boolean {
  if (error instanceof StoreUnavailable || error instanceof MediaUnavailable) return true;
  // What the platform marks on errors of a Durable Object's stub.
  const { retryable, overloaded, durableObjectReset } = error as Error & Record<string, unknown>;
  return Boolean(retryable || overloaded || durableObjectReset);
}
