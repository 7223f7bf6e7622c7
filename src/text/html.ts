import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { defaultSchema, type Schema, sanitize } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import { toText } from "hast-util-to-text";
import { visit } from "unist-util-visit";
import { legal } from "./plain.ts";

/** Sanitised HTML and what can be said of it without parsing it again. */
export interface CleanHtml {
  /** Well-formed, free of scripts, styles, forms and embedded frames; every URL absolute. */
  html: string;
  /** Its text, as a reader sees it. */
  text: string;
}

const MEDIA = ["audio", "video", "source"];

/** What may stand in an article: the elements of prose, tables, figures and media. */
const SCHEMA: Schema = {
  ...defaultSchema,
  tagNames: [
    ...(defaultSchema.tagNames ?? []).filter((name) => name !== "input"),
    ...["abbr", "bdi", "bdo", "cite", "dfn", "figcaption", "figure", "mark", "small", "time", "u", "wbr"],
    ...MEDIA,
  ],
  attributes: {
    a: ["href", "hrefLang", "title", "rel"],
    abbr: ["title"],
    audio: ["src", "controls", "preload"],
    bdo: ["dir"],
    blockquote: ["cite"],
    code: [["className", /^language-[\w-]{1,30}$/]],
    col: ["span"],
    colgroup: ["span"],
    del: ["cite", "dateTime"],
    details: ["open"],
    img: ["src", "alt", "title", "width", "height", "loading"],
    ins: ["cite", "dateTime"],
    ol: ["start", "reversed", "type"],
    q: ["cite"],
    source: ["src", "type"],
    td: ["colSpan", "rowSpan", "align"],
    th: ["colSpan", "rowSpan", "align", "scope"],
    time: ["dateTime"],
    video: ["src", "controls", "preload", "poster", "width", "height"],
    "*": ["dir", "lang", "id"],
  },
  protocols: {
    href: ["http", "https", "mailto", "tel"],
    cite: ["http", "https"],
    src: ["http", "https"],
    poster: ["http", "https"],
  },
  // Ids are prefixed below instead: the library's own prefixing is not idempotent.
  clobber: [],
  required: {},
  strip: ["script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title"],
};

/**
 * Cleans HTML from outside, once, when it enters. Scripts, styles, handlers, forms and frames go;
 * prose, tables, figures, code, `dir` and `lang` stay. Relative URLs are resolved.
 *
 * @param html a fragment or a whole page, in any state of repair
 * @param base the absolute URL that relative ones are resolved against
 */
export function cleanHtml(html: string, base: string): CleanHtml {
  const parsed = fromHtml(legal(html), { fragment: true });
  resolveUrls(parsed, base);
  const clean = sanitize(parsed, SCHEMA) as Root;
  visit(clean, "element", finish);
  return {
    // Character references may have named what the input could not hold.
    html: legal(toHtml(clean, { upperDoctype: false })).trim(),
    text: legal(toText(clean)),
  };
}

/**
 * Stands for the article's own URL in stored HTML, before a link to a place within it: the URL
 * may change with the slug. A noncharacter: it has no other use.
 */
export const OWN_URL = "\uFDD0";

const URL_PROPERTIES = ["href", "src", "cite", "poster"];
// Keeps ids of an article apart from those of the page around it.
const ID_PREFIX = "user-content-";

const prefixed = (id: string) => (id.startsWith(ID_PREFIX) ? id : ID_PREFIX + id);

function resolveUrls(tree: Root, base: string): void {
  visit(tree, "element", ({ properties }: Element) => {
    if (properties.id) properties.id = prefixed(String(properties.id));
    for (const name of URL_PROPERTIES) {
      const value = properties[name];
      if (typeof value !== "string" || value.startsWith("#")) continue;
      const url = URL.parse(value.trim(), base);
      if (url) properties[name] = url.href;
      else delete properties[name];
    }
  });
}

/** Media must be operable, pictures must not delay the text, and a page has one `h1`: the headline. */
function finish(element: Element): void {
  const { tagName, properties } = element;
  if (tagName === "h1") element.tagName = "h2";
  if (typeof properties.href === "string" && properties.href.startsWith("#")) {
    properties.href = `${OWN_URL}#${prefixed(properties.href.slice(1))}`;
  }
  if (tagName === "img") {
    properties.alt ??= "";
    properties.loading = "lazy";
  }
  if (tagName === "audio" || tagName === "video") {
    properties.controls = true;
    properties.preload = "none";
  }
}
