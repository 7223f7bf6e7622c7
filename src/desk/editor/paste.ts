import type { Element, ElementContent, Root, RootContent } from "hast";
import { parseHtml } from "../../text/html.ts";

// What is meant by HTML that comes from other programs. What may not stay is taken out afterwards, by the
// sanitiser; here, what they say by styles is said by elements, and what stands around a text goes.

const isElement = (node: RootContent | undefined): node is Element => node?.type === "element";
const element = (tagName: string, children: ElementContent[], properties = {}): Element => ({
  ...{ type: "element", tagName, properties },
  children,
});

/** Boxes around a text that say nothing about it. */
const BOXES = new Set("div section article main header footer center form body".split(" "));
const LINE = new Set("span b strong i em u s a font sub sup".split(" "));

/** HTML of the clipboard, untrusted, as a text that means the same. */
export function asMeant(html: string): Root {
  // The policy of the page would refuse each style, though nothing is done by it here.
  const tree = parseHtml(
    html.replace(/<[^>]*>/g, (tag) => tag.replace(/(\s)style(?=\s*=)/gi, "$1data-style")),
  );
  const children = lists(meant(tree.children as ElementContent[])).filter((node) => !isNothing(node));
  const hasBlocks = children.some(isBlock);
  return { type: "root", children: children.filter((node) => !(hasBlocks && isBreak(node))) };
}

const styleOf = ({ properties }: Element) =>
  Object.fromEntries(
    String(properties.dataStyle ?? "")
      .split(";")
      .map((rule) => rule.split(":"))
      .filter((rule) => rule.length >= 2)
      .map(([name = "", ...value]) => [name.trim().toLowerCase(), value.join(":").trim().toLowerCase()]),
  );

function meant(nodes: readonly ElementContent[]): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (!isElement(node)) return node.type === "comment" ? [] : [node];
    const style = styleOf(node);
    // Word numbers its paragraphs itself; what it writes for that is no text.
    if (style["mso-list"] === "ignore" || style.display === "none") return [];
    const children = meant(node.children);
    const { tagName } = node;
    if (tagName.includes(":") || tagName === "font") return children;
    if (BOXES.has(tagName)) return children.some(isBlock) ? children : [element("p", trimBreaks(children))];
    if (LINE.has(tagName)) return emphasised(node, style, children);
    const { id, className, lang, dir, width, height, align, dataStyle, ...properties } = node.properties;
    const isText = tagName === "p" || /^h\d$/.test(tagName);
    const rest = {
      ...properties,
      // Left to right is what a text is until something else is said; `dir` is found again by its letters.
      ...(dir === "rtl" && { dir }),
      ...(tagName === "code" && className ? { className } : {}),
      ...(isText && style["mso-list"] ? { dataList: style["mso-list"] } : {}),
      ...(isText && style["mso-list"] ? { dataNumbered: numbered(node) } : {}),
      ...(/^(td|th)$/.test(tagName) && align ? { align } : {}),
    };
    const own = isText ? trimBreaks(children) : HOLDERS.test(tagName) ? unwrapped(children) : children;
    return [element(tagName, own, rest)];
  });
}

const BLOCK = /^(p|h\d|ul|ol|dl|table|blockquote|pre|figure|details|hr|div)$/;
const isBlock = (node: ElementContent) => isElement(node) && BLOCK.test(node.tagName);
const isBreak = (node: ElementContent | undefined) => isElement(node) && node.tagName === "br";

/** What holds text, around which some programs put a paragraph each time. */
const HOLDERS = /^(li|td|th|dt|dd)$/;

function unwrapped(nodes: ElementContent[]): ElementContent[] {
  const paragraphs = nodes.filter((node) => isElement(node) && node.tagName === "p");
  const [only] = paragraphs;
  const isAll = nodes.every((node) => (isElement(node) ? isBlock(node) : !/\S/.test(textOf(node))));
  if (paragraphs.length !== 1 || !isElement(only) || !isAll) return nodes;
  return nodes.flatMap((node) => (node === only ? only.children : [node]));
}

function trimBreaks(nodes: ElementContent[]): ElementContent[] {
  let end = nodes.length;
  while (isBreak(nodes[end - 1])) end--;
  return nodes.slice(0, end);
}

/** What styles say of letters, as elements. */
function emphasised(
  { tagName, properties }: Element,
  style: Record<string, string>,
  children: ElementContent[],
): ElementContent[] {
  const weight = style["font-weight"] ?? "";
  const isBold = /^(bold|bolder|[6-9]00)$/.test(weight) || (/^(b|strong)$/.test(tagName) && !weight);
  const slant = style["font-style"] ?? "";
  const isItalic = slant === "italic" || (/^(i|em)$/.test(tagName) && !slant);
  const decoration = style["text-decoration"] ?? style["text-decoration-line"] ?? "";
  const raised = style["vertical-align"] ?? "";
  const { href } = properties;
  const tags = [
    ...(isBold ? ["strong"] : []),
    ...(isItalic ? ["em"] : []),
    ...(decoration.includes("line-through") || tagName === "s" ? ["s"] : []),
    ...(raised === "sub" || tagName === "sub" ? ["sub"] : []),
    ...(raised === "super" || tagName === "sup" ? ["sup"] : []),
  ];
  // Programs put all of it into one of these.
  if (children.some(isBlock)) return children;
  const inner = tags.reduceRight<ElementContent[]>((within, tag) => [element(tag, within)], children);
  return typeof href === "string" && !href.startsWith("#") ? [element("a", inner, { href })] : inner;
}

/** Whether Word counts a paragraph, by the sign that it writes before it. */
function numbered(node: Element): boolean {
  const sign = textOf(node).trim().slice(0, 4);
  return /^\(?[0-9a-z]{1,3}[.)]/i.test(sign);
}

const textOf = (node: ElementContent): string =>
  node.type === "text" ? node.value : isElement(node) ? node.children.map(textOf).join("") : "";

/** Paragraphs that Word calls members of a list, as lists in one another. */
function lists(nodes: readonly ElementContent[]): ElementContent[] {
  const out: ElementContent[] = [];
  let open: { level: number; list: Element }[] = [];
  for (const node of nodes) {
    const level = isElement(node) && /level(\d)/.exec(String(node.properties.dataList ?? ""))?.[1];
    if (!isElement(node) || !level) {
      if (isElement(node) || textOf(node).trim()) open = [];
      out.push(node);
      continue;
    }
    const depth = Number(level);
    open = open.filter((each) => each.level <= depth);
    if (open.at(-1)?.level !== depth) {
      const list = element(node.properties.dataNumbered ? "ol" : "ul", []);
      const parent = open.at(-1)?.list.children.at(-1);
      if (isElement(parent)) parent.children.push(list);
      else out.push(list);
      open.push({ level: depth, list });
    }
    open.at(-1)?.list.children.push(element("li", node.children));
  }
  return out;
}

/** What programs write between paragraphs, to have them farther apart. */
function isNothing(node: ElementContent): boolean {
  if (!isElement(node)) return false;
  return /^(p|h\d)$/.test(node.tagName) && !/[^\s\u00A0]/.test(textOf(node)) && !hasThing(node);
}

const hasThing = (node: ElementContent): boolean =>
  isElement(node) && (/^(img|audio|video)$/.test(node.tagName) || node.children.some(hasThing));
