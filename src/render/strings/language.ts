import { AR } from "./ar.ts";
import { EN } from "./en.ts";
import type { Strings } from "./strings.ts";

/** The interface in a language (BCP 47): English where it has not been translated. */
export function stringsFor(language: string): Strings {
  return new Intl.Locale(language).language === "ar" ? AR : EN;
}
