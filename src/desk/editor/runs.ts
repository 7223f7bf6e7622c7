import type { Element, ElementContent, RootContent } from "hast";
import { toHtml } from "hast-util-to-html";
import { isInline } from "../../text/blocks.ts";

/** A piece of a line: text, or an element that is one thing, with the elements that it stands in. */
export interface Run {
  /** The outermost first, without what is in them. */
  marks: Element[];
  node: ElementContent;
}

/** Elements that are one thing in a line, whatever is in them. */
const ATOMS = new Set(["img", "br", "wbr", "audio", "video", "picture", "ruby"]);
const isNamed = ({ properties }: Element) => properties.dataHtml !== undefined;

/** Whether something stands in a line: of what the editor keeps whole, too. */
export const isLine = (node: RootContent): boolean =>
  isInline(node) || (node.type === "element" && node.tagName === "span" && isNamed(node));

/** The pieces of a line, white space as HTML folds it; null where something in it is no part of a line. */
export function runsOf(children: readonly ElementContent[]): Run[] | null {
  const runs: Run[] = [];
  return collect(children, [], runs) ? folded(runs) : null;
}

const isAllLine = ({ children }: Element): boolean =>
  children.every((child) => child.type !== "element" || (isInline(child) && isAllLine(child)));

function collect(children: readonly ElementContent[], marks: Element[], runs: Run[]): boolean {
  return children.every((child) => {
    if (child.type === "text") runs.push({ marks, node: child });
    else if (child.type === "element") {
      if (!isLine(child)) return false;
      const isOne = ATOMS.has(child.tagName) || isNamed(child);
      if (isOne && !isAllLine(child)) return false;
      // A place that is linked to, and says nothing.
      const isPlace = child.children.length === 0 && child.properties.id !== undefined;
      if (isOne || isPlace) runs.push({ marks, node: child });
      else {
        const { tagName, properties } = child;
        const mark: Element = { type: "element", tagName, properties, children: [] };
        const known = marks.some((each) => keyOf(each) === keyOf(mark));
        return collect(child.children, known ? marks : [...marks, mark], runs);
      }
    }
    return true;
  });
}

const isText = (node: ElementContent | undefined) => node?.type === "text";
const isBreak = (node: ElementContent | undefined) => node?.type === "element" && node.tagName === "br";
const NO_MARKS: Element[] = [];
/** Elements in which white space says something by itself. */
const OF_SPACE = new Set(["code", "kbd", "samp", "tt", "a"]);

/** White space is one space, and none where a line begins or ends; it is not emphasised. */
function folded(runs: Run[]): Run[] {
  const split = runs.flatMap(({ marks, node }): Run[] => {
    if (node.type !== "text") return [{ marks, node }];
    const value = node.value.replace(/[ \t\n\f\r]+/g, " ");
    const spaced = marks.filter(({ tagName }) => OF_SPACE.has(tagName));
    const [, before = "", text = "", after = ""] = /^( ?)(.*?)( ?)$/s.exec(value) ?? [];
    return [
      { marks: spaced, node: { type: "text", value: before } },
      { marks, node: { type: "text", value: text } },
      { marks: spaced, node: { type: "text", value: after } },
    ];
  });
  const kept: Run[] = [];
  let isOpen = true; // white space would be the second here, or at the beginning of a line
  for (const { marks, node } of split) {
    if (node.type === "text") {
      const value = isOpen ? node.value.replace(/^ /, "") : node.value;
      if (!value) continue;
      isOpen = value.endsWith(" ");
      const last = kept.at(-1);
      if (last?.node.type === "text" && keysOf(last) === keysOf({ marks, node }))
        last.node = { type: "text", value: last.node.value + value };
      else kept.push({ marks, node: { type: "text", value } });
    } else {
      if (isBreak(node)) trimEnd(kept);
      kept.push({ marks, node });
      isOpen = isBreak(node);
    }
  }
  trimEnd(kept);
  // A break before the end of a block shows nothing.
  while (isBreak(kept.at(-1)?.node)) {
    kept.pop();
    trimEnd(kept);
  }
  // Space between what is emphasised alike is a part of it: a line is in as few pieces as it can be.
  return joined(kept);
}

function trimEnd(runs: Run[]): void {
  const last = runs.at(-1);
  if (last?.node.type !== "text") return;
  const value = last.node.value.replace(/ $/, "");
  if (value) last.node = { type: "text", value };
  else runs.pop();
}

function joined(runs: Run[]): Run[] {
  const out: Run[] = [];
  for (const [i, run] of runs.entries()) {
    const before = out.at(-1);
    const next = runs[i + 1];
    const bridges =
      run.node.type === "text" &&
      run.node.value === " " &&
      before &&
      next &&
      isText(next.node) &&
      keysOf(before) === keysOf(next);
    const current = bridges ? { marks: before.marks, node: run.node } : run;
    if (before && isText(before.node) && isText(current.node) && keysOf(before) === keysOf(current)) {
      const value = (before.node as { value: string }).value + (current.node as { value: string }).value;
      out[out.length - 1] = { marks: before.marks, node: { type: "text", value } };
    } else out.push({ ...current, marks: current.marks.length ? current.marks : NO_MARKS });
  }
  return out;
}

const keyOf = ({ tagName, properties }: Element) => JSON.stringify([tagName, sortedEntries(properties)]);
const sortedEntries = (properties: Element["properties"]) =>
  Object.entries(properties)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, String(value)])
    .sort();
const keysOf = ({ marks }: Run) => marks.map(keyOf).sort().join();

/** The line that pieces make. */
export function lineOf(runs: readonly Run[], depth = 0): ElementContent[] {
  const out: ElementContent[] = [];
  for (let i = 0; i < runs.length; ) {
    const mark = runs[i]?.marks[depth];
    if (!mark) {
      const { node } = runs[i] as Run;
      out.push(node);
      i++;
      continue;
    }
    const key = keyOf(mark);
    let end = i;
    while (end < runs.length && runs[end]?.marks[depth] && keyOf(runs[end]?.marks[depth] as Element) === key)
      end++;
    out.push({ ...mark, children: lineOf(runs.slice(i, end), depth + 1) });
    i = end;
  }
  return out;
}

/** What pieces say to a reader: equal for lines that look alike. */
export function signatureOfLine(runs: readonly Run[]): string {
  return JSON.stringify(
    runs.map((run) => [keysOf(run), run.node.type === "text" ? run.node.value : toHtml(run.node)]),
  );
}

/** Attributes of an element, to compare. */
export const signatureOfElement = keyOf;
