import type { ElementContent, Root, RootContent } from "hast";
import { toHtml } from "hast-util-to-html";
import { toText } from "hast-util-to-text";
import { hash64 } from "./hash.ts";
import { countWords, legal, normalised } from "./plain.ts";

/** A paragraph, list, table or figure at the top level of a body: how long it is, and what it says. */
export interface Block {
  /** Characters (UTF-16 code units) of its HTML, with the white space after it. */
  length: number;
  words: number;
  /** Of its words alone, without case, digits and punctuation: the same for what is said again. */
  print: string;
  /** Of its HTML, white space folded: different when a reader would see a difference. */
  exact: string;
}

/** What a block says, as a reader sees it. */
export interface BlockText {
  text: string;
  /** Whether it is a paragraph, and no list, table or heading. */
  prose: boolean;
}

const INLINE = new Set(
  [
    "a abbr audio b bdi bdo br cite code del dfn em i img ins kbd mark picture q rp rt ruby s samp small",
    "source span strike strong sub sup time tt u var video wbr",
  ]
    .join(" ")
    .split(" "),
);

/** Whether something stands in a line. */
export const isInline = (node: RootContent): boolean =>
  node.type === "text" || (node.type === "element" && INLINE.has(node.tagName));
const isBlank = (node: RootContent) => node.type === "text" && node.value.trim() === "";

/** Writes sanitised HTML, block by block; text and inline elements in a row make one. */
export function writeBlocks(root: Root): { html: string; texts: BlockText[]; blocks: Block[] } {
  const texts = blockTexts(root);
  const written = grouped(root).map((nodes, i) => {
    const part: Root = { type: "root", children: nodes };
    // Character references may have named what the input could not hold.
    return { html: legal(toHtml(part, { upperDoctype: false })), text: texts[i]?.text ?? "" };
  });
  const [first, last] = [written[0], written.at(-1)];
  if (first) first.html = first.html.trimStart();
  if (last) last.html = last.html.trimEnd();
  return {
    html: written.map(({ html }) => html).join(""),
    texts,
    blocks: written.map(({ html, text }) => ({
      length: html.length,
      words: countWords(text),
      print: hash64(looseText(text)),
      exact: hash64(html.replace(/\s+/g, " ").trim()),
    })),
  };
}

/** What each block of a tree says. */
export function blockTexts(root: Root): BlockText[] {
  return grouped(root).map((nodes) => {
    const [first] = nodes;
    return {
      text: legal(toText({ type: "root", children: nodes })).trim(),
      prose: first?.type === "element" && first.tagName === "p",
    };
  });
}

/** What is told in sentences: the paragraphs, or all there is where there are none. */
export function proseOf(texts: readonly BlockText[]): string {
  return joinTexts(texts.filter(({ prose }) => prose)) || joinTexts(texts);
}

/** The text of a whole, as a reader sees it. */
export function joinTexts(texts: readonly BlockText[]): string {
  return texts.map(({ text }) => text).join("\n");
}

function grouped(root: Root): ElementContent[][] {
  const groups: ElementContent[][] = [];
  let inline = false;
  for (const node of root.children) {
    if (node.type === "doctype") continue;
    if (inline && isInline(node)) groups.at(-1)?.push(node);
    else if (isBlank(node)) groups.at(-1)?.push(node);
    else {
      groups.push([node]);
      inline = isInline(node);
    }
  }
  return groups;
}

/** The words of a text, folded: case, digits, marks and punctuation say nothing about repetition. */
export function looseText(text: string): string {
  return normalised(text, "NFKC")
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, " ")
    .trim();
}
