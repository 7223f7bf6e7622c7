import type { DirectoryDocument, NamedLink, SourceEntry } from "../model/document.ts";
import { escapeXml } from "../text/plain.ts";
import { element } from "./feeds/xml.ts";
import type { Site } from "./site.ts";

/**
 * All our feeds, by tag and source, and the feeds that we follow ourselves, as OPML 2.0
 * (http://opml.org/spec2.opml): imported elsewhere, the last group is the same newsroom again.
 */
export function renderOpml(directory: DirectoryDocument, site: Site): string {
  const feed = (title: string, page: string) =>
    element("outline", {
      type: "rss",
      text: title,
      title,
      xmlUrl: `${page.replace(/\/$/, "")}/rss.xml`,
      htmlUrl: page,
    });
  const group = (title: string, links: NamedLink[]) =>
    links.length
      ? element("outline", { text: title }, links.map(({ name, url }) => feed(name, url)).join(""))
      : "";
  const head = [
    element("title", {}, escapeXml(site.title)),
    element("dateModified", {}, new Date(directory.updated).toUTCString()),
    element("docs", {}, "http://opml.org/spec2.opml"),
  ];
  const body = [
    feed(site.title, `${site.url}/`),
    group("Tags", directory.tags),
    group("Sources", directory.sources),
    group("Authors", directory.authors),
    followed(directory.sources),
  ];
  const opml = element(
    "opml",
    { version: "2.0" },
    element("head", {}, head.join("")) + element("body", {}, body.join("")),
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n${opml}\n`;
}

/** The sources' own feeds; the tags that their stories are given stand in `category`. */
function followed(sources: SourceEntry[]): string {
  const outlines = sources.flatMap(({ name, home_page_url, followed: feed }) =>
    feed
      ? element("outline", {
          type: "rss",
          text: name,
          title: name,
          xmlUrl: feed.feed_url,
          htmlUrl: home_page_url,
          category: feed.tags.map((tag) => `/${tag.replace(/[/,]/g, " ")}`).join(",") || undefined,
        })
      : [],
  );
  return outlines.length ? element("outline", { text: "Followed" }, outlines.join("")) : "";
}
