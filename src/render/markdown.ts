import type { ArticleDocument } from "../model/document.ts";
import { blockTexts } from "../text/blocks.ts";
import { parseHtml } from "../text/html.ts";
import { escapeHtml, escapeMarkdown } from "../text/plain.ts";
import { treeToMarkdown } from "../text/to-markdown.ts";
import { bounded, isVast } from "./bounded.ts";
import type { Site } from "./site.ts";

/**
 * An article as Markdown (CommonMark with tables): headline, what a reader sees of its origin, its
 * text, and where it stands. Front matter (YAML) holds what a program wants to know.
 */
export function renderMarkdown(article: ArticleDocument, site: Site): string {
  const { standfirst, source, key_points } = article._dateline;
  const front = {
    title: article.title,
    url: article.url,
    published: article.date_published,
    modified: article.date_modified,
    language: article.language,
    authors: article.authors?.map(({ name }) => name),
    source: source?.name ?? site.title,
    original: article.external_url,
    tags: article.tags,
  };
  const parts = [
    `---\n${yaml(front)}---`,
    write(`<h1>${escapeHtml(article.title)}</h1>`),
    standfirst && write(`<p><em>${escapeHtml(standfirst)}</em></p>`),
    key_points &&
      write(`<ul>${key_points.sentences.map((each) => `<li>${escapeHtml(each)}</li>`).join("")}</ul>`),
    article.content_html ? write(article.content_html) : write(`<p>${escapeHtml(article.summary ?? "")}</p>`),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function write(html: string): string {
  const tree = parseHtml(html);
  if (isVast(tree))
    return blockTexts(tree)
      .map(({ text }) => escaped(text))
      .join("\n\n");
  return treeToMarkdown(bounded(tree));
}

/** Plain text of many lines, none of which begins a list, a table or a fence either. */
function escaped(text: string): string {
  return escapeMarkdown(text).replace(/[|~+-]/g, "\\$&");
}

/** JSON's strings and lists are YAML's, too (YAML 1.2 §1.3). */
function yaml(fields: Record<string, string | string[] | undefined>): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${JSON.stringify(value)}\n`))
    .join("");
}
