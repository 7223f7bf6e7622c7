import type { Article, ArticleStatus, Attachment, Correction, Image } from "./article.ts";
import { publicHtml, timestamp } from "./item.ts";
import { pathOf } from "./page.ts";
import type { Episode } from "./podcast.ts";

/** An article as the API lists it and answers a write: without its body. */
export interface ArticleSummary {
  id: string;
  slug: string;
  /** The public page. */
  url: string;
  revision: number;
  status: ArticleStatus;
  title: string;
  standfirst: string;
  tags: string[];
  authors: string[];
  source: { name: string; url: string; feed_url?: string | undefined } | null;
  language: string;
  canonical_url: string | null;
  image: Image | null;
  attachments: Attachment[];
  episode: Episode | null;
  corrections: Correction[];
  /** Why it was withdrawn, where it is. */
  reason: string | null;
  /** Whether it is a page, in no list. */
  page: boolean;
  words: number;
  published: string;
  updated: string;
  created: string;
  modified: string;
}

/** An article as the API gives one. */
export interface ArticleView extends ArticleSummary {
  html: string;
  markdown: string | null;
}

export function summaryOf(article: Article, site: string): ArticleSummary {
  const { source } = article;
  return {
    id: article.id,
    slug: article.slug,
    url: site + pathOf(article),
    revision: article.revision,
    status: article.status,
    title: article.title,
    standfirst: article.standfirst,
    tags: article.tags.map(({ name }) => name),
    authors: article.authors.map(({ name }) => name),
    source: source && { name: source.name, url: source.url, feed_url: source.feed_url },
    language: article.language,
    canonical_url: article.canonicalUrl,
    image: article.image && pictureOf(article.image),
    attachments: article.attachments,
    episode: article.episode ?? null,
    corrections: article.corrections ?? [],
    reason: article.reason ?? null,
    page: article.page ?? false,
    words: article.body.words,
    published: timestamp(article.published),
    updated: timestamp(article.updated),
    created: timestamp(article.created),
    modified: timestamp(article.modified),
  };
}

function pictureOf({ forms: _, colour: _1, ...image }: Image): Image {
  return image;
}

export function viewOf(article: Article, site: string): ArticleView {
  const summary = summaryOf(article, site);
  const { html, markdown } = article.body;
  return { ...summary, html: publicHtml(html, article, summary.url, site), markdown };
}
