import type { Hono } from "hono";
import { LIMITS } from "../../model/limits.ts";
import { ROLES, type Role } from "../../model/people.ts";
import { renderPeople } from "../../render/desk/people.tsx";
import { settingsOf } from "../../settings.ts";
import { oneLine } from "../../text/plain.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { contextOf, field, formOf, messagePage, page } from "./pages.ts";
import { newSecret } from "./secrets.ts";
import { type DeskEnv, type DeskHono, isSure, needs } from "./session.ts";

/** The routes of who works here. */
export function peopleRoutes(desk: Hono<DeskEnv>): void {
  desk.use("/desk/people/*", needs("people"));
  desk.use("/desk/people", needs("people"));
  // Who may change this has to be there in person.
  desk.post("/desk/people/*", async (c, next) =>
    isSure(c.get("session")) ? next() : peoplePage(c, {}, 403),
  );
  desk.post("/desk/people", async (c, next) => (isSure(c.get("session")) ? next() : peoplePage(c, {}, 403)));

  desk.get("/desk/people", (c) => peoplePage(c));

  desk.post("/desk/people", async (c) => {
    const form = await formOf(c);
    const name = oneLine(field(form, "name")).slice(0, LIMITS.name);
    const role = roleIn(form);
    if (!name || !role) return seeOther("/desk/people");
    using people = await newsroomOf(c.env).people();
    const { secret, hash } = await newSecret();
    await people.invite(name, role, hash, c.get("session").person.id);
    return peoplePage(c, { link: linkTo(c, secret), to: name });
  });

  desk.post("/desk/people/:id/link", async (c) => {
    using people = await newsroomOf(c.env).people();
    const { secret, hash } = await newSecret();
    const outcome = await people.linkFor(c.req.param("id"), hash);
    if (outcome.kind !== "done") return messagePage(c, 404, "missing");
    return peoplePage(c, { link: linkTo(c, secret), to: outcome.person.name });
  });

  desk.post("/desk/people/:id", async (c) => {
    const role = roleIn(await formOf(c));
    using people = await newsroomOf(c.env).people();
    const { id } = c.get("session").person;
    const outcome = await people.change(c.req.param("id"), { role }, id);
    return outcome.kind === "last-owner"
      ? peoplePage(c, { fault: "lastOwner" }, 409)
      : seeOther("/desk/people");
  });

  desk.post("/desk/people/:id/remove", async (c) => {
    using people = await newsroomOf(c.env).people();
    const outcome = await people.remove(c.req.param("id"), c.get("session").person.id);
    return outcome.kind === "last-owner"
      ? peoplePage(c, { fault: "lastOwner" }, 409)
      : seeOther("/desk/people");
  });
}

const linkTo = (c: DeskHono, secret: string) => `${settingsOf(c.env).url}/desk/enter/${secret}`;

function roleIn(form: FormData | null): Role | undefined {
  const role = field(form, "role");
  return ROLES.find((each) => each === role);
}

async function peoplePage(
  c: DeskHono,
  said: { link?: string; to?: string; fault?: "lastOwner" } = {},
  status = 200,
): Promise<Response> {
  using people = await newsroomOf(c.env).people();
  const isSureNow = isSure(c.get("session"));
  return page(
    renderPeople(await contextOf(c), { people: await people.list(), isSure: isSureNow, ...said }),
    status,
  );
}
