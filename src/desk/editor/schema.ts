import { type DOMOutputSpec, type MarkSpec, type NodeSpec, Schema } from "prosemirror-model";

// What a text is made of while it is written: what the sanitiser lets through (`text/html.ts`), element by
// element. What has no place here stands as a whole, untouched (`html_block`, `html_inline`).

const EVERYWHERE = ["dir", "lang", "id"];
/** On a container: its text stands in it without paragraphs (`dialect.ts`). */
const TIGHT = "data-tight";

/** Attributes of an element that are kept as they are written, null where there is none. */
function attributes(own: string[]) {
  const names = [...EVERYWHERE, ...own];
  return {
    attrs: Object.fromEntries(names.map((name) => [name, { default: null }])),
    read: (element: HTMLElement) =>
      Object.fromEntries(names.map((name) => [name, element.getAttribute(name)])),
    written: (attrs: Record<string, unknown>) =>
      Object.fromEntries(names.flatMap((name) => (attrs[name] == null ? [] : [[name, attrs[name]]]))),
  };
}

/** An element that is a node of its own. */
function element(tag: string, content: string, own: string[] = [], more: NodeSpec = {}): NodeSpec {
  const { attrs, read, written } = attributes(own);
  return {
    ...{ content, attrs, parseDOM: [{ tag, getAttrs: read }] },
    toDOM: (node): DOMOutputSpec => (content ? [tag, written(node.attrs), 0] : [tag, written(node.attrs)]),
    ...more,
  };
}

/** An element that holds paragraphs, or text without any. */
const container = (tag: string, own: string[] = [], more: NodeSpec = {}, content = "block+") =>
  element(tag, content, [TIGHT, ...own], more);

function heading(): NodeSpec {
  const { attrs, read, written } = attributes([]);
  const levels = [2, 3, 4, 5, 6];
  return {
    ...{ content: "inline*", group: "block", defining: true, attrs: { ...attrs, level: { default: 2 } } },
    parseDOM: levels.map((level) => ({
      tag: `h${level}`,
      getAttrs: (dom: HTMLElement) => ({ ...read(dom), level }),
    })),
    toDOM: (node) => [`h${node.attrs.level}`, written(node.attrs), 0],
  };
}

function cell(tag: "td" | "th"): NodeSpec {
  const { attrs, read, written } = attributes([TIGHT, "align", ...(tag === "th" ? ["scope"] : [])]);
  const span = (dom: HTMLElement, name: string) => Number(dom.getAttribute(name)) || 1;
  return {
    content: "block+",
    // A cell that is made anew is as tight as those of a written table.
    attrs: {
      ...attrs,
      [TIGHT]: { default: "" },
      ...{ colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
    },
    isolating: true,
    tableRole: tag === "td" ? "cell" : "header_cell",
    parseDOM: [
      {
        tag,
        getAttrs: (dom) => ({ ...read(dom), colspan: span(dom, "colspan"), rowspan: span(dom, "rowspan") }),
      },
    ],
    toDOM: ({ attrs: { colspan, rowspan, ...rest } }) => [
      tag,
      { ...written(rest), ...(colspan > 1 && { colspan }), ...(rowspan > 1 && { rowspan }) },
      0,
    ],
  };
}

/** Something that is kept as it is: nobody writes in it but as HTML. */
function opaque(tag: "div" | "span", isInline: boolean): NodeSpec {
  return {
    ...{ atom: true, inline: isInline, group: isInline ? "inline" : "block", attrs: { html: {} } },
    parseDOM: [
      {
        tag: `${tag}[data-html]`,
        getAttrs: (dom) => ({ html: dom.getAttribute("data-html") }),
        priority: 100,
      },
    ],
    toDOM: (node) => [tag, { "data-html": node.attrs.html }],
  };
}

const block = { group: "block" };

const nodes: Record<string, NodeSpec> = {
  doc: { content: "block+" },
  paragraph: element("p", "inline*", [], block),
  heading: heading(),
  blockquote: container("blockquote", ["cite"], { ...block, defining: true }),
  bullet_list: element("ul", "list_item+", [], block),
  ordered_list: element("ol", "list_item+", ["start", "reversed", "type"], block),
  list_item: container("li", [], { defining: true }),
  code_block: {
    ...{ content: "text*", marks: "", group: "block", code: true, defining: true },
    ...{ attrs: { ...attributes(["language", "plain"]).attrs } },
    parseDOM: [
      {
        ...{ tag: "pre", preserveWhitespace: "full" },
        getAttrs: (dom) => {
          const code = dom.querySelector(":scope > code");
          return {
            ...attributes([]).read(dom),
            plain: code ? null : "",
            language: /^language-(.+)$/.exec(code?.className ?? "")?.[1] ?? null,
          };
        },
      },
    ],
    toDOM: ({ attrs: { language, plain, ...rest } }) => {
      const code: DOMOutputSpec = ["code", language ? { class: `language-${language}` } : {}, 0];
      return ["pre", attributes([]).written(rest), plain === null ? code : 0];
    },
  },
  horizontal_rule: element("hr", "", [], block),
  figure: container("figure", [], block, "(block | figcaption)+"),
  figcaption: element("figcaption", "inline*", [], { defining: true }),
  details: container("details", ["open"], block, "(summary | block)+"),
  summary: element("summary", "inline*", [], { defining: true }),
  description_list: element("dl", "(description_term | description)+", [], block),
  description_term: container("dt"),
  description: container("dd"),
  division: container("div", [], block),
  section: container("section", [], block),
  table: element("table", "table_row+", [], { ...block, tableRole: "table", isolating: true }),
  table_row: element("tr", "(table_cell | table_header)*", ["data-section"], { tableRole: "row" }),
  table_cell: cell("td"),
  table_header: cell("th"),
  html_block: opaque("div", false),
  text: { group: "inline" },
  image: element("img", "", ["src", "alt", "title", "width", "height", "loading"], {
    ...{ inline: true, group: "inline", draggable: true },
  }),
  hard_break: {
    ...{ inline: true, group: "inline", selectable: false },
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
  html_inline: opaque("span", true),
};

/** Elements within a line, the outermost first, with the attributes that each may have. */
const MARKS: Record<string, string[]> = {
  ...{ a: ["href", "hreflang", "title", "rel"], ins: ["cite", "datetime"], del: ["cite", "datetime"] },
  ...{ q: ["cite"], bdo: [], bdi: [], span: [], cite: [], mark: [], strong: [], b: [], em: [], i: [] },
  ...{ u: [], s: [], strike: [], small: [], abbr: ["title"], dfn: [], time: ["datetime"], sub: [] },
  ...{ sup: [], kbd: [], samp: [], var: [], tt: [], code: ["class"] },
};

const marks = Object.fromEntries(
  Object.entries(MARKS).map(([tag, own]): [string, MarkSpec] => {
    const { attrs, read, written } = attributes(own);
    return [
      tag,
      {
        ...{ attrs, inclusive: tag !== "a", ...(tag === "code" && { code: true }) },
        parseDOM: [{ tag, getAttrs: read }],
        toDOM: (mark) => [tag, written(mark.attrs), 0],
      },
    ];
  }),
);

export const schema = new Schema({ nodes, marks });

/** A node of the schema by its name, which is in it. */
export function nodeType(name: string) {
  const type = schema.nodes[name];
  if (!type) throw new Error(`no such node: ${name}`);
  return type;
}

/** A mark of the schema by its element, which is in it. */
export function markType(tag: string) {
  const type = schema.marks[tag];
  if (!type) throw new Error(`no such mark: ${tag}`);
  return type;
}
