export type Direction = "ltr" | "rtl";

const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);
const ARABIC_OR_HEBREW = /[\p{Script=Arabic}\p{Script=Hebrew}]/gu;

/** Whether `tag` is a well-formed BCP 47 language tag. */
export function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** The language that a tag begins with: `en` of `en-GB`. */
export function languageOfTag(tag: string): string {
  return new Intl.Locale(tag).language;
}

/** What something is called in a language, of those that it has a name in; else in English. */
export function labelIn(labels: Record<string, string> & { en: string }, language: string): string {
  return labels[languageOfTag(language)] ?? labels.en;
}

/** What a language is called in another one. */
export function languageName(tag: string, language: string): string {
  return new Intl.DisplayNames(language, { type: "language" }).of(tag) ?? tag;
}

/** The writing direction of a language (BCP 47 tag). */
export function directionOf(language: string): Direction {
  const { language: base, script } = new Intl.Locale(language);
  if (script) return script === "Arab" || script === "Hebr" ? "rtl" : "ltr";
  return RIGHT_TO_LEFT.has(base) ? "rtl" : "ltr";
}

/**
 * The language of a text whose writer did not name it: Arabic or Hebrew when most of its letters
 * are, else `fallback`.
 */
export function guessLanguage(text: string, fallback: string): string {
  const sample = text.slice(0, 4000);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const marked = sample.match(ARABIC_OR_HEBREW) ?? [];
  if (marked.length * 2 <= letters || directionOf(fallback) === "rtl") return fallback;
  const arabic = marked.filter((letter) => /\p{Script=Arabic}/u.test(letter)).length;
  return arabic * 2 >= marked.length ? "ar" : "he";
}
