import { SITEMAPS } from "../render/representations.ts";
import { DIRECTORY_KEY, NEWS_SITEMAP_KEY, SITEMAP_INDEX_KEY, sitemapKey } from "../store/keys.ts";
import { publicProblem } from "./absent.ts";
import { type AppContext, serveDocument } from "./serve.ts";

/** `/sitemap.xml`: where the sitemaps are (https://www.sitemaps.org/protocol.html#index). */
export function sitemapIndex(c: AppContext): Promise<Response> {
  return serveDocument(c, {
    ...{ key: SITEMAP_INDEX_KEY, representation: SITEMAPS.index },
    ...{ links: () => [], absent: publicProblem },
  });
}

/** `/sitemap/{n}.xml`: a block of articles; `/sitemap/lists.xml`: the lists. */
export function sitemap(c: AppContext): Response | Promise<Response> {
  const name = (c.req.param("file") ?? "").slice(0, -".xml".length);
  const rest = { links: () => [], absent: publicProblem };
  if (name === "lists")
    return serveDocument(c, { key: DIRECTORY_KEY, representation: SITEMAPS.lists, ...rest });
  if (!/^[1-9]\d{0,6}$/.test(name)) return publicProblem("missing");
  return serveDocument(c, { key: sitemapKey(Number(name)), representation: SITEMAPS.block, ...rest });
}

/** `/news-sitemap.xml`: the stories of two days. */
export function newsSitemap(c: AppContext): Promise<Response> {
  return serveDocument(c, {
    ...{ key: NEWS_SITEMAP_KEY, representation: SITEMAPS.news },
    ...{ links: () => [], absent: publicProblem },
  });
}
