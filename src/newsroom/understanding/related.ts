import type { Article, ArticleId } from "../../model/article.ts";
import type { Ledger } from "../ledger.ts";
import { candidatesOf } from "./candidates.ts";
import { forgetWords, noteWords } from "./likeness.ts";

// Which stories name one another as what to read next. Found when something is published.

/** Stories under an article. */
const RELATED = 6;
/** A story that this many others name is named by no more: a change of it concerns them all. */
const NAMED_MOST = 50;

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
