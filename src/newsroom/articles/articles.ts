import {
  type Article,
  type ArticleContent,
  type ArticleId,
  type ArticleStatus,
  type Body,
  headline,
} from "../../model/article.ts";
import { toItem } from "../../model/item.ts";
import { type WrittenItem, writeItem } from "../../model/list.ts";
import { type Slug, slugify } from "../../model/slug.ts";
import { type ArticleSummary, summaryOf } from "../../model/view.ts";
import { hash64 } from "../../text/hash.ts";
import { directionOf, guessLanguage } from "../../text/language.ts";
import { threadOf } from "../comments/thread.ts";
import { first, type Ledger } from "../ledger.ts";
import { attachmentsOf, imageOf, picturesIn } from "../media/pictures.ts";
import { authorsOf, sourceOf, tagsOf } from "./names.ts";

/** An article's row, without what its revisions hold. */
export interface ArticleRow extends Record<string, SqlStorageValue> {
  id: string;
  entry_id: string;
  slug: Slug;
  status: ArticleStatus;
  revision: number;
  body_revision: number;
  published: number;
  updated: number;
  created: number;
  modified: number;
  public_since: number | null;
  /** See `faceOf`; null for one that an earlier release saved. */
  face: string | null;
  /** 1 where its original is at another address. */
  reprint: number;
  /** 1 for a page, which stands in no list. */
  page: number;
  /** How many entries the feeds had in which it was public elsewhere before; 0 for one that was not. */
  imported: number;
}

/** What a revision holds as JSON: the content without the body's texts, labels and names as written. */
type StoredContent = Omit<ArticleContent, "body" | "stated"> &
  Pick<Body, "excerpt" | "words"> &
  // What releases before 0.2.0 did not know.
  Partial<Pick<Body, "blocks" | "background" | "keyPoints"> & Pick<ArticleContent, "stated">>;

export function rowById(sql: SqlStorage, id: ArticleId): ArticleRow | undefined {
  return first<ArticleRow>(sql, "SELECT * FROM article WHERE id = ?", id);
}

export function rowBySlug(sql: SqlStorage, slug: string): ArticleRow | undefined {
  return first<ArticleRow>(sql, "SELECT * FROM article WHERE slug = ?", slug);
}

/** The content of an article's current revision, labels and names as they were written. */
export function contentOf(sql: SqlStorage, row: ArticleRow): ArticleContent {
  const { content } = sql
    .exec<{ content: string }>(
      "SELECT content FROM revision WHERE article_id = ? AND revision = ?",
      row.id,
      row.revision,
    )
    .one();
  const stored = JSON.parse(content) as StoredContent;
  const { excerpt, words, blocks = [], background = [], keyPoints = [], stated = null, ...rest } = stored;
  const texts = sql
    .exec<{ format: string; text: string }>(
      "SELECT format, text FROM body WHERE article_id = ? AND revision = ?",
      row.id,
      row.body_revision,
    )
    .toArray();
  const text = (format: string) => texts.find((body) => body.format === format)?.text;
  const [html, markdown] = [text("html") ?? "", text("markdown") ?? null];
  return {
    ...rest,
    stated,
    body: { html, markdown, texts: null, excerpt, words, blocks, background, keyPoints },
  };
}

/** The article of a row, with its tags, authors and source as they are called now. */
export function articleOf(ledger: Ledger, row: ArticleRow): Article {
  const known = ledger.seen.get(row.id);
  return known?.revision === row.revision ? known : articleFrom(ledger, row, contentOf(ledger.sql, row));
}

/** What others show of an article, as a hash: another one, and who names it says something new. */
export function faceOf(ledger: Pick<Ledger, "settings">, content: ArticleContent): string {
  const { tags, source, canonicalUrl } = content;
  const ours = !source && !canonicalUrl;
  return hash64(JSON.stringify([headline(content), languageOf(ledger, content), tags, source?.name, ours]));
}

/** As its writer named it, else as its letters look. */
export function languageOf(
  { settings }: Pick<Ledger, "settings">,
  { language, title, body }: ArticleContent,
): string {
  return language ?? guessLanguage(`${title} ${body.excerpt}`, settings.language);
}

/** The article that a row and its content make. */
export function articleFrom(ledger: Ledger, row: ArticleRow, content: ArticleContent): Article {
  const { sql, settings, seen } = ledger;
  const { tags, authors, source, language: _, image, attachments, ...rest } = content;
  const language = languageOf(ledger, content);
  const thread = threadOf(sql, row.id);
  const from = source && sourceOf(sql, source);
  const wish = from?.pictures ?? "link";
  const article: Article = {
    ...rest,
    id: row.id,
    entryId: row.entry_id,
    slug: row.slug,
    status: row.status,
    revision: row.revision,
    language,
    image: imageOf(ledger, image, wish),
    attachments: attachmentsOf(sql, attachments),
    pictures: picturesIn(ledger, rest.body, wish),
    direction: directionOf(language),
    tags: tagsOf(sql, tags),
    authors: source ? authors.map((name) => ({ slug: null, name })) : authorsOf(sql, authors),
    source: from,
    comments:
      !row.page && (thread.approved || (settings.comments && !thread.closed))
        ? { count: thread.approved, updated: thread.updated }
        : null,
    published: row.published,
    updated: row.updated,
    created: row.created,
    modified: row.modified,
  };
  seen.keep(article);
  return article;
}

const written = new WeakMap<Article, WrittenItem>();

/** An article as an item of lists, written once for all of them. */
export function itemOf({ settings }: Ledger, article: Article): WrittenItem {
  const known = written.get(article);
  if (known) return known;
  const item = writeItem(toItem(article, settings.url));
  written.set(article, item);
  return item;
}

/** Stores the next revision of an article, its texts only where they are new. */
export function saveRevision(
  { sql, now }: Ledger,
  row: ArticleRow,
  content: ArticleContent,
  newBody: boolean,
  editor: string,
): void {
  const { body, ...rest } = content;
  const { html, markdown, texts: _, ...measured } = body;
  const stored: StoredContent = { ...rest, ...measured };
  sql.exec(
    "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?)",
    ...[row.id, row.revision, now, editor, row.status, JSON.stringify(stored)],
  );
  if (!newBody) return;
  const insert = "INSERT INTO body VALUES (?, ?, ?, ?)";
  sql.exec(insert, row.id, row.body_revision, "html", html);
  if (markdown !== null) sql.exec(insert, row.id, row.body_revision, "markdown", markdown);
}

/** Writes an article's row, new or changed. */
export function saveRow(sql: SqlStorage, row: ArticleRow): void {
  sql.exec(
    `INSERT INTO article (id, entry_id, slug, status, revision, body_revision, published, updated, created,
       modified, public_since, face, reprint, page, imported)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, status = excluded.status,
       revision = excluded.revision, body_revision = excluded.body_revision, published = excluded.published,
       updated = excluded.updated, modified = excluded.modified, public_since = excluded.public_since,
       face = excluded.face, reprint = excluded.reprint`,
    ...[row.id, row.entry_id, row.slug, row.status, row.revision, row.body_revision],
    ...[row.published, row.updated, row.created, row.modified, row.public_since, row.face],
    ...[row.reprint, row.page, row.imported],
  );
}

/** Who has a slug, now or formerly. URLs are for ever, so a former slug is not free. */
export function holderOf(sql: SqlStorage, slug: string): ArticleId | undefined {
  return (
    rowBySlug(sql, slug)?.id ??
    first<{ article_id: string }>(sql, "SELECT article_id FROM former_slug WHERE slug = ?", slug)?.article_id
  );
}

/**
 * Articles by creation, newest first.
 *
 * @param before continue after this one, of an earlier page
 */
export function listArticles(
  ledger: Ledger,
  status: ArticleStatus | null,
  before: { created: number; id: ArticleId } | null,
  limit: number,
): { articles: ArticleSummary[]; next: { created: number; id: ArticleId } | null } {
  const { created, id } = before ?? { created: Number.MAX_SAFE_INTEGER, id: "" };
  const rows = ledger.sql
    .exec<ArticleRow>(
      `SELECT * FROM article WHERE (created, id) < (?, ?) ${status ? "AND status = ?" : ""}
       ORDER BY created DESC, id DESC LIMIT ?`,
      ...[created, id, ...(status ? [status] : []), limit + 1],
    )
    .toArray();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    articles: page.map((row) => summaryOf(articleOf(ledger, row), ledger.settings.url)),
    next: rows.length > limit && last ? { created: last.created, id: last.id } : null,
  };
}

/** The addresses that an article had before, which lead to the one it has. */
export function formerSlugs(sql: SqlStorage, id: ArticleId): Slug[] {
  return sql
    .exec<{ slug: Slug }>("SELECT slug FROM former_slug WHERE article_id = ?", id)
    .toArray()
    .map(({ slug }) => slug);
}

/** A free slug made from a headline: numbered where the plain one is taken. @param taken by others than articles */
export function freeSlug(
  sql: SqlStorage,
  name: string,
  id: ArticleId,
  taken: ReadonlySet<string> = new Set(),
): Slug {
  const base = slugify(name) || slugify(`article ${id.slice(0, 8)}`);
  for (let n = 1; ; n++) {
    const slug = (n === 1 ? base : slugify(`${base.slice(0, 90)} ${n}`)) as Slug;
    if (!taken.has(slug) && holderOf(sql, slug) === undefined) return slug;
  }
}
