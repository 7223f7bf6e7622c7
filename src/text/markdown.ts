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
  const tokens = parser.parse(markdown, environment);
  for (const token of tokens) {
    if (token.nesting === 1 && token.level >= NESTING_LIMIT - 1) return null;
    // An article has no styles: the attribute says the same.
    const [, align] = /^text-align:(\w+)$/.exec(String(token.attrGet("style"))) ?? [];
    if (align) token.attrs = [["align", align]];
  }
  return parser.renderer.render(tokens, parser.options, environment);
}
