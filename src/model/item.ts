import { OWN_URL } from "../text/html.ts";
import { excerpt } from "../text/plain.ts";
import { type Article, headline } from "./article.ts";
import { type ArticleDocument, EXTENSION_PATH, type Item } from "./document.ts";
import { articlePath, scopePath } from "./scope.ts";

const SUMMARY_LENGTH = 300;

export function timestamp(millis: number): string {
  return new Date(millis).toISOString();
}

/** A body's HTML as the world sees it, at `url`. */
export function publicHtml(html: string, url: string): string {
  return html.replaceAll(OWN_URL, url);
}

/**
 * An article as a JSON Feed item.
 *
 * @param site the public origin, without a trailing slash
 */
export function toItem(article: Article, site: string): Item {
  const url = site + articlePath(article.slug);
  const { body, image, source } = article;
  const html = publicHtml(body.html, url);
  const summary = excerpt(article.standfirst || body.excerpt, SUMMARY_LENGTH);
  const page = (kind: "tag" | "author" | "source", slug: typeof article.slug) =>
    site + scopePath({ kind, slug });
  return {
    id: article.entryId,
    url,
    external_url: article.canonicalUrl ?? undefined,
    title: headline(article),
    ...(html ? { content_html: html } : { content_text: summary }),
    summary: summary || undefined,
    image: image ? absolute(image.url, site) : undefined,
    date_published: timestamp(article.published),
    date_modified: timestamp(article.updated),
    authors: orNothing(
      article.authors.map(({ name, slug }) => ({ name, url: slug ? page("author", slug) : undefined })),
    ),
    tags: orNothing(article.tags.map((tag) => tag.name)),
    language: article.language,
    attachments: orNothing(article.attachments.map((file) => ({ ...file, url: absolute(file.url, site) }))),
    _dateline: {
      slug: article.slug,
      direction: article.direction,
      words: body.words,
      standfirst: article.standfirst || undefined,
      tags: article.tags.map((tag) => ({ ...tag, url: page("tag", tag.slug) })),
      source: source
        ? {
            slug: source.slug,
            name: source.name,
            url: source.url,
            page: page("source", source.slug),
            feed_url: source.feed_url,
          }
        : undefined,
      image: image ? { alt: image.alt, width: image.width, height: image.height } : undefined,
    },
  };
}

/** The document of an article: its item, standing alone. */
export function toArticleDocument(article: Article, site: string): ArticleDocument {
  const item = toItem(article, site);
  return { ...item, _dateline: { about: site + EXTENSION_PATH, ...item._dateline } };
}

/** Our own files are stored by path, so that they move with the publication. */
function absolute(url: string, site: string): string {
  return new URL(url, site).href;
}

function orNothing<T>(list: T[]): T[] | undefined {
  return list.length ? list : undefined;
}
