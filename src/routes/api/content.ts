import type { Problem } from "../../http/problem.ts";
import type { ArticleChange, ArticleContent, Body, NewArticle } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import type { FormerPath } from "../../model/redirect.ts";
import type { Slug } from "../../model/slug.ts";
import { joinTexts, proseOf } from "../../text/blocks.ts";
import { cleanHtml } from "../../text/html.ts";
import { markdownToHtml } from "../../text/markdown.ts";
import { countWords, excerpt } from "../../text/plain.ts";
import type { ArticleInput, ArticlePatch } from "./schemas.ts";

// From what the API took to what the newsroom keeps. Here, once, HTML is sanitised.

const encoder = new TextEncoder();

/** A body that no article may have: too long (413), or not to be taken apart (422). */
export class UnusableBody extends Error {
  constructor(
    readonly status: 413 | 422,
    readonly field: "markdown" | "html",
    detail: string,
  ) {
    super(detail);
  }
}

/** What is told of one. */
export function unusable({ status, field, message }: UnusableBody): Problem {
  const detail = status === 413 ? "The body is too long." : "The body cannot be taken apart.";
  return { status, detail, errors: [{ pointer: `#/${field}`, detail: message }] };
}

/**
 * @param site the public origin, which relative URLs are resolved against
 * @throws UnusableBody
 */
export function toNewArticle(input: ArticleInput, site: string): NewArticle {
  const canonicalUrl = input.canonical_url ?? null;
  return {
    ...directives(input),
    entryId: input.entry_id,
    addresses: input.addresses as FormerPath[] | undefined, // made so by the schema
    imported: input.imported,
    commentsClosed: input.comments === "closed",
    content: {
      title: input.title ?? "",
      standfirst: input.standfirst ?? "",
      tags: input.tags ?? [],
      authors: input.authors ?? [],
      source: input.source ?? null,
      language: canonicalLanguage(input.language),
      canonicalUrl,
      image: input.image ?? null,
      attachments: input.attachments ?? [],
      ...(input.episode && { episode: input.episode }),
      ...(input.corrections?.length && { corrections: input.corrections }),
      stated: null,
      ...(input.page && { page: true }),
      body: toBody(input, canonicalUrl, site),
    },
  };
}

/** @throws UnusableBody */
export function toChange(patch: ArticlePatch, site: string): ArticleChange {
  const content: Partial<ArticleContent> = {};
  if (patch.title !== undefined) content.title = patch.title ?? "";
  if (patch.standfirst !== undefined) content.standfirst = patch.standfirst ?? "";
  if (patch.tags !== undefined) content.tags = patch.tags ?? [];
  if (patch.authors !== undefined) content.authors = patch.authors ?? [];
  if (patch.source !== undefined) content.source = patch.source;
  if (patch.language !== undefined) content.language = canonicalLanguage(patch.language);
  if (patch.canonical_url !== undefined) content.canonicalUrl = patch.canonical_url;
  if (patch.image !== undefined) content.image = patch.image;
  if (patch.attachments !== undefined) content.attachments = patch.attachments ?? [];
  if (patch.episode !== undefined) content.episode = patch.episode;
  if (patch.corrections !== undefined) content.corrections = patch.corrections ?? [];
  if (patch.markdown !== undefined || patch.html !== undefined) {
    content.body = toBody(patch, patch.canonical_url ?? null, site);
  }
  return { ...directives(patch), content };
}

function directives(input: ArticleInput | ArticlePatch) {
  const millis = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
  return {
    slug: input.slug as Slug | undefined, // checked by the schema
    status: input.status,
    published: millis(input.published),
    updated: millis(input.updated),
  };
}

function canonicalLanguage(tag: string | null | undefined): string | null {
  return tag ? (Intl.getCanonicalLocales(tag)[0] ?? null) : null;
}

function toBody({ markdown, html }: ArticlePatch, canonicalUrl: string | null, site: string): Body {
  checkLength("markdown", markdown ?? "", LIMITS.bodyBytes);
  checkLength("html", html ?? "", LIMITS.bodyBytes);
  const made = markdown ? markdownToHtml(markdown) : (html ?? "");
  if (made === null) throw new UnusableBody(422, "markdown", "nests too many quotations or lists");
  const clean = cleanHtml(made, canonicalUrl ?? `${site}/articles/`, site);
  checkLength(markdown ? "markdown" : "html", clean.html, LIMITS.htmlBytes);
  const text = joinTexts(clean.texts);
  return {
    ...clean,
    markdown: markdown || null,
    excerpt: excerpt(proseOf(clean.texts), LIMITS.excerpt),
    words: countWords(text),
    background: [],
    keyPoints: [],
  };
}

function checkLength(field: "markdown" | "html", text: string, limit: number): void {
  if (encoder.encode(text).length > limit) throw new UnusableBody(413, field, `at most ${limit} bytes`);
}
