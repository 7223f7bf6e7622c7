import type { DirectoryDocument } from "../model/document.ts";
import type { NewsSitemapDocument, SitemapDocument, SitemapIndexDocument } from "../model/sitemap.ts";
import { escapeXml } from "../text/plain.ts";
import { element } from "./feeds/xml.ts";
import type { Site } from "./site.ts";

// Sitemaps (https://www.sitemaps.org/protocol.html).

const SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9";
const NEWS = "http://www.google.com/schemas/sitemap-news/0.9";

/** `/sitemap.xml`: where the sitemaps are. */
export function renderSitemapIndex({ lists, blocks }: SitemapIndexDocument, site: Site): string {
  const sitemap = (name: string | number, modified: string) =>
    element("sitemap", {}, loc(`${site.url}/sitemap/${name}.xml`) + element("lastmod", {}, modified));
  const sitemaps = [sitemap("lists", lists), ...blocks.map((modified, i) => sitemap(i + 1, modified))];
  return xml(element("sitemapindex", { xmlns: SITEMAP }, sitemaps.join("")));
}

/** A block of articles. */
export function renderSitemap({ urls }: SitemapDocument): string {
  return urlset(urls.map(({ url, modified }) => loc(url) + element("lastmod", {}, modified)));
}

/** The front page and the lists that have stories. */
export function renderListSitemap(directory: DirectoryDocument, site: Site): string {
  const lists = [...directory.tags, ...directory.sources, ...directory.authors].filter(
    ({ count }) => count > 0,
  );
  return urlset([`${site.url}/`, ...lists.map(({ url }) => url)].map(loc));
}

/** Google's news sitemap. */
export function renderNewsSitemap({ urls }: NewsSitemapDocument, site: Site): string {
  const news = urls.map(({ url, title, language, published }) => {
    const publication =
      element("news:name", {}, escapeXml(site.title)) + element("news:language", {}, language);
    const parts = [
      element("news:publication", {}, publication),
      element("news:publication_date", {}, published),
      element("news:title", {}, escapeXml(title)),
    ];
    return loc(url) + element("news:news", {}, parts.join(""));
  });
  return urlset(news, { "xmlns:news": NEWS });
}

const loc = (url: string) => element("loc", {}, escapeXml(url));

function urlset(urls: string[], more: Record<string, string> = {}): string {
  return xml(
    element("urlset", { xmlns: SITEMAP, ...more }, urls.map((url) => element("url", {}, url)).join("")),
  );
}

const xml = (root: string) => `<?xml version="1.0" encoding="utf-8"?>\n${root}\n`;
