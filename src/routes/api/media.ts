import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { LIMITS } from "../../model/limits.ts";
import { FORM_TYPES, type FormType, MEDIA_TYPES, type MediaType } from "../../model/media.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { decodeCursor, encodeCursor, unknownCursor } from "./cursor.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { line, moment } from "./fields.ts";
import { patience } from "./request.ts";

const FORMS = Object.keys(FORM_TYPES) as [FormType, ...FormType[]];
export const TAKEN = Object.keys(MEDIA_TYPES) as [MediaType, ...MediaType[]];

export const Media = z
  .object({
    id: z.string(),
    url: z.string(),
    type: z.enum(TAKEN),
    size: z.int().openapi({ description: "Bytes, without what the picture knew besides its pixels." }),
    width: z.int().nullable().openapi({ description: "Pixels of a picture." }),
    height: z.int().nullable(),
    duration: z.number().nullable().openapi({ description: "Of sound, seconds." }),
    name: z.string(),
    alt: z.string(),
    credit: z.string(),
    source: z
      .string()
      .nullable()
      .openapi({ description: "The slug of the source for whose stories it is kept; null for our own." }),
    colour: z.string().nullable().openapi({ description: "Of all its pixels together, `#rrggbb`." }),
    forms: z
      .array(z.object({ url: z.string(), type: z.enum(FORMS), width: z.int() }))
      .nullable()
      .openapi({ description: "Smaller ones; null until they are made." }),
    created: moment,
    used: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })),
  })
  .openapi("Media");

const MediaPage = z.object({ media: z.array(Media), next: z.string().nullable() }).openapi("MediaPage");

const MediaPatch = z
  .strictObject({ alt: line(LIMITS.alt), credit: line(LIMITS.name) })
  .partial()
  .openapi("MediaPatch");

const id = z.object({ id: z.string() });

const list = createRoute({
  method: "get",
  path: "/media",
  summary: "List files, newest first",
  security: SECURITY,
  middleware: [needs("read")] as const,
  request: {
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(LIMITS.page).default(LIMITS.page),
      cursor: z.string().max(200).optional(),
    }),
  },
  responses: answers({ 200: { description: "A page of them", ...json(MediaPage) } }, 422),
});

const read = createRoute({
  method: "get",
  path: "/media/{id}",
  summary: "What is known of a file, and which articles show it",
  security: SECURITY,
  middleware: [needs("read")] as const,
  request: { params: id },
  responses: answers({ 200: { description: "The file", ...json(Media) } }, 404),
});

const change = createRoute({
  method: "patch",
  path: "/media/{id}",
  summary: "Change what a file shows, or whose it is",
  description: "Articles that show it follow.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { params: id, ...jsonBodyOf(MediaPatch) },
  responses: answers({ 200: { description: "Changed", ...json(Media) } }, 400, 404, 413, 415, 422),
});

const remove = createRoute({
  method: "delete",
  path: "/media/{id}",
  summary: "Remove a file that no article shows",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { params: id },
  responses: answers({ 204: { description: "Removed" } }, 404, 409),
});

/** The routes of what is known of files. */
export function mediaRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const before = cursor === undefined ? null : decodeCursor(cursor);
    if (before === undefined) return unknownCursor();
    using desk = await newsroomOf(c.env).media();
    const page = await desk.list(before, limit);
    return c.json(
      { media: page.media, next: page.next && encodeCursor(page.next) },
      200,
      cacheHeaders("api"),
    );
  });

  api.openapi(read, async (c) => {
    using desk = await newsroomOf(c.env).media();
    const found = await desk.read(c.req.valid("param").id);
    return found ? c.json(found, 200, cacheHeaders("api")) : unknownMedia();
  });

  api.openapi(change, async (c) => {
    using desk = await newsroomOf(c.env).media();
    const wait = patience(c.req.header("prefer"));
    const changed = await desk.change(c.req.valid("param").id, c.req.valid("json"), wait);
    return changed ? c.json(changed, 200, cacheHeaders("api")) : unknownMedia();
  });

  api.openapi(remove, async (c) => {
    using desk = await newsroomOf(c.env).media();
    const outcome = await desk.remove(c.req.valid("param").id);
    switch (outcome.kind) {
      case "not-found":
        return unknownMedia();
      case "used": {
        const errors = outcome.view.used.map(({ url, title }) => ({ pointer: url, detail: title }));
        return problemResponse({ status: 409, detail: "Articles show it.", errors });
      }
      case "removed":
        return c.body(null, 204, cacheHeaders("api"));
    }
  });
}

function unknownMedia(): Response {
  return problemResponse({ status: 404, detail: "There is no such file." });
}
