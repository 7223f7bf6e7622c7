import type { ArticleDocument } from "../model/document.ts";
import { escapeHtml } from "../text/plain.ts";
import type { Site } from "./site.ts";

/** How long a consumer may keep it, seconds. */
const CACHE_AGE = 3600;

/** An article to be shown on another site (https://oembed.com): its headline and summary, as a quotation. */
export function renderOembed(article: ArticleDocument, site: Site): string {
  const { title, url, summary, authors, language } = article;
  const attribute = (value: string) => escapeHtml(value).replaceAll('"', "&quot;");
  const quotation = [
    `<blockquote lang="${attribute(language)}" dir="auto" cite="${attribute(url)}">`,
    `<p><a href="${attribute(url)}">${escapeHtml(title)}</a></p>`,
    summary && `<p>${escapeHtml(summary)}</p>`,
    "</blockquote>",
  ];
  return JSON.stringify({
    ...{ type: "rich", version: "1.0", title },
    author_name: authors?.[0]?.name,
    author_url: authors?.[0]?.url,
    ...{ provider_name: site.title, provider_url: `${site.url}/`, cache_age: CACHE_AGE },
    html: quotation.filter(Boolean).join(""),
    ...{ width: null, height: null },
  });
}
