import type { Body } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import { joinTexts, proseOf, writeBlocks } from "../../text/blocks.ts";
import { parseHtml, sanitised } from "../../text/html.ts";
import { countWords, excerpt } from "../../text/plain.ts";
import { prepare } from "./prepare.ts";
import { tidy } from "./tidy.ts";

/**
 * The body of an entry: its HTML without what publishing systems add, sanitised as everything is,
 * URLs absolute. Where it is longer than a body may be, the blocks that fit are kept.
 *
 * @param base the absolute URL that relative ones are resolved against
 */
export function cleanBody(html: string, base: string): Body {
  // No body needs twice what it may have: what comes after that is not looked at.
  const tree = parseHtml(html.slice(0, 2 * LIMITS.bodyBytes));
  prepare(tree);
  const clean = sanitised(tree, base);
  tidy(clean);
  const written = writeBlocks(clean);
  const text = joinTexts(written.texts);
  const kept = fitting(written.blocks.map(({ length }) => length));
  const blocks = written.blocks.slice(0, kept);
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  return {
    html: written.html.slice(0, length).trimEnd(),
    markdown: null,
    excerpt: excerpt(proseOf(written.texts), LIMITS.excerpt),
    words: countWords(text),
    blocks,
    texts: written.texts.slice(0, kept),
    background: [],
    keyPoints: [],
  };
}

/** How many of the first blocks stay under the limit. */
function fitting(lengths: number[]): number {
  let size = 0;
  const over = lengths.findIndex((length) => {
    size += length;
    // A character has at most three bytes per UTF-16 code unit.
    return size > LIMITS.bodyBytes / 3;
  });
  return over === -1 ? lengths.length : over;
}
