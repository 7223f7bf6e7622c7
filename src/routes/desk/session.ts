import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { Env } from "../../env.ts";
import { cacheHeaders } from "../../http/caching.ts";
import { may, type Operation, type SessionView } from "../../model/people.ts";
import { settingsOf } from "../../settings.ts";
import { sha256Hex } from "../../store/sha256.ts";
import { noteToken, wasKnown, wasUnknown } from "../api/tokens-met.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { visitorOf } from "../visitor.ts";
import { messagePage } from "./pages.ts";

// Who is at the desk. A session is a secret in a cookie; the ledger has its hash.

export interface DeskEnv {
  Bindings: Env;
  Variables: { session: SessionView; hash: string };
}
export type DeskHono = Context<DeskEnv>;

/** Secrets of sessions, links and codes: 32 random bytes, hexadecimal. */
const SECRET = /^[0-9a-f]{64}$/;
/** How long a passkey that was shown stands for the person, for what is grave, ms. */
const FRESH_MS = 600_000;
const COOKIE_SECONDS = 90 * 86_400;

const isSecure = (c: DeskHono) => settingsOf(c.env).url.startsWith("https:");
/** Browsers take a `__Host-` cookie from this very host and over TLS alone (RFC 6265bis §4.1.3.2). */
const cookieName = (c: DeskHono) => (isSecure(c) ? "__Host-desk" : "desk");

/** Hands a session to the browser. */
export function giveSession(c: DeskHono, secret: string, to: string): Response {
  return seeOther(to, cookieFor(c, secret));
}

/** The cookie of a session, as a header. @param seconds 0 takes it away */
export function cookieFor(c: DeskHono, secret: string, seconds = COOKIE_SECONDS): string {
  return cookie(c, { name: cookieName(c), value: secret, path: "/", seconds });
}

/** A cookie that no script reads and no other site sends, as a header. */
export function cookie(
  c: DeskHono,
  { name, value, path, seconds }: { name: string; value: string; path: string; seconds: number },
): string {
  const secure = isSecure(c) ? "; Secure" : "";
  return `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`;
}

/** Lets on whoever is signed in; leads anybody else to where they can be. */
export const signedIn: MiddlewareHandler<DeskEnv> = async (c, next) => {
  const secret = getCookie(c, cookieName(c)) ?? "";
  const found = await sessionFor(c, secret);
  if (found === "too-often") return messagePage(c, 429, "often");
  if (found) {
    c.set("session", found.session);
    c.set("hash", found.hash);
    return next();
  }
  if (c.req.header("accept")?.includes("application/json"))
    return Response.json({ kind: "signed-out" }, { status: 401, headers: cacheHeaders("none") });
  return seeOther("/desk/sign-in");
};

/** Whose a secret is. What nobody knows is asked of the newsroom as seldom as a visitor may guess. */
async function sessionFor(
  c: DeskHono,
  secret: string,
): Promise<{ session: SessionView; hash: string } | "too-often" | null> {
  if (!SECRET.test(secret)) return null;
  const hash = await sha256Hex(secret);
  const now = Date.now();
  const known = wasKnown(hash, now);
  const limit = known ? c.env.DESK_LIMIT : c.env.TOKEN_LIMIT;
  const { success } = await limit.limit({ key: known ? hash : await visitorOf(c) });
  if (!success) return "too-often";
  if (!known && wasUnknown(hash, now)) return null;
  using people = await newsroomOf(c.env).people();
  const session = await people.session(hash);
  noteToken(hash, session !== null, now);
  return session && { session, hash };
}

/** Lets on only whose role does this. */
export function needs(operation: Operation): MiddlewareHandler<DeskEnv> {
  return async (c, next) =>
    may(c.get("session").person.role, operation) ? next() : messagePage(c, 403, "forbidden");
}

/** Whether it is surely the person: a passkey was shown just now, or there is none to show. */
export function isSure({ hasPasskey, verified }: SessionView): boolean {
  return !hasPasskey || (verified !== null && verified > Date.now() - FRESH_MS);
}

/** Refuses what another site's page sent: browsers say where a form or a request comes from. */
export const fromHere: MiddlewareHandler<DeskEnv> = async (c, next) => {
  if (c.req.method === "GET" || c.req.method === "HEAD") return next();
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const isOurs = site === undefined ? origin === settingsOf(c.env).url : site === "same-origin";
  return isOurs ? next() : messagePage(c, 403, "elsewhere");
};
