import type { Element, ElementContent, Parents, Root, RootContent } from "hast";
import { fromHtml } from "hast-util-from-html";
import { defaultSchema, type Schema, sanitize } from "hast-util-sanitize";
import { toText } from "hast-util-to-text";
import { visit } from "unist-util-visit";
import { type Block, type BlockText, writeBlocks } from "./blocks.ts";
import { OWN_FILE, ownFile } from "./own-file.ts";
import { OWN_URL } from "./own-url.ts";
import { legal } from "./plain.ts";
import { playerLink } from "./player.ts";

/** Sanitised HTML and what can be said of it without parsing it again. */
export interface CleanHtml {
  /**
   * Well-formed, free of scripts, styles, forms and embedded frames; every URL absolute, but for files of
   * our own (`own-file.ts`).
   */
  html: string;
  /** What its blocks say. */
  texts: BlockText[];
  /** What it is made of, in order. */
  blocks: Block[];
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
    src: ["http", "https", OWN_FILE.slice(0, -1)],
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
 * @param site the public origin, where the writer may name files of ours
 */
export function cleanHtml(html: string, base: string, site?: string): CleanHtml {
  return writeBlocks(sanitised(parseHtml(html), base, site));
}

/** Elements in elements: what is nested deeper nobody wrote, and recursion would not survive it. */
const DEPTH_LIMIT = 200;

/** HTML as a browser would read it: untrusted still. Of what is nested too deeply the text is kept. */
export function parseHtml(html: string): Root {
  const source = legal(html);
  try {
    const tree = fromHtml(source, { fragment: true });
    if (depthOf(tree) <= DEPTH_LIMIT) return tree;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // deeper than the stack
  }
  return { type: "root", children: [{ type: "text", value: source.replace(/<[^<>]*>?/g, " ") }] };
}

function depthOf(tree: Root): number {
  let depth = 0;
  for (let level: Parents[] = [tree]; level.length; depth++) {
    level = level.flatMap(({ children }) =>
      (children as RootContent[]).filter((child): child is Element => child.type === "element"),
    );
  }
  return depth;
}

/** The texts of the paragraphs of HTML that was cleaned: what is prose, and no list, table or heading. */
export function paragraphsOf(html: string): string[] {
  const tree = parseHtml(html);
  const prose = tree.children.filter((child) => child.type === "element" && child.tagName === "p");
  return prose.map((paragraph) => toText(paragraph).replace(/\s+/g, " ").trim()).filter(Boolean);
}

/** The same tree without all that may not stand in an article, URLs absolute. */
export function sanitised(tree: Root, base: string, site?: string): Root {
  keepMeaning(tree);
  resolveUrls(tree, base, site);
  const clean = sanitize(tree, SCHEMA) as Root;
  dropEmpty(clean);
  visit(clean, "element", finish);
  return clean;
}

/** Puts something that may stay in place of what may not: a link for a player, a sign for a box. */
function keepMeaning(parent: Parents): void {
  parent.children = (parent.children as ElementContent[]).flatMap((child): ElementContent[] => {
    if (child.type !== "element") return [child];
    if (child.tagName === "iframe") {
      const isText = parent.type === "element" && parent.tagName === "p";
      return isText ? playerLink(child) : playerLink(child).map(paragraphOf);
    }
    const { type, checked } = child.properties;
    if (child.tagName === "input" && type === "checkbox")
      return [{ type: "text", value: checked ? "☑" : "☐" }];
    keepMeaning(child);
    return [child];
  });
}

const paragraphOf = (link: Element): Element => ({
  ...{ type: "element", tagName: "p", properties: {} },
  children: [link],
});

/** Removes pictures of nothing and links to nowhere, whose text stays; a place that is linked to is one still. */
function dropEmpty(parent: Parents): void {
  parent.children = (parent.children as ElementContent[]).flatMap((child): ElementContent[] => {
    if (child.type !== "element") return [child];
    dropEmpty(child);
    if (child.tagName === "img" && !child.properties.src) return [];
    if (child.tagName !== "a" || child.properties.href) return [child];
    return child.properties.id ? [{ ...child, tagName: "span" }] : child.children;
  });
}

const URL_PROPERTIES = ["href", "src", "cite", "poster"];
// Keeps ids of an article apart from those of the page around it.
const ID_PREFIX = "user-content-";

const prefixed = (id: string) => (id.startsWith(ID_PREFIX) ? id : ID_PREFIX + id);

function resolveUrls(tree: Root, base: string, site?: string): void {
  visit(tree, "element", ({ tagName, properties }: Element) => {
    if (properties.id) properties.id = prefixed(String(properties.id));
    for (const name of URL_PROPERTIES) {
      const value = properties[name];
      if (typeof value !== "string" || value.startsWith("#")) continue;
      const url = URL.parse(value.trim(), base);
      const own = url && site && tagName === "img" && name === "src" && ownFile(url.href, site);
      if (own) properties[name] = own;
      else if (url && !url.href.startsWith(OWN_FILE)) properties[name] = url.href;
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
