import type { Article, ArticleId, Millis } from "../../model/article.ts";
import { dayOf } from "../../model/day.ts";
import { HOME, type Scope, type ScopeName, scopeName } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { agesLater } from "../documents/sitemaps.ts";
import { noteEnd, noteSize } from "../history/archive.ts";
import type { Ledger } from "../ledger.ts";

/** The lists that an article belongs to while it is published; a page belongs to none. */
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
function currentScopes(sql: SqlStorage, id: ArticleId): ScopeName[] {
  return sql
    .exec<{ scope: ScopeName }>("SELECT scope FROM membership WHERE article_id = ? ORDER BY scope", id)
    .toArray()
    .map(({ scope }) => scope);
}

/** Files an article under the lists it belongs to, or under none unless it is published. */
export function fileArticle(ledger: Ledger, article: Article): void {
  const { sql, now, settings } = ledger;
  const before = new Map(
    sql
      .exec<{ scope: ScopeName; published: Millis }>(
        "SELECT scope, published FROM membership WHERE article_id = ?",
        article.id,
      )
      .toArray()
      .map(({ scope, published }) => [scope, published]),
  );
  const after = new Set(
    article.status === "published" && !article.page
      ? scopesOf(article, settings.timeZone).map(scopeName)
      : [],
  );
  for (const [scope, published] of before) {
    if (after.has(scope) && published === article.published) continue;
    sql.exec("DELETE FROM membership WHERE scope = ? AND article_id = ?", scope, article.id);
    if (!after.has(scope)) sql.exec("UPDATE scope SET live = live - 1 WHERE name = ?", scope);
  }
  for (const scope of after) {
    if (before.get(scope) === article.published) continue;
    sql.exec("INSERT INTO membership VALUES (?, ?, ?)", scope, article.published, article.id);
    if (scope === "home") agesLater(ledger, article.published);
    noteEnd(ledger, scope, article.published);
    if (before.has(scope)) continue;
    sql.exec(
      "INSERT INTO scope (name, since, live) VALUES (?, ?, 1) ON CONFLICT (name) DO UPDATE SET live = live + 1",
      scope,
      now,
    );
    noteSize(ledger, scope);
  }
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
export function forgetDeletion({ sql }: Ledger, id: ArticleId): void {
  sql.exec("DELETE FROM deletion WHERE article_id = ?", id);
}
