import type { Element, Root } from "hast";
import { toHtml } from "hast-util-to-html";
import { type Handle, toMdast } from "hast-util-to-mdast";
import { gfmStrikethroughToMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableToMarkdown } from "mdast-util-gfm-table";
import { toMarkdown } from "mdast-util-to-markdown";

/**
 * HTML as Markdown (CommonMark with tables and strikethrough).
 *
 * @param kept elements within a line that stay HTML in it; without them, what Markdown has no sign for is lost
 */
export function treeToMarkdown(tree: Root, kept: readonly string[] = []): string {
  const handlers = Object.fromEntries(kept.map((tag) => [tag, asHtml]));
  // Columns that are made even are as wide as the widest cell, in each row.
  const extensions = [gfmTableToMarkdown({ tablePipeAlign: false }), gfmStrikethroughToMarkdown()];
  return toMarkdown(toMdast(tree, { handlers }), {
    extensions,
    ...{ bullet: "-", emphasis: "_", rule: "-" },
  }).trim();
}

/** Its tags as they are, around what is in it as Markdown. */
const asHtml: Handle = (state, element: Element) => {
  const empty = toHtml({ ...element, children: [] });
  const end = `</${element.tagName}>`;
  const isVoid = !empty.endsWith(end);
  const open = { type: "html" as const, value: isVoid ? empty : empty.slice(0, -end.length) };
  return isVoid ? [open] : [open, ...(state.all(element) as []), { type: "html" as const, value: end }];
};
