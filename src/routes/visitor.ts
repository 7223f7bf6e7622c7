import type { MiddlewareHandler } from "hono";
import type { Env } from "../env.ts";
import { problemResponse } from "../http/problem.ts";
import { dayOf } from "../model/day.ts";
import { messagePage } from "./absent.ts";
import type { AppContext } from "./serve.ts";
import { sha256Hex } from "./sha256.ts";

/** Hexadecimal digits of a visitor's name. */
const NAME_LENGTH = 24;
/** The period of the rate limits, seconds. */
const PERIOD_S = "60";

/**
 * A name for whoever asks, for a day: a hash of their address with a secret and the date, so that
 * nobody can tell the address from it, nor that tomorrow's name is the same visitor's.
 */
export async function visitorOf(c: Pick<AppContext, "env" | "req">): Promise<string> {
  const secret = c.env.DATELINE_TOKEN ?? c.env.VERSION.id;
  const address = c.req.header("cf-connecting-ip") ?? "unknown";
  const hash = await sha256Hex(`${secret} ${dayOf(Date.now(), "UTC")} ${address}`);
  return hash.slice(0, NAME_LENGTH);
}

/** Lets a visitor do what costs, as often as a rate limit allows (RFC 6585 §4). */
export function limited(
  name: "SEARCH_LIMIT" | "COMMENT_LIMIT" | "ASK_LIMIT",
): MiddlewareHandler<{ Bindings: Env }> {
  return async (c, next) => {
    const { success } = await c.env[name].limit({ key: await visitorOf(c) });
    if (success) return next();
    const detail = `Too many requests; wait ${PERIOD_S} seconds.`;
    const answer = /\.(xml|json)$/.test(c.req.path)
      ? problemResponse({ status: 429, detail }, {}, "none")
      : messagePage(c, 429, "none");
    answer.headers.set("Retry-After", PERIOD_S);
    return answer;
  };
}
