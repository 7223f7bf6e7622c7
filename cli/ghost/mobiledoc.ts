import { escapeHtml, escapeXml } from "../../src/text/plain.ts";
import { cardHtml, type Payload } from "./cards.ts";

/** Mobiledoc 0.3 (https://github.com/bustle/mobiledoc-kit/blob/main/MOBILEDOC.md). */
interface Mobiledoc {
  atoms?: [name: string, text: string, payload: Payload][];
  cards?: [name: string, payload: Payload][];
  markups?: [tag: string, attributes?: string[]][];
  sections?: unknown[][];
}
type Marker = [kind: number, opened: number[], closed: number, value: string | number];

/** The elements of a text: others are none that an editor makes. */
const TAGS = new Set(["a", "b", "strong", "i", "em", "s", "u", "code", "sub", "sup"]);
const BLOCKS = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside"]);

/** A text of Ghost's older editor as HTML. @param left called with the name of each card that has no place in it */
export function mobiledocHtml(json: string, left: (card: string) => void): string {
  const document = JSON.parse(json) as Mobiledoc;
  return (document.sections ?? []).map((section) => sectionHtml(document, section, left)).join("");
}

function sectionHtml(document: Mobiledoc, section: unknown[], left: (card: string) => void): string {
  const [kind, what, inside] = section;
  if (kind === 1) {
    const tag = BLOCKS.has(String(what)) ? String(what).replace("aside", "blockquote") : "p";
    return `<${tag}>${textOf(document, inside as Marker[])}</${tag}>`;
  }
  if (kind === 2) return `<figure><img src="${escapeXml(String(what))}" alt=""></figure>`;
  if (kind === 3) {
    const tag = what === "ol" ? "ol" : "ul";
    return `<${tag}>${(inside as Marker[][]).map((item) => `<li>${textOf(document, item)}</li>`).join("")}</${tag}>`;
  }
  const [name, payload] = document.cards?.[Number(what)] ?? ["", {}];
  const card = cardHtml(name, payload);
  if (card === null && name) left(name);
  return card ?? "";
}

function textOf({ markups = [], atoms = [] }: Mobiledoc, markers: Marker[] = []): string {
  const open: string[] = [];
  return markers
    .map(([kind, opened, closed, value]) => {
      const begin = opened.map((i) => {
        const [tag = "", attributes = []] = markups[i] ?? [];
        open.push(TAGS.has(tag) ? tag : "span");
        const href = tag === "a" ? attributes[attributes.indexOf("href") + 1] : undefined;
        return href === undefined ? `<${open.at(-1)}>` : `<a href="${escapeXml(href)}">`;
      });
      const words =
        kind === 0 ? escapeHtml(String(value)) : atoms[Number(value)]?.[0] === "soft-return" ? "<br>" : "";
      const end = Array.from({ length: closed }, () => `</${open.pop() ?? "span"}>`);
      return begin.join("") + words + end.join("");
    })
    .join("");
}
