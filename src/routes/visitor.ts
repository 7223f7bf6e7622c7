import type { MiddlewareHandler } from "hono";
import type { Env } from "../env.ts";
import { networksOf } from "../http/ip.ts";
import { problemResponse } from "../http/problem.ts";
import { dayOf } from "../model/day.ts";
import type { Writer } from "../newsroom/comments/limits.ts";
import { sha256Hex } from "../store/sha256.ts";
import { messagePage } from "./absent.ts";
import type { LimitName } from "./limits.ts";
import type { AppContext } from "./serve.ts";

/** Hexadecimal digits of a visitor's name. */
const NAME_LENGTH = 24;
/** The period of the rate limits, seconds. */
export const PERIOD_S = "60";

type Asked = Pick<AppContext, "env" | "req">;

/** A name for whoever asks: their household's, since that may have more addresses than there are people. */
export function visitorOf(c: Asked): Promise<string> {
  return nameOf(c, networksOf(addressOf(c)).household);
}

/** A name for whoever writes, and one for the network that they are in. */
export async function writerOf(c: Asked): Promise<Writer> {
  const { household, neighbourhood } = networksOf(addressOf(c));
  const [visitor, network] = await Promise.all([nameOf(c, household), nameOf(c, neighbourhood)]);
  return { visitor, network };
}

const addressOf = (c: Asked) => c.req.header("cf-connecting-ip") ?? "unknown";

/**
 * A name for a day: a hash of an address with a secret and the date, so that nobody can tell the
 * address from it, nor that tomorrow's name is the same visitor's.
 */
async function nameOf(c: Asked, address: string): Promise<string> {
  const secret = c.env.DATELINE_TOKEN ?? c.env.VERSION.id;
  const hash = await sha256Hex(`${secret} ${dayOf(Date.now(), "UTC")} ${address}`);
  return hash.slice(0, NAME_LENGTH);
}

/** Lets a visitor do what costs, as often as a rate limit allows (RFC 6585 §4). */
export function limited(name: LimitName): MiddlewareHandler<{ Bindings: Env }> {
  return async (c, next) => {
    const { success } = await c.env[name].limit({ key: await visitorOf(c) });
    return success ? next() : tooOften(c);
  };
}

/** 429, which says when to come back: for a program, or for a person. */
export function tooOften(c: AppContext): Response {
  const detail = `Too many requests; wait ${PERIOD_S} seconds.`;
  const answer = /\.(xml|json)$|^\/(websub\/|hub$)/.test(c.req.path)
    ? problemResponse({ status: 429, detail }, {}, "none")
    : messagePage(c, 429, "none");
  answer.headers.set("Retry-After", PERIOD_S);
  return answer;
}
