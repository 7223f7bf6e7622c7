import { cacheHeaders } from "../http/caching.ts";
import { mediaHeaders } from "../http/media.ts";
import { placeOfSearch } from "../model/list.ts";
import type { FeedFormat } from "../model/scope.ts";
import { renderSearchPage } from "../render/html/search.tsx";
import { SEARCH_FEED, SEARCH_PAGE } from "../render/representations.ts";
import { settingsOf } from "../settings.ts";
import { publicProblem } from "./absent.ts";
import { link, listLinks } from "./links.ts";
import { newsroomOf } from "./newsroom.ts";
import { type AppContext, serveMade } from "./serve.ts";
import { siteIn } from "./site.ts";
import { fixed } from "./static.ts";

/** `/search?q=`: a page of what was found, best first; without a query, how to ask. */
export async function searchPage(c: AppContext): Promise<Response> {
  const query = c.req.query("q") ?? "";
  const settings = settingsOf(c.env);
  if (!query) {
    const page = renderSearchPage(null, await siteIn(c));
    const links = { Link: link(`${settings.url}/search`, "canonical") };
    return fixed(c, page, { ...mediaHeaders("html"), ...cacheHeaders("document"), ...links });
  }
  const found = await newsroomOf(c.env).searchPage(query, Number(c.req.query("page") ?? 1));
  const links = () => listLinks(settings.url, placeOfSearch(query), "page");
  return serveMade(c, found, { representation: SEARCH_PAGE, links });
}

/** The newest articles that a query finds, as a feed: so of any combination of tags, too. */
export function searchFeed(format: FeedFormat): (c: AppContext) => Promise<Response> {
  return async (c) => {
    const query = c.req.query("q") ?? "";
    if (!query) return publicProblem("missing");
    const found = await newsroomOf(c.env).searchFeed(query);
    const links = () => listLinks(settingsOf(c.env).url, placeOfSearch(query), format);
    return serveMade(c, found, { representation: SEARCH_FEED[format], links });
  };
}
