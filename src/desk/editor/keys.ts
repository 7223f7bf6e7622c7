import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import {
  InputRule,
  inputRules,
  textblockTypeInputRule,
  undoInputRule,
  wrappingInputRule,
} from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { Node } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type Plugin, TextSelection, type Transaction } from "prosemirror-state";
import { goToNextCell } from "prosemirror-tables";
import { findWrapping } from "prosemirror-transform";
import { markType, nodeType, schema } from "./schema.ts";

const item = nodeType("list_item");
const paragraph = nodeType("paragraph");

/** A list whose items are as tight as they are typed. */
const list = (name: "bullet_list" | "ordered_list"): Command => {
  const wrap = wrapInList(nodeType(name));
  return (state, dispatch) => wrap(state, dispatch && ((transaction) => dispatch(tightened(transaction))));
};

/** Gives the items around the selection no paragraphs of their own: what a list is in Markdown as it is typed. */
function tightened(transaction: Transaction): Transaction {
  const { $from, $to } = transaction.selection;
  transaction.doc.nodesBetween($from.start(0), $to.end(0), (node, position) => {
    const isWithin = position <= $to.pos && position + node.nodeSize >= $from.pos;
    if (node.type === item && isWithin && isLine(node))
      transaction.setNodeAttribute(position, "data-tight", "");
    return isWithin;
  });
  return transaction;
}

const isLine = (node: Node) => node.childCount === 1 && node.firstChild?.type === paragraph;

/** A line of its own under what cannot hold one: a caption, code, a table. */
const lineBelow: Command = (state, dispatch) => {
  const { $head } = state.selection;
  const caption = $head.parent.type === nodeType("figcaption");
  if (!caption) return false;
  if (dispatch) {
    const after = $head.after(-1);
    const transaction = state.tr.insert(after, paragraph.create());
    dispatch(transaction.setSelection(TextSelection.create(transaction.doc, after + 1)).scrollIntoView());
  }
  return true;
};

const hardBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodeType("hard_break").create()).scrollIntoView());
  return true;
});

/** What is done by a key or a button, by name. */
export const COMMANDS: Record<string, Command> = {
  bold: toggleMark(markType("strong")),
  italic: toggleMark(markType("em")),
  code: toggleMark(markType("code")),
  strike: toggleMark(markType("s")),
  text: setBlockType(paragraph),
  heading: toggled(setBlockType(nodeType("heading"), { level: 2 }), "heading", 2),
  subheading: toggled(setBlockType(nodeType("heading"), { level: 3 }), "heading", 3),
  quote: wrapIn(nodeType("blockquote")),
  list: list("bullet_list"),
  numbers: list("ordered_list"),
  program: setBlockType(nodeType("code_block")),
  divider: (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(nodeType("horizontal_rule").create()).scrollIntoView());
    return true;
  },
  table: (state, dispatch) => {
    const cells = (name: string) => [0, 1, 2].map(() => nodeType(name).create(null, paragraph.create()));
    const row = (name: string, section: string) =>
      nodeType("table_row").create({ "data-section": section }, cells(name));
    const rows = [row("table_header", "thead"), row("table_cell", "tbody"), row("table_cell", "tbody")];
    const at = state.selection.from;
    const transaction = state.tr.replaceSelectionWith(nodeType("table").create(null, rows));
    const first = transaction.doc.resolve(Math.min(at + 1, transaction.doc.content.size));
    dispatch?.(transaction.setSelection(TextSelection.near(first)).scrollIntoView());
    return true;
  },
  undo,
  redo,
};

/** The same again takes it back. */
function toggled(command: Command, name: string, level: number): Command {
  return (state, dispatch, view) => {
    const { parent } = state.selection.$from;
    const isSo = parent.type === nodeType(name) && parent.attrs.level === level;
    return isSo ? setBlockType(paragraph)(state, dispatch) : command(state, dispatch, view);
  };
}

/** The keys of the editor, by command: listed where keys are listed. */
export const KEYS: Record<string, string> = {
  ...{ bold: "Mod-b", italic: "Mod-i", code: "Mod-e", strike: "Mod-Shift-x", text: "Mod-Alt-0" },
  ...{ heading: "Mod-Alt-2", subheading: "Mod-Alt-3", quote: "Mod-Shift-9", list: "Mod-Shift-8" },
  ...{
    numbers: "Mod-Shift-7",
    program: "Mod-Alt-c",
    divider: "Mod-Alt-h",
    undo: "Mod-z",
    redo: "Mod-Shift-z",
  },
};

export function keys(more: Record<string, Command>): Plugin[] {
  const own = Object.fromEntries(
    Object.entries(KEYS).flatMap(([name, key]) => (COMMANDS[name] ? [[key, COMMANDS[name]]] : [])),
  );
  return [
    keymap({
      ...own,
      ...more,
      "Mod-y": redo,
      Enter: chainCommands(lineBelow, splitListItem(item)),
      "Shift-Enter": hardBreak,
      "Mod-Enter": hardBreak,
      Backspace: undoInputRule,
      Tab: chainCommands(goToNextCell(1), sinkListItem(item)),
      "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(item)),
      "Mod-[": liftListItem(item),
      "Mod-]": sinkListItem(item),
    }),
    keymap(baseKeymap),
  ];
}

/** Letters with a sign around them, as in Markdown, take on what it stands for. */
function marked(pattern: RegExp, tag: string): InputRule {
  return new InputRule(
    pattern,
    (state, match, start, end) => {
      const [whole = "", before = "", text = ""] = match;
      const type = markType(tag);
      if (!state.doc.resolve(start).parent.type.allowsMarkType(type)) return null;
      const from = start + before.length;
      const sign = whole.slice(before.length).indexOf(text);
      // The last letter of it is only about to be typed.
      const transaction = state.tr.delete(from + sign + text.length, end).delete(from, from + sign);
      return transaction.addMark(from, from + text.length, type.create()).removeStoredMark(type);
    },
    { inCodeMark: false },
  );
}

/** What is formatted as it is typed. */
export const typed: Plugin = inputRules({
  rules: [
    textblockTypeInputRule(/^(#{2,6})\s$/, nodeType("heading"), ([, signs = ""]) => ({
      level: signs.length,
    })),
    textblockTypeInputRule(/^#\s$/, nodeType("heading"), { level: 2 }),
    wrappingInputRule(/^\s*>\s$/, nodeType("blockquote")),
    listRule(/^\s*[-*+]\s$/, "bullet_list"),
    listRule(/^(\d{1,9})[.)]\s$/, "ordered_list"),
    textblockTypeInputRule(/^```([\w-]*)\s$/, nodeType("code_block"), ([, language]) => ({
      language: language || null,
    })),
    new InputRule(/^(?:---|\*\*\*)$/, (state, _, start, end) => {
      const $start = state.doc.resolve(start);
      if ($start.parent.type !== paragraph) return null;
      return state.tr.replaceRangeWith(start, end, nodeType("horizontal_rule").create());
    }),
    marked(/(^|[\s("“])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, "strong"),
    marked(/(^|[\s("“])[*_]([^*_\s](?:[^*_]*[^*_\s])?)[*_]$/, "em"),
    marked(/(^|[\s("“])`([^`]+)`$/, "code"),
    marked(/(^|[\s("“])~~([^~]+)~~$/, "s"),
    new InputRule(/\[([^[\]]+)\]\(((?:https?:\/\/|mailto:)[^\s()]+)\)$/, (state, match, start, end) => {
      const [, text = "", href = ""] = match;
      return state.tr.replaceWith(start, end, schema.text(text, [markType("a").create({ href })]));
    }),
  ],
});

/** A list that begins as its sign is typed. */
function listRule(pattern: RegExp, name: "bullet_list" | "ordered_list"): InputRule {
  return new InputRule(pattern, (state, [, number], start, end) => {
    const transaction = state.tr.delete(start, end);
    const range = transaction.doc.resolve(start).blockRange();
    const attrs = number && number !== "1" ? { start: number } : null;
    const wrapping = range && findWrapping(range, nodeType(name), attrs);
    return wrapping ? tightened(transaction.wrap(range, wrapping)) : null;
  });
}
