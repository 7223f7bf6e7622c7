import { hash32 } from "./hash.ts";
import { normalised } from "./plain.ts";

/** How many minima make a signature; the estimate of a similarity of 0.8 is then off by 0.05 or so. */
const SIZE = 64;
const SHINGLE_WORDS = 3;
/** Words of a text that count: more tell no more. */
const WORDS_LIMIT = 3000;

/** What stands for a text when texts are compared: the least hashes of its runs of three words. */
export type Signature = Uint32Array;

/** The signature of a text (MinHash, https://doi.org/10.1109/SEQUEN.1997.666900). */
export function signatureOf(text: string): Signature {
  const words = wordsOf(text);
  const signature = new Uint32Array(SIZE).fill(0xffffffff);
  for (let i = 0; i + SHINGLE_WORDS <= words.length; i++) {
    let hash = hash32(words.slice(i, i + SHINGLE_WORDS).join(" "), 0x811c9dc5) || 1;
    for (let k = 0; k < SIZE; k++) {
      // Each further hash is a step of a xorshift generator from the one before.
      hash ^= hash << 13;
      hash ^= hash >>> 17;
      hash ^= hash << 5;
      const value = Math.imul(hash, 0x9e3779b1) >>> 0;
      if (value < (signature[k] ?? 0)) signature[k] = value;
    }
  }
  return signature;
}

/** How much of two texts is alike, from 0 to 1: the share of runs of words that both have. */
export function likeness(a: Signature, b: Signature): number {
  let same = 0;
  for (let k = 0; k < SIZE; k++) if (a[k] === b[k] && a[k] !== 0xffffffff) same++;
  return same / SIZE;
}

/** A text as folded words, digits included: a changed figure is a change. */
function wordsOf(text: string): string[] {
  return (
    normalised(text, "NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu)
      ?.slice(0, WORDS_LIMIT) ?? []
  );
}
