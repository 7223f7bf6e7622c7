// Words that end with a full stop and no sentence. Segmenters do not know them.
const ABBREVIATION =
  /(?:^|[\s(“"'’])(?:Lt|Gen|Col|Maj|Capt|Sgt|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|No|Nos|Art|Jr|Sr|vs|approx|e\.g|i\.e|p|pp|vol|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|M|Mme|Mlle|[A-Z]|[د]|[أ])\.\s*$/u;
const QUOTES: [open: string, close: string][] = [
  ["“", "”"],
  ["«", "»"],
  ["„", "“"],
];

/**
 * The sentences of a paragraph, each whole: none ends at an abbreviation or within a quotation.
 *
 * @param language BCP 47
 */
export function sentencesOf(paragraph: string, language: string): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  const sentences: string[] = [];
  let open = "";
  for (const { segment } of segmenter.segment(paragraph)) {
    open += segment;
    if (ABBREVIATION.test(open) || isQuoting(open)) continue;
    sentences.push(open);
    open = "";
  }
  return [...sentences, open].map((sentence) => sentence.trim()).filter(Boolean);
}

/** Whether a quotation that was opened is not closed yet. */
function isQuoting(text: string): boolean {
  const count = (mark: string) => text.split(mark).length - 1;
  return QUOTES.some(([open, close]) => count(open) > count(close)) || count('"') % 2 === 1;
}
