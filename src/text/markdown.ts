import MarkdownIt from "markdown-it";

/** Elements in elements, a list counting two: what is deeper the parser leaves out without a word. */
const NESTING_LIMIT = 100;

const parser = new MarkdownIt({ html: true, linkify: true, maxNesting: NESTING_LIMIT });
// `https://…` and mail addresses are links; a name with a dot in it is not.
parser.linkify.set({ fuzzyLink: false });

/**
 * Turns Markdown (CommonMark with tables, strikethrough and bare links) into HTML.
 * HTML inside it is kept, so the result is untrusted: it goes through `cleanHtml`.
 *
 * @returns null where quotations and lists are nested deeper than anybody writes
 */
export function markdownToHtml(markdown: string): string | null {
  const environment = {};
  const tokens = tokensOf(markdown, environment);
  return tokens && parser.renderer.render(tokens, parser.options, environment);
}

/**
 * The same, in pieces: each block of the text with its HTML, and with the lines up to the next. A block of
 * HTML may begin what another one ends.
 *
 * @returns null where `markdownToHtml` gives none
 */
export function markdownPieces(markdown: string): { source: string; html: string; isHtml: boolean }[] | null {
  const environment = {};
  const tokens = tokensOf(markdown, environment);
  if (!tokens) return null;
  const firsts = [...tokens.keys()].filter((i) => tokens[i]?.level === 0 && tokens[i].nesting >= 0);
  const lines = markdown.split("\n");
  const lineOf = (first: number | undefined) =>
    first === undefined ? lines.length : tokens[first]?.map?.[0];
  return firsts.map((first, i) => ({
    source: lines.slice(i === 0 ? 0 : lineOf(first), lineOf(firsts[i + 1])).join("\n"),
    html: parser.renderer.render(tokens.slice(first, firsts[i + 1]), parser.options, environment),
    isHtml: tokens[first]?.type === "html_block",
  }));
}

/** What a text is made of; null where it is nested too deeply. */
function tokensOf(markdown: string, environment: Record<string, unknown>) {
  const tokens = parser.parse(markdown, environment);
  for (const token of tokens) {
    if (token.nesting === 1 && token.level >= NESTING_LIMIT - 1) return null;
    // An article has no styles: the attribute says the same.
    const [, align] = /^text-align:(\w+)$/.exec(String(token.attrGet("style"))) ?? [];
    if (align) token.attrs = [["align", align]];
  }
  return tokens;
}
