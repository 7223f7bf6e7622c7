import type { ArticleId } from "../../model/article.ts";
import { beginningOf } from "../../model/day.ts";
import type { Condition, SearchQuery } from "../../model/search.ts";
import { first, type Ledger } from "../ledger.ts";
import { ANY, filterWord, firstNumberAt } from "./indexing.ts";

/** Of more articles that match, the newest are ranked: what a search costs does not grow with the archive. */
export const MATCHES_RANKED = 300;

/** Half of what a story's age takes from its rank is gone over this time, ms; and how much age can take. */
const HALF_LIFE_MS = 365 * 86_400_000;
const AGE_COUNTS = 0.4;

/** An article that a query finds. */
export interface Match {
  number: number;
  id: ArticleId;
}

export interface Matches {
  /** Best first. */
  ranked: Match[];
  /** Whether all words are in each, or in none all and in each some. */
  have: "all" | "some";
}

/** The articles that have all that a query asks for; where none has all words, those that have some. */
export function findMatches(ledger: Ledger, query: SearchQuery): Matches {
  const all = rank(matching(ledger, query, MATCHES_RANKED));
  if (all.length || !query.relaxed) return { ranked: all, have: "all" };
  return {
    ranked: rank(matching(ledger, { ...query, condition: query.relaxed }, MATCHES_RANKED)),
    have: "some",
  };
}

/** The newest articles that have all that a query asks for. */
export function newestMatches(ledger: Ledger, query: SearchQuery, limit: number): Match[] {
  return matching(ledger, query, limit);
}

interface Scored extends Match {
  /** BM25, the less the better. */
  score: number;
}

type Asked = Pick<SearchQuery, "condition" | "after" | "before">;

function matching({ sql, settings }: Ledger, query: Asked, limit: number): Scored[] {
  const bound = (date: string | null, otherwise: number) =>
    date === null ? otherwise : firstNumberAt(beginningOf(date, settings.timeZone));
  return sql
    .exec<{ number: number; id: ArticleId; score: number }>(
      // A word of the title counts most, then names and standfirst. The outer query may not reorder.
      `SELECT m.number, m.score, s.article_id AS id FROM
         (SELECT rowid AS number, bm25(search_text, 8.0, 4.0, 4.0, 1.0, 0.0) AS score FROM search_text
          WHERE search_text MATCH ? AND rowid >= CAST(? AS INTEGER) AND rowid < CAST(? AS INTEGER)
          ORDER BY rowid DESC LIMIT ?) m
       CROSS JOIN searchable s ON s.number = m.number`,
      expressionOf(sql, query.condition ?? { kind: "all", of: [] }),
      bound(query.after, Number.MIN_SAFE_INTEGER),
      bound(query.before, Number.MAX_SAFE_INTEGER),
      limit,
    )
    .toArray();
}

const WORDS = "{title standfirst names body}";

/**
 * A condition in the words of FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax). What is not
 * wanted is taken from what is: where there is nothing else, from everything.
 */
function expressionOf(sql: SqlStorage, condition: Condition): string {
  switch (condition.kind) {
    case "phrase":
      // Terms are letters and digits alone, so nothing in them can end the quotation.
      return `${WORDS} : "${condition.phrase.terms.join(" ")}"`;
    case "list": {
      const { list, slug } = condition;
      return filter(slugsOf(sql, list, slug).map((each) => filterWord(list, each)));
    }
    case "language":
      return filter([filterWord("lang", condition.language)]);
    case "any":
      return `(${condition.of.map((each) => expressionOf(sql, each)).join(" OR ")})`;
    case "not":
      return expressionOf(sql, { kind: "all", of: [condition] });
    case "all": {
      const [unwanted, wanted] = [condition.of.filter(isNot), condition.of.filter((each) => !isNot(each))];
      // It is counted in how many articles each word stands: one that stands in all would cost most.
      const asked = wanted.length ? wanted.map((each) => expressionOf(sql, each)) : [filter([ANY])];
      const taken = unwanted.map(({ of }) => expressionOf(sql, of));
      const all = `(${asked.join(" AND ")})`;
      return taken.length ? `(${all} NOT (${taken.join(" OR ")}))` : all;
    }
  }
}

type Not = Extract<Condition, { kind: "not" }>;
const isNot = (condition: Condition): condition is Not => condition.kind === "not";
const filter = (words: string[]) => `filters : (${words.join(" OR ")})`;

/** A tag under all the names that articles were filed under. */
function slugsOf(sql: SqlStorage, kind: string, slug: string): string[] {
  if (kind !== "tag") return [slug];
  const now = first<{ slug: string }>(sql, "SELECT slug FROM tag_alias WHERE alias = ?", slug)?.slug ?? slug;
  const aliases = sql.exec<{ alias: string }>("SELECT alias FROM tag_alias WHERE slug = ? LIMIT 20", now);
  return [now, ...aliases.toArray().map(({ alias }) => alias)];
}

/** By how well a story matches, and a little by how much older than the newest of them it is. */
function rank(matches: Scored[]): Match[] {
  const newest = matches[0]?.number ?? 0;
  const halfLife = firstNumberAt(HALF_LIFE_MS);
  return matches
    .map((match) => {
      const fresh = 0.5 ** ((newest - match.number) / halfLife);
      // Filters alone score nothing: then the newest come first.
      return { ...match, rank: (1e-9 - match.score) * (1 - AGE_COUNTS + AGE_COUNTS * fresh) };
    })
    .sort((a, b) => b.rank - a.rank || b.number - a.number);
}
