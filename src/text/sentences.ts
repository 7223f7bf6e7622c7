import { excerpt } from "./plain.ts";

// Words that end with a full stop and no sentence. Segmenters do not know them.
const ABBREVIATION =
  /(?:^|[\s(“"'’])(?:Lt|Gen|Col|Maj|Capt|Sgt|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|No|Nos|Art|Jr|Sr|vs|approx|e\.g|i\.e|p|pp|vol|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|M|Mme|Mlle|[A-Z]|[د]|[أ])\.$/u;
/** Characters that are enough to see one of them, and what stands before it. */
const ABBREVIATION_SEEN = 12;
/** Characters after which a sentence ends all the same: a quotation was opened and never closed. */
const SENTENCE_MOST = 1000;
/** Characters that are segmented at a time: more than a paragraph has. */
const PIECE = 10_000;
const QUOTES: [open: string, close: string][] = [
  ["“", "”"],
  ["«", "»"],
  ["„", "“"],
];

/** The last one made: they cost more than most paragraphs. */
let known: { language: string; segmenter: Intl.Segmenter } | undefined;

function segmenterOf(language: string): Intl.Segmenter {
  if (known?.language !== language) {
    known = { language, segmenter: new Intl.Segmenter(language, { granularity: "sentence" }) };
  }
  return known.segmenter;
}

/**
 * The sentences of a paragraph, each whole: none ends at an abbreviation or within a quotation, unless
 * it would never end.
 *
 * @param language BCP 47
 */
export function sentencesOf(paragraph: string, language: string): string[] {
  const sentences: string[] = [];
  let open = "";
  let marks = new Map<string, number>();
  for (const segment of segmentsOf(paragraph, language)) {
    open += segment;
    for (const [mark] of segment.matchAll(/[“”«»„"]/g)) marks.set(mark, (marks.get(mark) ?? 0) + 1);
    if (open.length < SENTENCE_MOST && (endsAbbreviated(segment) || isQuoting(marks))) continue;
    sentences.push(open);
    open = "";
    marks = new Map();
  }
  return [...sentences, open].map((sentence) => sentence.trim()).filter(Boolean);
}

/** Characters of a beginning: two or three lines of a page. */
const BEGINNING = 160;
const BEGINNING_LEAST = 100;
/** A first sentence of up to this many is left whole. */
const BEGINNING_MOST = 240;

/**
 * How a text begins, to the end of a sentence; cut between words where its first one is very long.
 *
 * @param text one line, cut at its end with an ellipsis where it goes on
 */
export function beginningOf(text: string, language: string): string {
  const sentences = sentencesOf(text, language);
  const whole = sentences.at(-1)?.endsWith("…") ? sentences.slice(0, -1) : sentences;
  const [first = text, ...others] = whole;
  if (first.length > BEGINNING_MOST) return excerpt(first, BEGINNING);
  let beginning = first;
  for (const sentence of others) {
    if (beginning.length >= BEGINNING_LEAST || beginning.length + 1 + sentence.length > BEGINNING_MOST) break;
    beginning += ` ${sentence}`;
  }
  return beginning;
}

/** What the segmenter takes for sentences: of pieces, since for some engines it takes their square. */
function* segmentsOf(paragraph: string, language: string): Generator<string> {
  for (let at = 0; at < paragraph.length; at += PIECE) {
    const piece = paragraph.slice(at, at + PIECE);
    for (const { segment } of segmenterOf(language).segment(piece)) yield segment;
  }
}

function endsAbbreviated(segment: string): boolean {
  return ABBREVIATION.test(segment.trimEnd().slice(-ABBREVIATION_SEEN));
}

/** Whether a quotation that was opened is not closed yet. */
function isQuoting(marks: ReadonlyMap<string, number>): boolean {
  const count = (mark: string) => marks.get(mark) ?? 0;
  return QUOTES.some(([open, close]) => count(open) > count(close)) || count('"') % 2 === 1;
}
