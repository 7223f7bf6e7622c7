import type { Article, ArticleId, Millis } from "../model/article.ts";
import { dayOf } from "../model/day.ts";
import { HOME, parseScope, type Scope, type ScopeName, scopeName } from "../model/scope.ts";
import type { Slug } from "../model/slug.ts";
import { articleKey, DIRECTORY_KEY, listKey } from "../store/keys.ts";
import { first, type Ledger } from "./ledger.ts";
import { touchDaysBeside } from "./neighbours.ts";
import { touch } from "./outbox.ts";

/** The lists that an article belongs to while it is published. */
function scopesOf(article: Article, timeZone: string): Scope[] {
  return [
    HOME,
    { kind: "day", slug: dayOf(article.published, timeZone) as Slug },
    ...article.tags.map(({ slug }): Scope => ({ kind: "tag", slug })),
    ...(article.source ? [{ kind: "source", slug: article.source.slug } satisfies Scope] : []),
    ...article.authors.flatMap(({ slug }): Scope[] => (slug ? [{ kind: "author", slug }] : [])),
  ];
}

/** The lists that hold an article now. */
export function currentScopes(sql: SqlStorage, id: ArticleId): ScopeName[] {
  return sql
    .exec<{ scope: ScopeName }>("SELECT scope FROM membership WHERE article_id = ? ORDER BY scope", id)
    .toArray()
    .map(({ scope }) => scope);
}

/**
 * Files an article under the lists it belongs to, or under none unless it is published, and notes
 * every list that gains, keeps or loses it as out of date.
 */
export function fileArticle(ledger: Ledger, article: Article): void {
  const { sql, now, settings } = ledger;
  const earlier = first<{ published: Millis }>(
    sql,
    "SELECT published FROM membership WHERE article_id = ? LIMIT 1",
    article.id,
  )?.published;
  const before = new Set(currentScopes(sql, article.id));
  const after = new Set(
    article.status === "published" ? scopesOf(article, settings.timeZone).map(scopeName) : [],
  );
  sql.exec("DELETE FROM membership WHERE article_id = ?", article.id);
  for (const scope of after) {
    sql.exec("INSERT INTO membership VALUES (?, ?, ?)", scope, article.published, article.id);
    if (before.has(scope)) continue;
    sql.exec(
      `INSERT INTO scope VALUES (?, ?, 1) ON CONFLICT (name) DO UPDATE SET live = live + 1`,
      scope,
      now,
    );
  }
  for (const scope of before) {
    if (after.has(scope)) continue;
    sql.exec("UPDATE scope SET live = live - 1 WHERE name = ?", scope);
  }
  for (const scope of new Set([...before, ...after])) {
    touch(ledger, listKey(parseScope(scope)));
    // A day that gets its first story, or loses its last, is one to walk by, or no more.
    if (scope.startsWith("day:") && before.has(scope) !== after.has(scope)) touchDaysBeside(ledger, scope);
  }
  const sameLists = before.size === after.size && [...before].every((scope) => after.has(scope));
  // The directory counts, and tells when each source had its last story.
  if (!sameLists || earlier !== article.published) touch(ledger, DIRECTORY_KEY);
}

/** Every document that shows an article of a list: their own, and all lists that hold one. */
export function touchMembers(ledger: Ledger, scope: ScopeName): void {
  const { sql } = ledger;
  touch(ledger, listKey(parseScope(scope)));
  touch(ledger, listKey({ kind: "home" }));
  const articles = sql.exec<{ slug: string }>(
    "SELECT a.slug FROM membership m JOIN article a ON a.id = m.article_id WHERE m.scope = ?",
    scope,
  );
  for (const { slug } of articles.toArray()) touch(ledger, articleKey(slug));
  const lists = sql.exec<{ scope: ScopeName }>(
    `SELECT DISTINCT other.scope FROM membership m JOIN membership other USING (article_id)
     WHERE m.scope = ?`,
    scope,
  );
  for (const { scope: other } of lists.toArray()) touch(ledger, listKey(parseScope(other)));
}

const DELETION_DAYS = 30;

/** How long a list announces that an entry was withdrawn, ms. */
export const DELETION_MS: Millis = DELETION_DAYS * 86_400_000;

/** Lets every list that holds the article announce its withdrawal (RFC 6721). */
export function announceDeletion({ sql, now }: Ledger, article: Article): void {
  for (const scope of currentScopes(sql, article.id)) {
    sql.exec("INSERT OR REPLACE INTO deletion VALUES (?, ?, ?, ?)", scope, article.id, article.entryId, now);
  }
}

/** Ends the announcement, because time is up or the article is back. */
export function forgetDeletion(ledger: Ledger, id: ArticleId): void {
  const scopes = ledger.sql
    .exec<{ scope: ScopeName }>("SELECT scope FROM deletion WHERE article_id = ?", id)
    .toArray();
  ledger.sql.exec("DELETE FROM deletion WHERE article_id = ?", id);
  for (const { scope } of scopes) touch(ledger, listKey(parseScope(scope)));
}
