import { toggleMark } from "prosemirror-commands";
import type { Command, EditorState } from "prosemirror-state";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
} from "prosemirror-tables";
import type { EditorView } from "prosemirror-view";
import type { EditorWords } from "../../render/desk/words.ts";
import { button } from "../button.ts";
import { COMMANDS, KEYS } from "./keys.ts";
import { insertBlock, nodeFor } from "./pictures.ts";
import { markType, schema } from "./schema.ts";
import { shelf } from "./shelf.ts";

const ROW = ["bold", "italic", "link", "heading", "subheading", "quote", "list", "numbers"] as const;
const MORE = ["picture", "table", "divider", "strike", "code", "program"] as const;
const TABLE: [keyof EditorWords, Command][] = [
  ...([
    ["rowBelow", addRowAfter],
    ["columnAfter", addColumnAfter],
  ] as [keyof EditorWords, Command][]),
  ...([
    ["rowGone", deleteRow],
    ["columnGone", deleteColumn],
  ] as [keyof EditorWords, Command][]),
  ["tableGone", deleteTable],
];
/** Buttons that show whether they hold, and of which mark or node. */
const HOLDS: Record<string, (state: EditorState) => boolean> = {
  bold: (state) => hasMark(state, "strong"),
  italic: (state) => hasMark(state, "em"),
  strike: (state) => hasMark(state, "s"),
  code: (state) => hasMark(state, "code"),
  link: (state) => hasMark(state, "a"),
  heading: (state) => isIn(state, "heading", { level: 2 }),
  subheading: (state) => isIn(state, "heading", { level: 3 }),
  quote: (state) => isIn(state, "blockquote"),
  list: (state) => isIn(state, "bullet_list"),
  numbers: (state) => isIn(state, "ordered_list"),
  program: (state) => isIn(state, "code_block"),
};

function hasMark(state: EditorState, tag: string): boolean {
  const { from, to, $from, empty } = state.selection;
  const type = markType(tag);
  return empty
    ? Boolean(type.isInSet(state.storedMarks ?? $from.marks()))
    : state.doc.rangeHasMark(from, to, type);
}

function isIn(state: EditorState, name: string, attrs: Record<string, unknown> = {}): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.type.name === name && Object.entries(attrs).every(([key, value]) => node.attrs[key] === value))
      return true;
  }
  return false;
}

/** A button that leaves the place in the text where it is. */
function tool(text: string, act: () => void): HTMLButtonElement {
  const made = button(text, act);
  made.addEventListener("mousedown", (event) => event.preventDefault());
  return made;
}

/** The tools over a text: a button for each, in words, and what some of them ask for. */
export class Tools {
  readonly dom = document.createElement("div");
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private readonly table = document.createElement("div");
  private readonly asks = document.createElement("div");
  private view: EditorView | null = null;

  constructor(
    private readonly words: EditorWords,
    private readonly site: string,
    private readonly files: (files: File[]) => void,
  ) {
    this.dom.className = "tools";
    const row = document.createElement("div");
    row.setAttribute("role", "toolbar");
    row.setAttribute("aria-label", words.tools);
    for (const name of [...ROW, ...MORE]) row.append(this.tool(name));
    row.addEventListener("keydown", (event) => this.move(event, row));
    this.table.className = "quiet-tools";
    this.table.hidden = true;
    for (const [name, command] of TABLE) this.table.append(tool(words[name], () => this.run(command)));
    this.asks.hidden = true;
    this.asks.className = "asks";
    this.dom.append(row, this.table, this.asks);
    const [first, ...others] = row.querySelectorAll("button");
    if (first) first.tabIndex = 0;
    for (const other of others) other.tabIndex = -1;
  }

  /** What the tools work on. */
  attach(view: EditorView): void {
    this.view = view;
    this.update(view.state);
  }

  /** Shows what holds where the text is written in. */
  update(state: EditorState): void {
    for (const [name, holds] of Object.entries(HOLDS))
      this.buttons.get(name)?.setAttribute("aria-pressed", String(holds(state)));
    this.table.hidden = !isInTable(state);
  }

  private tool(name: (typeof ROW | typeof MORE)[number]): HTMLButtonElement {
    const made = tool(this.words[name], () => {
      if (name === "link") this.askLink();
      else if (name === "picture") this.askPicture();
      else if (COMMANDS[name]) this.run(COMMANDS[name]);
    });
    if (KEYS[name]) made.title = KEYS[name].replace("Mod", /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl");
    this.buttons.set(name, made);
    return made;
  }

  private run(command: Command): void {
    if (!this.view) return;
    command(this.view.state, this.view.dispatch, this.view);
    this.view.focus();
  }

  /** One button of a toolbar is in the order of the tab key; arrows go on from it (ARIA APG, toolbar). */
  private move(event: KeyboardEvent, row: HTMLElement): void {
    const all = [...row.querySelectorAll("button")];
    const at = all.indexOf(event.target as HTMLButtonElement);
    const forward = getComputedStyle(row).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: -1, [forward]: 1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = all[(at + step + all.length) % all.length];
    for (const each of all) each.tabIndex = each === next ? 0 : -1;
    next?.focus();
  }

  private ask(...children: HTMLElement[]): void {
    this.asks.replaceChildren(...children);
    this.asks.hidden = false;
  }

  private end(): void {
    this.asks.hidden = true;
    this.asks.replaceChildren();
    this.view?.focus();
  }

  /** Asks where a link leads. */
  askLink(): void {
    const { view, words } = this;
    if (!view) return;
    const link = markType("a");
    const { from, to, $from, empty } = view.state.selection;
    const known = link.isInSet($from.marks()) ?? link.isInSet($from.nodeAfter?.marks ?? []);
    const label = document.createElement("label");
    const field = document.createElement("input");
    field.type = "url";
    field.dir = "ltr";
    field.placeholder = "https://";
    field.value = String(known?.attrs.href ?? "");
    label.append(words.linkTo, field);
    const set = () => {
      const href = addressOf(field.value);
      if (!href) return field.focus();
      const { tr } = view.state;
      if (empty && !known) tr.insert(from, schema.text(href, [link.create({ href })]));
      else {
        const [start, end] = empty ? extentOf(view.state, known?.attrs.href) : [from, to];
        tr.removeMark(start, end, link).addMark(start, end, link.create({ href }));
      }
      view.dispatch(tr);
      this.end();
    };
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        set();
      } else if (event.key === "Escape") this.end();
    });
    const off = tool(words.linkOff, () => {
      const [start, end] = empty ? extentOf(view.state, known?.attrs.href) : [from, to];
      if (empty) view.dispatch(view.state.tr.removeMark(start, end, link));
      else toggleMark(link)(view.state, view.dispatch);
      this.end();
    });
    this.ask(
      label,
      tool(words.linkSet, set),
      ...(known ? [off] : []),
      tool(words.close, () => this.end()),
    );
    field.focus();
  }

  /** Shows the files that are kept, and takes others. */
  private askPicture(): void {
    const { words } = this;
    const file = document.createElement("input");
    file.type = "file";
    file.multiple = true;
    file.accept = "image/*,audio/*";
    file.addEventListener("change", () => {
      this.files([...(file.files ?? [])]);
      this.end();
    });
    const label = document.createElement("label");
    label.append(words.upload, file);
    const kept = shelf(words, null, (chosen) => {
      if (this.view) insertBlock(this.view, nodeFor(chosen, this.site), this.view.state.selection.to);
      this.end();
    });
    this.ask(
      label,
      kept,
      tool(words.close, () => this.end()),
    );
    file.focus();
  }
}

/** What was typed as an address: of the web, of mail, or nothing. */
function addressOf(typed: string): string | null {
  const text = typed.trim();
  if (/^(https?:|mailto:|tel:)/i.test(text)) return URL.canParse(text) ? text : null;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return `mailto:${text}`;
  return text.includes(".") && URL.canParse(`https://${text}`) ? `https://${text}` : null;
}

/** From where to where a link goes around the place that is written in. */
function extentOf(state: EditorState, href: unknown): [from: number, to: number] {
  const { $from } = state.selection;
  const link = markType("a");
  const start = $from.start();
  let extent: [number, number] = [state.selection.from, state.selection.to];
  let begun: number | null = null;
  $from.parent.forEach((node, offset) => {
    const isSame = link.isInSet(node.marks)?.attrs.href === href;
    if (!isSame) begun = null;
    else {
      begun ??= start + offset;
      const end = start + offset + node.nodeSize;
      if (begun <= $from.pos && end >= $from.pos) extent = [begun, end];
    }
  });
  return extent;
}
