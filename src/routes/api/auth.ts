import type { Context, MiddlewareHandler } from "hono";
import type { Env } from "../../env.ts";
import { problemResponse } from "../../http/problem.ts";
import { TOKEN_SCOPES, type TokenScope } from "../../model/people.ts";
import { sameSecret, sha256Hex } from "../../store/sha256.ts";
import { newsroomOf } from "../newsroom.ts";
import { visitorOf } from "../visitor.ts";
import { noteToken, wasKnown, wasUnknown } from "./tokens-met.ts";

/** Who makes a request. */
interface Editor {
  /** The token's id, or `operator`. */
  id: string;
  scopes: readonly TokenScope[];
}

export interface ApiEnv {
  Bindings: Env;
  Variables: { editor: Editor; bodyBytes: Uint8Array };
}

const RATE_PERIOD_S = 60;
/** What `POST /api/tokens` gives out: nothing else can be in the ledger. */
const LEDGER_TOKEN = /^dl_[0-9a-f]{64}$/;

/**
 * Lets in whoever has a bearer token (RFC 6750), as often as the rate limit allows. Who has none, or one
 * that nobody knows yet, is counted as a visitor, so that guessing does not reach the newsroom.
 */
export const authenticate: MiddlewareHandler<ApiEnv> = async (c, next) => {
  // What can be done here is no secret; a browser's preflight carries no token.
  if (c.req.method === "OPTIONS") return next();
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const editor = token ? await editorOf(c, token) : await limited(c, "API_LIMIT", await visitorOf(c));
  if (editor === "too-often") {
    const detail = `Too many requests; wait ${RATE_PERIOD_S} seconds.`;
    return problemResponse({ status: 429, detail }, { "Retry-After": String(RATE_PERIOD_S) });
  }
  if (editor === null) {
    const challenge = token ? 'Bearer realm="dateline", error="invalid_token"' : 'Bearer realm="dateline"';
    const detail = token ? "This token is not known." : "Send a token: Authorization: Bearer …";
    return problemResponse({ status: 401, detail }, { "WWW-Authenticate": challenge });
  }
  c.set("editor", editor);
  return next();
};

/** Lets on only a token with the scope. */
export function needs(scope: TokenScope): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (c.get("editor").scopes.includes(scope)) return next();
    const challenge = `Bearer realm="dateline", error="insufficient_scope", scope="${scope}"`;
    return problemResponse(
      { status: 403, detail: `This token may not do that: it lacks the scope "${scope}".` },
      { "WWW-Authenticate": challenge },
    );
  };
}

/** Whose token it is; null for nobody's. */
async function editorOf(c: Context<ApiEnv>, token: string): Promise<Editor | "too-often" | null> {
  const hash = await sha256Hex(token);
  if (c.env.DATELINE_TOKEN && (await sameSecret(token, c.env.DATELINE_TOKEN))) {
    return (await limited(c, "API_LIMIT", hash)) ?? { id: "operator", scopes: TOKEN_SCOPES };
  }
  const now = Date.now();
  const known = wasKnown(hash, now);
  const refused = await (known
    ? limited(c, "API_LIMIT", hash)
    : limited(c, "TOKEN_LIMIT", await visitorOf(c)));
  if (refused) return refused;
  if (!known && (!LEDGER_TOKEN.test(token) || wasUnknown(hash, now))) return null;
  const found = await newsroomOf(c.env).findToken(hash);
  noteToken(hash, found !== null, now);
  return found && { id: found.actor, scopes: found.scopes };
}

/** Counts a request; null while it is within the limit. */
async function limited(
  c: Context<ApiEnv>,
  limit: "API_LIMIT" | "TOKEN_LIMIT",
  key: string,
): Promise<"too-often" | null> {
  return (await c.env[limit].limit({ key })).success ? null : "too-often";
}
