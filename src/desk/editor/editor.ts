import { toHtml } from "hast-util-to-html";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { DOMSerializer, type Node } from "prosemirror-model";
import { EditorState, Plugin } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import type { EditorWords } from "../../render/desk/words.ts";
import { countWords } from "../../text/plain.ts";
import { minutesToRead } from "../../text/reading.ts";
import { button } from "../button.ts";
import { toEditable } from "./dialect.ts";
import { fragmentOf } from "./from-html.ts";
import { keys, typed } from "./keys.ts";
import { asMeant } from "./paste.ts";
import { insertFiles, opaqueView, pictureView, waitingFiles } from "./pictures.ts";
import { schema } from "./schema.ts";
import { type Text, Texts } from "./text.ts";
import { Tools } from "./tools.ts";

export { startFiles } from "./files.ts";
export { startLead } from "./lead.ts";

/** How long after a letter the text is written down, ms. */
const SOON_MS = 300;
/** Which of the two somebody likes to write in, in this browser. */
const LIKED = "desk-writing";

export interface EditorOptions {
  /** Around the field. */
  place: HTMLElement;
  /** What the form sends: kept up to date. */
  field: HTMLTextAreaElement;
  format: HTMLInputElement;
  words: EditorWords;
  /** The public origin. */
  site: string;
  /** What a text is written in where nobody says, BCP 47. */
  language: string;
  /** See `Texts`. */
  background: string[];
}

/** A text as it will look, written in place of the field that holds it. */
export class Editor {
  private readonly texts: Texts;
  private readonly tools: Tools;
  private readonly view: EditorView;
  private readonly say = document.createElement("p");
  private readonly count = document.createElement("p");
  private readonly toggle = button("", () => this.turn(!this.isSource, true), "plain");
  private timer = 0;

  constructor(private readonly options: EditorOptions) {
    const { place, field, words, site, background } = options;
    this.texts = new Texts(`${site}/articles/`, site, new Set(background));
    this.tools = new Tools(words, site, (files) => this.take(files, this.view.state.selection.to));
    this.say.className = "say";
    this.say.setAttribute("role", "alert");
    this.say.hidden = true;
    const head = document.createElement("div");
    head.className = "over";
    head.append(this.tools.dom, this.toggle);
    const sheet = document.createElement("div");
    this.count.className = "quiet";
    place.prepend(head, this.say);
    place.append(sheet, this.count);
    const opened = this.texts.open(this.held());
    this.view = new EditorView(
      { mount: sheet },
      {
        state: this.stateOf(opened),
        attributes: {
          ...{ class: "writing", role: "textbox", "aria-multiline": "true", "aria-label": words.text },
          ...{ dir: "auto", spellcheck: "true" },
        },
        nodeViews: {
          image: (node, view, position) => pictureView(words)(node, view, position),
          html_block: opaqueView(words),
          html_inline: opaqueView(words),
        },
        clipboardSerializer: copied,
        transformPastedHTML: (html) => this.pasted(html),
        handlePaste: (_, event) => this.takeFrom(event.clipboardData, this.view.state.selection.to),
        handleDrop: (view, event) => {
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
          return this.takeFrom(event.dataTransfer, at ?? view.state.selection.to);
        },
        dispatchTransaction: (transaction) => {
          this.view.updateState(this.view.state.apply(transaction));
          this.tools.update(this.view.state);
          if (transaction.docChanged && !transaction.getMeta("read")) this.later();
        },
      },
    );
    this.tools.attach(this.view);
    // Somebody may have begun in the field already.
    const isWritten = document.activeElement === field;
    field.addEventListener("input", () => this.measure());
    field.form?.addEventListener("desk:read", () => this.write());
    field.form?.addEventListener("desk:filled", () => this.read());
    this.turn(localStorage.getItem(LIKED) === "markdown" || opened === null, false);
    if (isWritten && !this.isSource) this.view.focus();
  }

  private get isSource(): boolean {
    return this.options.place.dataset.writing === "markdown";
  }

  private held(): Text {
    const { field, format } = this.options;
    return { text: field.value, format: format.value === "html" ? "html" : "markdown" };
  }

  private stateOf(doc: Node | null): EditorState {
    return EditorState.create({
      ...(doc ? { doc } : { schema }),
      plugins: [
        typed,
        ...keys({
          "Mod-k": () => {
            this.tools.askLink();
            return true;
          },
        }),
        history(),
        dropCursor(),
        gapCursor(),
        tableEditing(),
        waitingFiles,
        directions,
        this.repeated(),
      ],
    });
  }

  /** Marks what readers see folded. */
  private repeated(): Plugin {
    const { words } = this.options;
    const attributes = { class: "repeated", title: words.repeated, "aria-description": words.repeated };
    return new Plugin({
      props: {
        decorations: ({ doc }) => {
          const found: Decoration[] = [];
          doc.forEach((node, at) => {
            if (this.texts.isBackground(node))
              found.push(Decoration.node(at, at + node.nodeSize, attributes));
          });
          return DecorationSet.create(doc, found);
        },
      },
    });
  }

  /** Between the text as it will look and its Markdown: one and the same. */
  private turn(toSource: boolean, byHand: boolean): void {
    const { place, field, format, words } = this.options;
    if (byHand) localStorage.setItem(LIKED, toSource ? "markdown" : "seen");
    if (toSource && byHand) {
      this.write();
      if (format.value === "html") this.hold(this.texts.close(this.view.state.doc, "markdown"));
    }
    // What it begins with is shown already.
    if (!toSource && byHand && !this.read()) {
      this.tell(words.nested);
      return;
    }
    place.dataset.writing = toSource ? "markdown" : "seen";
    this.toggle.textContent = toSource ? words.asSeen : words.markdown;
    this.measure();
    if (byHand) (toSource ? field : this.view).focus();
  }

  /** Says how long the text is, and how long it takes to read. */
  private measure(): void {
    const { words, field, language } = this.options;
    const { doc } = this.view.state;
    const text = this.isSource ? field.value : doc.textBetween(0, doc.content.size, "\n", " ");
    const said = field.form?.elements.namedItem("language");
    const spoken = (said instanceof HTMLInputElement && said.value) || language;
    const count = countWords(text);
    const number = new Intl.NumberFormat(document.documentElement.lang).format;
    this.count.textContent = words.count
      .replace("{words}", number(count))
      .replace("{minutes}", number(minutesToRead(count, spoken)));
  }

  private tell(text: string): void {
    this.say.textContent = text;
    this.say.hidden = !text;
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.write(), SOON_MS);
  }

  /** Writes what is seen into the field that the form sends. */
  private write(): void {
    clearTimeout(this.timer);
    if (this.timer === 0 || this.isSource) return;
    this.timer = 0;
    this.hold(this.texts.close(this.view.state.doc, this.held().format));
  }

  /** Gives the form a text, where it says something else. */
  private hold({ text, format: kind }: Text): void {
    const { field, format } = this.options;
    if (field.value === text && format.value === kind) return;
    field.value = text;
    format.value = kind;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Shows what the field holds, of which only what differs is put in anew. @returns whether it can be shown */
  private read(): boolean {
    const next = this.texts.open(this.held());
    if (!next) return false;
    const { state } = this.view;
    const [old, all] = [state.doc.children, next.children];
    let start = 0;
    while (start < old.length && start < all.length && old[start]?.eq(all[start] as Node)) start++;
    let end = 0;
    while (
      end < Math.min(old.length, all.length) - start &&
      old[old.length - 1 - end]?.eq(all[all.length - 1 - end] as Node)
    )
      end++;
    const size = (nodes: readonly Node[]) => nodes.reduce((sum, node) => sum + node.nodeSize, 0);
    const from = size(old.slice(0, start));
    const to = size(old.slice(0, old.length - end));
    const nodes = all.slice(start, all.length - end);
    if (from === to && nodes.length === 0) return true;
    this.view.dispatch(state.tr.replaceWith(from, to, nodes).setMeta("read", true));
    return true;
  }

  /** What was copied elsewhere, as a text that may stand here. */
  private pasted(html: string): string {
    return toHtml(toEditable(this.texts.sanitised(asMeant(html))));
  }

  private takeFrom(data: DataTransfer | null, at: number): boolean {
    const files = [...(data?.files ?? [])].filter(({ type }) => /^(image|audio)\//.test(type));
    // Programs bring a picture of the text along with it.
    if (!files.length || data?.types.includes("text/html")) return false;
    this.take(files, at);
    return true;
  }

  private take(files: readonly File[], at: number): void {
    const { words, site } = this.options;
    this.tell("");
    void insertFiles(this.view, files, at, { words, site, say: (text) => this.tell(text) });
  }
}

/** What is copied is HTML as others know it. */
const whole = (node: Node) =>
  fragmentOf(String(node.attrs.html)).firstElementChild ?? document.createElement("span");
const copied = new DOMSerializer(
  { ...DOMSerializer.nodesFromSchema(schema), html_block: whole, html_inline: whole },
  DOMSerializer.marksFromSchema(schema),
);

/** Each block is written in the direction of its first letters, where it does not say. */
const directions = new Plugin({
  props: {
    decorations: (state) => {
      const found: Decoration[] = [];
      state.doc.descendants((node, at) => {
        if (!node.isTextblock) return true;
        if (!node.attrs.dir) found.push(Decoration.node(at, at + node.nodeSize, { dir: "auto" }));
        return false;
      });
      return DecorationSet.create(state.doc, found);
    },
  },
});
