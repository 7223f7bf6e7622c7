import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { isColour, isTimeZone, type Profile, type ProfileChange } from "../../model/profile.ts";
import type { ProfileView } from "../../newsroom/publication/profile.ts";
import { isLanguageTag } from "../../text/language.ts";
import { newsroomOf } from "../newsroom.ts";
import { noteProfile } from "../site.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { line } from "./fields.ts";
import { patience } from "./request.ts";

/** What the publication may be called, and look like. The desk checks its form by it, too. */
export const profileFields = {
  title: line(100).min(1),
  description: line(300).openapi({ description: "Its motto, and what its feeds say of themselves." }),
  language: z.string().refine(isLanguageTag, "must be a BCP 47 language tag"),
  time_zone: z.string().refine(isTimeZone, "must be an IANA time zone").openapi({
    description: "Dates are shown in it, and days begin by it.",
  }),
  rights: line(300),
  accent: z
    .string()
    .toLowerCase()
    .refine((text) => text === "" || isColour(text), "must be `#rrggbb`, or empty for the paper's own")
    .openapi({ description: "The colour of links and marks, made as light or dark as it takes to be read." }),
  logo: z.string().max(40).openapi({
    description:
      "The id of a picture of `/api/media`, or empty: stands for the name. A square one also stands beside it.",
  }),
};
type Fields = { [Name in keyof typeof profileFields]: string };

const Publication = z
  .object({
    ...profileFields,
    first: z
      .object(profileFields)
      .openapi({ description: "What it was deployed with, which stands where nothing else does." }),
  })
  .openapi("Publication");
const PublicationPatch = z
  .strictObject(
    Object.fromEntries(
      Object.entries(profileFields).map(([name, field]) => [name, field.nullable().optional()]),
    ) as { [Name in keyof typeof profileFields]: z.ZodOptional<z.ZodNullable<z.ZodString>> },
  )
  .openapi("PublicationPatch");

const read = createRoute({
  method: "get",
  path: "/publication",
  summary: "What the publication is called, and how it looks",
  security: SECURITY,
  middleware: [needs("read")] as const,
  responses: answers({ 200: { description: "As it is now", ...json(Publication) } }),
});
const change = createRoute({
  method: "patch",
  path: "/publication",
  summary: "Change what the publication is called, and how it looks",
  description:
    "`null` goes back to what it was deployed with. Pages follow within two minutes wherever they are read; no article is written anew but for another language.",
  security: SECURITY,
  middleware: [needs("admin")] as const,
  request: jsonBodyOf(PublicationPatch),
  responses: answers({ 200: { description: "Changed", ...json(Publication) } }, 400, 413, 415, 422),
});

/** The routes of the publication itself. */
export function publicationRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(read, async (c) => {
    using publication = await newsroomOf(c.env).publication();
    return c.json(view(await publication.profile()), 200, cacheHeaders("api"));
  });
  api.openapi(change, async (c) => {
    using publication = await newsroomOf(c.env).publication();
    const wait = patience(c.req.header("prefer"));
    const { time_zone: timeZone, ...others } = c.req.valid("json");
    const wanted: ProfileChange = { ...others, timeZone };
    const outcome = await publication.change(wanted, c.get("editor").id, wait);
    if (outcome.kind === "logo") {
      const errors = [{ pointer: "#/logo", detail: outcome.detail }];
      return problemResponse({ status: 422, detail: "The logo is not as it should be.", errors });
    }
    await noteProfile(outcome.profile.shown);
    return c.json(view(outcome.profile), 200, cacheHeaders("api"));
  });
}

const fieldsOf = ({ timeZone, ...others }: Profile): Fields => ({ ...others, time_zone: timeZone });
const view = ({ now, first }: ProfileView) => ({ ...fieldsOf(now), first: fieldsOf(first) });
