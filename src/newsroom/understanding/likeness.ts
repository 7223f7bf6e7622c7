import type { Article, ArticleId } from "../../model/article.ts";
import { foldedWords } from "../../text/words.ts";
import { first, type Ledger } from "../ledger.ts";
import { ownText } from "./background.ts";
import { rareOf } from "./common.ts";

// How alike stories are: by the rare words that they share, background left out, among the newest.

/** Stories that are compared with, so that the cost of a publish does not grow with the archive. */
const STORIES_COMPARED = 2000;
/** So many stories later their index is put in order: what came and went leaves it in pieces, each of which is asked. */
const STORIES_UNTIL_ORDER = 100;
/** Words of a story that it is looked up by: its rarest, from the top. */
const WORDS_ASKED = 60;
const WORDS_READ = 200;
/** Stories that are found at most. */
const FOUND_MOST = 24;

/** Keeps the words of an article's own text, and those of the newest stories only. */
export function noteWords({ sql }: Ledger, article: Article): void {
  forgetWords(sql, article.id);
  const { number } = sql
    .exec<{ number: number }>("INSERT INTO recent (article_id) VALUES (?) RETURNING number", article.id)
    .one();
  insertWords(sql, number, article);
  const old = sql.exec<{ id: string }>(
    "SELECT article_id AS id FROM recent WHERE number <= ?",
    number - STORIES_COMPARED,
  );
  for (const { id } of old.toArray()) forgetWords(sql, id);
  // https://sqlite.org/fts5.html#the_optimize_command
  if (number % STORIES_UNTIL_ORDER === 0)
    sql.exec("INSERT INTO recent_text (recent_text) VALUES ('optimize')");
}

function insertWords(sql: SqlStorage, number: number, article: Article): void {
  const texts = textsOf(article).map((text) => foldedWords(text).join(" "));
  sql.exec("INSERT INTO recent_text (rowid, title, tags, body) VALUES (?, ?, ?, ?)", number, ...texts);
}

/** Notes the words of one of the newest stories again, at its place among them. */
export function renoteWords({ sql }: Ledger, article: Article): void {
  const row = first<{ number: number }>(sql, "SELECT number FROM recent WHERE article_id = ?", article.id);
  if (!row) return;
  sql.exec("DELETE FROM recent_text WHERE rowid = ?", row.number);
  insertWords(sql, row.number, article);
}

export function forgetWords(sql: SqlStorage, id: ArticleId): void {
  const row = first<{ number: number }>(sql, "SELECT number FROM recent WHERE article_id = ?", id);
  if (!row) return;
  sql.exec("DELETE FROM recent_text WHERE rowid = ?", row.number);
  sql.exec("DELETE FROM recent WHERE number = ?", row.number);
}

function textsOf({ title, tags, standfirst, body }: Article): [string, string, string] {
  return [title, tags.map(({ name }) => name).join(" "), `${standfirst} ${ownText(body)}`];
}

export const storiesCompared = (sql: SqlStorage) =>
  sql.exec<{ n: number }>("SELECT count(*) AS n FROM recent").one().n;

interface Likeness {
  id: ArticleId;
  /** 0 to 1: what it scores for the words of the article, as a share of what that scores itself. */
  likeness: number;
}

/** The stories that have most of the words that are rare in an article, most alike first. */
export function likenesses(sql: SqlStorage, article: Article): Likeness[] {
  const words = [...new Set(textsOf(article).flatMap(foldedWords))]
    .filter((word) => word.length > 2)
    .slice(0, WORDS_READ);
  const asked = rareOf(sql, words, WORDS_ASKED);
  if (asked.length === 0) return [];
  const found = sql
    .exec<{ id: ArticleId; score: number }>(
      `SELECT r.article_id AS id, bm25(recent_text, 3.0, 3.0, 1.0) AS score
       FROM recent_text JOIN recent r ON r.number = recent_text.rowid
       WHERE recent_text MATCH ? ORDER BY score LIMIT ?`,
      asked.map((word) => `"${word}"`).join(" OR "),
      FOUND_MOST,
    )
    .toArray();
  const own = found.find(({ id }) => id === article.id)?.score ?? Number.NEGATIVE_INFINITY;
  return found.map(({ id, score }) => ({ id, likeness: score / own }));
}
