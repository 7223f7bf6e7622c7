import type { Hono } from "hono";
import { readUpTo } from "../../http/body.ts";
import { decodeText } from "../../ingest/fetch/charset.ts";
import { handOut } from "../../ingest/jobs.ts";
import { PICTURE_WISHES, POLICIES } from "../../model/entry.ts";
import { LIMITS } from "../../model/limits.ts";
import type { SourceWishes } from "../../model/source.ts";
import { renderFound, renderSource } from "../../render/desk/source.tsx";
import { renderSources, type SourcesSaid } from "../../render/desk/sources.tsx";
import { namesIn } from "../../text/names.ts";
import { oneLine } from "../../text/plain.ts";
import { findFeed, followFound, followList } from "../following.ts";
import { gatheringOf, newsroomOf } from "../newsroom.ts";
import { seeOther } from "../serve.ts";
import { contextOf, field, formOf, messagePage, page } from "./pages.ts";
import { type DeskEnv, type DeskHono, needs } from "./session.ts";

const SOURCES = 100;

/** The routes of what is followed, and of how the newsroom is. */
export function sourceRoutes(desk: Hono<DeskEnv>): void {
  desk.use("/desk/sources/*", needs("watch"));
  desk.use("/desk/sources", needs("watch"));
  desk.get("/desk/sources", (c) => sourcesPage(c, {}));

  // What an address would bring, before anything of it is published.
  desk.post("/desk/sources/find", async (c) => {
    const address = oneLine(field(await formOf(c), "url")).slice(0, LIMITS.url);
    const found = await findFeed(c.env, address);
    if (found.kind === "not-found") return sourcesPage(c, { address, notFound: found.reason }, 422);
    const { info, entries } = found.read;
    return page(renderFound(await contextOf(c), { url: found.url, info, entries }));
  });

  desk.post("/desk/sources", async (c) => {
    const form = await formOf(c);
    const address = oneLine(field(form, "url")).slice(0, LIMITS.url);
    const found = await findFeed(c.env, address);
    if (found.kind === "not-found") return sourcesPage(c, { address, notFound: found.reason }, 422);
    const how = { wishes: wishesIn(form), wait: 0, actor: c.get("session").person.id };
    const outcome = await followFound(c.env, found, how, (work) => c.executionCtx.waitUntil(work));
    if (outcome.kind === "not-found") return messagePage(c, 404, "missing");
    const id = outcome.kind === "saved" ? outcome.source.id : outcome.id;
    return seeOther(`/desk/sources/${id}?done=${outcome.kind === "saved" ? "followed" : "known"}`);
  });

  desk.post("/desk/sources/import", async (c) => {
    const file = (await formOf(c))?.get("file");
    const bytes = file instanceof File ? await readUpTo(file.stream(), LIMITS.requestBytes) : null;
    const list = await followList(c.env, bytes ? decodeText(bytes, "application/xml") : "");
    return sourcesPage(c, { list }, list.kind === "done" ? 200 : 422);
  });

  desk.get("/desk/sources/:id", (c) => sourcePage(c, c.req.query("done") ?? ""));

  desk.post("/desk/sources/:id", async (c) => {
    const form = await formOf(c);
    const id = c.req.param("id");
    const actor = c.get("session").person.id;
    using gathering = await gatheringOf(c.env);
    const status = ({ pause: "paused", resume: "active" } as const)[field(form, "do")];
    switch (field(form, "do")) {
      case "fetch": {
        const outcome = await gathering.readSoon(id);
        if (outcome.kind === "saved") await handOut(c.env, gathering);
        return seeOther(`/desk/sources/${id}?done=asked`);
      }
      case "history": {
        const outcome = await gathering.beginHistory(id, actor);
        if (outcome.kind === "saved") await handOut(c.env, gathering);
        return seeOther(`/desk/sources/${id}?done=history`);
      }
      case "stop-history":
        await gathering.stopHistory(id);
        return seeOther(`/desk/sources/${id}?done=changed`);
      case "leave": {
        const articles = field(form, "articles") === "withdraw" ? "withdraw" : "keep";
        await gathering.unfollow(id, articles, 0, actor);
        return seeOther("/desk/sources");
      }
      default: {
        const outcome = await gathering.change(id, status ? { status } : wishesIn(form), 0, actor);
        if (outcome.kind !== "saved") return messagePage(c, 404, "missing");
        return seeOther(`/desk/sources/${id}?done=changed`);
      }
    }
  });
}

/** What a form wishes of a source. */
function wishesIn(form: FormData | null): SourceWishes {
  const list = (name: string) => namesIn(field(form, name)).map((each) => each.slice(0, LIMITS.tagLabel));
  return {
    policy: POLICIES.find((each) => each === field(form, "policy")),
    pictures: PICTURE_WISHES.find((each) => each === field(form, "pictures")),
    ...{ tags: list("tags").slice(0, LIMITS.entryTags), include: list("include"), exclude: list("exclude") },
  };
}

async function sourcesPage(c: DeskHono, said: SourcesSaid, status = 200): Promise<Response> {
  const after = c.req.query("after") ?? "";
  const newsroom = newsroomOf(c.env);
  using gathering = await gatheringOf(c.env);
  const [sources, house] = await Promise.all([gathering.list(after, SOURCES), newsroom.status()]);
  const more = sources.length === SOURCES ? (sources.at(-1)?.slug ?? null) : null;
  return page(renderSources(await contextOf(c), { sources, more, house, said }), status);
}

async function sourcePage(c: DeskHono, done: string): Promise<Response> {
  using gathering = await gatheringOf(c.env);
  const source = await gathering.source(c.req.param("id") ?? "");
  return source ? page(renderSource(await contextOf(c), source, done)) : messagePage(c, 404, "missing");
}
