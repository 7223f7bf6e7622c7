import { countWords } from "./plain.ts";
import { minutesToRead } from "./reading.ts";
import { sentencesOf } from "./sentences.ts";
import { foldedWords } from "./words.ts";

/** Characters of a story that are looked at: what carries it is not said for the first time later. */
const CHARACTERS_READ = 60_000;
/** A story that is read sooner, in minutes, is its own key points. */
const MINUTES_LEAST = 2;
const POINTS_LEAST = 2;
const POINTS_MOST = 3;
/** One point for so many sentences. */
const SENTENCES_PER_POINT = 5;
/** Words of a sentence that can stand alone and is still a point. */
const WORDS_LEAST = 7;
const WORDS_MOST = 45;
/** What the first sentence of a paragraph counts more. */
const PARAGRAPH_FIRST = 1.15;
/** What a word of the headline counts more. */
const HEADLINE = 3;
/** Sentences that share more of their words say the same. */
const ALIKE = 0.5;

// What begins a sentence that means nothing without the one before it.
const LEANS =
  /^[“"«]?(he|she|it|they|this|that|these|those|his|her|its|their|both|but|and|so|then|there|here|one|some|others|another|such|even|still|also|however|instead|for example|in its|until then|two of|من جهته|وقال|وأضاف|وأوضح|وكان|كما|لكن|وهو|وهي|وهذا|وهذه|وتقول|ويقول)(?=[\s,،])/i;

// A part of what was named before.
const OF_WHAT = /(?<!\p{L})of (?:them|these|those)(?!\p{L})/iu;
// Whom a pronoun means: a person or several are named before it, or it means nothing here.
const ONE = /(?<!\p{L})(?:he|him|his|she|her|hers|himself|herself)(?!\p{L})/iu;
const MANY = /(?<!\p{L})(?:they|them|their|theirs|themselves)(?!\p{L})/iu;
const SOMEBODY =
  /(?<=\s)\p{Lu}\p{Ll}+|(?<!\p{L})(?:man|woman|boy|girl|child|\p{L}+(?:er|or|ist|ian|ant|ent|man|woman))(?!\p{L})/u;
const SEVERAL =
  /(?<!\p{L})(?:\p{L}{3,}(?<!s|u|i)s|people|\p{L}*men|\p{L}*women|children|police|and|both|many|most|few|several|everybody|everyone)(?!\p{L})/iu;

/** Whether a sentence means nothing without the one before it. */
function leans(text: string): boolean {
  if (LEANS.test(text) || OF_WHAT.test(text)) return true;
  const before = (pronoun: RegExp) => {
    const at = text.search(pronoun);
    return at === -1 ? null : text.slice(0, at);
  };
  const [one, many] = [before(ONE), before(MANY)];
  return (one !== null && !SOMEBODY.test(one)) || (many !== null && !SEVERAL.test(many));
}

/**
 * The sentences that carry a story: two or three, in its order and as they stand there. They have the
 * words that the story comes back to, each says something else and stands by itself, and none is of the
 * first paragraph, which is read next.
 *
 * @param paragraphs of the story's own text, without background
 * @returns none for a story of a minute
 */
export function keyPointsOf(paragraphs: string[], title: string, language: string): string[] {
  const words = countWords(paragraphs.join(" "));
  if (minutesToRead(words, language) < MINUTES_LEAST) return [];
  const sentences = beginning(paragraphs).flatMap((paragraph, p) =>
    sentencesOf(paragraph, language).map((text, s) => ({ text, p, s, words: contentWords(text) })),
  );
  const weights = weigh(
    sentences.map(({ words }) => words),
    new Set(contentWords(title)),
  );
  const scored = sentences
    .map((sentence, at) => ({ ...sentence, at, score: scoreOf(sentence, weights) }))
    .filter(({ p, score }) => p > 0 && score > 0)
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

function scoreOf({ text, s, words }: Sentence, weights: Map<string, number>): number {
  const length = countWords(text);
  if (length < WORDS_LEAST || length > WORDS_MOST || !/[.!؟。…”»"]$/u.test(text) || text.includes("?"))
    return 0;
  if (leans(text)) return 0;
  const distinct = [...new Set(words)];
  const carried = distinct.reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
  // Between a sum, which long sentences win, and a mean, which short ones do.
  return (carried / Math.sqrt(Math.max(1, distinct.length))) * (s === 0 ? PARAGRAPH_FIRST : 1);
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
