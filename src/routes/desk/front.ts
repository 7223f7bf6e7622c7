import type { Hono } from "hono";
import type { FrontStory } from "../../model/front.ts";
import { LIMITS } from "../../model/limits.ts";
import { type Slug, slugify } from "../../model/slug.ts";
import { momentsAt } from "../../model/zone.ts";
import { type FrontSaid, renderFront } from "../../render/desk/front.tsx";
import { namesIn } from "../../text/names.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { contextOf, field, formOf, page, zoneOf } from "./pages.ts";
import { type DeskEnv, type DeskHono, needs } from "./session.ts";

/** Of the newest, how many may be put first. */
const NEWEST = 30;

/** The routes of the front page's order. */
export function frontRoutes(desk: Hono<DeskEnv>): void {
  desk.use("/desk/front", needs("arrange"));
  desk.get("/desk/front", (c) => frontPage(c, c.req.query("done") === "saved" ? { isSaved: true } : {}));

  desk.post("/desk/front/sections", needs("arrange"), arrangeSections);

  // The form holds the order; its buttons say what is to change in it.
  desk.post("/desk/front", async (c) => {
    const form = await formOf(c);
    const ids = form?.getAll("story").map(String) ?? [];
    const [what = "", id = ""] = field(form, "do").split(" ");
    const zone = await zoneOf(c, form);
    const untils = new Map(ids.map((each) => [each, momentIn(zone, field(form, `until-${each}`))]));
    const wrong = ids.find((each) => untils.get(each) === undefined && each !== id);
    if (wrong) return frontPage(c, { noSuchTime: true }, 422);
    const order = changed(ids, what, id).slice(0, LIMITS.frontStories);
    const stories = order.map((each) => ({ id: each, until: untils.get(each) ?? null }));
    const actor = c.get("session").person.id;
    const outcome = await newsroomOf(c.env).arrangeFront({ stories }, actor, 0);
    return outcome.kind === "saved"
      ? seeOther("/desk/front?done=saved")
      : frontPage(c, { isStale: true }, 409);
  });
}

/** What is done with the line of sections: tags by their labels. */
async function arrangeSections(c: DeskHono): Promise<Response> {
  const labels = namesIn(field(await formOf(c), "sections")).slice(0, LIMITS.frontSections);
  const sections = [...new Set(labels.map((label) => slugify(label) as Slug))];
  const actor = c.get("session").person.id;
  const outcome = await newsroomOf(c.env).arrangeFront({ sections }, actor, 0);
  return outcome.kind === "saved"
    ? seeOther("/desk/front?done=saved")
    : frontPage(c, { noSuchTag: labels[outcome.index] ?? "" }, 422);
}

/** An order after a story is moved up or down in it, comes into it, or leaves it. */
function changed(ids: string[], what: string, id: string): string[] {
  const at = ids.indexOf(id);
  const others = ids.filter((each) => each !== id);
  switch (what) {
    case "up":
      return others.toSpliced(Math.max(0, at - 1), 0, id);
    case "down":
      return others.toSpliced(at + 1, 0, id);
    case "first":
      return [id, ...others];
    case "off":
      return others;
    default:
      return ids;
  }
}

/** A time of a zone; null for none; undefined for one that is past, or that there is not. */
function momentIn(zone: string, text: string): number | null | undefined {
  if (!text) return null;
  const [at] = momentsAt(text, zone);
  return at !== undefined && at > Date.now() ? at : undefined;
}

async function frontPage(c: DeskHono, said: FrontSaid, status = 200): Promise<Response> {
  const newsroom = newsroomOf(c.env);
  const [stories, newest, sections] = await Promise.all([
    ...([newsroom.front(), newsroom.newest(NEWEST), newsroom.sections()] as const),
  ]);
  const placed = new Set(stories.map(({ id }) => id));
  const others = newest.filter(({ id }: FrontStory) => !placed.has(id));
  return page(renderFront(await contextOf(c), { stories, others, sections, said }), status);
}
