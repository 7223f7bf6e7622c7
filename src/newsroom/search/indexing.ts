import type { Article, ArticleId } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import { hash64 } from "../../text/hash.ts";
import { languageOfTag } from "../../text/language.ts";
import { searchTerms } from "../../text/words.ts";
import { first, type Ledger } from "../ledger.ts";
import { cuesOf } from "../media/texts.ts";
import { ownText } from "../understanding/background.ts";

// The index of everything published. Its rows are numbered by the time of publication, so that the
// newest of many matches are found first and a range of dates is a range of rows. What a source
// repeats in every story is left out: it is not what a story is about.

/** Rows of one millisecond. */
const PLACES = 1024;

/** The row numbers from a moment on begin here. */
export function firstNumberAt(at: number): number {
  return at * PLACES;
}

/** Lets a published article be found; any other is forgotten. */
export function index(ledger: Ledger, article: Article): void {
  const { sql } = ledger;
  forget(sql, article.id);
  if (article.status !== "published") return;
  const { title, standfirst, tags, authors, source, body } = article;
  const heard = cuesOf(sql, article, "transcript").map((cue) => cue.text);
  const text = [ownText(body), ...heard].join("\n").slice(0, LIMITS.searchText);
  const names = [...tags, ...authors, ...(source ? [source] : [])].map(({ name }) => name);
  const number = freeNumber(sql, article.published);
  sql.exec("INSERT INTO searchable VALUES (CAST(? AS INTEGER), ?, ?)", number, article.id, text);
  const columns = [title, standfirst, names.join(" . "), text].map((column) => searchTerms(column).join(" "));
  sql.exec(
    `INSERT INTO search_text (rowid, title, standfirst, names, body, filters)
     VALUES (CAST(? AS INTEGER), ?, ?, ?, ?, ?)`,
    ...[number, ...columns, filtersOf(article).join(" ")],
  );
}

/** What every article has among its filters. */
export const ANY = "zany";

/** A list or language as a word of the index that no text has. */
export function filterWord(kind: string, name: string): string {
  return `z${kind}${hash64(name)}`;
}

function filtersOf({ tags, authors, source, language }: Article): string[] {
  return [
    ANY,
    filterWord("lang", languageOfTag(language)),
    ...tags.map(({ slug }) => filterWord("tag", slug)),
    ...authors.flatMap(({ slug }) => (slug ? [filterWord("author", slug)] : [])),
    ...(source ? [filterWord("source", source.slug)] : []),
  ];
}

function forget(sql: SqlStorage, id: ArticleId): void {
  const row = first<{ number: number }>(sql, "SELECT number FROM searchable WHERE article_id = ?", id);
  if (!row) return;
  sql.exec("DELETE FROM search_text WHERE rowid = CAST(? AS INTEGER)", row.number);
  sql.exec("DELETE FROM searchable WHERE article_id = ?", id);
}

/** A row number of the moment, or of the next one that has room. */
function freeNumber(sql: SqlStorage, published: number): number {
  for (let at = published; ; at++) {
    const [from, to] = [firstNumberAt(at), firstNumberAt(at + 1)];
    const taken = first<{ last: number | null }>(
      sql,
      "SELECT max(number) AS last FROM searchable WHERE number >= ? AND number < ?",
      from,
      to,
    );
    const next = (taken?.last ?? from - 1) + 1;
    if (next < to) return next;
  }
}
