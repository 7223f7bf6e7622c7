import type { MiddlewareHandler } from "hono";
import type { Env } from "../env.ts";
import { cacheHeaders } from "../http/caching.ts";
import { problemResponse } from "../http/problem.ts";
import { dayOf } from "../model/day.ts";
import { messagePage } from "./absent.ts";
import type { AppContext } from "./serve.ts";

/** The period of the rate limits, seconds. */
const PERIOD_S = "60";

/**
 * A name for whoever asks, for a day: a hash of their address with a secret and the date, so that
 * nobody can tell the address from it, nor that tomorrow's name is the same visitor's.
 */
export async function visitorOf(c: AppContext): Promise<string> {
  const secret = c.env.DATELINE_TOKEN ?? c.env.VERSION.id;
  const address = c.req.header("cf-connecting-ip") ?? "unknown";
  const text = new TextEncoder().encode(`${secret} ${dayOf(Date.now(), "UTC")} ${address}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text), 0, 12);
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lets a visitor do what costs, as often as a rate limit allows (RFC 6585 §4). */
export function limited(
  name: "SEARCH_LIMIT" | "COMMENT_LIMIT" | "ASK_LIMIT",
): MiddlewareHandler<{ Bindings: Env }> {
  return async (c, next) => {
    const { success } = await c.env[name].limit({ key: await visitorOf(c) });
    if (success) return next();
    const feed = /\.(xml|json)$/.test(c.req.path);
    const answer = feed
      ? problemResponse({ status: 429, detail: `Too many requests; wait ${PERIOD_S} seconds.` })
      : messagePage(c, 429, "none");
    for (const [header, value] of Object.entries(cacheHeaders("none"))) answer.headers.set(header, value);
    answer.headers.set("Retry-After", PERIOD_S);
    return answer;
  };
}
