import type { Root } from "hast";
import { fromDom } from "hast-util-from-dom";
import { toHtml } from "hast-util-to-html";
import { DOMParser, DOMSerializer, Fragment, type Node } from "prosemirror-model";
import { TableMap } from "prosemirror-tables";
import type { CopyContent } from "../../model/copy.ts";
import { writeBlocks } from "../../text/blocks.ts";
import { parseHtml, sanitised } from "../../text/html.ts";
import { markdownPieces, markdownToHtml } from "../../text/markdown.ts";
import { treeToMarkdown } from "../../text/to-markdown.ts";
import { fromEditable, opaqueBlock, signatureOf, toEditable } from "./dialect.ts";
import { fragmentOf, inert } from "./from-html.ts";
import { nodeType, schema } from "./schema.ts";

/** A text as a working copy has it. */
export type Text = Pick<CopyContent, "format" | "text">;

/** A part of a text, as it is written and as it is read. `exact`: of a block of HTML, what tells it from others. */
interface Piece {
  source: string;
  html: string;
  exact?: string;
}

/** Elements in a line that Markdown has no sign for, or another one. */
const HTML_IN_MARKDOWN = [
  ...["ins", "del", "q", "bdo", "bdi", "span", "cite", "mark", "b", "i", "u", "strike", "small", "abbr"],
  ...["dfn", "time", "sub", "sup", "kbd", "samp", "var", "tt", "wbr", "ruby", "audio", "video"],
];

/**
 * Texts as the editor has them, and back. What nobody touched is written as it was, to the letter; whatever
 * is written, readers get what the editor shows: it is read again before it is given.
 */
export class Texts {
  /** What was read, by its first block: its blocks, and how they were written. */
  private readonly repeated = new WeakSet<Node>();
  private readonly sources = new WeakMap<Node, { nodes: readonly Node[]; source: string; kind: string }>();

  /**
   * @param base what relative addresses in a text mean
   * @param site the public origin
   * @param background what its source repeats from story to story, by `Block.exact`
   */
  constructor(
    private readonly base: string,
    private readonly site: string,
    private readonly background: ReadonlySet<string> = new Set(),
  ) {}

  /** Whether a block is what its source repeats, and nobody has touched it. */
  isBackground(block: Node): boolean {
    return this.repeated.has(block);
  }

  /** @returns null where a text is nested too deeply to be taken apart */
  open({ format, text }: Text): Node | null {
    const pieces = format === "html" ? this.htmlPieces(text) : this.markdownPieces(text);
    const nodes = pieces?.flatMap(({ source, html, exact = "" }) => {
      const made = this.nodesOf(html);
      const [first] = made;
      if (this.background.has(exact)) for (const node of made) this.repeated.add(node);
      if (first) this.sources.set(first, { nodes: made, source, kind: format });
      return made;
    });
    if (!nodes) return null;
    return schema.topNodeType.create(null, nodes.length ? nodes : [nodeType("paragraph").create()]);
  }

  /** @param format what the text should be in; it is HTML where that cannot hold it */
  close(doc: Node, format: Text["format"]): Text {
    const wanted = signatureOf(this.clean(toHtml(this.treeOf(doc))));
    const same = (text: string) => {
      const html = format === "html" ? text : markdownToHtml(text);
      return html !== null && signatureOf(this.clean(html)) === wanted;
    };
    for (const keep of [true, false]) {
      const text = this.written(doc, format, keep);
      if (same(text)) return { format, text };
    }
    return { format: "html", text: this.written(doc, "html", true) };
  }

  /** What may be in a text. */
  sanitised(tree: Root): Root {
    return sanitised(tree, this.base, this.site);
  }

  private clean(html: string): Root {
    return this.sanitised(parseHtml(html));
  }

  /** Blocks of sanitised HTML as nodes: those that the schema has no place for, whole. */
  private nodesOf(html: string): readonly Node[] {
    if (!/\S/.test(html)) return [];
    const tree = parseHtml(html);
    const doc = parse(toEditable(tree));
    if (signatureOf(this.treeOf(doc)) === signatureOf(tree) && !hasRaggedTable(doc)) {
      return doc.children;
    }
    return [parse(opaqueBlock(html)).firstChild as Node];
  }

  private treeOf(doc: Node): Root {
    const fragment = DOMSerializer.fromSchema(schema).serializeFragment(doc.content, { document: inert });
    return fromEditable(fromDom(fragment) as Root);
  }

  private htmlPieces(text: string): Piece[] {
    const { html, blocks } = writeBlocks(this.clean(text));
    let at = 0;
    return blocks.map(({ length, exact }) => {
      const source = html.slice(at, at + length);
      at += length;
      return { source, html: source, exact };
    });
  }

  private markdownPieces(text: string): Piece[] | null {
    const pieces = markdownPieces(text);
    if (!pieces) return null;
    const joined = (some: typeof pieces) => ({
      source: some.map(({ source }) => source).join("\n"),
      html: some.map(({ html }) => html).join(""),
    });
    const cleaned = ({ source, html }: { source: string; html: string }) => ({
      ...{ source: source.trimEnd(), html: writeBlocks(this.clean(html)).html },
    });
    const whole = cleaned(joined(pieces));
    const wanted = signatureOf(parseHtml(whole.html));
    const first = pieces.findIndex(({ isHtml }) => isHtml);
    const last = pieces.findLastIndex(({ isHtml }) => isHtml);
    const around = [
      ...pieces.slice(0, first),
      joined(pieces.slice(first, last + 1)),
      ...pieces.slice(last + 1),
    ];
    // HTML that begins in one block may end in another: as finely as it says the same, taken apart.
    for (const attempt of first === -1 ? [pieces] : [pieces, around]) {
      const apart = attempt.map(cleaned);
      if (signatureOf(parseHtml(apart.map(({ html }) => html).join("\n"))) === wanted) return apart;
    }
    return [whole];
  }

  private written(doc: Node, format: Text["format"], keep: boolean): string {
    let text = "";
    const add = (part: string, between: string) => {
      text += text && !text.endsWith("\n") ? between + part : part;
    };
    for (let i = 0; i < doc.childCount; ) {
      const known = keep ? this.sources.get(doc.child(i)) : undefined;
      if (known && known.kind === format && known.nodes.every((node, n) => doc.maybeChild(i + n) === node)) {
        // HTML brings what stands between its blocks.
        add(known.source, format === "html" ? "" : "\n\n");
        i += known.nodes.length;
        continue;
      }
      const html = toHtml(this.treeOf(docOf([doc.child(i)])));
      const isEmpty = signatureOf(parseHtml(html)) === "[]";
      if (!isEmpty) add(format === "html" ? html : this.markdownOf(html), format === "html" ? "\n" : "\n\n");
      i++;
    }
    return text.trimEnd();
  }

  /** A block as Markdown; as HTML in it where that alone says the same. */
  private markdownOf(html: string): string {
    const wanted = signatureOf(this.clean(html));
    const markdown = treeToMarkdown(parseHtml(html), HTML_IN_MARKDOWN);
    const made = markdownToHtml(markdown);
    if (made !== null && signatureOf(this.clean(made)) === wanted) return markdown;
    // An empty line would end it.
    return html.replace(/\n(?=\s*\n)/g, "&#10;");
  }
}

const docOf = (nodes: Node[]) => schema.topNodeType.create(null, Fragment.fromArray(nodes));

function parse(tree: Root): Node {
  return DOMParser.fromSchema(schema).parse(fragmentOf(toHtml(tree)), { preserveWhitespace: "full" });
}

/** Tables whose rows are not equally long would be mended by who edits them. */
function hasRaggedTable(doc: Node): boolean {
  let ragged = false;
  doc.descendants((node) => {
    if (node.type.name === "table" && TableMap.get(node).problems) ragged = true;
    return !ragged;
  });
  return ragged;
}
