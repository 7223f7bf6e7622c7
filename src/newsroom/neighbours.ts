import type { ArticleId, Millis } from "../model/article.ts";
import { parseScope, type ScopeName } from "../model/scope.ts";
import { articleKey, listKey } from "../store/keys.ts";
import { first, type Ledger } from "./ledger.ts";
import { touch } from "./outbox.ts";

// What comes before and after: days that have stories, and stories.

/** The days before and after a day that have stories. */
export function daysBeside(sql: SqlStorage, scope: ScopeName): { previous?: ScopeName; next?: ScopeName } {
  const beside = (comparison: "<" | ">", order: "ASC" | "DESC") =>
    first<{ name: ScopeName }>(
      sql,
      `SELECT name FROM scope WHERE name ${comparison} ? AND name >= 'day:' AND name < 'day;' AND live > 0
       ORDER BY name ${order} LIMIT 1`,
      scope,
    )?.name;
  const [previous, next] = [beside("<", "DESC"), beside(">", "ASC")];
  return { ...(previous && { previous }), ...(next && { next }) };
}

/** Notes that the days beside a day name it, or no more. */
export function touchDaysBeside(ledger: Ledger, scope: ScopeName): void {
  for (const each of Object.values(daysBeside(ledger.sql, scope))) touch(ledger, listKey(parseScope(each)));
}

/** The stories published before and after an article. */
export function neighboursOf(sql: SqlStorage, id: ArticleId): { previous?: ArticleId; next?: ArticleId } {
  const place = first<{ published: Millis }>(
    sql,
    "SELECT published FROM membership WHERE article_id = ? AND scope = 'home'",
    id,
  );
  if (!place) return {};
  const beside = (comparison: "<" | ">", order: "ASC" | "DESC") =>
    first<{ id: ArticleId }>(
      sql,
      `SELECT article_id AS id FROM membership
       WHERE scope = 'home' AND (published, article_id) ${comparison} (?, ?)
       ORDER BY published ${order}, article_id ${order} LIMIT 1`,
      place.published,
      id,
    )?.id;
  const [previous, next] = [beside("<", "DESC"), beside(">", "ASC")];
  return { ...(previous && { previous }), ...(next && { next }) };
}

/** Notes that the stories beside an article may name it otherwise, or not at all, now. */
export function touchNeighbours(ledger: Ledger, id: ArticleId): void {
  for (const each of Object.values(neighboursOf(ledger.sql, id))) {
    const row = first<{ slug: string }>(ledger.sql, "SELECT slug FROM article WHERE id = ?", each);
    if (row) touch(ledger, articleKey(row.slug));
  }
}
