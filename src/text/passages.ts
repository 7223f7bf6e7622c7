import { countWords } from "./plain.ts";
import { sentencesOf } from "./sentences.ts";
import { searchTerms } from "./words.ts";

/** Words of a passage: what can be quoted and read at a glance. */
const WORDS_MOST = 90;
/** Characters of it, where words are long or none. */
const LENGTH_MOST = 1500;
/** What a word in the headline counts, beside one in the passage itself. */
const HEADLINE = 0.35;
/** Less than this share of what was asked answers nothing. */
const SCORE_LEAST = 0.45;
/** Words that a headline has mostly. */
const WORDS_LEAST = 5;

export interface Passage {
  text: string;
  /** How much of what was asked it has, 0 to 1, the rare words counting most. */
  score: number;
}

/**
 * The passages of a text that have most of what was asked, best first.
 *
 * @param weights what each term of the question counts
 * @param language BCP 47
 */
export function passagesFor(
  text: string,
  title: string,
  language: string,
  weights: ReadonlyMap<string, number>,
): Passage[] {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const inTitle = new Set(searchTerms(title));
  return cut(text, language)
    .map((passage) => {
      const inside = new Set(searchTerms(passage));
      let score = 0;
      for (const [term, weight] of weights) {
        if (inside.has(term)) score += weight;
        else if (inTitle.has(term)) score += weight * HEADLINE;
      }
      // What has nothing of its own is quoted for its headline alone: for nothing.
      const own = [...weights.keys()].some((term) => inside.has(term));
      return { text: passage, score: own && total ? score / total : 0 };
    })
    .filter(({ score }) => score >= SCORE_LEAST)
    .sort((a, b) => b.score - a.score);
}

/** Paragraphs, the long ones cut between sentences. */
function cut(text: string, language: string): string[] {
  return text.split("\n").flatMap((line) => {
    const paragraph = line.trim();
    const words = countWords(paragraph);
    if (words < WORDS_LEAST) return [];
    if (words <= WORDS_MOST) return [paragraph];
    const parts: { sentences: string[]; words: number; length: number }[] = [];
    for (const sentence of sentencesOf(paragraph, language)) {
      const [last, more] = [parts.at(-1), countWords(sentence)];
      if (last && last.words + more <= WORDS_MOST && last.length + sentence.length <= LENGTH_MOST) {
        last.sentences.push(sentence);
        last.words += more;
        last.length += sentence.length;
      } else parts.push({ sentences: [sentence], words: more, length: sentence.length });
    }
    return parts.map(({ sentences }) => sentences.join(" "));
  });
}
