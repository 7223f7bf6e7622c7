import type { Element, ElementContent, Parents, Root } from "hast";
import { visit } from "unist-util-visit";
import { LIMITS } from "../../model/limits.ts";
import { withoutTracking } from "../../text/address.ts";

// Before sanitising, while attributes and classes still tell what a thing is for.

/** Removes what a publisher's system adds around a story, and makes its pictures stand on their own. */
export function prepare(tree: Root): void {
  tree.children = withoutDoubles(tree.children.flatMap((child) => prepared(child as ElementContent)));
}

/** What takes the place of a node. In one pass over the tree, depth first. */
function prepared(node: ElementContent): ElementContent[] {
  if (node.type !== "element") return [node];
  if (isAdded(node) || isPixel(node)) return [];
  if (node.tagName === "picture") return pictureOf(node).flatMap(prepared);
  if (node.tagName === "img") settleSource(node);
  if (node.tagName === "a" && typeof node.properties.href === "string") {
    node.properties.href = withoutTracking(node.properties.href);
  }
  node.children = withoutDoubles(node.children.flatMap(prepared));
  return [node];
}

/** What stands in for a script: its pictures, unless the lazy one that they double is beside them. */
function withoutDoubles(children: ElementContent[]): ElementContent[] {
  const isNoscript = (child: ElementContent) => child.type === "element" && child.tagName === "noscript";
  if (!children.some(isNoscript)) return children;
  const beside = children.some(
    (child) => child.type === "element" && !isNoscript(child) && imagesIn(child).length,
  );
  return children.flatMap((child) => {
    if (child.type !== "element" || !isNoscript(child)) return [child];
    return beside ? [] : imagesIn(child);
  });
}

/** Of a class or an id, one of several: what comes before is the system's own prefix. */
const ADDED_NAME = new RegExp(
  `(^|[_-])(${[
    "sharedaddy|sd-sharing|share(-|_)?(buttons?|links?|bar|icons?|this|tools)|social(-|_)?(share|sharing|links|media)",
    "addtoany\\w*|a2a_\\w+|addthis\\w*|shareaholic.*|heateor.*|essb_.+|feedflare|jp-relatedposts|yarpp.*",
    "related-?posts|wp-?block-?jetpack-?sharing.*|post-ratings|newsletter-?(signup|form)|mc4wp.*",
  ].join("|")})$`,
  "i",
);
/** Names of an element that are looked at, and characters of each: no system's are longer. */
const NAMES_READ = 50;
const NAME_LENGTH = 80;
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

/** Characters and nodes of the longest sentence that a system adds. */
const ADDED_LENGTH = 700;
const ADDED_NODES = 40;

/** Share buttons, lists of other stories, and sentences that a system adds. */
function isAdded(element: Element): boolean {
  const { tagName, properties } = element;
  if (namesOf(element).some((name) => ADDED_NAME.test(name))) return true;
  if (tagName === "a") return SHARER.test(String(properties.href ?? "").slice(0, LIMITS.url));
  if (tagName !== "p" && tagName !== "div") return false;
  const text = sentenceOf(element);
  // The invitation to read on is a paragraph of a link; prose may well begin like it.
  return (
    text !== null &&
    ADDED_TEXT.some((pattern, i) => pattern.test(text) && (i < ADDED_TEXT.length - 1 || isLink(element)))
  );
}

function namesOf({ properties }: Element): string[] {
  return [properties.className, properties.id]
    .flat()
    .slice(0, NAMES_READ)
    .map((name) => String(name ?? "").slice(0, NAME_LENGTH));
}

/** The text of an element that has no more than a sentence; null for one that has more, or blocks. */
function sentenceOf(element: Element): string | null {
  let text = "";
  let nodes = 0;
  let isSentence = true;
  visit(element, (node) => {
    if (node.type === "text") text += node.value;
    if (node.type === "element" && node.tagName === "br") text += " ";
    if (node !== element && node.type === "element" && BLOCKS.test(node.tagName)) isSentence = false;
    isSentence &&= ++nodes <= ADDED_NODES && text.length <= ADDED_LENGTH;
    return isSentence;
  });
  return isSentence ? text.replace(/\s+/g, " ").trim() : null;
}

const BLOCKS = /^(article|aside|blockquote|div|figure|ol|p|section|table|ul)$/;

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
  const read = (name: string) => String(properties[name] ?? "").slice(0, LIMITS.url);
  const hidden = /display\s*:\s*none|visibility\s*:\s*hidden/i.test(read("style"));
  return tiny || hidden || COUNTERS.test(read("src"));
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
  if (typeof src === "string" && src.trim() !== "" && !PLACEHOLDER.test(src.slice(0, LIMITS.url))) return;
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

/** Candidates of a `srcset` that are looked at: more sizes nobody makes. */
const CANDIDATES = 50;

/**
 * The address of the widest candidate of a `srcset` that is not wider than needed
 * (https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute).
 */
function bestOf(srcset: string): string | undefined {
  // What ends a candidate: a comma after an address or before white space, or after its size.
  const candidates = srcset
    .slice(0, CANDIDATES * LIMITS.url)
    .split(/,(?=\s)|(?<=\s[\d.]{1,9}[wx]),/)
    .slice(0, CANDIDATES)
    .flatMap((candidate) => {
      const [url = "", size = ""] = candidate
        .trim()
        .replace(/^,+|,+$/g, "")
        .split(/\s+/);
      const [, value = "1", unit = "x"] = /^([\d.]{1,9})([wx])$/.exec(size) ?? [];
      return url ? [{ url, width: Number(value) * (unit === "w" ? 1 : 800) }] : [];
    });
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
