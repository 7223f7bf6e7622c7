// What XML 1.0 §2.2 does not allow in a document, and lone surrogates, which UTF-8 cannot carry.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;

/** Removes the characters that no XML document may hold (XML 1.0 §2.2). */
export function legal(text: string): string {
  return text.replace(ILLEGAL, "");
}

/**
 * A text in a form of Unicode's (UAX #15). Of more than 30 marks in a row, which no language has, the
 * rest is left out: the "Stream-Safe Text Format" of its §13, without which a normaliser takes as long
 * as the square of what it is given.
 */
export function normalised(text: string, form: "NFC" | "NFKC" | "NFKD"): string {
  return text.replace(/(\p{M}{30})\p{M}+/gu, "$1").normalize(form);
}

/** One line: legal characters, white space folded to single spaces, none at the ends. */
export function oneLine(text: string): string {
  return legal(text).replace(/\s+/g, " ").trim();
}

/** The first `limit` characters or fewer, cut between words, with an ellipsis where cut. */
export function excerpt(text: string, limit: number): string {
  const line = oneLine(text);
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit + 1);
  const space = cut.lastIndexOf(" ");
  const kept = space > limit / 2 ? cut.slice(0, space) : cut.slice(0, limit);
  // The cut may have split a surrogate pair.
  return `${legal(kept).replace(/[\s.,;:،؛–—-]+$/u, "")}…`;
}

/** How many words a text has, in any script. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu)?.length ?? 0;
}

/** Plain text as Markdown: what could begin anything within a line is escaped (CommonMark 0.31 §2.4). */
export function escapeMarkdown(plain: string): string {
  return plain.replace(/[\\`*_[\]<>#&]/g, "\\$&");
}

/** Plain text as HTML: as an element's content, and what RSS's `description` and Atom's `type="html"` hold. */
export function escapeHtml(plain: string): string {
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Plain text as an element's content or an attribute between double quotes, in XML (XML 1.0 §2.4) as in HTML. */
export function escapeXml(plain: string): string {
  return escapeHtml(plain).replaceAll('"', "&quot;");
}
