import { languageOfTag } from "./language.ts";

/** Words that a minute's reading takes in; Arabic says more with fewer. */
const WORDS_PER_MINUTE = 230;
const WORDS_PER_MINUTE_ARABIC = 180;

/** How long a text takes to read, in whole minutes, one at least. */
export function minutesToRead(words: number, language: string): number {
  const speed = languageOfTag(language) === "ar" ? WORDS_PER_MINUTE_ARABIC : WORDS_PER_MINUTE;
  return Math.max(1, Math.round(words / speed));
}
