import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView, type NodeView } from "prosemirror-view";
import type { EditorWords } from "../../render/desk/words.ts";
import { nodeType, schema } from "./schema.ts";

/** A file that is kept, as the desk lists it. */
export interface KeptFile {
  id: string;
  /** On this host. */
  url: string;
  /** What is shown of it, small. */
  small: string;
  kind: "picture" | "sound" | "text";
  name: string;
  alt: string;
  credit: string;
}

/** A page of them; `next` continues the list. */
export interface KeptFiles {
  files: KeptFile[];
  next: string | null;
}

/** Where pictures and sound are kept, at the desk. */
const FILES = "/desk/files";

/** @throws Error when the newsroom cannot be asked */
export async function listFiles(after: string | null): Promise<KeptFiles> {
  const response = await fetch(after ? `${FILES}?cursor=${encodeURIComponent(after)}` : FILES, {
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** Keeps a file. @throws Error with what to tell, when it is not kept */
export async function upload(file: File): Promise<KeptFile> {
  const response = await fetch(`${FILES}?name=${encodeURIComponent(file.name)}`, {
    ...{ method: "POST", body: file },
    headers: { Accept: "application/json", "Content-Type": file.type || "application/octet-stream" },
  });
  const answer = (await response.json()) as KeptFile & { detail?: string };
  if (!response.ok) throw new Error(answer.detail ?? String(response.status));
  return answer;
}

/** A file as it stands in a text: a picture over its caption, or a player. */
export function nodeFor(file: KeptFile, site: string): Node {
  const paragraph = nodeType("paragraph");
  if (file.kind === "sound") {
    const src = site + file.url;
    const player = document.createElement("audio");
    for (const [name, value] of [
      ["src", src],
      ["controls", ""],
      ["preload", "none"],
    ] as const)
      player.setAttribute(name, value);
    return paragraph.create(null, nodeType("html_inline").create({ html: player.outerHTML }));
  }
  const image = nodeType("image").create({ src: `media:${file.id}`, alt: file.alt, loading: "lazy" });
  const caption = nodeType("figcaption").create(null, file.credit ? schema.text(file.credit) : null);
  return nodeType("figure").create({ "data-tight": "" }, [paragraph.create(null, image), caption]);
}

type Waiting = { add?: { id: object; at: number; text: string }; remove?: object };
const waiting = new PluginKey<DecorationSet>("waiting");

/** Files on their way, where they will stand. */
export const waitingFiles = new Plugin<DecorationSet>({
  key: waiting,
  state: {
    init: () => DecorationSet.empty,
    apply(transaction, set) {
      const { add, remove } = (transaction.getMeta(waiting) ?? {}) as Waiting;
      const mapped = set.map(transaction.mapping, transaction.doc);
      if (add) {
        const place = document.createElement("p");
        place.className = "quiet";
        place.textContent = add.text;
        return mapped.add(transaction.doc, [Decoration.widget(add.at, place, { id: add.id })]);
      }
      return remove ? mapped.remove(mapped.find(undefined, undefined, ({ id }) => id === remove)) : mapped;
    },
  },
  props: { decorations: (state) => waiting.getState(state) },
});

const placeOf = (state: EditorState, id: object) =>
  waiting.getState(state)?.find(undefined, undefined, (spec) => spec.id === id)[0]?.from;

/** Keeps files and puts them into the text, in their order. @param say tells what could not be kept */
export async function insertFiles(
  view: EditorView,
  files: readonly File[],
  at: number,
  { words, site, say }: { words: EditorWords; site: string; say: (text: string) => void },
): Promise<void> {
  for (const file of files) {
    const id = {};
    const text = words.uploading.replace("{name}", file.name);
    view.dispatch(view.state.tr.setMeta(waiting, { add: { id, at, text } }));
    try {
      const node = nodeFor(await upload(file), site);
      const place = placeOf(view.state, id);
      if (place !== undefined) insertBlock(view, node, place);
    } catch (error) {
      say(`${words.notUploaded.replace("{name}", file.name)} ${(error as Error).message}`);
    } finally {
      view.dispatch(view.state.tr.setMeta(waiting, { remove: id }));
    }
  }
}

/** Puts a block where it may stand: after the one that a place is in, or instead of an empty line. */
export function insertBlock(view: EditorView, node: Node, at: number): void {
  const { state } = view;
  const $at = state.doc.resolve(at);
  const isEmptyLine = $at.depth === 1 && $at.parent.type.name === "paragraph" && !$at.parent.content.size;
  const [from, to] = isEmptyLine
    ? [$at.before(1), $at.after(1)]
    : $at.depth
      ? [$at.after(1), $at.after(1)]
      : [at, at];
  const transaction = state.tr.replaceWith(from, to, node);
  // Something to go on in.
  const after = from + node.nodeSize;
  if (after === transaction.doc.content.size) transaction.insert(after, nodeType("paragraph").create());
  view.dispatch(transaction.scrollIntoView());
}

/** A picture, with what it shows, which is asked for where nobody said it. */
export function pictureView(words: EditorWords) {
  return (start: Node, view: EditorView, position: () => number | undefined): NodeView => {
    let node = start;
    const dom = document.createElement("span");
    dom.className = "picture";
    const change = (attrs: object) => {
      const at = position();
      if (at !== undefined) view.dispatch(view.state.tr.setNodeMarkup(at, null, { ...node.attrs, ...attrs }));
    };
    const src = String(node.attrs.src);
    const id = /^media:([0-9a-f]{32})$/.exec(src)?.[1];
    const picture = document.createElement("img");
    const elsewhere = document.createElement("span");
    elsewhere.className = "quiet";
    elsewhere.textContent = words.elsewhere.replace("{address}", src);
    // The desk loads nothing from others.
    if (id) picture.src = `${FILES}/${id}`;
    const label = document.createElement("label");
    const asked = document.createElement("span");
    const field = document.createElement("input");
    field.maxLength = 1000;
    field.dir = "auto";
    label.append(asked, field);
    dom.append(id ? picture : elsewhere, label);
    const show = () => {
      const alt = String(node.attrs.alt ?? "");
      picture.alt = alt;
      if (field.value !== alt) field.value = alt;
      asked.textContent = alt ? words.alt : words.altMissing;
      dom.toggleAttribute("data-missing", !alt);
    };
    field.addEventListener("input", () => change({ alt: field.value }));
    show();
    return {
      dom,
      update(next) {
        if (next.type !== node.type || next.attrs.src !== node.attrs.src) return false;
        node = next;
        show();
        return true;
      },
      stopEvent: (event) => event.target === field,
      ignoreMutation: () => true,
      selectNode: () => dom.setAttribute("data-selected", ""),
      deselectNode: () => dom.removeAttribute("data-selected"),
    };
  };
}

/** What is kept whole: seen as readers will, changed in the Markdown alone. */
export function opaqueView(words: EditorWords) {
  return (node: Node): NodeView => {
    const dom = document.createElement(node.isInline ? "span" : "div");
    dom.className = "whole";
    dom.title = words.html;
    // It was sanitised, and comes from nowhere else.
    dom.innerHTML = String(node.attrs.html);
    return { dom, ignoreMutation: () => true };
  };
}
