import type { Hono } from "hono";
import { localTime, momentsAt, monthAfter } from "../../model/zone.ts";
import { renderCalendar } from "../../render/desk/calendar.tsx";
import { newsroomOf } from "../newsroom.ts";
import { siteIn } from "../site.ts";
import { contextOf, page } from "./pages.ts";
import { type DeskEnv, needs } from "./session.ts";

const MONTH = /^20\d\d-(?:0[1-9]|1[0-2])$/;

/** The route of what goes out when. */
export function calendarRoutes(desk: Hono<DeskEnv>): void {
  desk.get("/desk/calendar", needs("write"), async (c) => {
    const { timeZone } = await siteIn(c);
    const wanted = c.req.query("month") ?? "";
    const month = MONTH.test(wanted) ? wanted : localTime(Date.now(), timeZone).slice(0, 7);
    const beginning = (of: string) =>
      momentsAt(`${of}-01T00:00`, timeZone)[0] ?? Date.parse(`${of}-01T00:00Z`);
    using writing = await newsroomOf(c.env).writing();
    const [from, to] = [beginning(month), beginning(monthAfter(month))];
    const stories = await writing.scheduled(from, to, c.get("session").person);
    const around = { before: monthAfter(month, -1), after: monthAfter(month) };
    return page(renderCalendar(await contextOf(c), { month, stories, ...around }));
  });
}
