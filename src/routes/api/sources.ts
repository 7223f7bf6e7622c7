import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { handOut } from "../../ingest/jobs.ts";
import { LIMITS } from "../../model/limits.ts";
import type { SourceOutcome } from "../../newsroom/gathering/follow.ts";
import { settingsOf } from "../../settings.ts";
import { findFeed, followFound } from "../following.ts";
import { gatheringOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { patience } from "./request.ts";
import { FollowedSource, NewSource, SourceInput, SourcePage, SourcePatch } from "./source-schemas.ts";

const idParameter = z.object({ id: z.string().openapi({ description: "The source's id." }) });

const follow = createRoute({
  method: "post",
  path: "/sources",
  summary: "Follow another publication",
  description:
    "Finds the feed of an address, reads it, publishes what it has, and reads it again from then on.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: jsonBodyOf(SourceInput),
  responses: answers(
    { 201: { description: "Followed; its first stories are published", ...json(NewSource) } },
    ...[400, 409, 413, 415, 422],
  ),
});

const list = createRoute({
  method: "get",
  path: "/sources",
  summary: "List followed sources by slug",
  security: SECURITY,
  middleware: [needs("read")] as const,
  request: {
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(LIMITS.page).default(LIMITS.page),
      cursor: z.string().max(LIMITS.name).default(""),
    }),
  },
  responses: answers({ 200: { description: "A page of them", ...json(SourcePage) } }, 422),
});

const read = createRoute({
  method: "get",
  path: "/sources/{id}",
  summary: "How a source is doing",
  security: SECURITY,
  middleware: [needs("read")] as const,
  request: { params: idParameter },
  responses: answers({ 200: { description: "Its state", ...json(FollowedSource) } }, 404),
});

const change = createRoute({
  method: "patch",
  path: "/sources/{id}",
  summary: "Pause or resume a source, or change how it is shown and what is taken",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { params: idParameter, ...jsonBodyOf(SourcePatch) },
  responses: answers(
    { 200: { description: "Changed", ...json(FollowedSource) } },
    ...[400, 404, 413, 415, 422],
  ),
});

const fetchNow = createRoute({
  method: "post",
  path: "/sources/{id}/fetch",
  summary: "Read a source as soon as its host is free",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { params: idParameter },
  responses: answers({ 202: { description: "Noted", ...json(FollowedSource) } }, 404),
});

const history = createRoute({
  method: "post",
  path: "/sources/{id}/history",
  summary: "Bring in a source's past, or go on with it",
  description:
    "As far as it leads there: by archives (RFC 5005), by pages, or as WordPress has it. In the background, at the pace of its host.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { params: idParameter },
  responses: answers({ 202: { description: "Begun", ...json(FollowedSource) } }, 404),
});

const stop = createRoute({
  method: "delete",
  path: "/sources/{id}/history",
  summary: "Break off bringing in a source's past",
  description: "What was brought in stays; `POST` goes on from there.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { params: idParameter },
  responses: answers({ 200: { description: "Broken off", ...json(FollowedSource) } }, 404),
});

const remove = createRoute({
  method: "delete",
  path: "/sources/{id}",
  summary: "Follow a source no longer",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: {
    params: idParameter,
    query: z.strictObject({
      articles: z.enum(["keep", "withdraw"]).openapi({ description: "What becomes of its articles." }),
    }),
  },
  responses: answers({ 204: { description: "Done" } }, 404, 422),
});

/** The routes of followed sources. */
export function sourceRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(follow, async (c) => {
    const { url, ...wishes } = c.req.valid("json");
    const found = await findFeed(c.env, url);
    if (found.kind === "not-found") {
      const errors = [{ pointer: "#/url", detail: found.reason }];
      return problemResponse({ status: 422, detail: `No feed was found. ${found.reason}`, errors });
    }
    const how = { wishes, wait: patience(c.req.header("prefer")), actor: c.get("editor").id };
    const outcome = await followFound(c.env, found, how, (work) => c.executionCtx.waitUntil(work));
    if (outcome.kind !== "saved") return refused(c, outcome);
    const location = `${settingsOf(c.env).url}/api/sources/${outcome.source.id}`;
    return c.json({ ...outcome.source, entries: outcome.entries }, 201, {
      ...cacheHeaders("api"),
      Location: location,
    });
  });

  api.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    using gathering = await gatheringOf(c.env);
    const sources = await gathering.list(cursor, limit);
    const next = sources.length === limit ? (sources.at(-1)?.slug ?? null) : null;
    return c.json({ sources, next }, 200, cacheHeaders("api"));
  });

  api.openapi(read, async (c) => {
    using gathering = await gatheringOf(c.env);
    const source = await gathering.source(c.req.valid("param").id);
    return source ? c.json(source, 200, cacheHeaders("api")) : unknownSource();
  });

  api.openapi(change, async (c) => {
    const wait = patience(c.req.header("prefer"));
    const { id } = c.req.valid("param");
    using gathering = await gatheringOf(c.env);
    const outcome = await gathering.change(id, c.req.valid("json"), wait, c.get("editor").id);
    return outcome.kind === "saved" ? c.json(outcome.source, 200, cacheHeaders("api")) : refused(c, outcome);
  });

  api.openapi(fetchNow, async (c) => {
    using gathering = await gatheringOf(c.env);
    const outcome = await gathering.readSoon(c.req.valid("param").id);
    if (outcome.kind !== "saved") return refused(c, outcome);
    await handOut(c.env, gathering);
    return c.json(outcome.source, 202, cacheHeaders("api"));
  });

  api.openapi(history, async (c) => {
    using gathering = await gatheringOf(c.env);
    const outcome = await gathering.beginHistory(c.req.valid("param").id, c.get("editor").id);
    if (outcome.kind !== "saved") return refused(c, outcome);
    await handOut(c.env, gathering);
    return c.json(outcome.source, 202, cacheHeaders("api"));
  });

  api.openapi(stop, async (c) => {
    using gathering = await gatheringOf(c.env);
    const outcome = await gathering.stopHistory(c.req.valid("param").id);
    return outcome.kind === "saved" ? c.json(outcome.source, 200, cacheHeaders("api")) : refused(c, outcome);
  });

  api.openapi(remove, async (c) => {
    const wait = patience(c.req.header("prefer"));
    const { id } = c.req.valid("param");
    using gathering = await gatheringOf(c.env);
    const done = await gathering.unfollow(id, c.req.valid("query").articles, wait, c.get("editor").id);
    return done ? c.body(null, 204, cacheHeaders("api")) : unknownSource();
  });
}

function refused(c: Context<ApiEnv>, outcome: Exclude<SourceOutcome, { kind: "saved" }>): Response {
  if (outcome.kind === "not-found") return unknownSource();
  const location = `${settingsOf(c.env).url}/api/sources/${outcome.id}`;
  return problemResponse(
    {
      status: 409,
      detail: `This feed is followed already, as source ${outcome.id}.`,
      errors: [{ pointer: "#/url", detail: "is followed already" }],
    },
    { Location: location },
  );
}

function unknownSource(): Response {
  return problemResponse({ status: 404, detail: "There is no source with this id." });
}
