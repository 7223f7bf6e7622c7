import { Feed } from "feed";
import { FRESH_SECONDS } from "../../http/caching.ts";
import { directed, feedUrl, type Item, type ListDocument } from "../../model/document.ts";
import { formAtLeast, THUMBNAIL_WIDTH } from "../../model/forms.ts";
import { SMALL_ICON } from "../../model/icons.ts";
import type { ProgrammeFacts } from "../../model/podcast.ts";
import { isCommon, isIcon } from "../../model/profile.ts";
import { escapeHtml, escapeXml } from "../../text/plain.ts";
import type { Site } from "../site.ts";
import { illustrated, spoken } from "./content.ts";
import { HISTORY_NAMESPACE, historyElements } from "./history.ts";
import { hubOf } from "./hub.ts";
import {
  channelImage,
  chaptersOf,
  episodeElements,
  PODCAST_NAMESPACES,
  programmeElements,
  soundOf,
} from "./podcast.ts";
import { cdata, element, finish, placeholders, text } from "./xml.ts";

const NAMESPACES = [
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  `xmlns:fh="${HISTORY_NAMESPACE}"`,
  'xmlns:media="http://search.yahoo.com/mrss/"',
  'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"',
  'xmlns:wfw="http://wellformedweb.org/CommentAPI/"',
];

const rootOf = (more: string[]) => `<rss version="2.0" ${[...NAMESPACES, ...more].join(" ")}>`;

/** Minutes for which a feed may be kept: as the headers say, since a change may come at any time. */
const TTL = FRESH_SECONDS / 60;

/**
 * A list as RSS 2.0 (https://www.rssboard.org/rss-specification, with the RSS Advisory Board's
 * profile): plain-text titles, names in `dc:creator`, full content in `content:encoded`.
 */
export function renderRss(list: ListDocument, site: Site): string {
  const { programme } = list._dateline;
  const { hold, fill } = placeholders();
  const feed = new Feed({
    id: list._dateline.id,
    title: text(list.title),
    description: text(list.description ?? list.title),
    link: list.home_page_url,
    language: list.language,
    updated: new Date(list._dateline.updated),
    copyright: hold(channelElements(list, site)),
    generator: "Dateline",
    ttl: TTL,
    feedLinks: { rss: feedUrl(list, "rss") },
    ...hubOf(list),
  });
  for (const item of list.items) {
    feed.addItem({
      title: "", // below: the generator would write it as CDATA, where `]]>` cannot stand
      link: item.url,
      id: text(item.id),
      date: new Date(item.date_published),
      description: cdata(directed(escapeHtml(item.summary ?? ""), spoken(item))),
      content: cdata(illustrated(item)),
      extensions: extensions(item, list.language, programme),
    });
  }
  return finish(fill(feed.rss2()), rootOf(programme ? PODCAST_NAMESPACES : []), site.feedStylesheet);
}

function channelElements(list: ListDocument, site: Site): string {
  const { programme } = list._dateline;
  const rights =
    (site.rights && element("copyright", {}, escapeXml(site.rights))) +
    historyElements(list, "rss", "atom:link");
  if (programme)
    return (
      rights + channelImage(programme.cover, list.title, list.home_page_url) + programmeElements(programme)
    );
  const { path } = isIcon(site.logo) && isCommon(site.logo) ? site.logo : SMALL_ICON;
  const { width, height } = SMALL_ICON;
  const image = [
    element("url", {}, escapeXml(site.url + path)),
    element("title", {}, escapeXml(list.title)),
    element("link", {}, escapeXml(list.home_page_url)),
    // Without them it is 88 pixels wide and 31 high.
    element("width", {}, String(width)),
    element("height", {}, String(height)),
  ];
  return rights + element("image", {}, image.join(""));
}

type Extension = NonNullable<Parameters<Feed["addItem"]>[0]["extensions"]>[number];

/**
 * @param language the feed's, which goes without saying
 * @param programme whose episodes the items are
 */
function extensions(item: Item, language: string, programme?: ProgrammeFacts): Extension[] {
  const { source, image } = item._dateline;
  const first = soundOf(item) ?? item.attachments?.[0];
  const list: Extension[] = [
    { name: "title", objects: { _text: text(item.title) } },
    {
      name: "dc:creator",
      objects: repeated((item.authors ?? []).map(({ name }) => ({ _text: text(name) }))),
    },
    { name: "category", objects: repeated((item.tags ?? []).map((tag) => ({ _text: text(tag) }))) },
  ];
  if (first) {
    // RSS has one enclosure; the length is required, and 0 where it is unknown.
    const objects = attributes({ url: first.url, length: first.size_in_bytes ?? 0, type: first.mime_type });
    list.push({ name: "enclosure", objects });
  }
  if (programme && first) {
    for (const [name, value] of episodeElements(item, programme))
      list.push({ name, objects: { _text: text(value) } });
    const people = (item.authors ?? []).map(({ name, url }) => ({
      ...attributes({ href: url }),
      _text: text(name),
    }));
    list.push({ name: "podcast:person", objects: repeated(people) });
    for (const { kind, url, mime_type } of item._dateline.texts ?? []) {
      const what = { transcript: { url, type: mime_type }, chapters: chaptersOf(item) };
      list.push({ name: `podcast:${kind}`, objects: attributes(what[kind]) });
    }
  }
  // It names a feed, or nothing does (RSS 2.0, `<source>` sub-element of `<item>`).
  if (source?.feed_url) {
    const objects = { ...attributes({ url: source.feed_url }), _text: text(source.name) };
    list.push({ name: "source", objects });
  }
  if (item.language !== language) list.push({ name: "dc:language", objects: { _text: item.language } });
  // RSS has one date, of publication: a correction would go unseen.
  if (item.date_modified !== item.date_published) {
    list.push({ name: "atom:updated", objects: { _text: item.date_modified } });
  }
  const { comments } = item._dateline;
  if (comments) {
    // The RSS profile's `comments`, `slash:comments` (web.resource.org/rss/1.0/modules/slash/) and
    // `wfw:commentRss` (wellformedweb.org/CommentAPI).
    list.push({ name: "comments", objects: { _text: `${text(item.url)}#comments` } });
    list.push({ name: "wfw:commentRss", objects: { _text: `${text(item.url)}/comments/rss.xml` } });
    list.push({ name: "slash:comments", objects: { _text: String(comments.count) } });
  }
  const media: object[] = (item.attachments ?? []).map(
    ({ url, mime_type, size_in_bytes, duration_in_seconds }) =>
      attributes({ url, type: mime_type, fileSize: size_in_bytes, duration: duration_in_seconds }),
  );
  if (item.image) {
    const { width, height, alt, credit } = image ?? {};
    const picture = attributes({ url: item.image, medium: "image", width, height });
    const thumbnail = formAtLeast(item.image, image, THUMBNAIL_WIDTH);
    media.push({
      ...picture,
      ...(thumbnail && { "media:thumbnail": attributes({ ...thumbnail }) }),
      ...(alt && { "media:description": { _text: text(alt) } }),
      ...(credit && { "media:credit": { _text: text(credit) } }),
    });
  }
  list.push({ name: "media:content", objects: repeated(media) });
  return list;
}

/** An element for each member: the generator's writer repeats arrays, its type does not say so. */
function repeated(elements: object[]): Record<string, unknown> {
  return elements as unknown as Record<string, unknown>;
}

function attributes(values: Record<string, string | number | undefined>) {
  const escaped = (value: string | number | undefined) =>
    typeof value === "string" ? text(value).replaceAll("<", "&lt;") : value;
  return {
    _attributes: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, escaped(value)])),
  };
}
