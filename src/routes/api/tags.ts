import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { LIMITS } from "../../model/limits.ts";
import { isSlug, type Slug } from "../../model/slug.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { patience } from "./request.ts";
import { Tag, TagPage, TagPatch } from "./tag-schemas.ts";

const list = createRoute({
  method: "get",
  path: "/tags",
  summary: "List tags by slug",
  security: SECURITY,
  middleware: [needs("read")] as const,
  request: {
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(LIMITS.page).default(LIMITS.page),
      cursor: z.string().max(LIMITS.tagLabel).default(""),
    }),
  },
  responses: answers({ 200: { description: "A page of them", ...json(TagPage) } }, 422),
});

const rename = createRoute({
  method: "patch",
  path: "/tags/{slug}",
  summary: "Rename a tag, make it a part of another one, or a programme",
  description:
    "Where the new label makes another slug, the old address redirects to the new one; so it does where it becomes a part (`into`) of another tag. As a programme (`null` ends it), its feeds say what podcast apps ask for, and its page has players.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { params: z.object({ slug: z.string() }), ...jsonBodyOf(TagPatch) },
  responses: answers({ 200: { description: "Changed", ...json(Tag) } }, 400, 404, 409, 413, 415, 422),
});

/** The routes of tags. */
export function tagRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const tags = await newsroomOf(c.env).tags(cursor, limit);
    const next = tags.length === limit ? (tags.at(-1)?.slug ?? null) : null;
    return c.json({ tags, next }, 200, cacheHeaders("api"));
  });

  api.openapi(rename, async (c) => {
    const { slug } = c.req.valid("param");
    if (!isSlug(slug)) return unknownTag();
    const wait = patience(c.req.header("prefer"));
    const { into, ...change } = c.req.valid("json");
    const wanted = { ...change, into: into as Slug | undefined }; // checked by the schema
    const outcome = await newsroomOf(c.env).changeTag(slug, wanted, wait, c.get("editor").id);
    if (outcome.kind === "not-found") return unknownTag();
    if (outcome.kind === "programme") {
      const errors = [{ pointer: "#/into", detail: "is for tags that are no programme" }];
      return problemResponse({ status: 409, detail: "A programme keeps its address: end it first.", errors });
    }
    if (outcome.kind === "cover") {
      const errors = [{ pointer: "#/programme/cover", detail: outcome.detail }];
      return problemResponse({ status: 422, detail: "The cover is not as it should be.", errors });
    }
    if (outcome.kind === "slug-taken") {
      return problemResponse({
        status: 409,
        detail: `There is a tag "${outcome.slug}" already.`,
        errors: [{ pointer: "#/label", detail: "is taken" }],
      });
    }
    return c.json(outcome.tag, 200, cacheHeaders("api"));
  });
}

function unknownTag(): Response {
  return problemResponse({ status: 404, detail: "There is no such tag." });
}
