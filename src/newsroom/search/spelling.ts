import type { SearchQuery } from "../../model/search.ts";
import { first } from "../ledger.ts";

const ALPHABETS = [
  "abcdefghijklmnopqrstuvwxyz",
  "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
  "абвгдежзийклмнопрстуфхцчшщъыьэюя",
];
/** Unknown words that are looked up: more of them were not meant for us. */
const WORDS_MOST = 3;
/** Letters of a word that a slip can be seen in. */
const LEAST = 4;
const MOST = 24;

/**
 * The query with each word that no article has replaced by the most used one that a single slip
 * makes of it: a letter too many, too few, wrong, or two exchanged.
 *
 * @returns null where there is nothing to suggest
 */
export function hintFor(sql: SqlStorage, query: SearchQuery): string | null {
  let { text } = query;
  let unknown = 0;
  for (const { terms, written } of query.wanted) {
    const [term = ""] = terms;
    if (terms.length > 1 || isKnown(sql, term)) continue;
    if (++unknown > WORDS_MOST) break;
    const better = likeliest(sql, term);
    if (better) text = text.replace(written, better);
  }
  return text === query.text ? null : text;
}

function isKnown(sql: SqlStorage, term: string): boolean {
  return first(sql, "SELECT 1 FROM search_words WHERE term = ?", term) !== undefined;
}

function likeliest(sql: SqlStorage, term: string): string | undefined {
  if (term.length < LEAST || term.length > MOST) return undefined;
  return first<{ term: string }>(
    sql,
    `SELECT term FROM search_words WHERE term IN (SELECT value FROM json_each(?))
     ORDER BY doc DESC, term LIMIT 1`,
    JSON.stringify(slipsOf(term)),
  )?.term;
}

/** Every word that one slip makes of a word: some fifty for each of its letters. */
function slipsOf(word: string): string[] {
  const alphabet = ALPHABETS.find((letters) => letters.includes(word[0] ?? "")) ?? "";
  const slips = new Set<string>();
  for (let i = 0; i <= word.length; i++) {
    const [head, tail] = [word.slice(0, i), word.slice(i)];
    if (tail) slips.add(head + tail.slice(1));
    if (tail.length > 1) slips.add(head + tail[1] + tail[0] + tail.slice(2));
    for (const letter of alphabet) {
      slips.add(head + letter + tail);
      if (tail) slips.add(head + letter + tail.slice(1));
    }
  }
  slips.delete(word);
  return [...slips];
}
