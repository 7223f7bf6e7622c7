import { escapeHtml, escapeXml } from "../../src/text/plain.ts";
import { cardHtml, type Payload } from "./cards.ts";

/** A node of Lexical's state (https://lexical.dev/docs/concepts/nodes). */
interface Node extends Payload {
  type?: string;
  children?: Node[];
}

/** The elements of the bits of a text's format. */
const FORMATS = [
  ...([
    [1, "strong"],
    [2, "em"],
    [4, "s"],
    [8, "u"],
  ] as const),
  ...([
    [16, "code"],
    [32, "sub"],
    [64, "sup"],
    [128, "mark"],
  ] as const),
];
/** Nodes in nodes: what is deeper nobody wrote. */
const DEPTH = 100;

/** A text of Ghost's editor as HTML. @param left called with the name of each card that has no place in it */
export function lexicalHtml(json: string, left: (card: string) => void): string {
  const { root } = JSON.parse(json) as { root?: Node };
  return root ? htmlOf(root, left, 0) : "";
}

function htmlOf(node: Node, left: (card: string) => void, depth: number): string {
  if (depth > DEPTH) return "";
  const { type = "", children = [] } = node;
  const inside = () => children.map((child) => htmlOf(child, left, depth + 1)).join("");
  const kind = type.replace(/^extended-/, "");
  switch (kind) {
    case "root":
      return inside();
    case "text":
      return textOf(node);
    case "linebreak":
      return "<br>";
    case "paragraph":
      return `<p>${inside()}</p>`;
    case "heading":
      return heading(String(node.tag), inside());
    case "quote":
    case "aside":
      return `<blockquote>${inside()}</blockquote>`;
    case "list":
      return node.listType === "number" ? `<ol>${inside()}</ol>` : `<ul>${inside()}</ul>`;
    case "listitem":
      return `<li>${inside()}</li>`;
    case "link":
    case "autolink":
      return `<a href="${escapeXml(String(node.url ?? ""))}">${inside()}</a>`;
    default: {
      const card = cardHtml(kind, node);
      if (card === null && kind) left(kind);
      return card ?? inside();
    }
  }
}

const heading = (tag: string, inside: string) =>
  /^h[1-6]$/.test(tag) ? `<${tag}>${inside}</${tag}>` : `<p>${inside}</p>`;

function textOf({ text, format }: Node): string {
  const bits = typeof format === "number" ? format : 0;
  return FORMATS.reduce(
    (html, [bit, tag]) => (bits & bit ? `<${tag}>${html}</${tag}>` : html),
    escapeHtml(String(text ?? "")),
  );
}
