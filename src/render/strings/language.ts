import { languageOfTag } from "../../text/language.ts";
import { AR } from "./ar.ts";
import { EN } from "./en.ts";
import type { Strings } from "./strings.ts";

const SPOKEN: Record<string, Strings> = { ar: AR, en: EN };

/** The languages that the interface has been translated into. */
export const LANGUAGES: readonly string[] = Object.keys(SPOKEN);

/** The interface in a language (BCP 47): English where it has not been translated. */
export function stringsFor(language: string): Strings {
  return SPOKEN[languageOfTag(language)] ?? EN;
}

/** Whether the interface has been translated into a language. */
export function isSpoken(language: string): boolean {
  return Object.hasOwn(SPOKEN, languageOfTag(language));
}
