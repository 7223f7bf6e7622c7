import { type ArticleId, headline } from "../../model/article.ts";
import type { Facet, SearchDocument, SearchResult } from "../../model/found.ts";
import { timestamp } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import { listJson, placeOfSearch, updatedOf } from "../../model/list.ts";
import { articlePath } from "../../model/scope.ts";
import { asksNothing, parseQuery } from "../../model/search.ts";
import { highlight, snippet } from "../../text/snippet.ts";
import { articleOf, itemOf, rowById } from "../articles/articles.ts";
import { newestOf } from "../documents/newest.ts";
import { sections } from "../documents/sections.ts";
import type { Ledger } from "../ledger.ts";
import { publicationOf } from "../publication/profile.ts";
import { findMatches, MATCHES_RANKED, type Match, newestMatches } from "./matches.ts";
import { quotableText } from "./quotable.ts";
import { hintFor } from "./spelling.ts";

const RESULTS_PER_PAGE = 20;
const FACETS = 8;
const LATEST = 5;

/** A page of what a query finds, best first. @param page from 1 */
export function searchPage(ledger: Ledger, text: string, page: number): SearchDocument {
  const query = parseQuery(text);
  const { ranked, have } = asksNothing(query)
    ? { ranked: [], have: "all" as const }
    : findMatches(ledger, query);
  const from = (page - 1) * RESULTS_PER_PAGE;
  const terms = new Set(query.wanted.flatMap((phrase) => phrase.terms));
  return {
    query: query.text,
    page,
    pages: Math.ceil(ranked.length / RESULTS_PER_PAGE),
    count: ranked.length,
    more: ranked.length === MATCHES_RANKED,
    have,
    results: ranked.slice(from, from + RESULTS_PER_PAGE).flatMap((match) => resultOf(ledger, match, terms)),
    tags: facetsOf(ledger, ranked, "tag"),
    sources: facetsOf(ledger, ranked, "source"),
    hint: hintFor(ledger.sql, query) ?? undefined,
    instead: ranked.length ? undefined : { tags: sections(ledger), latest: latest(ledger) },
  };
}

function latest(ledger: Ledger) {
  return newestOf(ledger.sql, "home", LATEST).map((row) => {
    const article = articleOf(ledger, row);
    const url = ledger.settings.url + articlePath(article.slug);
    return { title: headline(article), url, language: article.language };
  });
}

/** The newest articles that a query finds, as a list like any other: JSON. */
export function searchFeed(ledger: Ledger, text: string): string {
  const query = parseQuery(text);
  const matches = asksNothing(query) ? [] : newestMatches(ledger, query, LIMITS.listItems);
  const articles = matches.flatMap(({ id }) => {
    const row = rowById(ledger.sql, id);
    return row ? [{ item: itemOf(ledger, articleOf(ledger, row)), updated: row.updated }] : [];
  });
  const place = placeOfSearch(query.text);
  const parts = { place, articles, count: articles.length, since: 0, deleted: [] };
  return listJson(parts, updatedOf(parts, 0), publicationOf(ledger));
}

function resultOf(ledger: Ledger, { id }: Match, terms: ReadonlySet<string>): SearchResult[] {
  const { sql, settings } = ledger;
  const row = rowById(sql, id);
  if (!row) return [];
  const article = articleOf(ledger, row);
  const { source, standfirst } = article;
  return [
    {
      url: settings.url + articlePath(article.slug),
      title: highlight(headline(article), terms),
      // A standfirst is part of the text: where nothing may be quoted, it is not shown either.
      snippet: source?.policy === "link" ? [] : snippet(`${standfirst} ${quotableText(sql, article)}`, terms),
      source: source?.name ?? settings.title,
      published: timestamp(article.published),
      language: article.language,
      direction: article.direction,
    },
  ];
}

/** The lists that most of the matches are in, but for those that all are in: they narrow nothing. */
function facetsOf({ sql }: Ledger, matches: Match[], kind: "tag" | "source"): Facet[] {
  const ids: ArticleId[] = matches.map(({ id }) => id);
  const column = kind === "tag" ? "label" : "name";
  return sql
    .exec<{ slug: string; name: string; count: number }>(
      `SELECT t.slug, t.${column} AS name, f.n AS count FROM
         (SELECT m.scope, count(*) AS n FROM json_each(?) j CROSS JOIN membership m ON m.article_id = j.value
          WHERE m.scope GLOB ? GROUP BY m.scope) f
       JOIN ${kind} t ON t.slug = substr(f.scope, ?)
       WHERE f.n < ?
       ORDER BY f.n DESC, t.slug LIMIT ?`,
      JSON.stringify(ids),
      `${kind}:*`,
      kind.length + 2,
      ids.length,
      FACETS,
    )
    .toArray();
}
