import type { Hono } from "hono";
import type { SearchDocument } from "../../model/found.ts";
import { LIMITS } from "../../model/limits.ts";
import { may } from "../../model/people.ts";
import { isSlug } from "../../model/slug.ts";
import { renderKeys } from "../../render/desk/keys.tsx";
import { renderSearch } from "../../render/desk/search.tsx";
import { oneLine } from "../../text/plain.ts";
import { newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { contextOf, messagePage, page } from "./pages.ts";
import type { DeskEnv } from "./session.ts";
import { directoryOf } from "./tags.ts";

/** Of each kind. */
const FOUND = 10;
const UNPUBLISHED = ["work", "draft", "scheduled", "withdrawn"] as const;

/** The routes of the one field that finds anything. */
export function searchRoutes(desk: Hono<DeskEnv>): void {
  desk.get("/desk/search", async (c) => {
    const { person } = c.get("session");
    const q = oneLine(c.req.query("q") ?? "").slice(0, LIMITS.title);
    if (!q) return page(renderSearch(await contextOf(c), { q, stories: [], published: [], names: [] }));
    const newsroom = newsroomOf(c.env);
    using writing = await newsroom.writing();
    using people = await newsroom.people();
    const [lists, json, directory, everybody] = await Promise.all([
      may(person.role, "write")
        ? Promise.all(
            UNPUBLISHED.map((which) => writing.list({ which, title: q, before: null }, person, FOUND)),
          )
        : [],
      newsroom.searchPage(q, 1),
      directoryOf(c),
      may(person.role, "people") ? people.list() : [],
    ]);
    // A working copy and its article are one story.
    const stories = new Map(lists.flatMap((list) => list.stories.map((story) => [story.id, story] as const)));
    const { results } = JSON.parse(json) as SearchDocument;
    const matches = ({ name }: { name: string }) => name.toLowerCase().includes(q.toLowerCase());
    const arranges = may(person.role, "arrange");
    const names = [
      ...directory.tags.filter(matches).map(({ name, url }) => ({ kind: "tag" as const, name, url })),
      ...directory.sources.filter(matches).map(({ name, url }) => ({ kind: "source" as const, name, url })),
      ...everybody
        .filter(matches)
        .map(({ name }) => ({ kind: "person" as const, name, url: "/desk/people" })),
    ].slice(0, 3 * FOUND);
    const published = results.slice(0, FOUND).map(({ title, url }) => ({
      title: title.map(({ text }) => text).join(""),
      url: arranges ? `/desk${new URL(url).pathname}` : url,
    }));
    const found = { q, stories: [...stories.values()].slice(0, FOUND), published, names };
    return page(renderSearch(await contextOf(c), found));
  });

  desk.get("/desk/keys", async (c) => page(renderKeys(await contextOf(c))));

  // From what readers have to the sheet on which it is written.
  desk.get("/desk/articles/:slug", async (c) => {
    const slug = c.req.param("slug");
    using writing = await newsroomOf(c.env).writing();
    const id = isSlug(slug) ? await writing.idOf(slug) : null;
    return id ? seeOther(`/desk/stories/${id}`) : messagePage(c, 404, "missing");
  });
}
