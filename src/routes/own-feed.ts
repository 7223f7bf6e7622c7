import { cacheHeaders } from "../http/caching.ts";
import { SHARING } from "../http/media.ts";
import { LIMITS } from "../model/limits.ts";
import { placeOfSearch } from "../model/list.ts";
import { cleanQuery, composeQuery, LISTS_SEARCHED } from "../model/search.ts";
import { OWN_FEED } from "../render/representations.ts";
import { settingsOf } from "../settings.ts";
import { listLinks } from "./links.ts";
import { newsroomOf } from "./newsroom.ts";
import { type AppContext, moved, serveMade } from "./serve.ts";

// A feed of one's own choice is the feed of a search, put together by ticking.

/** `/subscribe/compose?tag=&source=&author=&tags=&words=&lang=&join=`: 303 to the page of that feed. */
export function composeFeed(c: AppContext): Response {
  const fields = new URL(c.req.url).searchParams;
  const text = (name: string) => (fields.get(name) ?? "").slice(0, LIMITS.ownFeedText);
  const written = text("tags")
    .split(/[,،]/)
    .map((label) => ["tag", label] as const);
  const ticked = LISTS_SEARCHED.flatMap((list) => fields.getAll(list).map((slug) => [list, slug] as const));
  const query = composeQuery({
    lists: [...ticked, ...written],
    words: text("words"),
    language: text("lang"),
    join: fields.get("join") === "all" ? "all" : "any",
  });
  const q = cleanQuery(query);
  const path = q ? `/subscribe/own?${new URLSearchParams({ q })}` : "/subscribe#own";
  return new Response(null, {
    status: 303,
    headers: { Location: path, ...SHARING, ...cacheHeaders("none") },
  });
}

/** `/subscribe/own?q=`: what a feed would bring, and where it is; without a query, how to make one. */
export async function ownFeed(c: AppContext): Promise<Response> {
  const query = c.req.query("q") ?? "";
  if (!query) return moved("/subscribe");
  const found = await newsroomOf(c.env).searchFeed(query);
  const links = () => listLinks(settingsOf(c.env).url, placeOfSearch(query), "page");
  return serveMade(c, found, { representation: OWN_FEED, links });
}
