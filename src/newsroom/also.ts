import type { Article, ArticleId, Millis } from "../model/article.ts";
import type { AlsoReported } from "../model/document.ts";
import { timestamp } from "../model/item.ts";
import { articlePath } from "../model/scope.ts";
import { articleKey } from "../store/keys.ts";
import { foldedWords } from "../text/words.ts";
import { articleOf, rowById } from "./articles.ts";
import { ownText } from "./background.ts";
import { first, type Ledger } from "./ledger.ts";
import { touch } from "./outbox.ts";

// The same story as another publication tells it: related, never merged. Found among the newest
// stories by the words that are rare in them, background left out.

/** Stories that are compared with, so that the cost of a publish does not grow with the archive. */
const STORIES_COMPARED = 2000;
/** Words of a story that it is looked up by: its rarest, from the top. */
const WORDS_ASKED = 60;
const WORDS_READ = 200;
/** A word that more than this share of the stories has tells none of them from another. */
const COMMON = 1 / 3;
/** How far apart reports of the same event are, at most. */
const WITHIN_MS: Millis = 3 * 86_400_000;
/** How much of what a story scores against itself another one must score, on the average of both ways. */
const SAME = 0.21;
/** Among fewer stories nobody knows which words are rare. */
const FEW = 8;
const PARTNERS = 6;

/** Notes what a published article says, and which others report the same. Any other is forgotten. */
export function relate(ledger: Ledger, article: Article): void {
  const { sql } = ledger;
  const before = partnersOf(sql, article.id);
  sql.exec("DELETE FROM also WHERE article_id = ?1 OR other_id = ?1", article.id);
  if (article.status === "published") {
    noteWords(ledger, article);
    for (const other of sameStories(ledger, article)) {
      // However many report it: a change of one is to concern a few others only.
      if (partnersOf(sql, other).length >= PARTNERS) continue;
      sql.exec("INSERT OR IGNORE INTO also VALUES (?1, ?2), (?2, ?1)", article.id, other);
    }
  } else forgetWords(sql, article.id);
  for (const other of new Set([...before, ...partnersOf(sql, article.id)])) {
    const row = rowById(sql, other);
    if (row?.status === "published") touch(ledger, articleKey(row.slug));
  }
}

/** Keeps the words of an article's own text, and those of the newest stories only. */
export function noteWords({ sql }: Ledger, article: Article): void {
  forgetWords(sql, article.id);
  const { number } = sql
    .exec<{ number: number }>("INSERT INTO recent (article_id) VALUES (?) RETURNING number", article.id)
    .one();
  const texts = textsOf(article).map((text) => foldedWords(text).join(" "));
  sql.exec("INSERT INTO recent_text (rowid, title, tags, body) VALUES (?, ?, ?, ?)", number, ...texts);
  const old = sql.exec<{ id: string }>(
    "SELECT article_id AS id FROM recent WHERE number <= ?",
    number - STORIES_COMPARED,
  );
  for (const { id } of old.toArray()) forgetWords(sql, id);
}

function forgetWords(sql: SqlStorage, id: ArticleId): void {
  const row = first<{ number: number }>(sql, "SELECT number FROM recent WHERE article_id = ?", id);
  if (!row) return;
  sql.exec("DELETE FROM recent_text WHERE rowid = ?", row.number);
  sql.exec("DELETE FROM recent WHERE number = ?", row.number);
}

function textsOf({ title, tags, standfirst, body }: Article): [string, string, string] {
  return [title, tags.map(({ name }) => name).join(" "), `${standfirst} ${ownText(body)}`];
}

/** The articles of other publications that report the same event: each is like the other. */
function sameStories(ledger: Ledger, article: Article): ArticleId[] {
  const { sql } = ledger;
  if (storiesCompared(sql) < FEW) return [];
  const found = likenesses(sql, article).filter(
    ({ id, source, published, likeness }) =>
      id !== article.id &&
      source !== (article.source?.slug ?? null) &&
      Math.abs(published - article.published) <= WITHIN_MS &&
      likeness >= SAME / 2,
  );
  return found
    .flatMap(({ id, likeness }) => {
      const row = rowById(sql, id);
      const back = row && likenesses(sql, articleOf(ledger, row)).find((each) => each.id === article.id);
      return (likeness + (back?.likeness ?? 0)) / 2 >= SAME ? [id] : [];
    })
    .slice(0, PARTNERS);
}

const storiesCompared = (sql: SqlStorage) =>
  sql.exec<{ n: number }>("SELECT count(*) AS n FROM recent").one().n;

interface Likeness {
  id: ArticleId;
  /** The source's slug; null for our own. */
  source: string | null;
  published: Millis;
  /** 0 to 1: what it scores for the words of the article, as a share of what that scores itself. */
  likeness: number;
}

/** The stories that have most of the words that are rare in an article, most alike first. */
function likenesses(sql: SqlStorage, article: Article): Likeness[] {
  const words = [...new Set(textsOf(article).flatMap(foldedWords))]
    .filter((word) => word.length > 2)
    .slice(0, WORDS_READ);
  const common = new Set(
    sql
      .exec<{ term: string }>(
        "SELECT term FROM recent_words WHERE term IN (SELECT value FROM json_each(?)) AND doc > ?",
        ...[JSON.stringify(words), storiesCompared(sql) * COMMON],
      )
      .toArray()
      .map(({ term }) => term),
  );
  const asked = words.filter((word) => !common.has(word)).slice(0, WORDS_ASKED);
  if (asked.length === 0) return [];
  const found = sql
    .exec<{ id: ArticleId; score: number; source: string | null; published: Millis }>(
      `SELECT r.article_id AS id, bm25(recent_text, 3.0, 3.0, 1.0) AS score, a.published, s.source
       FROM recent_text JOIN recent r ON r.number = recent_text.rowid
         JOIN article a ON a.id = r.article_id LEFT JOIN story s ON s.article_id = r.article_id
       WHERE recent_text MATCH ? ORDER BY score LIMIT ?`,
      asked.map((word) => `"${word}"`).join(" OR "),
      4 * PARTNERS,
    )
    .toArray();
  const own = found.find(({ id }) => id === article.id)?.score ?? Number.NEGATIVE_INFINITY;
  return found.map(({ score, ...rest }) => ({ ...rest, likeness: score / own }));
}

function partnersOf(sql: SqlStorage, id: ArticleId): ArticleId[] {
  return sql
    .exec<{ id: ArticleId }>("SELECT other_id AS id FROM also WHERE article_id = ? ORDER BY other_id", id)
    .toArray()
    .map((row) => row.id);
}

/** Who else reports what an article reports, in the order of their reports. */
export function alsoReported(ledger: Ledger, id: ArticleId): AlsoReported[] {
  return partnersOf(ledger.sql, id)
    .flatMap((other) => {
      const row = rowById(ledger.sql, other);
      return row?.status === "published" ? [articleOf(ledger, row)] : [];
    })
    .sort((a, b) => a.published - b.published || a.id.localeCompare(b.id))
    .slice(0, PARTNERS)
    .map((article) => ({
      title: article.title,
      url: ledger.settings.url + articlePath(article.slug),
      source: article.source?.name ?? ledger.settings.title,
      published: timestamp(article.published),
      language: article.language,
    }));
}
