import type { Hono } from "hono";
import { cacheHeaders } from "../../http/caching.ts";
import { ACTION_KINDS, type Action } from "../../model/people.ts";
import { renderActivity } from "../../render/desk/activity.tsx";
import { newsroomOf } from "../newsroom.ts";
import { contextOf, page } from "./pages.ts";
import { type DeskEnv, type DeskHono, needs } from "./session.ts";

const ACTIONS = 100;
/** Rows of a file. */
const EXPORTED = 10_000;

/** The routes of who did what. */
export function activityRoutes(desk: Hono<DeskEnv>): void {
  desk.get("/desk/activity", needs("see-activity"), async (c) => {
    const wanted = wantedIn(c);
    using people = await newsroomOf(c.env).people();
    const [{ actions, next }, all] = await Promise.all([people.actions(wanted, ACTIONS), people.list()]);
    return page(renderActivity(await contextOf(c), { actions, people: all, wanted, more: next }));
  });

  desk.get("/desk/activity.csv", needs("see-activity"), async (c) => {
    using people = await newsroomOf(c.env).people();
    const { actions } = await people.actions({ ...wantedIn(c), before: null }, EXPORTED);
    const rows = [["at", "actor", "kind", "subject", "article", "detail"], ...actions.map(cells)];
    const headers = {
      ...cacheHeaders("none"),
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="activity.csv"',
    };
    return new Response(rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join(""), { headers });
  });
}

/** By whom, of which article, and of which kind. */
const wantedIn = (c: DeskHono) => ({
  actor: c.req.query("who") || null,
  article: c.req.query("article") || null,
  kind: ACTION_KINDS.find((each) => each === c.req.query("kind")) ?? null,
  before: Number(c.req.query("before")) || null,
});

const cells = ({ at, actor, kind, subject, article, detail }: Action) => [
  new Date(at).toISOString(),
  ...[actor, kind, subject, article ?? "", detail],
];

/** A cell of RFC 4180. One that a spreadsheet would take for a formula is text. */
const quoted = (cell: string) => `"${cell.replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;
