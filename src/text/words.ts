import { normalised } from "./plain.ts";

/** Without what does not tell one word from another: case, marks over letters, forms of a letter. */
function fold(text: string): string {
  // Most texts have nothing of the rest, and there are many of them.
  if (/^[ -~\s]*$/.test(text)) return text.toLowerCase();
  return normalised(text, "NFKD")
    .replace(/[\p{M}\u0640]/gu, "")
    .toLowerCase()
    .replace(/[أإآٱ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه");
}

/**
 * The words of a text as they are compared: lower case, without marks over letters, the forms of
 * alef, ya and ta marbuta in Arabic as one, tatweel left out.
 */
export function foldedWords(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

// Scripts that put no space between words: each character is looked for by itself.
const UNSPACED =
  "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";
const TERM = new RegExp(`[${UNSPACED}]|[[\\p{L}\\p{N}]--[${UNSPACED}]]+`, "gv");

/**
 * The words of a text as they are searched for: folded, and with the Arabic article (and what is
 * written together with it) and the English plural taken off, on both sides alike.
 */
export function searchTerms(text: string): string[] {
  return (fold(text).match(TERM) ?? []).map(stem);
}

function stem(word: string): string {
  if (/^[a-z]{4,}$/.test(word)) return singular(word);
  return word.replace(/^(?:[وبفك]?ال|لل)(?=[\u0621-\u064A]{3,}$)/, "");
}

/** D. Harman, "How effective is suffixing?" (1991): the s-stemmer, and `-es` after a hiss. */
function singular(word: string): string {
  if (/(?:x|ch|sh|ss|zz)es$/.test(word)) return word.slice(0, -2);
  if (/[^ea]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/[^us]s$/.test(word)) return word.slice(0, -1);
  return word;
}
