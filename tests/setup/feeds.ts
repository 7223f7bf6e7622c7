import { parseAtomFeed, parseRssFeed } from "feedsmith";
import { XmlDocument, type XmlElement } from "libxml2-wasm";

// Feeds read by two parsers that share nothing with the generator or with each other: feedsmith,
// and libxml2, which takes nothing that is not well-formed.

const NAMESPACES = {
  a: "http://www.w3.org/2005/Atom",
  content: "http://purl.org/rss/1.0/modules/content/",
  dc: "http://purl.org/dc/elements/1.1/",
  media: "http://search.yahoo.com/mrss/",
};

/** What all formats say of an entry. Dates are whole seconds, since RSS has no finer ones. */
export interface Entry {
  id: string;
  url: string;
  title: string;
  published: number;
  html: string;
  summary: string;
  tags: string[];
  authors: string[];
  enclosures: string[];
}

const seconds = (date: string | Date | undefined) => Math.floor(Date.parse(String(date)) / 1000);

/** The text of HTML that has no element but what tells its direction: what an escaped plain text stands for. */
export function plain(html: string): string {
  const inner = html.replace(/^<div dir="rtl" lang="[^"]*">(.*)<\/div>$/s, "$1");
  return inner.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/**
 * One of the generator's CDATA sections cannot hold `]]>`; in HTML this is the same text. The picture that
 * stands for a story is a field in JSON, and before the text elsewhere.
 */
const sameHtml = (html: string) =>
  html
    .replaceAll("]]>", "]]&gt;")
    .replace(
      /^(<div dir="rtl" lang="[^"]*">)?<figure><img [^>]*>(?:<figcaption>[^<]*<\/figcaption>)?<\/figure>\n/,
      "$1",
    );

/** A well-formed document, or an error that says where it is not. */
export function parseXml<T>(xml: string, read: (root: XmlElement) => T): T {
  const document = XmlDocument.fromString(xml);
  try {
    return read(document.root);
  } finally {
    document.dispose();
  }
}

const texts = (node: XmlElement, path: string) => node.find(path, NAMESPACES).map(({ content }) => content);
const text = (node: XmlElement, path: string) => texts(node, path)[0] ?? "";

export function rssByLibxml(xml: string): Entry[] {
  return parseXml(xml, (root) =>
    (root.find("/rss/channel/item") as XmlElement[]).map((item) => ({
      id: text(item, "guid"),
      url: text(item, "link"),
      title: text(item, "title"),
      published: seconds(text(item, "pubDate")),
      html: sameHtml(text(item, "content:encoded")),
      summary: plain(text(item, "description")),
      tags: texts(item, "category"),
      authors: texts(item, "dc:creator"),
      enclosures: texts(item, "media:content[not(@medium)]/@url"),
    })),
  );
}

export function atomByLibxml(xml: string): Entry[] {
  return parseXml(xml, (root) =>
    (root.find("/a:feed/a:entry", NAMESPACES) as XmlElement[]).map((entry) => ({
      id: text(entry, "a:id"),
      url: text(entry, "a:link[not(@rel)]/@href"),
      title: plain(text(entry, "a:title")),
      published: seconds(text(entry, "a:published")),
      html: sameHtml(text(entry, "a:content")),
      summary: plain(text(entry, "a:summary")),
      tags: texts(entry, "a:category/@label"),
      authors: texts(entry, "a:author/a:name"),
      enclosures: texts(entry, "a:link[@rel='enclosure']/@href"),
    })),
  );
}

export function rssByFeedsmith(xml: string): Entry[] {
  return (parseRssFeed(xml).items ?? []).map((item) => ({
    id: item.guid?.value ?? "",
    url: item.link ?? "",
    title: item.title ?? "",
    published: seconds(item.pubDate),
    html: sameHtml(item.content?.encoded ?? ""),
    summary: plain(item.description ?? ""),
    tags: (item.categories ?? []).map(({ name }) => name ?? ""),
    authors: item.dc?.creators ?? [],
    enclosures: (item.media?.contents ?? []).filter(({ medium }) => !medium).map(({ url }) => url ?? ""),
  }));
}

export function atomByFeedsmith(xml: string): Entry[] {
  return (parseAtomFeed(xml).entries ?? []).map((entry) => ({
    id: entry.id ?? "",
    url: entry.links?.find(({ rel }) => !rel)?.href ?? "",
    title: plain(textOf(entry.title)),
    published: seconds(entry.published),
    html: sameHtml(textOf(entry.content)),
    summary: plain(textOf(entry.summary)),
    tags: (entry.categories ?? []).map(({ label }) => label ?? ""),
    authors: (entry.authors ?? []).map(({ name }) => name ?? ""),
    enclosures: (entry.links ?? []).filter(({ rel }) => rel === "enclosure").map(({ href }) => href ?? ""),
  }));
}

function textOf(text: unknown): string {
  return typeof text === "string" ? text : ((text as { value?: string } | undefined)?.value ?? "");
}

/** The items of a JSON Feed, in the same terms. */
export function jsonEntries(json: string): Entry[] {
  // biome-ignore lint/suspicious/noExplicitAny: a document from outside, which the tests judge
  return (JSON.parse(json).items as any[]).map((item) => ({
    id: item.id,
    url: item.url,
    title: item.title,
    published: seconds(item.date_published),
    html: sameHtml(item.content_html ?? ""),
    summary: item.summary ?? "",
    tags: item.tags ?? [],
    authors: (item.authors ?? []).map(({ name }: { name: string }) => name),
    enclosures: (item.attachments ?? []).map(({ url }: { url: string }) => url),
  }));
}
