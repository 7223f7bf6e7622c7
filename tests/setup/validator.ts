import type { XmlElement } from "libxml2-wasm";
import { parseXml } from "./feeds.ts";

// The rules of the W3C feed validator that bear on what we emit, written from the specifications:
// RSS 2.0 with the RSS Advisory Board's profile, RFC 4287, RFC 4685, RFC 6721, Media RSS.

const NS = {
  a: "http://www.w3.org/2005/Atom",
  at: "http://purl.org/atompub/tombstones/1.0",
  content: "http://purl.org/rss/1.0/modules/content/",
  dc: "http://purl.org/dc/elements/1.1/",
  media: "http://search.yahoo.com/mrss/",
};

const RFC822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const MEDIA_TYPE = /^[a-z]+\/[\w.+-]+$/;
const DANGEROUS = /<(script|style|iframe|object|embed|form|meta|link)\b|\son\w+=|javascript:/i;
const RELATIVE = /\s(?:href|src|cite)="(?!https?:|mailto:|tel:)/i;

/** A judge that collects faults, with where each was found. */
function judge() {
  const faults: string[] = [];
  const must = (good: unknown, fault: string) => {
    if (!good) faults.push(fault);
  };
  return { faults, must };
}

const value = (node: XmlElement, path: string) => node.get(path, NS)?.content;
const count = (node: XmlElement, path: string) => node.find(path, NS).length;
const elements = (node: XmlElement, path: string) => node.find(path, NS) as XmlElement[];

function isAbsolute(url: string | undefined): boolean {
  return url !== undefined && /^https?:$/.test(URL.parse(url)?.protocol ?? "") && /^[\x21-\x7e]+$/.test(url);
}

/** The faults of an RSS 2.0 feed. @param self the address it was read from */
export function rssFaults(xml: string, self: string): string[] {
  const { faults, must } = judge();
  parseXml(xml, (root) => {
    must(root.name === "rss" && root.attr("version")?.value === "2.0", "root is rss 2.0");
    const channel = root.get("channel") as XmlElement;
    for (const name of ["title", "link", "description", "language", "ttl", "lastBuildDate", "generator"]) {
      must(count(channel, name) === 1 && value(channel, name), `channel has one ${name}`);
    }
    must(isAbsolute(value(channel, "link")), "channel link is absolute");
    must(RFC822.test(value(channel, "lastBuildDate") ?? ""), "lastBuildDate is RFC 822");
    must(/^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(value(channel, "language") ?? ""), "language is a tag");
    must(/^\d+$/.test(value(channel, "ttl") ?? ""), "ttl is a number");
    must(value(channel, "a:link[@rel='self']/@href") === self, "atom:link self is the feed's address");
    must(value(channel, "a:link[@rel='self']/@type") === "application/rss+xml", "self has its type");
    const ids = elements(channel, "item").map((item) => value(item, "guid"));
    must(new Set(ids).size === ids.length, "guids are unique");
    for (const item of elements(channel, "item")) {
      const where = value(item, "guid") ?? "?";
      const ensure = (good: unknown, fault: string) => must(good, `${where}: ${fault}`);
      for (const name of [
        "title",
        "link",
        "guid",
        "pubDate",
        "description",
        "enclosure",
        "source",
        "content:encoded",
      ]) {
        ensure(count(item, name) <= 1, `at most one ${name}`);
      }
      ensure(count(item, "title") + count(item, "description") > 0, "a title or a description");
      ensure(isAbsolute(value(item, "link")), "link is absolute");
      ensure(value(item, "guid") && value(item, "guid/@isPermaLink") === "false", "guid is no permalink");
      ensure(RFC822.test(value(item, "pubDate") ?? ""), "pubDate is RFC 822");
      ensure(count(item, "author") === 0, "no bare name in author");
      for (const enclosure of elements(item, "enclosure")) {
        ensure(isAbsolute(enclosure.attr("url")?.value), "enclosure url is absolute");
        ensure(/^\d+$/.test(enclosure.attr("length")?.value ?? ""), "enclosure length is a number");
        ensure(MEDIA_TYPE.test(enclosure.attr("type")?.value ?? ""), "enclosure type is a media type");
      }
      for (const source of elements(item, "source")) {
        ensure(source.content && isAbsolute(source.attr("url")?.value), "source has a name and an address");
      }
      for (const media of elements(item, "media:content")) {
        ensure(isAbsolute(media.attr("url")?.value), "media:content url is absolute");
      }
      checkHtml(value(item, "content:encoded") ?? "", ensure);
    }
  });
  return faults;
}

/** The faults of an Atom 1.0 feed. @param self the address it was read from */
export function atomFaults(xml: string, self: string): string[] {
  const { faults, must } = judge();
  parseXml(xml, (root) => {
    must(root.name === "feed" && root.namespaceUri === NS.a, "root is atom feed");
    must(root.get("@xml:lang", { xml: "http://www.w3.org/XML/1998/namespace" })?.content, "xml:lang is set");
    for (const name of ["a:id", "a:title", "a:updated", "a:generator"]) {
      must(count(root, name) === 1 && value(root, name), `feed has one ${name}`);
    }
    must(RFC3339.test(value(root, "a:updated") ?? ""), "updated is RFC 3339");
    must(count(root, "a:author/a:name") >= 1, "feed has an author");
    must(value(root, "a:link[@rel='self']/@href") === self, "self is the feed's address");
    must(count(root, "a:link[@rel='alternate']") === 1, "one alternate link");
    const ids = elements(root, "a:entry").map((entry) => value(entry, "a:id"));
    must(new Set(ids).size === ids.length, "ids are unique");
    for (const deleted of elements(root, "at:deleted-entry")) {
      must(
        deleted.attr("ref")?.value && RFC3339.test(deleted.attr("when")?.value ?? ""),
        "deleted-entry has ref, when",
      );
    }
    for (const entry of elements(root, "a:entry")) {
      const where = value(entry, "a:id") ?? "?";
      const ensure = (good: unknown, fault: string) => must(good, `${where}: ${fault}`);
      for (const name of ["a:id", "a:title", "a:updated", "a:published"]) {
        ensure(count(entry, name) === 1, `one ${name}`);
      }
      for (const name of ["a:content", "a:summary", "a:rights", "a:source"])
        ensure(count(entry, name) <= 1, name);
      ensure(/^[a-z][a-z0-9+.-]*:\S+$/i.test(where), "id is an IRI");
      const dates = ["a:updated", "a:published"].map((name) => value(entry, name) ?? "");
      ensure(
        dates.every((date) => RFC3339.test(date)),
        "dates are RFC 3339",
      );
      ensure(Date.parse(dates[0] ?? "") >= Date.parse(dates[1] ?? ""), "updated is not before published");
      ensure(count(entry, "a:link[not(@rel)]") === 1, "one alternate link");
      for (const link of elements(entry, "a:link"))
        ensure(isAbsolute(link.attr("href")?.value), "link is absolute");
      for (const link of elements(entry, "a:link[@rel='enclosure']")) {
        ensure(MEDIA_TYPE.test(link.attr("type")?.value ?? ""), "enclosure type is a media type");
      }
      for (const category of elements(entry, "a:category")) {
        ensure(
          category.attr("term")?.value && isAbsolute(category.attr("scheme")?.value),
          "category term, scheme",
        );
      }
      for (const source of elements(entry, "a:source")) {
        for (const name of ["a:id", "a:title"]) ensure(count(source, name) === 1, `source has ${name}`);
      }
      checkHtml(value(entry, "a:content") ?? "", ensure);
    }
  });
  return faults;
}

function checkHtml(html: string, ensure: (good: unknown, fault: string) => void): void {
  // In text, these are letters; only inside a tag they mean anything.
  const tags = (html.match(/<[a-z][^>]*>/gi) ?? []).join("");
  ensure(!DANGEROUS.test(tags), "content is free of scripts and frames");
  ensure(!RELATIVE.test(tags), "content has absolute URLs only");
}
