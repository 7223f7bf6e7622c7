import type { Block } from "./blocks.ts";
import { labelIn } from "./language.ts";

/** Shorter blocks are too easily alike: they are background only beside one that is. */
const WORDS_LEAST = 8;

/**
 * Which blocks of a story are background: paragraphs that its source repeats from story to story.
 *
 * A short block that is repeated too, a heading for instance, counts only beside a longer one. What
 * comes first is the body of a story that has next to nothing else, and never its background.
 *
 * @param repeated whether the source repeats a block, by its print
 * @returns indexes into `blocks`, ascending
 */
export function backgroundOf(blocks: readonly Block[], repeated: (print: string) => boolean): number[] {
  const again = blocks.map(({ print }) => repeated(print));
  const marked = blocks.map(({ words }, i) => again[i] === true && words >= WORDS_LEAST);
  // From both sides, so that a run of short blocks is reached whole.
  const order = [...blocks.keys()];
  for (const [indexes, step] of [
    [order, -1],
    [order.toReversed(), 1],
  ] as const) {
    for (const i of indexes) if (again[i] && marked[i + step]) marked[i] = true;
  }
  const own = blocks.reduce((sum, { words }, i) => sum + (marked[i] ? 0 : words), 0);
  if (own < WORDS_LEAST) marked[0] = false;
  return order.filter((i) => marked[i]);
}

const LABELS = { ar: "خلفية", en: "Background", fr: "Contexte" };

/**
 * A body with its background folded: each run of such blocks in a `details` that a reader can open.
 *
 * @param background indexes of blocks
 * @param language the body's, BCP 47
 */
export function foldBackground(
  html: string,
  blocks: readonly Block[],
  background: readonly number[],
  language: string,
): string {
  if (background.length === 0) return html;
  const marked = new Set(background);
  const label = labelIn(LABELS, language);
  let at = 0;
  let folded = "";
  blocks.forEach(({ length }, i) => {
    const opens = marked.has(i) && !marked.has(i - 1);
    const closes = marked.has(i) && !marked.has(i + 1);
    if (opens) folded += `<details class="background"><summary>${label}</summary>\n`;
    folded += html.slice(at, at + length);
    if (closes) folded += "\n</details>\n";
    at += length;
  });
  return folded.trimEnd();
}

/** The HTML of a body's own blocks, without its background. */
export function withoutBackground(
  html: string,
  blocks: readonly Block[],
  background: readonly number[],
): string {
  const marked = new Set(background);
  let at = 0;
  const own: string[] = [];
  blocks.forEach(({ length }, i) => {
    if (!marked.has(i)) own.push(html.slice(at, at + length));
    at += length;
  });
  return own.join("");
}
