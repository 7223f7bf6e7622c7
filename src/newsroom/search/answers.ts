import { headline } from "../../model/article.ts";
import type { AskDocument, QuotedPassage } from "../../model/found.ts";
import { timestamp } from "../../model/item.ts";
import { articlePath } from "../../model/scope.ts";
import { anyOf, cleanQuery, type SearchQuery } from "../../model/search.ts";
import { passagesFor } from "../../text/passages.ts";
import { namesInQuestion, termsOfQuestion } from "../../text/questions.ts";
import { highlight } from "../../text/snippet.ts";
import { type ArticleRow, articleOf, rowById, rowBySlug } from "../articles/articles.ts";
import type { Ledger } from "../ledger.ts";
import { findMatches } from "./matches.ts";
import { quotableText } from "./quotable.ts";

/** Terms of a question that are looked for. */
const TERMS_ASKED = 8;
/** Articles that are read for passages. */
const ARTICLES_READ = 12;
const PASSAGES = 5;
/** Characters of each, where all are asked: the newsroom answers everybody, one after the other. */
const CHARACTERS_EACH = 30_000;
/** Of each article, where all are asked. */
const PASSAGES_EACH = 2;

/**
 * The passages that answer a question best, of one article or of all.
 *
 * @param about an article's slug; null for all
 * @returns null where there is no such article
 */
export function ask(ledger: Ledger, text: string, about: string | null): AskDocument | null {
  const { sql, settings } = ledger;
  const row = about === null ? undefined : rowBySlug(sql, about);
  if (about !== null && (row?.status !== "published" || row.page)) return null;
  const question = cleanQuery(text);
  const terms = termsOfQuestion(question).slice(0, TERMS_ASKED);
  const article = row && articleOf(ledger, row);
  return {
    question,
    about: article && {
      slug: article.slug,
      title: headline(article),
      url: settings.url + articlePath(article.slug),
    },
    passages: terms.length ? quote(ledger, row ? [row] : candidates(ledger, terms), question, terms) : [],
  };
}

/** The articles that have some of the words, best first. */
function candidates(ledger: Ledger, terms: string[]): ArticleRow[] {
  const wanted = terms.map((term) => ({ terms: [term], written: term }));
  const query: SearchQuery = {
    ...{ text: "", condition: anyOf(wanted), wanted, relaxed: null, after: null, before: null },
  };
  const all = findMatches(ledger, query).ranked.slice(0, ARTICLES_READ);
  return all.flatMap(({ id }) => rowById(ledger.sql, id) ?? []);
}

function quote(ledger: Ledger, rows: ArticleRow[], question: string, terms: string[]): QuotedPassage[] {
  const { sql, settings } = ledger;
  const weights = weigh(sql, terms, namesInQuestion(question));
  const marks = new Set(terms);
  return rows
    .flatMap((row) => {
      const article = articleOf(ledger, row);
      const text = quotableText(sql, article).slice(0, rows.length > 1 ? CHARACTERS_EACH : undefined);
      const found = passagesFor(text, headline(article), article.language, weights);
      return found.slice(0, rows.length > 1 ? PASSAGES_EACH : PASSAGES).map(({ text: passage, score }) => ({
        score,
        quoted: {
          pieces: highlight(passage, marks),
          title: headline(article),
          url: settings.url + articlePath(article.slug),
          source: article.source?.name ?? settings.title,
          published: timestamp(article.published),
          language: article.language,
          direction: article.direction,
        } satisfies QuotedPassage,
      }));
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, PASSAGES)
    .map(({ quoted }) => quoted);
}

/** What a name counts beside another word: a story that has all but the name is another story. */
const NAME = 1.6;

/** What each term counts: the fewer articles have it, the more, and names still more. */
function weigh(sql: SqlStorage, terms: string[], names: ReadonlySet<string>): Map<string, number> {
  const { n: all } = sql.exec<{ n: number }>("SELECT count(*) AS n FROM searchable").one();
  const counts = new Map(
    sql
      .exec<{ term: string; doc: number }>(
        "SELECT term, doc FROM search_words WHERE term IN (SELECT value FROM json_each(?))",
        JSON.stringify(terms),
      )
      .toArray()
      .map(({ term, doc }) => [term, doc]),
  );
  return new Map(
    terms.map((term) => {
      const rarity = Math.log(1 + (all + 1) / ((counts.get(term) ?? 0) + 0.5));
      return [term, rarity * (names.has(term) ? NAME : 1)];
    }),
  );
}
