import { z } from "@hono/zod-openapi";
import type { Hono } from "hono";
import type { ListDocument } from "../../model/document.ts";
import type { Profile, ProfileChange } from "../../model/profile.ts";
import { HOME } from "../../model/scope.ts";
import { renderSettings, type SettingsSaid } from "../../render/desk/settings.tsx";
import { renderListPage } from "../../render/html/list.tsx";
import { readDocument } from "../../store/documents.ts";
import { listKey } from "../../store/keys.ts";
import { profileFields } from "../api/publication.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { noteProfile, siteIn } from "../site.ts";
import { keepFile } from "./files.ts";
import { contextOf, field, formOf, messagePage, page } from "./pages.ts";
import { framing } from "./preview.ts";
import { type DeskEnv, type DeskHono, needs } from "./session.ts";

const Fields = z.object(profileFields);
type Name = keyof Profile;

/** The routes of what the publication is called, and how it looks. */
export function settingsRoutes(desk: Hono<DeskEnv>): void {
  desk.use("/desk/settings", needs("settings"));
  desk.use("/desk/settings/*", needs("settings"));

  desk.get("/desk/settings", async (c) => {
    using publication = await newsroomOf(c.env).publication();
    const { now } = await publication.profile();
    return settingsPage(c, now, now, { isSaved: c.req.query("done") === "saved" });
  });

  desk.post("/desk/settings", async (c) => {
    const form = await readForm(c);
    if (!form) return messagePage(c, 400, "missing");
    const { was, profile, faults } = form;
    if (faults.length) return settingsPage(c, was, profile, { faults }, 422);
    using publication = await newsroomOf(c.env).publication();
    const { first } = await publication.profile();
    // What was not touched stays as somebody else may have made it meanwhile.
    const names = (Object.keys(profile) as Name[]).filter((name) => profile[name] !== was[name]);
    const change: ProfileChange = Object.fromEntries(
      names.map((name) => [name, profile[name] === first[name] ? null : profile[name]]),
    );
    const outcome = await publication.change(change, c.get("session").person.id, "page");
    if (outcome.kind === "logo") return settingsPage(c, was, profile, { faults: ["logo"] }, 422);
    await noteProfile(outcome.profile.shown);
    return seeOther("/desk/settings?done=saved");
  });

  // The front page as it is, and as a form would make it: nothing of it is kept but a picture.
  desk.get("/desk/settings/preview", (c) => frontPage(c));
  desk.post("/desk/settings/preview", async (c) => {
    const form = await readForm(c);
    if (!form || form.faults.length) return messagePage(c, 422, "unready");
    return frontPage(c, form.profile);
  });
}

/** What a form says; null where it is none of ours. */
async function readForm(c: DeskHono): Promise<{ was: Profile; profile: Profile; faults: Name[] } | null> {
  const form = await formOf(c);
  const was = profileIn(field(form, "was"));
  if (!form || !was) return null;
  const said = Object.fromEntries(
    (Object.keys(profileFields) as (keyof typeof profileFields)[]).map((name) => [
      name,
      field(form, name).trim(),
    ]),
  );
  if (!form.has("accented")) said["accent"] = "";
  if (form.has("no-logo")) said["logo"] = "";
  const file = form.get("file");
  const kept = file instanceof File && file.size > 0 ? await keepFile(c, file, "") : null;
  if (kept && typeof kept !== "string") said["logo"] = kept.id;
  const read = Fields.safeParse(said);
  const faults = read.success ? [] : read.error.issues.map(({ path }) => nameOf(String(path[0])));
  const { time_zone: timeZone, ...others } = read.success ? read.data : (said as z.infer<typeof Fields>);
  return {
    was,
    profile: { ...others, timeZone },
    faults: typeof kept === "string" ? [...faults, "logo"] : faults,
  };
}

const nameOf = (name: string) => (name === "time_zone" ? "timeZone" : name) as Name;

function profileIn(json: string): Profile | null {
  try {
    return JSON.parse(json) as Profile;
  } catch {
    return null; // not a form of ours
  }
}

async function settingsPage(
  c: DeskHono,
  was: Profile,
  profile: Profile,
  said: SettingsSaid,
  status = 200,
): Promise<Response> {
  return framing(c, page(renderSettings(await contextOf(c), { was, profile, said }), status));
}

async function frontPage(c: DeskHono, profile?: Profile): Promise<Response> {
  const [found, site] = await Promise.all([readDocument(c.env.DOCUMENTS, listKey(HOME)), siteIn(c)]);
  if (!found) return messagePage(c, 404, "missing");
  const list = await new Response(found.body).json<ListDocument>();
  if (!profile) return framing(c, page(renderListPage(list, site)));
  using publication = await newsroomOf(c.env).publication();
  const { title, description } = profile;
  const shown = { ...list, title, description: description || undefined };
  return framing(c, page(renderListPage(shown, { ...site, ...(await publication.shown(profile)) })));
}
