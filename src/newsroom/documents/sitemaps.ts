import { headline, type Millis } from "../../model/article.ts";
import { timestamp } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import { pathOf } from "../../model/page.ts";
import { articlePath } from "../../model/scope.ts";
import type { NewsSitemapDocument, SitemapDocument, SitemapIndexDocument } from "../../model/sitemap.ts";
import type { Slug } from "../../model/slug.ts";
import { languageOfTag } from "../../text/language.ts";
import { remindBy } from "../agenda.ts";
import { type ArticleRow, articleOf } from "../articles/articles.ts";
import { first, type Ledger } from "../ledger.ts";
import { read } from "./readers.ts";

const NEWS_MS: Millis = 2 * 86_400_000;
const NEWS_MOST = 1000;

/**
 * Gives an article that is public for the first time its place in the sitemaps, and notes when the
 * block that it stands in changed.
 *
 * @param before its row until now
 */
export function noteSitemap({ sql, now }: Ledger, row: ArticleRow, before: ArticleRow | undefined): void {
  if (row.public_since === null) return;
  // Asked first: a number is used up by an insert that is ignored.
  if (!first(sql, "SELECT 1 FROM sitemap WHERE article_id = ?", row.id)) {
    sql.exec("INSERT INTO sitemap (article_id) VALUES (?)", row.id);
  } else if (before && LISTED.every((part) => before[part] === row[part])) {
    return;
  }
  sql.exec(
    `INSERT INTO sitemap_block SELECT (number - 1) / ${LIMITS.sitemapUrls} + 1, ? FROM sitemap WHERE article_id = ?
     ON CONFLICT (block) DO UPDATE SET modified = max(modified, excluded.modified)`,
    now,
    row.id,
  );
}

/** What the sitemaps tell of an article. */
const LISTED = ["slug", "status", "updated", "reprint"] as const;

/** How many blocks there are. */
export function sitemapBlocks(sql: SqlStorage): number {
  const { n } = sql.exec<{ n: number | null }>("SELECT max(number) AS n FROM sitemap").one();
  return Math.ceil((n ?? 0) / LIMITS.sitemapUrls);
}

export function buildSitemapIndex({ sql }: Ledger): SitemapIndexDocument {
  const blocks = sql
    .exec<{ modified: Millis }>(
      "SELECT modified FROM sitemap_block WHERE block <= ? ORDER BY block",
      sitemapBlocks(sql),
    )
    .toArray()
    .map(({ modified }) => timestamp(modified));
  const { since } = sql
    .exec<{ since: Millis | null }>("SELECT max(since) AS since FROM scope WHERE name NOT GLOB 'day:*'")
    .one();
  return { lists: timestamp(since ?? 0), blocks };
}

/** A block of everything published: fixed but for changes of its own articles, once it is full. */
export function buildSitemap({ sql, settings }: Ledger, block: number): SitemapDocument | null {
  if (block < 1 || block > sitemapBlocks(sql)) return null;
  const from = (block - 1) * LIMITS.sitemapUrls;
  // A cross join keeps this order: the block's rows first, and then their articles.
  const rows = sql
    .exec<{ slug: Slug; page: number; updated: Millis }>(
      `SELECT a.slug, a.page, a.updated FROM sitemap s CROSS JOIN article a ON a.id = s.article_id
       WHERE s.number > ? AND s.number <= ? AND a.status = 'published' AND a.reprint <= ? ORDER BY s.number`,
      from,
      from + LIMITS.sitemapUrls,
      // What names another address as its own is not listed here (sitemaps.org; Google asks for canonical URLs).
      settings.reprints === "here" ? 1 : 0,
    )
    .toArray();
  return {
    urls: rows.map((row) => ({ url: settings.url + pathOf(row), modified: timestamp(row.updated) })),
  };
}

/** When the news begins, as a time: noted, since a document does not change by itself. */
const NOTE = "news-since";

function newsSince(sql: SqlStorage): Millis {
  return Number(first<{ value: string }>(sql, "SELECT value FROM note WHERE name = ?", NOTE)?.value ?? 0);
}

/** Sees to it that a story of a time is no news when it is two days old. */
export function agesLater(ledger: Ledger, published: Millis): void {
  if (published > newsSince(ledger.sql))
    remindBy(ledger, "news", "", Math.max(ledger.now, published + NEWS_MS));
}

/** What is two days old is no news any more; when the next story is. */
export function ageNews(ledger: Ledger): void {
  const { sql, now } = ledger;
  const since = now - NEWS_MS;
  sql.exec(
    "INSERT INTO note VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    NOTE,
    String(since),
  );
  const next = first<{ at: Millis | null }>(
    sql,
    "SELECT min(published) AS at FROM membership WHERE scope = 'home' AND published > ?",
    since,
  );
  if (next?.at) agesLater(ledger, next.at);
}

/**
 * What we published ourselves in the last two days: neither what was gathered nor what has its original
 * elsewhere, which is not ours to offer
 * (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
 */
export function buildNewsSitemap(ledger: Ledger): NewsSitemapDocument {
  const { sql, settings } = ledger;
  const rows = sql
    .exec<ArticleRow>(
      `SELECT a.* FROM membership m JOIN article a ON a.id = m.article_id
       WHERE m.scope = 'home' AND m.published > ? ORDER BY m.published DESC, m.article_id DESC LIMIT ?`,
      newsSince(sql),
      NEWS_MOST,
    )
    .toArray();
  return {
    urls: rows.flatMap((row) => {
      read(ledger, `face/${row.id}`);
      const article = articleOf(ledger, row);
      if (article.source || article.canonicalUrl) return [];
      return [
        {
          url: settings.url + articlePath(article.slug),
          title: headline(article),
          language: languageOfTag(article.language),
          published: timestamp(article.published),
        },
      ];
    }),
  };
}
