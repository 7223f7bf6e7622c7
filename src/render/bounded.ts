import type { Element, ElementContent, Parents, Root, RootContent } from "hast";
import { visit } from "unist-util-visit";

// What grows without bound on its way to Markdown: a table, of which each row gets as many cells as the
// widest one has, and quotations and lists in one another, which stand before each line within them.

const CELLS_MOST = 10_000;
const NESTED_MOST = 10;
const NESTING = new Set(["blockquote", "ul", "ol", "dl"]);

/** A tree whose Markdown is at most some times as long as its HTML; the text of all of it is kept. */
export function bounded(tree: Root): Root {
  visit(tree, "element", (element) => {
    if (element.tagName === "table" && cellsOf(element) > CELLS_MOST) asParagraphs(element);
  });
  flatten(tree, 0);
  return tree;
}

const isElement = (node: RootContent): node is Element => node.type === "element";

function rowsOf(table: Element): Element[] {
  const rows: Element[] = [];
  visit(table, { type: "element", tagName: "tr" }, (row: Element) => {
    rows.push(row);
  });
  return rows;
}

/** How many cells a table has when each row has as many as the widest. */
function cellsOf(table: Element): number {
  const rows = rowsOf(table);
  const widths = rows.map(({ children }) =>
    children
      .filter(isElement)
      .reduce((sum, { properties }) => sum + Math.max(1, Number(properties.colSpan) || 1), 0),
  );
  return rows.length * widths.reduce((most, width) => Math.max(most, width), 0);
}

function asParagraphs(table: Element): void {
  table.children = rowsOf(table).map(
    (row): Element => ({
      ...{ type: "element", tagName: "p", properties: {} },
      children: row.children.filter(isElement).flatMap((cell, i): ElementContent[] => {
        const text: ElementContent[] = i > 0 ? [{ type: "text", value: " · " }] : [];
        return [...text, ...cell.children];
      }),
    }),
  );
  table.tagName = "div";
}

/** Takes off what is nested deeper than a reader can tell. */
function flatten(parent: Parents, depth: number): void {
  for (const child of parent.children as RootContent[]) {
    if (!isElement(child)) continue;
    const nests = NESTING.has(child.tagName);
    if (nests && depth >= NESTED_MOST) child.tagName = "div";
    if (child.tagName === "li" && depth >= NESTED_MOST) child.tagName = "p";
    flatten(child, nests ? depth + 1 : depth);
  }
}
