import { headline, type Millis } from "../../model/article.ts";
import { timestamp } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import { articlePath } from "../../model/scope.ts";
import type { NewsSitemapDocument, SitemapDocument, SitemapIndexDocument } from "../../model/sitemap.ts";
import { type ArticleRow, articleOf } from "../articles/articles.ts";
import { first, type Ledger } from "../ledger.ts";
import { read } from "./readers.ts";

/** What a news sitemap holds (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap). */
const NEWS_MS: Millis = 2 * 86_400_000;
const NEWS_MOST = 1000;

/** Gives an article that is public for the first time its place in the sitemaps. */
export function noteSitemap({ sql }: Ledger, { id, public_since }: ArticleRow): void {
  if (public_since === null) return;
  // Asked first: a number is used up by an insert that is ignored.
  if (first(sql, "SELECT 1 FROM sitemap WHERE article_id = ?", id)) return;
  sql.exec("INSERT INTO sitemap (article_id) VALUES (?)", id);
}

/** How many blocks there are. */
export function sitemapBlocks(sql: SqlStorage): number {
  const { n } = sql.exec<{ n: number | null }>("SELECT max(number) AS n FROM sitemap").one();
  return Math.ceil((n ?? 0) / LIMITS.sitemapUrls);
}

export function buildSitemapIndex({ sql }: Ledger): SitemapIndexDocument {
  return { blocks: sitemapBlocks(sql) };
}

/** A block of everything published: fixed but for changes of its own articles, once it is full. */
export function buildSitemap({ sql, settings }: Ledger, block: number): SitemapDocument | null {
  if (block < 1 || block > sitemapBlocks(sql)) return null;
  const from = (block - 1) * LIMITS.sitemapUrls;
  // A cross join keeps this order: the block's rows first, and then their articles.
  const rows = sql
    .exec<{ slug: string; updated: Millis }>(
      `SELECT a.slug, a.updated FROM sitemap s CROSS JOIN article a ON a.id = s.article_id
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
      read(ledger, `face/${row.id}`);
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
