import { escapeHtml, legal } from "./plain.ts";

/** A web address; what ends a sentence after it is not part of it. */
const ADDRESS = /https?:\/\/[^\s<>"'“”«»]+[^\s<>"'“”«».,;:!?)\]،؛؟]/g;

/** Plain text with its lines, no white space at their ends, and no more than one line left empty. */
export function plainText(value: string): string {
  return legal(value)
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/**
 * A comment's plain text as HTML: paragraphs, lines, and its web addresses as links, which are not
 * ours to recommend (`rel="nofollow ugc"`).
 */
export function commentHtml(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.split("\n").map(linked).join("<br>")}</p>`)
    .join("");
}

function linked(line: string): string {
  let html = "";
  let at = 0;
  for (const { 0: address, index } of line.matchAll(ADDRESS)) {
    html += escapeHtml(line.slice(at, index));
    const url = URL.parse(address);
    html += url
      ? `<a href="${attribute(url.href)}" rel="nofollow ugc">${escapeHtml(address)}</a>`
      : escapeHtml(address);
    at = index + address.length;
  }
  return html + escapeHtml(line.slice(at));
}

const attribute = (value: string) => escapeHtml(value).replaceAll('"', "&quot;");

/** How many web addresses a text has. */
export function countLinks(text: string): number {
  return text.match(/(?:https?:\/\/|www\.)/gi)?.length ?? 0;
}
