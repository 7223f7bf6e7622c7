import { type Article, type ArticleId, headline } from "../../model/article.ts";
import type { RelatedArticle } from "../../model/document.ts";
import { timestamp } from "../../model/item.ts";
import { articlePath } from "../../model/scope.ts";
import { HELD } from "../agenda.ts";
import { articleOf, rowById } from "../articles/articles.ts";
import type { Ledger } from "../ledger.ts";
import { read } from "./readers.ts";

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
        source: other.source?.name,
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
