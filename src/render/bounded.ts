import type { Element, ElementContent, Parents, Root, RootContent } from "hast";
import { toText } from "hast-util-to-text";
import { SKIP, visit } from "unist-util-visit";

// What grows without bound on its way to Markdown: a table, of which each row gets as many cells as the
// widest one has, and quotations and lists in one another, which stand before each line within them.

const ELEMENTS_MOST = 10_000;
const CELLS_MOST = 10_000;
const NESTED_MOST = 10;
const NESTING = new Set(["blockquote", "ul", "ol", "dl"]);
/** Strong, emphasised and struck through: more says nothing. */
const EMPHASES_MOST = 3;
const EMPHASIS = new Set(["a", "b", "del", "em", "i", "mark", "s", "strike", "strong", "u"]);

/** A tree whose Markdown is at most some times as long as its HTML; the text of all of it is kept. */
export function bounded(tree: Root): Root {
  settleTables(tree, false);
  flatten(tree, 0);
  return tree;
}

/**
 * Whether a tree has so many elements that a converter takes seconds. A line of code counts as one: each
 * gets what stands before the lines of the quotations around it.
 */
export function isVast(tree: Root): boolean {
  let count = 0;
  visit(tree, "element", (element) => {
    count += element.tagName === "pre" ? toText(element).split("\n").length : 1;
    return count <= ELEMENTS_MOST;
  });
  return count > ELEMENTS_MOST;
}

const isElement = (node: RootContent): node is Element => node.type === "element";

/** Makes paragraphs of tables that are too large, and of those within others. */
function settleTables(parent: Parents, isInside: boolean): void {
  for (const child of (parent.children as RootContent[]).filter(isElement)) {
    const isTable = child.tagName === "table";
    if (isTable && (isInside || cellsOf(child) > CELLS_MOST)) asParagraphs(child);
    settleTables(child, isInside || isTable);
  }
}

/** The rows of a table, and not of those within it. */
function rowsOf(table: Element): Element[] {
  const rows: Element[] = [];
  visit(table, "element", (element) => {
    if (element.tagName === "tr") rows.push(element);
    return element.tagName === "tr" || (element.tagName === "table" && element !== table) ? SKIP : undefined;
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
      // No paragraph: a cell may have some, and what converts paragraphs in paragraphs never ends.
      ...{ type: "element", tagName: "div", properties: {} },
      children: row.children.filter(isElement).flatMap((cell, i): ElementContent[] => {
        const text: ElementContent[] = i > 0 ? [{ type: "text", value: " · " }] : [];
        return [...text, ...cell.children];
      }),
    }),
  );
  table.tagName = "div";
}

/** Takes off what is nested deeper than a reader can tell. */
function flatten(parent: Parents, depth: number, emphases = 0): void {
  for (const child of parent.children as RootContent[]) {
    if (!isElement(child)) continue;
    const nests = NESTING.has(child.tagName);
    const emphasises = EMPHASIS.has(child.tagName);
    if ((nests || child.tagName === "li") && depth >= NESTED_MOST) child.tagName = "div";
    if (emphasises && emphases >= EMPHASES_MOST) child.tagName = "span";
    flatten(child, nests ? depth + 1 : depth, emphasises ? emphases + 1 : emphases);
  }
}
