import { archiveFeed, archivePath, type BlockName, endsBlock } from "../../model/archive.ts";
import type { ArticleId, Millis } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import { type ListParts, listJson, updatedOf } from "../../model/list.ts";
import { type Scope, type ScopeName, scopeName } from "../../model/scope.ts";
import { HELD } from "../agenda.ts";
import { type ArticleRow, articleOf, itemOf } from "../articles/articles.ts";
import { shownOf } from "../documents/newest.ts";
import { placeIn } from "../documents/place.ts";
import { read } from "../documents/readers.ts";
import { first, type Ledger } from "../ledger.ts";
import { programmeFacts } from "../media/programmes.ts";
import { publicationOf } from "../publication/profile.ts";

// The history of a list, in blocks from the newest to its first article.

/** A day is a part of another history: that of the front page. */
const isDay = (scope: ScopeName) => scope.startsWith("day:");

/** Notes that a block ends where an article has come to a list, if one does. */
export function noteEnd({ sql }: Ledger, scope: ScopeName, published: Millis): void {
  const second = Math.floor(published / 1000);
  if (!isDay(scope) && endsBlock(second))
    sql.exec("INSERT OR IGNORE INTO archive VALUES (?, ?)", scope, second);
}

/** Notes that a list holds more than its own documents show: from then on it has an archive. */
export function noteSize({ sql }: Ledger, scope: ScopeName): void {
  if (isDay(scope)) return;
  sql.exec(
    `UPDATE scope SET archived = 1 WHERE name = ? AND archived = 0 AND (live > ? OR (
       SELECT count(*) > min(a.imported) FROM membership m JOIN article a ON a.id = m.article_id
       WHERE m.scope = scope.name AND a.imported > 0))`,
    scope,
    LIMITS.listItems,
  );
}

/** Gives the ends of a list's blocks to another one. */
export function moveEnds(sql: SqlStorage, from: ScopeName, to: ScopeName): void {
  sql.exec("UPDATE OR IGNORE archive SET scope = ? WHERE scope = ?", to, from);
  sql.exec("DELETE FROM archive WHERE scope = ?", from);
}

export function hasArchive(sql: SqlStorage, scope: string): boolean {
  return first(sql, "SELECT 1 FROM scope WHERE name = ? AND archived = 1", scope) !== undefined;
}

/** The ends of all blocks, from the oldest. */
export function endsOf(sql: SqlStorage, scope: string): number[] {
  return sql
    .exec<{ until: number }>("SELECT until FROM archive WHERE scope = ? ORDER BY until", scope)
    .toArray()
    .map(({ until }) => until);
}

/** The block before another one, which begins where that ends. Undefined for the oldest. */
export function blockBefore(sql: SqlStorage, scope: ScopeName, block: BlockName): number | undefined {
  const until = block === "latest" ? Number.MAX_SAFE_INTEGER : block;
  const { from } = sql
    .exec<{ from: number | null }>(
      'SELECT max(until) AS "from" FROM archive WHERE scope = ? AND until < ?',
      scope,
      until,
    )
    .one();
  return from ?? undefined;
}

/** Of a block that ends, its first article must be older than this; of one that does not, none is too new. */
export const rangeOf = (from: number | undefined, block: BlockName): [Millis, Millis] => [
  from === undefined ? Number.MIN_SAFE_INTEGER : from * 1000,
  block === "latest" ? Number.MAX_SAFE_INTEGER : block * 1000,
];

/** The articles of a block that are to be seen: of its list, from a time on, and before another. */
export const IN_BLOCK = `FROM membership m WHERE m.scope = ? AND m.published >= ? AND m.published < ?
  AND m.article_id NOT IN (${HELD})`;

/** Where a list's history goes on after its newest articles: in which block, and with which article. */
export function historyAfter(sql: SqlStorage, scope: Scope): { block: BlockName; id: ArticleId } | undefined {
  const name = scopeName(scope);
  if (!hasArchive(sql, name)) return undefined;
  const next = first<{ id: ArticleId; until: number | null }>(
    sql,
    `SELECT m.article_id AS id,
       (SELECT min(until) FROM archive a WHERE a.scope = m.scope AND a.until * 1000 > m.published) AS until
     ${IN_BLOCK} ORDER BY m.published DESC, m.article_id DESC LIMIT 1 OFFSET ?`,
    ...[name, ...rangeOf(undefined, "latest"), shownOf(sql, name)],
  );
  return next && { block: next.until ?? "latest", id: next.id };
}

/** A block as a list of its own; null where there is none. */
export function buildArchive(ledger: Ledger, scope: Scope, block: BlockName): string | null {
  const { sql, settings } = ledger;
  const name = scopeName(scope);
  const list = first<{ since: number; archived: number }>(
    sql,
    "SELECT since, archived FROM scope WHERE name = ?",
    name,
  );
  const ends = endsOf(sql, name);
  if (!list?.archived || (block !== "latest" && !ends.includes(block))) return null;
  read(ledger, `block/${name}/${block}`);
  read(ledger, "name");
  const from = blockBefore(sql, name, block);
  const rows = sql
    .exec<ArticleRow>(
      `SELECT a.* FROM (SELECT m.published, m.article_id ${IN_BLOCK}) b JOIN article a ON a.id = b.article_id
       ORDER BY b.published DESC, b.article_id DESC`,
      name,
      ...rangeOf(from, block),
    )
    .toArray();
  const articles = rows.map((row) => {
    read(ledger, `story/${row.id}`);
    return { item: itemOf(ledger, articleOf(ledger, row)), updated: row.updated };
  });
  const place = placeIn(ledger, scope);
  const parts: ListParts = {
    place: { ...place, path: archivePath(scope, block), feed: archiveFeed(scope, block, "json") },
    ...{ articles, count: rows.length, since: list.since, deleted: [] },
    programme: scope.kind === "tag" ? programmeFacts(ledger, scope.slug) : undefined,
    archive: {
      previous: from === undefined ? undefined : settings.url + archivePath(scope, from),
      current: settings.url + place.path,
      newer: block === "latest" ? undefined : `${settings.url}${archivePath(scope, block)}/newer`,
      ends: block === "latest" && ends.length ? ends : undefined,
    },
  };
  return listJson(parts, updatedOf(parts, 0), publicationOf(ledger));
}
