import type { Element, ElementContent, Root, RootContent } from "hast";
import { toHtml } from "hast-util-to-html";
import { parseHtml } from "../../text/html.ts";
import { isLine, lineOf, runsOf, signatureOfElement, signatureOfLine } from "./runs.ts";

// Sanitised HTML, and the same as the editor's schema has it: there, text is always in a paragraph (and
// what holds text without one is "tight"), a row knows which part of its table it is in, and what the schema
// has no place for is kept as a whole.

/** Elements that hold paragraphs, or text without any. Those are tight when they hold nothing. */
const CONTAINERS: Record<string, "tight" | "loose"> = {
  ...{ li: "tight", td: "tight", th: "tight", dt: "tight", dd: "tight", figure: "tight" },
  ...{ blockquote: "loose", div: "loose", section: "loose", details: "loose" },
};
const LINES = new Set(["p", "h2", "h3", "h4", "h5", "h6", "figcaption", "summary"]);
const PARTS = ["thead", "tbody", "tfoot"];
const isElement = (node: RootContent | undefined): node is Element => node?.type === "element";
const isBlankText = (node: RootContent) => node.type === "text" && !/[^ \t\n\f\r]/.test(node.value);
/** A paragraph. @param isLine there is none in the HTML: `signatureOf` tells these apart */
const paragraph = (children: ElementContent[], isLine: boolean): Element => ({
  ...{ type: "element", tagName: "p", properties: isLine ? { dataLine: "" } : {} },
  children,
});

/** Sanitised HTML as the editor reads it. */
export function toEditable(tree: Root): Root {
  return { type: "root", children: flow(tree.children as ElementContent[]).children };
}

/** A block that the editor keeps as it is. @param html sanitised */
export function opaqueBlock(html: string): Root {
  const properties = { dataHtml: html };
  return { type: "root", children: [{ type: "element", tagName: "div", properties, children: [] }] };
}

/** What holds paragraphs: text without one gets one. */
function flow(children: ElementContent[]): { children: ElementContent[]; tight: boolean } {
  const out: ElementContent[] = [];
  let line: ElementContent[] = [];
  let tight = false;
  const end = () => {
    if (line.some((node) => !isBlankText(node))) {
      out.push(paragraph(inline(line), true));
      tight = true;
    }
    line = [];
  };
  for (const child of children) {
    if (isLine(child)) line.push(child);
    else {
      end();
      if (child.type === "element") out.push(editable(child));
    }
  }
  end();
  return { children: out, tight };
}

function editable(element: Element): Element {
  const { tagName, properties } = element;
  const kind = CONTAINERS[tagName];
  if (kind) {
    const { children, tight } = flow(element.children);
    // A caption can be written under any picture.
    if (tagName === "figure" && !children.some((child) => isElement(child) && child.tagName === "figcaption"))
      children.push({ type: "element", tagName: "figcaption", properties: {}, children: [] });
    const isTight = tight || (kind === "tight" && children.length === 0);
    // A text of its own, where the only thing in it is a block.
    return {
      ...element,
      properties: isTight ? { ...properties, dataTight: "" } : properties,
      children: children.length || tagName === "details" ? children : [paragraph([], false)],
    };
  }
  if (LINES.has(tagName)) return { ...element, children: inline(element.children) };
  if (tagName === "table") return { ...element, children: element.children.flatMap(rowsOf) };
  if (tagName === "pre") return element;
  return { ...element, children: parts(element.children) };
}

/** What stands in a list or a row: text there has no place, and is seen to be lost. */
const parts = (children: ElementContent[]): ElementContent[] =>
  children.flatMap((child) => (isElement(child) ? [editable(child)] : isBlankText(child) ? [] : [child]));

/** The rows of a part of a table, each of which knows it. */
function rowsOf(part: ElementContent): ElementContent[] {
  if (!isElement(part)) return isBlankText(part) ? [] : [part];
  return parts(part.children).map((row) =>
    isElement(row) ? { ...row, properties: { ...row.properties, dataSection: part.tagName } } : row,
  );
}

/** A line, with what the schema has no name for as a whole. */
function inline(children: readonly ElementContent[]): ElementContent[] {
  const runs = runsOf(children);
  if (!runs) return [...children];
  return lineOf(
    runs.map(({ marks, node }) => {
      if (node.type !== "element" || node.tagName === "img" || node.tagName === "br") return { marks, node };
      const properties = { dataHtml: toHtml(node) };
      return { marks, node: { type: "element", tagName: "span", properties, children: [] } };
    }),
  );
}

/** What the editor holds as HTML. */
export function fromEditable(tree: Root): Root {
  return { type: "root", children: written(tree.children as ElementContent[]) };
}

function written(children: ElementContent[]): ElementContent[] {
  return children.flatMap((child): ElementContent[] => {
    if (!isElement(child)) return [child];
    const { dataHtml, dataTight, dataSection, ...properties } = child.properties;
    if (typeof dataHtml === "string") return parseHtml(dataHtml).children as ElementContent[];
    const { tagName } = child;
    if (LINES.has(tagName)) {
      const runs = runsOf(written(child.children));
      return [{ ...child, properties, children: runs ? lineOf(runs) : child.children }];
    }
    if (tagName === "pre") return [{ ...child, properties }];
    const within = written(child.children).filter((each) => !isEmpty(each));
    if (tagName === "table") return [{ ...child, properties, children: partsOf(child) }];
    if (dataTight === undefined) return [{ ...child, properties, children: within }];
    return [{ ...child, properties, children: tightened(within) }];
  });
}

/** Text without its paragraphs, but for those that only these keep apart. */
function tightened(children: ElementContent[]): ElementContent[] {
  const isBare = (node: ElementContent | undefined) =>
    isElement(node) && node.tagName === "p" && Object.keys(node.properties).length === 0;
  return children.flatMap((child, i) =>
    isBare(child) && !isBare(children[i - 1]) && !isBare(children[i + 1])
      ? (child as Element).children
      : [child],
  );
}

/** A paragraph or a caption that says nothing. */
const isEmpty = (node: ElementContent) =>
  isElement(node) &&
  (node.tagName === "p" || node.tagName === "figcaption") &&
  Object.keys(node.properties).length === 0 &&
  node.children.length === 0;

/** The parts of a table: rows in a row that say the same. */
function partsOf(table: Element): Element[] {
  const rows: Element[] = [];
  const visit = (element: Element) => {
    for (const child of element.children.filter(isElement)) {
      if (child.tagName === "tr") rows.push(child);
      else visit(child);
    }
  };
  visit(table);
  const parts: Element[] = [];
  for (const row of rows) {
    const name = PARTS.find((each) => each === row.properties.dataSection) ?? "tbody";
    const [clean] = written([row]);
    const last = parts.at(-1);
    if (last?.tagName === name) last.children.push(clean as Element);
    else parts.push({ type: "element", tagName: name, properties: {}, children: [clean as Element] });
  }
  return parts;
}

/**
 * What HTML says to a reader: the same for what looks the same, with white space folded, lines of their own
 * in paragraphs, and elements in one another in either order.
 */
export function signatureOf(tree: Root): string {
  const top = flow(tree.children as ElementContent[]).children.map((node) =>
    isElement(node) && node.properties.dataLine === "" ? paragraph(node.children, false) : node,
  );
  return JSON.stringify(top.filter((node) => !isEmpty(node)).map(signature));
}

function signature(node: ElementContent): unknown {
  if (!isElement(node)) return toHtml(node);
  const { dataHtml } = node.properties;
  if (typeof dataHtml === "string") return signatureOf(parseHtml(dataHtml));
  if (LINES.has(node.tagName)) {
    const runs = runsOf(written(node.children));
    return [signatureOfElement(node), runs ? signatureOfLine(runs) : toHtml(node)];
  }
  if (node.tagName === "pre") return toHtml(node);
  const children = node.children.filter((each) => !isEmpty(each));
  return [signatureOfElement(node), children.map(signature)];
}
