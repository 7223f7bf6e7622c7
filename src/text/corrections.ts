import { labelIn } from "./language.ts";
import { escapeHtml } from "./plain.ts";

const LABELS = { ar: "تصويب", en: "Correction", fr: "Correction" };

/**
 * What was wrong in a text, as it stands at its end, for readers of every format.
 *
 * @param corrections each with its day, `2026-11-26`
 * @param language the text's, BCP 47
 */
export function correctionsHtml(
  corrections: readonly { date: string; text: string }[],
  language: string,
): string {
  if (corrections.length === 0) return "";
  const label = labelIn(LABELS, language);
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  const written = corrections.map(
    ({ date, text }) =>
      `\n<p><strong>${label}, <time datetime="${date}">${escapeHtml(day.format(Date.parse(date)))}</time>:</strong> ${escapeHtml(text)}</p>`,
  );
  return `\n<hr>${written.join("")}`;
}
