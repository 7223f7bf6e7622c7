import type { Hono } from "hono";
import { cacheHeaders } from "../../http/caching.ts";
import type { Action } from "../../model/people.ts";
import { renderActivity } from "../../render/desk/activity.tsx";
import { newsroomOf } from "../newsroom.ts";
import { contextOf, page } from "./pages.ts";
import { type DeskEnv, needs } from "./session.ts";

const ACTIONS = 100;
/** Rows of a file. */
const EXPORTED = 10_000;

/** The routes of who did what. */
export function activityRoutes(desk: Hono<DeskEnv>): void {
  desk.get("/desk/activity", needs("see-activity"), async (c) => {
    const who = c.req.query("who") ?? "";
    const before = Number(c.req.query("before")) || null;
    using people = await newsroomOf(c.env).people();
    const [{ actions, next }, all] = await Promise.all([
      people.actions({ actor: who || null, article: null, before }, ACTIONS),
      people.list(),
    ]);
    return page(renderActivity(await contextOf(c), { actions, people: all, who, more: next }));
  });

  desk.get("/desk/activity.csv", needs("see-activity"), async (c) => {
    using people = await newsroomOf(c.env).people();
    const wanted = { actor: c.req.query("who") || null, article: null, before: null };
    const { actions } = await people.actions(wanted, EXPORTED);
    const rows = [["at", "actor", "kind", "subject", "article", "detail"], ...actions.map(cells)];
    const headers = {
      ...cacheHeaders("none"),
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="activity.csv"',
    };
    return new Response(rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join(""), { headers });
  });
}

const cells = ({ at, actor, kind, subject, article, detail }: Action) => [
  new Date(at).toISOString(),
  ...[actor, kind, subject, article ?? "", detail],
];

/** A cell of RFC 4180. One that a spreadsheet would take for a formula is text. */
const quoted = (cell: string) => `"${cell.replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;
