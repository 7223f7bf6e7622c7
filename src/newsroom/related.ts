import { type Article, type ArticleId, headline, type Millis } from "../model/article.ts";
import type { RelatedArticle } from "../model/document.ts";
import { timestamp } from "../model/item.ts";
import { articlePath } from "../model/scope.ts";
import { foldedWords } from "../text/words.ts";
import { HELD } from "./agenda.ts";
import { type ArticleRow, articleOf, rowById } from "./articles.ts";
import { ownText } from "./background.ts";
import { rareOf } from "./common.ts";
import { first, type Ledger } from "./ledger.ts";
import { read } from "./readers.ts";

// What to read next: the same event as another publication reports it, and stories that share rare
// words or tags, background left out. Found when something is published, among the newest stories.

/** Stories that are compared with, so that the cost of a publish does not grow with the archive. */
const STORIES_COMPARED = 2000;
/** Words of a story that it is looked up by: its rarest, from the top. */
const WORDS_ASKED = 60;
const WORDS_READ = 200;
/** Among fewer stories nobody knows which words are rare. */
const FEW = 8;

/** How far apart reports of the same event are, at most. */
const WITHIN_MS: Millis = 3 * 86_400_000;
/** How much of what a story scores against itself another one must score, on the average of both ways. */
const SAME = 0.21;

/** Stories under an article, and candidates for them: by text, and for each of its tags by date. */
const RELATED = 6;
const CANDIDATES = 24;
const TAGS_ASKED = 10;
/** What a shared tag that only two stories have counts beside the likeness of texts. */
const TAG_WEIGHT = 0.2;
/** Less in common than this is nothing to read next. */
const SCORE_LEAST = 0.09;
/** Half of a score is lost over this time. */
const HALF_LIFE_MS: Millis = 180 * 86_400_000;
/** A story that this many others name is named by no more: a change of it concerns them all. */
const NAMED_MOST = 50;

interface Candidate {
  id: ArticleId;
  score: number;
  /** Whether it reports the same event. */
  same: boolean;
}

/**
 * Notes what a published article says and what is related to it, and lets those others name it too.
 * Any other article is forgotten.
 */
export function relate(ledger: Ledger, article: Article): void {
  const { sql } = ledger;
  const { id } = article;
  if (article.status !== "published") {
    forgetWords(sql, id);
    sql.exec("DELETE FROM related WHERE article_id = ?1 OR other_id = ?1", id);
    return;
  }
  noteWords(ledger, article);
  const candidates = candidatesOf(ledger, article).slice(0, RELATED);
  const both = [
    ...candidates.map((candidate): Related => ({ ...candidate, from: id, to: candidate.id })),
    ...candidates.map((candidate): Related => ({ ...candidate, from: candidate.id, to: id })),
  ];
  replaceRelated(sql, id, both);
}

/** That one article names another. */
interface Related {
  from: ArticleId;
  to: ArticleId;
  score: number;
  same: boolean;
}

/**
 * Lets an article, and those that it is related to, name one another: each its strongest only, and no
 * article is named by more than `NAMED_MOST`. Only what is another row than before is written, since each
 * one is a document to build.
 */
function replaceRelated(sql: SqlStorage, id: ArticleId, wanted: Related[]): void {
  const sources = JSON.stringify([id, ...wanted.map(({ from }) => from)]);
  const before = sql
    .exec<Omit<Related, "same"> & { same: number }>(
      `SELECT article_id AS "from", other_id AS "to", score, same FROM related
       WHERE article_id IN (SELECT value FROM json_each(?1)) OR (other_id = ?2 AND same = 1)`,
      ...[sources, id],
    )
    .toArray()
    .map((row): Related => ({ ...row, same: row.same === 1 }));
  const named = new Map(
    sql
      .exec<{ id: ArticleId; n: number }>(
        `SELECT other_id AS id, count(*) AS n FROM related
         WHERE other_id IN (SELECT value FROM json_each(?)) GROUP BY other_id`,
        sources,
      )
      .toArray()
      .map(({ id: other, n }) => [other, n]),
  );
  const key = ({ from, to }: Related) => `${from} ${to}`;
  const known = new Map(before.map((row) => [key(row), row]));
  // What names this article as the same event is found anew; any other name stays where it is strong enough.
  const rows = new Map(
    before.filter(({ from, to, same }) => from !== id && !(to === id && same)).map((row) => [key(row), row]),
  );
  for (const row of wanted) {
    if (known.has(key(row)) || (named.get(row.to) ?? 0) < NAMED_MOST) rows.set(key(row), row);
  }
  const kept = new Map(
    Object.values(Object.groupBy(rows.values(), ({ from }) => from))
      .flatMap((each = []) => each.sort(byStrength).slice(0, RELATED))
      .map((row) => [key(row), row]),
  );
  for (const row of before) {
    if (!kept.has(key(row))) {
      sql.exec("DELETE FROM related WHERE article_id = ? AND other_id = ?", row.from, row.to);
    }
  }
  for (const row of kept.values()) {
    const old = known.get(key(row));
    if (old?.score === row.score && old.same === row.same) continue;
    sql.exec(
      `INSERT INTO related VALUES (?, ?, ?, ?)
       ON CONFLICT (article_id, other_id) DO UPDATE SET score = excluded.score, same = excluded.same`,
      ...[row.from, row.to, row.score, row.same ? 1 : 0],
    );
  }
}

function byStrength(a: Related, b: Related): number {
  return Number(b.same) - Number(a.same) || b.score - a.score || (a.to < b.to ? -1 : 1);
}

/** What is related to an article, most of all first: the same event, then by words, tags and time. */
function candidatesOf(ledger: Ledger, article: Article): Candidate[] {
  const { sql } = ledger;
  if (storiesCompared(sql) < FEW) return [];
  const likeness = new Map(likenesses(sql, article).map((each) => [each.id, each.likeness]));
  const tags = tagWeights(sql, article);
  const byTag = new Map<ArticleId, number>();
  for (const [scope, weight] of tags) {
    for (const id of newestOf(sql, scope)) byTag.set(id, (byTag.get(id) ?? 0) + weight);
  }
  const ids = [...new Set([...likeness.keys(), ...byTag.keys()])].filter((id) => id !== article.id);
  const rows = sql
    .exec<ArticleRow>(
      "SELECT a.* FROM json_each(?) CROSS JOIN article a ON a.id = value WHERE a.status = 'published'",
      JSON.stringify(ids),
    )
    .toArray();
  return rows
    .flatMap((row): Candidate[] => {
      const { id } = row;
      const alike = likeness.get(id) ?? 0;
      const apart = Math.abs(row.published - article.published);
      const score = (alike + (byTag.get(id) ?? 0)) * 0.5 ** (apart / HALF_LIFE_MS);
      const same =
        alike >= SAME / 2 && apart <= WITHIN_MS && isSame(ledger, article, articleOf(ledger, row), alike);
      return score >= SCORE_LEAST || same ? [{ id, score, same }] : [];
    })
    .sort((a, b) => Number(b.same) - Number(a.same) || b.score - a.score || a.id.localeCompare(b.id));
}

/** Whether two publications report the same event: each is like the other. */
function isSame({ sql }: Ledger, article: Article, other: Article, likeness: number): boolean {
  if (article.source?.slug === other.source?.slug) return false;
  const back = likenesses(sql, other).find(({ id }) => id === article.id)?.likeness ?? 0;
  return (likeness + back) / 2 >= SAME;
}

/** An article's tags as lists, each with what sharing it counts: the rarer, the more. */
function tagWeights(sql: SqlStorage, { tags }: Article): [scope: string, weight: number][] {
  return tags
    .map(({ slug }): [string, number] => {
      const scope = `tag:${slug}`;
      const live = first<{ live: number }>(sql, "SELECT live FROM scope WHERE name = ?", scope)?.live ?? 0;
      return [scope, (TAG_WEIGHT * Math.SQRT2) / Math.sqrt(Math.max(2, live))];
    })
    .sort(([, a], [, b]) => b - a)
    .slice(0, TAGS_ASKED);
}

function newestOf(sql: SqlStorage, scope: string): ArticleId[] {
  return sql
    .exec<{ id: ArticleId }>(
      "SELECT article_id AS id FROM membership WHERE scope = ? ORDER BY published DESC, article_id DESC LIMIT ?",
      scope,
      CANDIDATES,
    )
    .toArray()
    .map(({ id }) => id);
}

/** Keeps the words of an article's own text, and those of the newest stories only. */
function noteWords({ sql }: Ledger, article: Article): void {
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

function forgetWords(sql: SqlStorage, id: ArticleId): void {
  const row = first<{ number: number }>(sql, "SELECT number FROM recent WHERE article_id = ?", id);
  if (!row) return;
  sql.exec("DELETE FROM recent_text WHERE rowid = ?", row.number);
  sql.exec("DELETE FROM recent WHERE number = ?", row.number);
}

function textsOf({ title, tags, standfirst, body }: Article): [string, string, string] {
  return [title, tags.map(({ name }) => name).join(" "), `${standfirst} ${ownText(body)}`];
}

const storiesCompared = (sql: SqlStorage) =>
  sql.exec<{ n: number }>("SELECT count(*) AS n FROM recent").one().n;

interface Likeness {
  id: ArticleId;
  /** 0 to 1: what it scores for the words of the article, as a share of what that scores itself. */
  likeness: number;
}

/** The stories that have most of the words that are rare in an article, most alike first. */
function likenesses(sql: SqlStorage, article: Article): Likeness[] {
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
      CANDIDATES,
    )
    .toArray();
  const own = found.find(({ id }) => id === article.id)?.score ?? Number.NEGATIVE_INFINITY;
  return found.map(({ id, score }) => ({ id, likeness: score / own }));
}

/** What to read after an article: the same event first, then what is most related; no event twice. */
export function relatedTo(ledger: Ledger, article: Article): RelatedArticle[] {
  const { sql, settings } = ledger;
  read(ledger, `related/${article.id}`);
  const rows = sql
    .exec<{ id: ArticleId; same: number; held: number }>(
      `SELECT other_id AS id, same, other_id IN (${HELD}) AS held FROM related WHERE article_id = ?
       ORDER BY same DESC, score DESC, other_id`,
      article.id,
    )
    .toArray();
  const tags = new Map(article.tags.map(({ slug, name }) => [slug, name]));
  const pairs = samePairs(
    ledger,
    rows.map(({ id }) => id),
  );
  const told: ArticleId[] = [];
  return rows.flatMap(({ id, same, held }): RelatedArticle[] => {
    read(ledger, `face/${id}`);
    const row = rowById(sql, id);
    if (row?.status !== "published" || held) return [];
    if (!same && told.some((other) => pairs.has(`${id} ${other}`))) return [];
    told.push(id);
    const other = articleOf(ledger, row);
    return [
      {
        title: headline(other),
        url: settings.url + articlePath(other.slug),
        source: other.source?.name ?? settings.title,
        published: timestamp(other.published),
        language: other.language,
        same: same === 1 || undefined,
        tags: other.tags.flatMap(({ slug }) => tags.get(slug) ?? []),
      },
    ];
  });
}

/** Which of some articles report the same event as which other. */
function samePairs(ledger: Ledger, ids: ArticleId[]): Set<string> {
  for (const id of ids) read(ledger, `same/${id}`);
  const rows = ledger.sql.exec<{ id: ArticleId; other: ArticleId }>(
    `SELECT article_id AS id, other_id AS other FROM related
     WHERE same = 1 AND article_id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
  return new Set(rows.toArray().map(({ id, other }) => `${id} ${other}`));
}
