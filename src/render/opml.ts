import type { DirectoryDocument, NamedLink } from "../model/document.ts";
import { element, escapeXml } from "./feeds/xml.ts";
import type { Site } from "./site.ts";

/** All our feeds, by tag and source, as OPML 2.0 (http://opml.org/spec2.opml). */
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
  ];
  const opml = element(
    "opml",
    { version: "2.0" },
    element("head", {}, head.join("")) + element("body", {}, body.join("")),
  );
  return `<?xml version="1.0" encoding="utf-8"?>\n${opml}\n`;
}
