import { headline, type Millis } from "../model/article.ts";
import { timestamp } from "../model/item.ts";
import { LIMITS } from "../model/limits.ts";
import { articlePath } from "../model/scope.ts";
import type { NewsSitemapDocument, SitemapDocument, SitemapIndexDocument } from "../model/sitemap.ts";
import { NEWS_SITEMAP_KEY, SITEMAP_INDEX_KEY, sitemapKey } from "../store/keys.ts";
import { type ArticleRow, articleOf } from "./articles.ts";
import { first, type Ledger } from "./ledger.ts";
import { touch } from "./outbox.ts";

/** Crawlers can wait: what is published in a row is written once, ms. */
const DELAY_MS: Millis = 60_000;
/** What a news sitemap holds (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap). */
const NEWS_MS: Millis = 2 * 86_400_000;
const NEWS_MOST = 1000;

/** Notes that the sitemaps which list an article are out of date. */
export function noteSitemap(ledger: Ledger, { id, public_since }: ArticleRow): void {
  if (public_since === null) return;
  const { sql } = ledger;
  const before = sitemapBlocks(sql);
  const found = first<{ number: number }>(sql, "SELECT number FROM sitemap WHERE article_id = ?", id);
  const { number } =
    found ??
    sql.exec<{ number: number }>("INSERT INTO sitemap (article_id) VALUES (?) RETURNING number", id).one();
  const block = blockOf(number);
  const isNew = block > before;
  touch(ledger, NEWS_SITEMAP_KEY, DELAY_MS);
  // The index names a block as soon as there is one, so a new one is written at once.
  touch(ledger, sitemapKey(block), isNew ? 0 : DELAY_MS);
  if (isNew) touch(ledger, SITEMAP_INDEX_KEY);
}

const blockOf = (number: number) => Math.ceil(number / LIMITS.sitemapUrls);

/** How many blocks there are. */
export function sitemapBlocks(sql: SqlStorage): number {
  return blockOf(first<{ n: number | null }>(sql, "SELECT max(number) AS n FROM sitemap")?.n ?? 0);
}

export function buildSitemapIndex({ sql }: Ledger): SitemapIndexDocument {
  return { blocks: sitemapBlocks(sql) };
}

/** A block of everything published: fixed but for changes of its own articles, once it is full. */
export function buildSitemap({ sql, settings }: Ledger, block: number): SitemapDocument | null {
  if (block < 1 || block > sitemapBlocks(sql)) return null;
  const from = (block - 1) * LIMITS.sitemapUrls;
  const rows = sql
    .exec<{ slug: string; updated: Millis }>(
      `SELECT a.slug, a.updated FROM sitemap s JOIN article a ON a.id = s.article_id
       WHERE s.number > ? AND s.number <= ? AND a.status = 'published' ORDER BY s.number`,
      from,
      from + LIMITS.sitemapUrls,
    )
    .toArray();
  return {
    urls: rows.map(({ slug, updated }) => ({
      url: settings.url + articlePath(slug),
      modified: timestamp(updated),
    })),
  };
}

/** What was published in the two days up to the newest story: a document does not change by itself. */
export function buildNewsSitemap(ledger: Ledger): NewsSitemapDocument {
  const { sql, settings } = ledger;
  const newest = first<{ at: Millis | null }>(
    sql,
    "SELECT max(published) AS at FROM membership WHERE scope = 'home'",
  );
  const rows = sql
    .exec<ArticleRow>(
      `SELECT a.* FROM membership m JOIN article a ON a.id = m.article_id
       WHERE m.scope = 'home' AND m.published > ? ORDER BY m.published DESC, m.article_id DESC LIMIT ?`,
      (newest?.at ?? 0) - NEWS_MS,
      NEWS_MOST,
    )
    .toArray();
  return {
    urls: rows.map((row) => {
      const article = articleOf(ledger, row);
      return {
        url: settings.url + articlePath(article.slug),
        title: headline(article),
        language: new Intl.Locale(article.language).language,
        published: timestamp(article.published),
      };
    }),
  };
}
