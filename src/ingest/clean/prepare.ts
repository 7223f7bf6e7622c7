import type { Element, ElementContent, Parents, Root } from "hast";
import { toText } from "hast-util-to-text";
import { SKIP, type VisitorResult, visit } from "unist-util-visit";
import { withoutTracking } from "../../text/address.ts";

// Before sanitising, while attributes and classes still tell what a thing is for.

/** Removes what a publisher's system adds around a story, and makes its pictures stand on their own. */
export function prepare(tree: Root): void {
  visit(tree, "element", (element, index, parent) => {
    if (index === undefined || !parent) return undefined;
    if (isAdded(element) || isPixel(element)) return remove(parent, index);
    if (element.tagName === "picture") return replace(parent, index, pictureOf(element));
    if (element.tagName === "noscript") return replace(parent, index, withoutScript(element, parent));
    if (element.tagName === "iframe") return replace(parent, index, playerLink(element));
    if (element.tagName === "img") settleSource(element);
    if (element.tagName === "a" && typeof element.properties.href === "string") {
      element.properties.href = withoutTracking(element.properties.href);
    }
    return undefined;
  });
}

function remove(parent: Parents, index: number): VisitorResult {
  parent.children.splice(index, 1);
  return [SKIP, index];
}

function replace(parent: Parents, index: number, by: ElementContent[]): VisitorResult {
  parent.children.splice(index, 1, ...by);
  // What came in its place is looked at in turn; it is never of the kind that was replaced.
  return [SKIP, index];
}

const ADDED_CLASS = new RegExp(
  `(^|[\\s_-])(${[
    "sharedaddy|sd-sharing|share(-|_)?(buttons?|links?|bar|icons?|this|tools)|social(-|_)?(share|sharing|links|media)",
    "addtoany\\w*|a2a_\\w+|addthis\\w*|shareaholic\\S*|heateor\\S*|essb_\\S+|feedflare|jp-relatedposts|yarpp\\S*",
    "related-?posts|wp-?block-?jetpack-?sharing\\S*|post-ratings|newsletter-?(signup|form)|mc4wp\\S*",
  ].join("|")})($|\\s)`,
  "i",
);
const SHARER =
  /^(https?:)?\/\/((www\.)?(facebook\.com\/(sharer|share|dialog)|(twitter|x)\.com\/(intent|share)|linkedin\.com\/(shareArticle|sharing)|reddit\.com\/submit|pinterest\.\w+\/pin\/create|tumblr\.com\/(share|widgets))|api\.whatsapp\.com\/send|wa\.me\/\?|t\.me\/share|telegram\.me\/share|feeds\.(feedburner|wordpress)\.com\/.*(~[rf]|\/1\.0\/)|mix\.com\/add|getpocket\.com\/(save|edit))|^mailto:\?/i;
// What systems put under every entry of a feed: WordPress in several languages, and invitations to read on.
const ADDED_TEXT = [
  /^the post .{1,400} (first )?appeared (first )?on .{1,200}$/i,
  /^(l.article|cet article) .{1,400} est apparu en premier sur .{1,200}$/i,
  /^der beitrag .{1,400} erschien zuerst auf .{1,200}$/i,
  /^la entrada .{1,400} (se publicó primero en|aparece primero en) .{1,200}$/i,
  /^l.articolo .{1,400} (proviene da|sembra essere il primo su) .{1,200}$/i,
  /^o post .{1,400} apareceu primeiro em .{1,200}$/i,
  /^(ظهرت المقالة|ظهر المقال|التدوينة|المقالة) .{1,400} (أولاً على|ظهرت أولاً على|أولا على) .{1,200}$/,
  /^(continue reading|read (more|the rest)|lire la suite|weiterlesen|leer más|اقرأ المزيد|إقرأ المزيد).{0,200}(→|»|\.\.\.|…|)$/i,
];

/** Share buttons, lists of other stories, and sentences that a system adds. */
function isAdded(element: Element): boolean {
  const { tagName, properties } = element;
  const names = [properties.className, properties.id].flat().join(" ");
  if (ADDED_CLASS.test(names)) return true;
  if (tagName === "a") return SHARER.test(String(properties.href ?? ""));
  // A sentence: no wrapper, whose text would be read again for each one that it is in.
  if (tagName !== "p" && !(tagName === "div" && element.children.every(isPhrase))) return false;
  if (element.children.length > 12) return false;
  const text = toText(element).replace(/\s+/g, " ").trim();
  // The invitation to read on is a paragraph of a link; prose may well begin like it.
  return ADDED_TEXT.some(
    (pattern, i) => pattern.test(text) && (i < ADDED_TEXT.length - 1 || isLink(element)),
  );
}

const isPhrase = (child: ElementContent) =>
  child.type !== "element" ||
  !/^(article|aside|blockquote|div|figure|ol|p|section|table|ul)$/.test(child.tagName);

function isLink({ children }: Element): boolean {
  const filled = children.filter((child) => child.type !== "text" || child.value.trim() !== "");
  return filled.length === 1 && filled[0]?.type === "element" && filled[0].tagName === "a";
}

const COUNTERS =
  /^(https?:)?\/\/(pixel\.wp\.com|stats?\.wordpress\.com|[\w.-]*doubleclick\.net|[\w.-]*google-analytics\.com|feeds\.feedburner\.com\/~r|[\w.-]*feedsportal\.com|rss\.buysellads\.com|[\w.-]*scorecardresearch\.com|b\.scorecard|[\w.-]*quantserve\.com|[\w.-]*\.mediarithmics\.com|da\.feedsportal|pi\.feedsportal|[\w.-]*pixel\.[\w.-]+)|\/(pixel|tracker|beacon|count(er)?)\.(gif|png|php)(\?|$)/i;

/** A picture that nobody sees: it counts readers. */
function isPixel({ tagName, properties }: Element): boolean {
  if (tagName !== "img") return false;
  const tiny = [properties.width, properties.height].some((size) => size !== undefined && Number(size) <= 2);
  const hidden = /display\s*:\s*none|visibility\s*:\s*hidden/i.test(String(properties.style ?? ""));
  return tiny || hidden || COUNTERS.test(String(properties.src ?? ""));
}

const LAZY = [
  "dataSrc",
  "dataLazySrc",
  "dataOriginal",
  "dataOrigFile",
  "dataLargeFile",
  "dataUrl",
  "dataOriginalSrc",
];
const PLACEHOLDER =
  /^data:|^about:|(^|\/)(blank|spacer|placeholder|transparent|lazy|loading|1x1|grey|pixel)[\w-]*\.(gif|png|svg|jpe?g)/i;
/** Pixels: wider pictures show nothing more in a column of text. */
const WIDE_ENOUGH = 1600;

/** Gives a picture that a script would have loaded its address, and one of several sizes its best. */
function settleSource({ properties }: Element): void {
  const { src } = properties;
  if (typeof src === "string" && src.trim() !== "" && !PLACEHOLDER.test(src)) return;
  const lazy = LAZY.map((name) => properties[name]).find(
    (value) => typeof value === "string" && value !== "",
  );
  const set =
    properties.srcSet ?? properties.dataSrcset ?? properties.dataSrcSet ?? properties.dataLazySrcset;
  const found =
    (typeof lazy === "string" ? lazy : undefined) ??
    bestOf(typeof set === "string" ? set : Array.isArray(set) ? set.join(", ") : "");
  if (found) properties.src = found;
  else delete properties.src;
}

/** The address of the widest candidate of a `srcset` that is not wider than needed. */
function bestOf(srcset: string): string | undefined {
  const candidates = [...srcset.matchAll(/([^\s,]\S*[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)/g)].map(
    ([, url = "", size = "1", unit = "x"]) => ({ url, width: Number(size) * (unit === "w" ? 1 : 800) }),
  );
  const fitting = candidates.filter(({ width }) => width <= WIDE_ENOUGH).sort((a, b) => b.width - a.width);
  return (fitting[0] ?? candidates.sort((a, b) => a.width - b.width)[0])?.url;
}

function imagesIn(element: Parents): Element[] {
  const images: Element[] = [];
  visit(element, "element", (child) => {
    if (child.tagName === "img") images.push(child);
  });
  return images;
}

/** The `img` of a `picture`, with the address of one of its sources where it has none. */
function pictureOf(picture: Element): ElementContent[] {
  const image = imagesIn(picture)[0];
  const sets = picture.children.flatMap((child) =>
    child.type === "element" && child.tagName === "source"
      ? [child.properties.srcSet ?? child.properties.dataSrcset].flat()
      : [],
  );
  if (image) image.properties.srcSet ??= sets.find((set) => typeof set === "string");
  return image ? [image] : [];
}

/** What stands in for a script: a picture, unless the lazy one that it doubles is beside it. */
function withoutScript(element: Element, parent: Parents): ElementContent[] {
  const images = imagesIn(element);
  const beside = parent.children.some(
    (child) =>
      child !== element && child.type === "element" && imagesIn({ ...element, children: [child] }).length,
  );
  return beside ? [] : images;
}

const PLAYERS =
  /^(?:https?:)?\/\/(?:www\.)?(youtube(?:-nocookie)?\.com\/embed\/|player\.vimeo\.com\/|(?:geo\.)?dailymotion\.com\/|w\.soundcloud\.com\/|open\.spotify\.com\/embed)/i;

/** A frame with a film or a recording becomes a link to it; any other frame goes. */
function playerLink({ properties }: Element): ElementContent[] {
  const src = String(properties.src ?? properties.dataSrc ?? "");
  if (!PLAYERS.test(src)) return [];
  const href = src
    .replace(/^\/\//, "https://")
    .replace(/youtube(-nocookie)?\.com\/embed\/([\w-]+).*$/, "youtube.com/watch?v=$2");
  const title = String(properties.title ?? "") || (URL.parse(href)?.host ?? href);
  const link: Element = {
    type: "element",
    tagName: "a",
    properties: { href },
    children: [{ type: "text", value: title }],
  };
  return [{ type: "element", tagName: "p", properties: {}, children: [link] }];
}
