import type { Element, ElementContent, Parents, Root } from "hast";

// After sanitising, when only prose, tables and media are left.

const MEDIA = new Set(["audio", "hr", "img", "source", "video"]);
const MAY_BE_EMPTY = new Set([...MEDIA, "br", "col", "td", "th", "wbr"]);
const WRAPPERS = new Set(["article", "center", "div", "main", "section", "span"]);

/** Removes what is empty, and the wrappers around paragraphs; two line breaks end a paragraph. */
export function tidy(tree: Root): void {
  prune(tree);
  const blocks = split(unwrapped(tree.children as ElementContent[]));
  tree.children = blocks.flatMap((block) => [block, { type: "text", value: "\n" }]);
}

/** Removes elements that hold nothing: depth first, since what holds only such is empty too. */
function prune(parent: Parents): void {
  parent.children = (parent.children as ElementContent[]).filter((child) => {
    if (child.type !== "element") return true;
    prune(child);
    if (child.tagName === "img") return Boolean(child.properties.src);
    if (MAY_BE_EMPTY.has(child.tagName)) return true;
    return child.children.some(isFilled);
  });
}

function isFilled(node: ElementContent): boolean {
  if (node.type === "text") return node.value.replace(/[\s\u00a0\u200b\ufeff]+/g, "") !== "";
  return node.type === "element" && node.tagName !== "br" && node.tagName !== "wbr";
}

/** The content of wrappers that say nothing, in their place. One with `dir` or `lang` is kept. */
function unwrapped(nodes: ElementContent[]): ElementContent[] {
  return nodes.flatMap((node) => {
    if (node.type !== "element" || !WRAPPERS.has(node.tagName)) return [node];
    if (node.properties.dir || node.properties.lang) {
      // Blocks are told apart at the top level: what the wrapper says, each of them says.
      const { dir, lang } = node.properties;
      const inner = paragraphs(unwrapped(node.children));
      for (const child of inner) {
        if (child.type !== "element") continue;
        if (dir) child.properties.dir ??= dir;
        if (lang) child.properties.lang ??= lang;
      }
      return inner;
    }
    const inner = unwrapped(node.children);
    return node.tagName === "span" || inner.some(isBlock)
      ? inner
      : [{ ...node, tagName: "p", properties: {}, children: inner }];
  });
}

const INLINE = new Set(
  "a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small strike strong sub sup time tt u var wbr".split(
    " ",
  ),
);
const isBlock = (node: ElementContent) => node.type === "element" && !INLINE.has(node.tagName);

/** Loose text becomes paragraphs. */
function paragraphs(nodes: ElementContent[]): ElementContent[] {
  const list: ElementContent[] = [];
  let open: Element | null = null;
  for (const node of nodes) {
    if (isBlock(node)) {
      open = null;
      list.push(node);
    } else if (open) open.children.push(node);
    else if (isFilled(node)) {
      open = { type: "element", tagName: "p", properties: {}, children: [node] };
      list.push(open);
    }
  }
  return list;
}

/** Paragraphs for loose text, and one for each part of a paragraph that line breaks divide. */
function split(nodes: ElementContent[]): ElementContent[] {
  return paragraphs(nodes).flatMap((node): ElementContent[] => {
    if (node.type !== "element" || node.tagName !== "p") return [node];
    const parts: ElementContent[][] = [[]];
    let breaks = 0;
    for (const child of node.children) {
      const isBreak = child.type === "element" && child.tagName === "br";
      if (isBreak) breaks++;
      else if (isFilled(child)) breaks = 0;
      if (isBreak && breaks === 2) {
        parts.at(-1)?.pop();
        parts.push([]);
      } else if (!(isBreak && breaks > 2)) parts.at(-1)?.push(child);
    }
    return parts
      .filter((part) => part.some(isFilled))
      .map((children) => ({ ...node, children: trimmed(children) }));
  });
}

/** Without line breaks at its ends. */
function trimmed(nodes: ElementContent[]): ElementContent[] {
  const first = nodes.findIndex(isFilled);
  const last = nodes.findLastIndex(isFilled);
  return nodes.slice(first, last + 1);
}
