import { type ArticleId, headline, type Millis } from "../../model/article.ts";
import type { Neighbour } from "../../model/document.ts";
import { dayName } from "../../model/list.ts";
import {
  articlePath,
  parseScope,
  type Scope,
  type ScopeName,
  scopeName,
  scopePath,
} from "../../model/scope.ts";
import { HELD } from "../agenda.ts";
import { articleOf, rowById } from "../articles/articles.ts";
import { first, type Ledger } from "../ledger.ts";
import { read } from "./readers.ts";

// What comes before and after: days that have stories, and stories.

/** What stands on either side; none at an end. */
interface Beside<T> {
  previous: T | undefined;
  next: T | undefined;
}

function beside<T>(find: (comparison: "<" | ">", order: "DESC" | "ASC") => T | undefined): Beside<T> {
  return { previous: find("<", "DESC"), next: find(">", "ASC") };
}

/** The days before and after a day that have stories. */
function daysBeside(sql: SqlStorage, scope: ScopeName): Beside<ScopeName> {
  return beside(
    (comparison, order) =>
      first<{ name: ScopeName }>(
        sql,
        `SELECT name FROM scope WHERE name ${comparison} ? AND name >= 'day:' AND name < 'day;' AND live > 0
         ORDER BY name ${order} LIMIT 1`,
        scope,
      )?.name,
  );
}

/** The days before and after a day, as links; none for another list. */
export function daysAround({ sql, settings }: Ledger, scope: Scope): Partial<Beside<Neighbour>> {
  if (scope.kind !== "day") return {};
  const link = (name: ScopeName | undefined): Neighbour | undefined => {
    const day = name && parseScope(name);
    if (day?.kind !== "day") return undefined;
    return { title: dayName(day.slug, settings.language), url: settings.url + scopePath(day) };
  };
  const { previous, next } = daysBeside(sql, scopeName(scope));
  return { previous: link(previous), next: link(next) };
}

/** The stories published before and after an article. */
function storiesBeside(sql: SqlStorage, id: ArticleId): Beside<ArticleId> {
  const place = first<{ published: Millis }>(
    sql,
    "SELECT published FROM membership WHERE article_id = ? AND scope = 'home'",
    id,
  );
  return beside(
    (comparison, order) =>
      place &&
      first<{ id: ArticleId }>(
        sql,
        `SELECT article_id AS id FROM membership
         WHERE scope = 'home' AND (published, article_id) ${comparison} (?, ?) AND article_id NOT IN (${HELD})
         ORDER BY published ${order}, article_id ${order} LIMIT 1`,
        place.published,
        id,
      )?.id,
  );
}

/** The stories before and after an article, as links. */
export function storiesAround(ledger: Ledger, id: ArticleId): Beside<Neighbour> {
  const { sql, settings } = ledger;
  read(ledger, `beside/${id}`);
  const link = (each: ArticleId | undefined): Neighbour | undefined => {
    const row = each === undefined ? undefined : rowById(sql, each);
    if (!row) return undefined;
    read(ledger, `face/${row.id}`);
    const article = articleOf(ledger, row);
    const url = settings.url + articlePath(row.slug);
    return { title: headline(article), url, language: article.language };
  };
  const { previous, next } = storiesBeside(sql, id);
  return { previous: link(previous), next: link(next) };
}
