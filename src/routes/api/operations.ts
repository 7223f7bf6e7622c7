import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { version } from "../../../package.json";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { timestamp } from "../../model/item.ts";
import type { Status as NewsroomStatus } from "../../newsroom/status.ts";
import { hex, sha256Hex } from "../../store/sha256.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { NewToken, Status, TokenInput, TokenList } from "./schemas.ts";

const status = createRoute({
  method: "get",
  path: "/status",
  summary: "How the newsroom is",
  security: SECURITY,
  middleware: [needs("read")] as const,
  responses: answers({ 200: { description: "Counts, and what is still to be written", ...json(Status) } }),
});

const rebuild = createRoute({
  method: "post",
  path: "/rebuild",
  summary: "Write every document of KV anew from the ledger",
  security: SECURITY,
  middleware: [needs("admin")] as const,
  responses: answers({ 202: { description: "Begun; `outbox.length` falls to 0", ...json(Status) } }),
});

const addToken = createRoute({
  method: "post",
  path: "/tokens",
  summary: "Make a token",
  security: SECURITY,
  middleware: [needs("admin")] as const,
  request: jsonBodyOf(TokenInput),
  responses: answers(
    { 201: { description: "Made; the secret is shown this once", ...json(NewToken) } },
    400,
    413,
    415,
    422,
  ),
});

const listTokens = createRoute({
  method: "get",
  path: "/tokens",
  summary: "List tokens, without their secrets",
  security: SECURITY,
  middleware: [needs("admin")] as const,
  responses: answers({ 200: { description: "All of them", ...json(TokenList) } }),
});

const removeToken = createRoute({
  method: "delete",
  path: "/tokens/{id}",
  summary: "Revoke a token",
  security: SECURITY,
  middleware: [needs("admin")] as const,
  request: { params: z.object({ id: z.string() }) },
  responses: answers({ 204: { description: "Revoked" } }, 404),
});

/** The routes of whoever runs the newsroom. */
export function operationRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(status, async (c) => {
    const now = await newsroomOf(c.env).status();
    return c.json({ version, deployment: c.env.VERSION.id, ...view(now) }, 200, cacheHeaders("api"));
  });

  api.openapi(rebuild, async (c) => {
    const now = await newsroomOf(c.env).rebuild();
    return c.json({ version, deployment: c.env.VERSION.id, ...view(now) }, 202, cacheHeaders("api"));
  });

  api.openapi(addToken, async (c) => {
    const { name, scopes } = c.req.valid("json");
    const token = `dl_${hex(crypto.getRandomValues(new Uint8Array(32)))}`;
    const made = await newsroomOf(c.env).addToken(name, await sha256Hex(token), scopes);
    return c.json({ ...made, token }, 201, cacheHeaders("api"));
  });

  api.openapi(listTokens, async (c) => {
    return c.json({ tokens: await newsroomOf(c.env).tokens() }, 200, cacheHeaders("api"));
  });

  api.openapi(removeToken, async (c) => {
    const removed = await newsroomOf(c.env).removeToken(c.req.valid("param").id);
    if (!removed) return problemResponse({ status: 404, detail: "There is no such token." });
    return c.body(null, 204, cacheHeaders("api"));
  });
}

const view = ({ hours, ...now }: NewsroomStatus) => ({
  ...now,
  hours: hours.map(({ at, calls, dead, ...rest }) => ({
    ...{ at: timestamp(at), ...rest, edge_calls: calls, dead_letters: dead },
  })),
});
