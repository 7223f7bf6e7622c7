import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { timestamp } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import { type PersonView, ROLES } from "../../model/people.ts";
import type { PeopleOutcome } from "../../newsroom/people/people.ts";
import { settingsOf } from "../../settings.ts";
import { newSecret } from "../desk/secrets.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { line, moment } from "./fields.ts";

const name = line(LIMITS.name).min(1);
const role = z.enum(ROLES);
const Person = z
  .object({
    ...{ id: z.uuid(), name: z.string(), role, created: moment },
    seen: moment.nullable().openapi({ description: "When they were last at the desk." }),
    passkeys: z.int(),
  })
  .openapi("Person");
const PersonInput = z.strictObject({ name, role }).openapi("PersonInput");
const PersonPatch = z.strictObject({ name, role }).partial().openapi("PersonPatch");
const People = z.object({ people: z.array(Person) }).openapi("People");
const Link = z
  .object({
    id: z.uuid(),
    link: z.string().openapi({ description: "Lets them in once, for a week; shown this once." }),
  })
  .openapi("PersonLink");

const id = z.object({ id: z.string() });
const guarded = { security: SECURITY, middleware: [needs("admin")] };

const list = createRoute({
  ...{ method: "get", path: "/people", summary: "Who works at the desk", ...guarded },
  responses: answers({ 200: { description: "Everybody", ...json(People) } }),
});
const invite = createRoute({
  ...{ method: "post", path: "/people", summary: "Invite somebody to the desk", ...guarded },
  request: jsonBodyOf(PersonInput),
  responses: answers({ 201: { description: "Invited", ...json(Link) } }, 400, 413, 415, 422),
});
const link = createRoute({
  ...{
    method: "post",
    path: "/people/{id}/link",
    summary: "Another link, in place of the last one",
    ...guarded,
  },
  request: { params: id },
  responses: answers({ 201: { description: "Made", ...json(Link) } }, 404),
});
const change = createRoute({
  ...{ method: "patch", path: "/people/{id}", summary: "Change a name or a role", ...guarded },
  request: { params: id, ...jsonBodyOf(PersonPatch) },
  responses: answers({ 204: { description: "Changed" } }, 400, 404, 409, 413, 415, 422),
});
const remove = createRoute({
  ...{ method: "delete", path: "/people/{id}", summary: "End somebody's access", ...guarded },
  description: "Their sessions, passkeys and links go at once. What they wrote stays.",
  request: { params: id },
  responses: answers({ 204: { description: "Ended" } }, 404, 409),
});

/** The routes of who works at the desk. */
export function peopleRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(list, async (c) => {
    using people = await newsroomOf(c.env).people();
    return c.json({ people: (await people.list()).map(shown) }, 200, cacheHeaders("api"));
  });

  api.openapi(invite, async (c) => {
    const input = c.req.valid("json");
    using people = await newsroomOf(c.env).people();
    const { secret, hash } = await newSecret();
    const person = await people.invite(input.name, input.role, hash, c.get("editor").id);
    return c.json(
      { id: person.id, link: `${settingsOf(c.env).url}/desk/enter/${secret}` },
      201,
      cacheHeaders("api"),
    );
  });

  api.openapi(link, async (c) => {
    using people = await newsroomOf(c.env).people();
    const { secret, hash } = await newSecret();
    const outcome = await people.linkFor(c.req.valid("param").id, hash);
    if (outcome.kind !== "done") return refused(outcome);
    return c.json(
      { id: outcome.person.id, link: `${settingsOf(c.env).url}/desk/enter/${secret}` },
      201,
      cacheHeaders("api"),
    );
  });

  api.openapi(change, async (c) => {
    using people = await newsroomOf(c.env).people();
    const outcome = await people.change(c.req.valid("param").id, c.req.valid("json"), c.get("editor").id);
    return outcome.kind === "done" ? c.body(null, 204, cacheHeaders("api")) : refused(outcome);
  });

  api.openapi(remove, async (c) => {
    using people = await newsroomOf(c.env).people();
    const outcome = await people.remove(c.req.valid("param").id, c.get("editor").id);
    return outcome.kind === "done" ? c.body(null, 204, cacheHeaders("api")) : refused(outcome);
  });
}

function shown({ created, seen, ...person }: PersonView): z.infer<typeof Person> {
  return { ...person, created: timestamp(created), seen: seen === null ? null : timestamp(seen) };
}

function refused({ kind }: Exclude<PeopleOutcome, { kind: "done" }>): Response {
  return kind === "last-owner"
    ? problemResponse({ status: 409, detail: "Somebody has to be the owner." })
    : problemResponse({ status: 404, detail: "Nobody with this id works here." });
}
