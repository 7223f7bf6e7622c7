import { decodeXML } from "entities";
import { XMLParser } from "fast-xml-parser";
import { LIMITS } from "../model/limits.ts";
import { escapeXml, legal } from "../text/plain.ts";
import { UnknownType, UnreadableFile } from "./bytes.ts";
import type { Picture } from "./picture.ts";
import { ATTRIBUTES, ELEMENTS, isQuiet, quietDeclarations, quietSheet } from "./svg-names.ts";

/** An element as it is written: what it has is known to draw. */
interface Element {
  name: string;
  attributes: [name: string, value: string][];
  children: (Element | string)[];
}

/** A node as the parser gives it: one name beside its attributes. */
type Node = { [name: string]: Node[] | string } & { ":@"?: Record<string, string> };

/** A picture that stands within a drawing. @throws UnknownType, UnreadableFile */
type ReadPicture = (bytes: Uint8Array) => Picture;

/** Units of CSS that a size may have, in pixels (https://www.w3.org/TR/css-values-3/#absolute-lengths). */
const UNITS: Record<string, number> = {
  ...{ "": 1, px: 1, in: 96, cm: 96 / 2.54, mm: 96 / 25.4, pt: 4 / 3, pc: 16, em: 16, rem: 16 },
};
/** Pixels on its longer side, as it is shown at most where nothing else says how large. */
const LARGEST = 4096;
/** Elements within one another, and that use one another. */
const DEEPEST = 500;

const parser = new XMLParser({
  ...{ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: "", trimValues: false },
  ...{ parseTagValue: false, parseAttributeValue: false, processEntities: false },
  ...{ ignoreDeclaration: true, ignorePiTags: true },
});

/**
 * An SVG written anew from what of it draws: no script, no link, nothing that moves, that names an address or
 * that a program noted for itself. The pictures within are read like any other.
 *
 * @param read a picture that stands within it
 * @throws UnknownType for any other text
 * @throws UnreadableFile where it is broken, says no size, or draws without end
 */
export function cleanSvg(bytes: Uint8Array, read: ReadPicture): Uint8Array {
  const text = textOf(bytes);
  if (!isSvg(text)) throw new UnknownType();
  if (bytes.length > LIMITS.svgBytes) throw new UnreadableFile(`SVG may have ${LIMITS.svgBytes} bytes.`);
  const roots = parse(text).filter((node) => nameOf(node) !== "#text");
  const [root] = roots;
  if (!root || roots.length > 1) throw new UnreadableFile("The SVG has not one root.");
  const [, prefix = ""] = /^([^:]*:)?svg$/.exec(nameOf(root)) ?? [];
  const [svg] = elementOf(root, prefix, read);
  if (typeof svg !== "object") throw new UnknownType();
  checkWork(svg);
  const sized = [...sizeOf(svg), ...svg.attributes.filter(([name]) => !SIZE.has(name))];
  const attributes = [["xmlns", "http://www.w3.org/2000/svg"] as [string, string], ...sized];
  return new TextEncoder().encode(write({ ...svg, attributes }));
}

function textOf(bytes: Uint8Array): string {
  try {
    return legal(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    throw new UnknownType();
  }
}

/** Whether the first element is an SVG's, behind what may stand before it. */
function isSvg(text: string): boolean {
  let at = 0;
  const skip = (begin: string, end: string) => {
    if (!text.startsWith(begin, at)) return false;
    const found = text.indexOf(end, at);
    at = found === -1 ? text.length : found + end.length;
    return true;
  };
  const skipMore = () => {
    do while (/\s/.test(text[at] ?? "")) at++;
    while (skip("<?", "?>") || skip("<!--", "-->"));
  };
  skipMore();
  const type = text.slice(at, text.indexOf(">", at));
  skip("<!DOCTYPE", type.includes("[") ? "]>" : ">");
  skipMore();
  return /^<(?:[\w.-]+:)?svg[\s/>]/.test(text.slice(at, at + 100));
}

function parse(text: string): Node[] {
  try {
    return parser.parse(text, true);
  } catch (error) {
    throw new UnreadableFile("The SVG is not well-formed.", { cause: error });
  }
}

const nameOf = (node: Node) => Object.keys(node).find((key) => key !== ":@") ?? "";

/** What of a node draws: an element, the text of one, or, of a link, what it holds. */
function elementOf(node: Node, prefix: string, read: ReadPicture): (Element | string)[] {
  const written = nameOf(node);
  const content = node[written] ?? [];
  if (typeof content === "string") return [decodeXML(content)];
  const name = written.startsWith(prefix) ? written.slice(prefix.length) : "";
  const children = () => content.flatMap((child) => elementOf(child, prefix, read));
  if (name === "a") return [{ name: "g", attributes: [], children: children() }];
  if (!ELEMENTS.has(name)) return [];
  const attributes = Object.entries(node[":@"] ?? {}).flatMap(([key, value]) =>
    attributeOf(name, key, decodeXML(value), read),
  );
  if (name === "image" && !attributes.some(([key]) => key === "href")) return [];
  if (name !== "style") return [{ name, attributes, children: children() }];
  const css = children().filter((child) => typeof child === "string");
  return [{ name, attributes, children: [quietSheet(css.join(""))] }];
}

function attributeOf(element: string, name: string, value: string, read: ReadPicture): [string, string][] {
  if (name === "href" || name === "xlink:href") {
    const href = element === "image" ? pictureWithin(value, read) : /^#/.test(value) && value;
    return href ? [["href", href]] : [];
  }
  if (!ATTRIBUTES.has(name) || (element === "style" && name !== "id")) return [];
  if (name === "style") return [[name, quietDeclarations(value)]];
  return isQuiet(value) ? [[name, value]] : [];
}

/** A picture that is written within the drawing, without what it knows besides its pixels. */
function pictureWithin(url: string, read: ReadPicture): string | null {
  const data = /^data:image\/[\w+.-]+;base64,/.exec(url)?.[0];
  if (!data) return null;
  try {
    const { type, bytes } = read(Uint8Array.fromBase64(url.slice(data.length)));
    return type === "image/svg+xml" ? null : `data:${type};base64,${bytes.toBase64()}`;
  } catch (error) {
    if (error instanceof UnknownType || error instanceof SyntaxError) return null;
    throw error;
  }
}

const SIZE: ReadonlySet<string> = new Set(["width", "height", "viewBox"]);

/** How large it is and what it shows, as attributes: both are there then, whichever was. */
function sizeOf({ attributes }: Element): [string, string][] {
  const { width: across, height: down, viewBox } = Object.fromEntries(attributes);
  const [left = 0, top = 0, boxWidth = 0, boxHeight = 0] = (viewBox ?? "")
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const isBox = boxWidth > 0 && boxHeight > 0;
  const [wide, high] = [pixelsOf(across), pixelsOf(down)];
  const width = wide ?? (high && isBox ? (high * boxWidth) / boxHeight : boxWidth);
  const height = high ?? (wide && isBox ? (wide * boxHeight) / boxWidth : boxHeight);
  if (!(width > 0 && height > 0)) {
    throw new UnreadableFile("The SVG says no size: give it a width and a height, or a viewBox.");
  }
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  const pixels = (size: number) => String(Math.max(1, Math.round(size * scale)));
  const box = isBox ? [left, top, boxWidth, boxHeight] : [0, 0, width, height];
  return [
    ["width", pixels(width)],
    ["height", pixels(height)],
    ["viewBox", box.map((each) => (Number.isFinite(each) ? each : 0)).join(" ")],
  ];
}

/** A length in pixels; undefined where it is none of its own, as a percentage is. */
function pixelsOf(length = ""): number | undefined {
  const [, number, unit = ""] = /^\s*\+?(\d{1,9}(?:\.\d{1,9})?)([a-z]*)\s*$/.exec(length) ?? [];
  const pixels = Number(number) * (UNITS[unit] ?? Number.NaN);
  return pixels > 0 ? pixels : undefined;
}

/**
 * What is drawn counts as often as it is drawn: a few elements that use one another would keep a browser busy
 * for years.
 *
 * @throws UnreadableFile
 */
function checkWork(root: Element): void {
  const named = new Map<string, Element>();
  const note = (element: Element): void => {
    for (const [name, value] of element.attributes) if (name === "id") named.set(value, element);
    for (const child of element.children) if (typeof child === "object") note(child);
  };
  note(root);
  const known = new Map<Element, number>();
  const workOf = (element: Element, depth: number): number => {
    const before = known.get(element);
    if (before !== undefined) return before;
    if (depth > DEEPEST) return Number.POSITIVE_INFINITY;
    known.set(element, Number.POSITIVE_INFINITY); // of what uses itself
    const used = element.attributes.flatMap(([name, value]) => referencesIn(name, value));
    const parts = [...element.children, ...used.map((id) => named.get(id))];
    const work = parts.reduce(
      (sum, part) => sum + (typeof part === "object" ? workOf(part, depth + 1) : 0),
      1,
    );
    known.set(element, work);
    return work;
  };
  if (workOf(root, 0) > LIMITS.svgElements)
    throw new UnreadableFile("The SVG draws too much, or without end.");
}

function referencesIn(name: string, value: string): string[] {
  if (name === "href") return value.startsWith("#") ? [value.slice(1)] : [];
  return [...value.matchAll(/url\(\s*["']?#([\w.:-]+)/gi)].map(([, id = ""]) => id);
}

function write({ name, attributes, children }: Element): string {
  const written = attributes.map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join("");
  const inner = children
    .map((child) => (typeof child === "string" ? escapeXml(child) : write(child)))
    .join("");
  return inner ? `<${name}${written}>${inner}</${name}>` : `<${name}${written}/>`;
}
