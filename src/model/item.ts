import { foldBackground } from "../text/background.ts";
import { correctionsHtml } from "../text/corrections.ts";
import { loadsFrom } from "../text/images.ts";
import { OWN_URL } from "../text/own-url.ts";
import { escapeHtml, excerpt } from "../text/plain.ts";
import { beginningOf } from "../text/sentences.ts";
import { type Chapter, type Cue, paragraphsOf } from "../text/vtt.ts";
import { type Article, type Attachment, headline, type Image } from "./article.ts";
import {
  type ArticleDocument,
  directed,
  EXTENSION_PATH,
  type Item,
  type ItemAttachment,
  type ItemSource,
  type ItemText,
  type PictureFacts,
} from "./document.ts";
import { pathOf } from "./page.ts";
import { isStranger, placePictures } from "./pictures.ts";
import { scopePath } from "./scope.ts";

/** Characters of a summary. */
export const SUMMARY_LENGTH = 300;

export function timestamp(millis: number): string {
  return new Date(millis).toISOString();
}

/** A body's HTML as the world sees it, at `url`. */
export function publicHtml(
  html: string,
  article: Pick<Article, "pictures" | "source">,
  url: string,
  site: string,
): string {
  return placePictures(html.replaceAll(OWN_URL, url), article, site);
}

/**
 * An article as a JSON Feed item.
 *
 * @param site the public origin, without a trailing slash
 */
export function toItem(article: Article, site: string): Item {
  const url = site + pathOf(article);
  const { body, image, source } = article;
  const shown = shownOf(article, url, site);
  const files = article.attachments.map((file) => ({ ...file, url: absolute(file.url, site) }));
  const summary = shown.excerpts
    ? excerpt(article.standfirst || beginningOf(body.excerpt, article.language), SUMMARY_LENGTH)
    : "";
  const page = (kind: "tag" | "author" | "source", slug: typeof article.slug) =>
    site + scopePath({ kind, slug });
  return {
    id: article.entryId,
    url,
    external_url: article.canonicalUrl ?? undefined,
    title: headline(article),
    ...(shown.html
      ? { content_html: directed(shown.html, article) }
      : { content_text: summary || headline(article) }),
    summary: summary || undefined,
    image: shown.files && image ? absolute(image.url, site) : undefined,
    date_published: timestamp(article.published),
    date_modified: timestamp(article.updated),
    authors: authorsOf(article, page),
    tags: orNothing(article.tags.map((tag) => tag.name)),
    language: article.language,
    attachments: shown.files ? orNothing(files.filter(({ kind }) => !kind).map(fileOf)) : undefined,
    _dateline: {
      slug: article.slug,
      page: article.page,
      direction: article.direction,
      words: body.words,
      standfirst: (shown.excerpts && article.standfirst) || undefined,
      tags: article.tags.map((tag) => ({ ...tag, url: page("tag", tag.slug) })),
      source: source ? sourceItem(source, page("source", source.slug)) : undefined,
      key_points:
        shown.files && body.keyPoints.length && !article.page
          ? { made: "selected", sentences: body.keyPoints }
          : undefined,
      episode: article.episode ?? undefined,
      corrections: shown.html ? orNothing(article.corrections ?? []) : undefined,
      texts: shown.files ? orNothing(files.flatMap(textOf)) : undefined,
      stated: article.stated === null ? undefined : timestamp(article.stated),
      comments: commentsOf(article),
      linked: linksElsewhere(article, shown, site) || undefined,
      image: shown.files && image ? factsOf(image) : undefined,
    },
  };
}

/**
 * What may be shown of an article: all of it, with its background folded, or as much as the policy
 * of its source allows.
 */
function shownOf(
  article: Article,
  url: string,
  site: string,
): { html: string; excerpts: boolean; files: boolean } {
  const { body, source, language } = article;
  switch (source?.policy ?? "full") {
    case "link":
      return { html: "", excerpts: false, files: false };
    case "excerpt":
      return { html: `<p>${escapeHtml(body.excerpt)}</p>`, excerpts: true, files: false };
    case "full": {
      const html = foldBackground(body.html, body.blocks, body.background, language);
      return {
        html: publicHtml(html, article, url, site) + correctionsHtml(article.corrections ?? [], language),
        ...{ excerpts: true, files: true },
      };
    }
  }
}

/**
 * Who wrote an article: without a byline the publication that it came from, since readers of feeds
 * would take the feed's author, which is us (RFC 4287 §4.2.1, JSON Feed 1.1 `authors`).
 */
function authorsOf(
  { authors, source }: Article,
  page: (kind: "author", slug: Article["slug"]) => string,
): Item["authors"] {
  if (authors.length === 0 && source) return [{ name: source.name, url: source.url }];
  return orNothing(authors.map(({ name, slug }) => ({ name, url: slug ? page("author", slug) : undefined })));
}

function sourceItem(source: NonNullable<Article["source"]>, page: string): ItemSource {
  const { slug, name, url, feed_url, feed_id, policy } = source;
  return { slug, name, url, page, feed_url, feed_id, policy: policy === "full" ? undefined : policy };
}

function commentsOf({ comments }: Article): Item["_dateline"]["comments"] {
  if (comments === null) return undefined;
  const { count, updated } = comments;
  return { count, updated: updated === null ? undefined : timestamp(updated) };
}

/** The document of an article: its item, standing alone. */
export function toArticleDocument(
  article: Article,
  around: Pick<ArticleDocument["_dateline"], "section" | "related" | "previous" | "next" | "thread">,
  heard: { transcript: Cue[]; chapters: Chapter[] },
  site: string,
): ArticleDocument {
  const item = toItem(article, site);
  const about = site + EXTENSION_PATH;
  const pictures = picturesOf(article, item, site);
  return {
    ...item,
    _dateline: {
      ...{ about, ...item._dateline, ...around, pictures: orNothing(pictures) },
      transcript: item.attachments && orNothing(paragraphsOf(heard.transcript)),
      chapters: item.attachments && orNothing(heard.chapters),
    },
  };
}

/** Those in its text, as far as they are shown. */
function picturesOf(
  { pictures }: Article,
  { content_html = "" }: Item,
  site: string,
): ArticleDocument["_dateline"]["pictures"] & object {
  const shown = new Set(loadsFrom(content_html));
  return Object.values(pictures)
    .map((image) => ({ url: absolute(image.url, site), ...factsOf(image) }))
    .filter(({ url }) => shown.has(url));
}

/** Whether the page of an article asks other servers for pictures or sound. */
function linksElsewhere(
  { image, attachments, source }: Article,
  { html, files }: { html: string; files: boolean },
  site: string,
): boolean {
  if (!files || (source?.pictures ?? "link") !== "link") return false;
  const played = attachments.filter(({ mime_type }) => /^(audio|video)\//.test(mime_type));
  const urls = [...(image ? [image] : []), ...played].map(({ url }) => url);
  return urls.some((url) => isStranger(url, site)) || loadsFrom(html).some((url) => isStranger(url, site));
}

const fileOf = ({ kind: _, ...file }: Attachment): ItemAttachment => file;

function textOf({ kind, url, mime_type }: Attachment): ItemText[] {
  return kind ? [{ kind, url, mime_type }] : [];
}

function factsOf({ alt, width, height, credit, colour, forms }: Image): PictureFacts {
  return { alt, width, height, credit, colour, forms };
}

/** Our own files are stored by path, so that they move with the publication. */
function absolute(url: string, site: string): string {
  return new URL(url, site).href;
}

function orNothing<T>(list: T[]): T[] | undefined {
  return list.length ? list : undefined;
}
