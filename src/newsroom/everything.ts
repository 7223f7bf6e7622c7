import type { ArticleId } from "../model/article.ts";
import { parseScope } from "../model/scope.ts";
import type { Slug } from "../model/slug.ts";
import {
  COMMENTS_KEY,
  DIRECTORY_KEY,
  listKey,
  NEWS_SITEMAP_KEY,
  SITEMAP_INDEX_KEY,
  sitemapKey,
} from "../store/keys.ts";
import { touchAddress } from "./comments/touching.ts";
import type { Ledger } from "./ledger.ts";
import { touch } from "./outbox.ts";
import { sitemapBlocks } from "./sitemaps.ts";

/** Every document that the ledger has is out of date: after a loss of KV, or new settings. */
export function touchEverything(ledger: Ledger): void {
  const { sql } = ledger;
  sql.exec("UPDATE document SET stored = 0, written = 0");
  const addresses = sql.exec<{ id: ArticleId; slug: Slug }>(
    `SELECT id, slug FROM article WHERE public_since IS NOT NULL
     UNION ALL SELECT article_id, slug FROM former_slug`,
  );
  for (const { id, slug } of addresses.toArray()) touchAddress(ledger, id, slug);
  const lists = sql.exec<{ name: string }>(
    "SELECT name FROM scope UNION SELECT 'home' UNION SELECT 'tag:' || alias FROM tag_alias",
  );
  for (const { name } of lists.toArray()) touch(ledger, listKey(parseScope(name)));
  for (let block = 1; block <= sitemapBlocks(sql); block++) touch(ledger, sitemapKey(block));
  for (const key of [COMMENTS_KEY, DIRECTORY_KEY, SITEMAP_INDEX_KEY, NEWS_SITEMAP_KEY]) touch(ledger, key);
}
