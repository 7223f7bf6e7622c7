import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import type { FrontStory } from "../../model/front.ts";
import { timestamp } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import { isSlug, type Slug } from "../../model/slug.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { dateTime, moment } from "./fields.ts";
import { patience } from "./request.ts";

const until = dateTime
  .refine((text) => Date.parse(text) > Date.now(), "must lie in the future")
  .openapi({ description: "When it goes back to its place; left out: when it is taken away." });
const FrontInput = z
  .strictObject({
    stories: z
      .array(z.strictObject({ id: z.uuid(), until: until.optional() }))
      .max(LIMITS.frontStories)
      .refine(
        (stories) => new Set(stories.map(({ id }) => id)).size === stories.length,
        "names a story twice",
      ),
    sections: z
      .array(z.string().refine(isSlug, "must be the slug of a tag"))
      .max(LIMITS.frontSections)
      .refine((slugs) => new Set(slugs).size === slugs.length, "names a tag twice")
      .openapi({
        description: "Slugs of the tags in its line of sections; none for those that most stories carry.",
      })
      .optional(),
  })
  .openapi("FrontInput");
const Front = z
  .object({
    stories: z.array(z.object({ id: z.uuid(), title: z.string(), until: moment.nullable() })),
    sections: z.array(z.object({ slug: z.string(), label: z.string() })),
  })
  .openapi("Front");

const read = createRoute({
  method: "get",
  path: "/front",
  summary: "Which stories stand first on the front page",
  security: SECURITY,
  middleware: [needs("read")] as const,
  responses: answers({ 200: { description: "In their order", ...json(Front) } }),
});
const arrange = createRoute({
  method: "put",
  path: "/front",
  summary: "Put stories first on the front page, and tags into its line of sections",
  description:
    "In this order, instead of those that stand there; the first one leads. Feeds stay in the order of time. A story that is not among the newest of the front page is not shown.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: jsonBodyOf(FrontInput),
  responses: answers({ 200: { description: "In their order", ...json(Front) } }, 400, 413, 415, 422),
});

/** The routes of the front page's order. */
export function frontRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(read, async (c) => {
    const newsroom = newsroomOf(c.env);
    const [stories, sections] = await Promise.all([newsroom.front(), newsroom.sections()]);
    return c.json({ stories: stories.map(view), sections }, 200, cacheHeaders("api"));
  });
  api.openapi(arrange, async (c) => {
    const stories = c.req
      .valid("json")
      .stories.map((each) => ({ id: each.id, until: each.until ? Date.parse(each.until) : null }));
    const wait = patience(c.req.header("prefer"));
    const sections = c.req.valid("json").sections as Slug[] | undefined; // checked by the schema
    const outcome = await newsroomOf(c.env).arrangeFront({ stories, sections }, c.get("editor").id, wait);
    if (outcome.kind === "refused") {
      const isStory = outcome.of === "stories";
      const pointer = `#/${outcome.of}/${outcome.index}${isStory ? "/id" : ""}`;
      const errors = [{ pointer, detail: isStory ? "is no published article" : "is no tag" }];
      return problemResponse({ status: 422, detail: "Only what is there can stand there.", errors });
    }
    return c.json(
      { stories: outcome.stories.map(view), sections: outcome.sections },
      200,
      cacheHeaders("api"),
    );
  });
}

const view = ({ id, title, until: at }: FrontStory) => ({
  ...{ id, title, until: at === null ? null : timestamp(at) },
});
