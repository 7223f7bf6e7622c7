import { Marked } from "marked";

const parser = new Marked({ gfm: true, async: false });

/**
 * Turns Markdown (CommonMark with tables, strikethrough and bare links) into HTML.
 * HTML inside it is kept, so the result is untrusted: it goes through `cleanHtml`.
 */
export function markdownToHtml(markdown: string): string {
  return parser.parse(markdown, { async: false });
}
