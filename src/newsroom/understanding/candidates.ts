import type { Article, ArticleId, Millis } from "../../model/article.ts";
import { type ArticleRow, articleOf } from "../articles/articles.ts";
import { first, type Ledger } from "../ledger.ts";
import { likenesses, storiesCompared } from "./likeness.ts";

// What may be related to an article: the same event as another publication reports it, and stories that
// share rare words or tags.

/** Among fewer stories nobody knows which words are rare. */
const FEW = 8;
/** How far apart reports of the same event are, at most. */
const WITHIN_MS: Millis = 3 * 86_400_000;
/** How much of what a story scores against itself another one must score, on the average of both ways. */
const SAME = 0.21;
/** Of each tag, the newest stories that are candidates; and tags that are asked. */
const OF_TAG = 24;
const TAGS_ASKED = 10;
/** What a shared tag that only two stories have counts beside the likeness of texts. */
const TAG_WEIGHT = 0.2;
/** Less in common than this is nothing to read next. */
const SCORE_LEAST = 0.09;
/** Half of a score is lost over this time. */
const HALF_LIFE_MS: Millis = 180 * 86_400_000;

export interface Candidate {
  id: ArticleId;
  score: number;
  /** Whether it reports the same event. */
  same: boolean;
}

/** What is related to an article, most of all first: the same event, then by words, tags and time. */
export function candidatesOf(ledger: Ledger, article: Article): Candidate[] {
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
      OF_TAG,
    )
    .toArray()
    .map(({ id }) => id);
}
