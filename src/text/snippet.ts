import { searchTerms } from "./words.ts";

/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  text: string;
  hit?: true | undefined;
}

/** Characters of a text that are looked at: what is asked for stands early, or is shown by itself. */
const CHARACTERS_READ = 12_000;
/** Hits that a beginning is tried at. */
const HITS_READ = 100;
const SNIPPET_WORDS = 34;
/** Words before the first hit, so that it is understood. */
const WORDS_BEFORE = 8;

const WORD = /[\p{L}\p{N}\p{M}\u0640]+/gu;

/** A text in pieces, the words that are among `terms` marked. */
export function highlight(text: string, terms: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  const add = (part: string, hit: boolean) => {
    const last = pieces.at(-1);
    if (last && Boolean(last.hit) === hit) last.text += part;
    else if (part) pieces.push(hit ? { text: part, hit: true } : { text: part });
  };
  let at = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!isHit(word, terms)) continue;
    add(text.slice(at, index), false);
    add(word, true);
    at = index + word.length;
  }
  add(text.slice(at), false);
  return pieces;
}

/** The part of a text that has most of the `terms`, a few lines long, with those marked. */
export function snippet(text: string, terms: ReadonlySet<string>): Piece[] {
  const read = text.slice(0, CHARACTERS_READ).replace(/\s+/g, " ").trim();
  const words = [...read.matchAll(WORD)].map(({ 0: word, index }) => ({ word, index }));
  const hits = words
    .flatMap(({ word }, i) => (isHit(word, terms) ? [{ i, term: word.toLowerCase() }] : []))
    .slice(0, HITS_READ);
  let best = { start: 0, score: 0 };
  for (const { i: start } of hits) {
    const inside = hits.filter(({ i }) => i >= start && i < start + SNIPPET_WORDS - WORDS_BEFORE);
    const score = new Set(inside.map(({ term }) => term)).size + inside.length / 100;
    if (score > best.score) best = { start, score };
  }
  const first = Math.max(0, best.start - WORDS_BEFORE);
  // What is a word to who reads may be two to who searches: "Haftar’s".
  const space = (before: number) => read.lastIndexOf(" ", before) + 1;
  const from = first === 0 ? 0 : space(words[first]?.index ?? 0);
  const end = words[first + SNIPPET_WORDS]?.index;
  const to = end === undefined ? read.length : space(end);
  const cut = `${from > 0 ? "… " : ""}${read.slice(from, to).trim()}${to < read.length ? " …" : ""}`;
  return highlight(cut, terms);
}

function isHit(word: string, terms: ReadonlySet<string>): boolean {
  return searchTerms(word).some((term) => terms.has(term));
}
