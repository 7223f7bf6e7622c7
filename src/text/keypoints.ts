import { countWords } from "./plain.ts";
import { sentencesOf } from "./sentences.ts";
import { foldedWords } from "./words.ts";

/** Characters of a story that are looked at: what carries it is not said for the first time later. */
const CHARACTERS_READ = 60_000;
/** A story with fewer sentences is its own key points. */
const SENTENCES_LEAST = 6;
const POINTS_LEAST = 2;
const POINTS_MOST = 4;
/** One point for so many sentences. */
const SENTENCES_PER_POINT = 5;
/** Words of a sentence that can stand alone and is still a point. */
const WORDS_LEAST = 7;
const WORDS_MOST = 45;
/** What the story's first sentence, and the first one of any other paragraph, count more. */
const FIRST = 2.2;
const PARAGRAPH_FIRST = 1.15;
/** What a word of the headline counts more. */
const HEADLINE = 3;
/** What a sentence that leans on the one before counts. */
const LEANING = 0.45;
/** Sentences that share more of their words say the same. */
const ALIKE = 0.5;

// What begins a sentence that means nothing without the one before it.
const LEANS =
  /^[“"«]?(he|she|it|they|this|that|these|those|his|her|its|their|both|but|and|so|then|there|here|one|some|others|another|such|even|still|also|however|instead|for example|in its|until then|two of|من جهته|وقال|وأضاف|وأوضح|وكان|كما|لكن|وهو|وهي|وهذا|وهذه|وتقول|ويقول)(?=[\s,،])/i;

/**
 * The sentences that carry a story: two to four, in its order and as they stand there. They have the
 * words that the story comes back to, they come early, and each says something else.
 *
 * @param paragraphs of the story's own text, without background
 * @returns none for a short story
 */
export function keyPointsOf(paragraphs: string[], title: string, language: string): string[] {
  const sentences = beginning(paragraphs).flatMap((paragraph, p) =>
    sentencesOf(paragraph, language).map((text, s) => ({ text, p, s, words: contentWords(text) })),
  );
  if (sentences.length < SENTENCES_LEAST) return [];
  const weights = weigh(
    sentences.map(({ words }) => words),
    new Set(contentWords(title)),
  );
  const scored = sentences
    .map((sentence, at) => ({ ...sentence, at, score: scoreOf(sentence, weights) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.at - b.at);
  const wanted = Math.min(
    POINTS_MOST,
    Math.max(POINTS_LEAST, Math.round(sentences.length / SENTENCES_PER_POINT)),
  );
  const chosen: typeof scored = [];
  for (const sentence of scored) {
    if (chosen.length === wanted) break;
    if (chosen.every((other) => likeness(sentence.words, other.words) <= ALIKE)) chosen.push(sentence);
  }
  if (chosen.length < POINTS_LEAST) return [];
  return chosen.sort((a, b) => a.at - b.at).map(({ text }) => text);
}

function beginning(paragraphs: string[]): string[] {
  let left = CHARACTERS_READ;
  return paragraphs.flatMap((paragraph) => {
    const read = paragraph.slice(0, left);
    left -= read.length;
    return read || [];
  });
}

/** How often each word comes in how many sentences, words of the headline counted more. */
function weigh(sentences: string[][], headline: Set<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of sentences)
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map(
    [...counts].map(([word, count]) => [word, Math.log2(1 + count) * (headline.has(word) ? HEADLINE : 1)]),
  );
}

interface Sentence {
  text: string;
  /** The place of its paragraph, and its own in it. */
  p: number;
  s: number;
  words: string[];
}

function scoreOf({ text, p, s, words }: Sentence, weights: Map<string, number>): number {
  const length = countWords(text);
  if (length < WORDS_LEAST || length > WORDS_MOST || !/[.!؟。…”»"]$/u.test(text) || text.includes("?"))
    return 0;
  const distinct = [...new Set(words)];
  const carried = distinct.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
  const place = p === 0 && s === 0 ? FIRST : s === 0 ? PARAGRAPH_FIRST : 1;
  // Between a sum, which long sentences win, and a mean, which short ones do.
  return (carried / Math.sqrt(Math.max(1, distinct.length))) * place * (LEANS.test(text) ? LEANING : 1);
}

/** Words that say what something is about: the short ones hold sentences together. */
function contentWords(text: string): string[] {
  return foldedWords(text).filter((word) => word.length > 3);
}

function likeness(a: string[], b: string[]): number {
  const [one, other] = [new Set(a), new Set(b)];
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / Math.max(1, Math.min(one.size, other.size));
}
