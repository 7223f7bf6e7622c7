/**
 * The words of a text as they are compared: lower case, without marks over letters, the forms of
 * alef, ya and ta marbuta in Arabic as one, tatweel left out.
 */
export function foldedWords(text: string): string[] {
  const folded = text
    .normalize("NFKD")
    .replace(/[\p{M}\u0640]/gu, "")
    .toLowerCase()
    .replace(/[أإآٱ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه");
  return folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}
