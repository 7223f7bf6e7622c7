import { Feed } from "feed";
import { directed, feedUrl, type Item, type ListDocument } from "../../model/document.ts";
import { formAtLeast, THUMBNAIL_WIDTH } from "../../model/forms.ts";
import { CARD, ICON } from "../../model/icons.ts";
import { isCommon, isIcon } from "../../model/profile.ts";
import { escapeHtml, escapeXml } from "../../text/plain.ts";
import type { Site } from "../site.ts";
import { illustrated, spoken } from "./content.ts";
import { HISTORY_NAMESPACE, historyElements } from "./history.ts";
import { hubOf } from "./hub.ts";
import { cdata, element, finish, placeholders, text } from "./xml.ts";

/**
 * A list as Atom 1.0 (RFC 4287), with withdrawn entries announced (RFC 6721).
 *
 * The generator has no entry extensions in Atom, guesses enclosure types and rewrites ids that are
 * no URLs. It writes `rights` last in every entry and in the feed, and our own elements take that
 * place, and that of `id`.
 */
export function renderAtom(list: ListDocument, site: Site): string {
  const { hold, fill } = placeholders();
  const atomUrl = feedUrl(list, "atom");
  const feed = new Feed({
    id: text(list._dateline.id),
    title: text(list.title),
    description: list.description ? text(list.description) : "",
    link: list.home_page_url,
    updated: new Date(list._dateline.updated),
    author: author(list.authors?.[0] ?? { name: site.title, url: `${site.url}/` }),
    favicon: site.url + (isIcon(site.logo) ? site.logo : ICON).path,
    image: site.url + (isCommon(site.logo) ? site.logo : CARD).path,
    generator: "Dateline",
    feedLinks: { atom: atomUrl },
    ...hubOf(list),
    copyright: hold(feedElements(list, site)),
  });
  const ids: string[] = [];
  for (const item of list.items) {
    feed.addItem({
      title: escapeHtml(item.title),
      id: `index:${ids.push(item.id) - 1}`,
      link: item.url,
      date: new Date(item.date_modified),
      published: new Date(item.date_published),
      description: directed(escapeHtml(item.summary ?? ""), spoken(item)),
      content: cdata(illustrated(item)),
      author: (item.authors ?? []).map(author),
      copyright: hold(entryElements(item)),
    });
  }
  const root = element("feed", {
    xmlns: "http://www.w3.org/2005/Atom",
    "xmlns:fh": HISTORY_NAMESPACE,
    "xmlns:at": list._dateline.deleted && "http://purl.org/atompub/tombstones/1.0",
    "xmlns:media": list.items.some(({ image }) => image) ? "http://search.yahoo.com/mrss/" : undefined,
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
    "xml:lang": list.language,
  }).replace("/>", ">");
  // No content holds an `id` element: it is sanitised HTML, or escaped.
  const named = feed.atom1().replace(/<id>index:(\d+)<\/id>/g, (_, index) => {
    return `<id>${escapeXml(ids[index] ?? "")}</id>`;
  });
  // Nor has any an `entry`. What is in another language than the feed says so (RFC 4287 §2).
  let next = 0;
  const told = named.replace(/<entry>/g, (tag) => {
    const { language } = list.items[next++] ?? list;
    return language === list.language ? tag : element("entry", { "xml:lang": language }).replace("/>", ">");
  });
  return finish(fill(told), root, site.feedStylesheet);
}

function author({ name, url }: { name: string; url?: string | undefined }) {
  return { name: text(name), ...(url && { link: url }) };
}

function feedElements(list: ListDocument, site: Site): string {
  const deleted = (list._dateline.deleted ?? []).map(({ id, when }) =>
    element("at:deleted-entry", { ref: id, when }),
  );
  const rights = site.rights && element("rights", {}, escapeXml(site.rights));
  return [rights, historyElements(list, "atom", "link"), ...deleted].join("");
}

/** What an entry has besides: categories, enclosures, and the feed that it came from. */
function entryElements(item: Item): string {
  const { tags, source, comments, in_reply_to } = item._dateline;
  const scheme = (url: string) => url.slice(0, url.lastIndexOf("/") + 1);
  return [
    ...tags.map(({ slug, name, url }) =>
      element("category", { term: slug, scheme: scheme(url), label: name }),
    ),
    ...(item.attachments ?? []).map(({ url, mime_type, size_in_bytes, title }) =>
      element("link", { rel: "enclosure", href: url, type: mime_type, length: size_in_bytes, title }),
    ),
    pictureElement(item),
    // Where it is answered, and what it answers (RFC 4685).
    comments &&
      element("link", {
        ...{ rel: "replies", type: "application/atom+xml", href: `${item.url}/comments/atom.xml` },
        ...{ "thr:count": comments.count, "thr:updated": comments.updated },
      }),
    in_reply_to &&
      element("thr:in-reply-to", { ref: in_reply_to.id, href: in_reply_to.url, type: "text/html" }),
    item.external_url && element("link", { rel: "via", href: item.external_url }),
    source && sourceElement(source),
  ]
    .filter(Boolean)
    .join("");
}

/** The picture of an entry as Media RSS has it (https://www.rssboard.org/media-rss). */
function pictureElement({ image, _dateline }: Item): string {
  if (!image) return "";
  const { width, height, alt, credit } = _dateline.image ?? {};
  const thumbnail = formAtLeast(image, _dateline.image, THUMBNAIL_WIDTH);
  const said =
    (thumbnail ? element("media:thumbnail", { ...thumbnail }) : "") +
    (alt ? element("media:description", {}, escapeXml(alt)) : "") +
    (credit ? element("media:credit", {}, escapeXml(credit)) : "");
  return element("media:content", { url: image, medium: "image", width, height }, said);
}

/** Where an aggregated entry came from (RFC 4287 §4.2.11). When its feed was updated we do not know. */
function sourceElement(source: NonNullable<Item["_dateline"]["source"]>): string {
  const { name, url, feed_url, feed_id } = source;
  return element(
    "source",
    {},
    [
      element("id", {}, escapeXml(feed_id ?? feed_url ?? url)),
      element("title", {}, escapeXml(name)),
      element("link", { rel: "alternate", href: url }),
      feed_url ? element("link", { rel: "self", href: feed_url }) : "",
    ].join(""),
  );
}
