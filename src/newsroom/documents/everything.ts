import type { FormerPath } from "../../model/redirect.ts";
import { parseScope } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import {
  archiveKey,
  CHANGES_KEY,
  COMMENTS_KEY,
  changesKey,
  DIRECTORY_KEY,
  type DocumentKey,
  listKey,
  NEWS_SITEMAP_KEY,
  PROFILE_KEY,
  redirectKey,
  SITEMAP_INDEX_KEY,
  sitemapKey,
} from "../../store/keys.ts";
import { endsOf, hasArchive } from "../history/archive.ts";
import { changesBlocks } from "../history/changes.ts";
import type { Ledger } from "../ledger.ts";
import { touch } from "./outbox.ts";
import { documentsAt } from "./readers.ts";
import { sitemapBlocks } from "./sitemaps.ts";

/** Every document that the ledger may have, and addresses where nothing stands. */
export function everyKey({ sql }: Ledger): DocumentKey[] {
  const addresses = sql.exec<{ slug: Slug }>(
    "SELECT slug FROM article WHERE public_since IS NOT NULL UNION ALL SELECT slug FROM former_slug",
  );
  const lists = sql
    .exec<{ name: string }>(
      "SELECT name FROM scope UNION SELECT 'home' UNION SELECT 'tag:' || alias FROM tag_alias",
    )
    .toArray();
  return [
    ...addresses.toArray().flatMap(({ slug }) => documentsAt(sql, slug)),
    ...lists.map(({ name }) => listKey(parseScope(name))),
    ...Array.from({ length: sitemapBlocks(sql) }, (_, i) => sitemapKey(i + 1)),
    ...lists.flatMap(({ name }) => {
      const blocks = hasArchive(sql, name) ? [...endsOf(sql, name), "latest" as const] : [];
      return blocks.map((block) => archiveKey(parseScope(name), block));
    }),
    ...Array.from({ length: changesBlocks(sql) }, (_, i) => changesKey(i + 1)),
    ...sql
      .exec<{ path: FormerPath }>("SELECT path FROM redirect WHERE pattern = 0")
      .toArray()
      .map(({ path }) => redirectKey(path)),
    ...[CHANGES_KEY, PROFILE_KEY, COMMENTS_KEY, DIRECTORY_KEY, SITEMAP_INDEX_KEY, NEWS_SITEMAP_KEY],
  ];
}

/** All of them are out of date: after a loss of KV, or new settings. */
export function touchEverything(ledger: Ledger): void {
  ledger.sql.exec("UPDATE document SET stored = 0, written = 0");
  for (const key of everyKey(ledger)) touch(ledger, key);
}
