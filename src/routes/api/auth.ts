import type { MiddlewareHandler } from "hono";
import type { Env } from "../../env.ts";
import { problemResponse } from "../../http/problem.ts";
import { TOKEN_SCOPES, type TokenScope } from "../../newsroom/tokens.ts";
import { newsroomOf } from "../newsroom.ts";
import { sha256, sha256Hex } from "../sha256.ts";
import { visitorOf } from "../visitor.ts";

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

/** Lets in whoever has a bearer token (RFC 6750), as often as the rate limit allows. */
export const authenticate: MiddlewareHandler<ApiEnv> = async (c, next) => {
  // What can be done here is no secret; a browser's preflight carries no token.
  if (c.req.method === "OPTIONS") return next();
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const hash = token ? await sha256Hex(token) : "";
  const caller = hash || (await visitorOf(c));
  const { success } = await c.env.API_LIMIT.limit({ key: caller });
  if (!success) {
    const detail = `Too many requests; wait ${RATE_PERIOD_S} seconds.`;
    return problemResponse({ status: 429, detail }, { "Retry-After": String(RATE_PERIOD_S) });
  }
  const editor = token ? await editorOf(c.env, token, hash) : null;
  if (!editor) {
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

async function editorOf(env: Env, token: string, hash: string): Promise<Editor | null> {
  if (env.DATELINE_TOKEN && (await sameSecret(token, env.DATELINE_TOKEN))) {
    return { id: "operator", scopes: TOKEN_SCOPES };
  }
  const known = await newsroomOf(env).findToken(hash);
  return known && { id: known.id, scopes: known.scopes };
}

/** Compares in a time that does not tell how much of it was right. */
async function sameSecret(a: string, b: string): Promise<boolean> {
  return crypto.subtle.timingSafeEqual(await sha256(a), await sha256(b));
}
