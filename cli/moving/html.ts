import type { Element, ElementContent, Parents } from "hast";
import { toHtml } from "hast-util-to-html";
import { toText } from "hast-util-to-text";
import { visit } from "unist-util-visit";
import { parseHtml } from "../../src/text/html.ts";
import type { FileWish } from "./story.ts";

/** HTML as its reader sees it: plain text with line feeds. */
export function textOf(html: string): string {
  return toText(parseHtml(html)).trim();
}

export interface Moved {
  html: string;
  /** Sound that stood in it, and comes with the story instead. */
  sounds: string[];
}

/**
 * Makes a text's own what it shows: pictures are named as files of ours where they were brought, and lead no
 * more to themselves; sound comes beside the text; links within the old site keep their paths, which redirect.
 *
 * @param origin of the old site
 * @param bring gives the id of a picture; null for one that stays where it is
 */
export async function moved(
  html: string,
  origin: URL | null,
  bring: (wish: FileWish) => Promise<string | null>,
): Promise<Moved> {
  // To parse a text is most of what an import costs this machine, in time and memory, and many show nothing.
  if (!/<(?:a|img|audio|figure)\b/i.test(html)) return { html: html.trim(), sounds: [] };
  const tree = parseHtml(html);
  const base = origin?.href ?? "http://nowhere.invalid/";
  const sounds: string[] = [];
  const pictures: Element[] = [];
  settle(tree, sounds);
  visit(tree, "element", (element: Element) => {
    if (element.tagName === "img") pictures.push(element);
    if (element.tagName === "a") shorten(element, origin);
  });
  await Promise.all(
    pictures.map(async ({ properties }) => {
      const source = properties.dataOrigFile ?? properties.dataSrc ?? properties.src;
      const url = typeof source === "string" ? URL.parse(source.trim(), base) : null;
      for (const name of ["srcSet", "sizes", "dataSrc", "dataOrigFile", "className", "style"])
        delete properties[name];
      if (!url || !/^https?:$/.test(url.protocol)) return;
      const id = await bring({ url: url.href, alt: String(properties.alt ?? "") });
      properties.src = id === null ? url.href : `media:${id}`;
      if (id === null) return;
      delete properties.width;
      delete properties.height;
    }),
  );
  return { html: toHtml(tree).trim(), sounds: sounds.flatMap((each) => URL.parse(each, base)?.href ?? []) };
}

/** Takes sound out, and pictures out of links to themselves. */
function settle(parent: Parents, sounds: string[]): void {
  parent.children = (parent.children as ElementContent[]).flatMap((child): ElementContent[] => {
    if (child.type !== "element") return [child];
    if (child.tagName === "audio") {
      const sources = [child, ...child.children].flatMap((each) =>
        each.type === "element" && typeof each.properties.src === "string" ? [each.properties.src] : [],
      );
      if (sources[0]) sounds.push(sources[0]);
      return [];
    }
    settle(child, sounds);
    if (isEmptied(child)) return [];
    return isPictureOfItself(child) ? child.children : [child];
  });
}

/** What held sound alone, and what stood below it. */
const isEmptied = ({ tagName, children, properties }: Element) =>
  tagName === "figure" &&
  /\bwp-block-audio\b/.test(String(properties.className ?? "")) &&
  !children.some((child) => child.type === "element" && child.tagName === "img");

function isPictureOfItself({ tagName, properties, children }: Element): boolean {
  const held = children.filter((child) => child.type !== "text" || child.value.trim() !== "");
  const [only] = held;
  const isPicture = held.length === 1 && only?.type === "element" && only.tagName === "img";
  return (
    tagName === "a" &&
    isPicture &&
    /\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)/i.test(String(properties.href ?? ""))
  );
}

function shorten({ properties }: Element, origin: URL | null): void {
  const url = typeof properties.href === "string" ? URL.parse(properties.href) : null;
  if (url && origin && url.host === origin.host) properties.href = url.pathname + url.search + url.hash;
}
