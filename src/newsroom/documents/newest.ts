import { LIMITS } from "../../model/limits.ts";
import { HELD } from "../agenda.ts";
import type { ArticleRow } from "../articles/articles.ts";

/** The newest articles of a list that are to be seen. */
export function newestOf(sql: SqlStorage, name: string, most: number): ArticleRow[] {
  return sql
    .exec<ArticleRow>(
      `SELECT a.* FROM membership m JOIN article a ON a.id = m.article_id
       WHERE m.scope = ? AND m.article_id NOT IN (${HELD})
       ORDER BY m.published DESC, m.article_id DESC LIMIT ?`,
      name,
      most,
    )
    .toArray();
}

/**
 * How many of its newest articles a list shows: fifty, and no more of what was public elsewhere before than
 * the feeds there had, since whoever was subscribed to these would have the others as new. A day has all.
 */
export function shownOf(sql: SqlStorage, name: string): number {
  if (name.startsWith("day:")) return LIMITS.listItems;
  const rows = sql
    .exec<{ imported: number }>(
      `SELECT a.imported FROM membership m JOIN article a ON a.id = m.article_id
       WHERE m.scope = ? AND m.article_id NOT IN (${HELD})
       ORDER BY m.published DESC, m.article_id DESC LIMIT ?`,
      name,
      LIMITS.listItems,
    )
    .toArray(); // a cursor that is not read to its end stays open
  let [shown, brought] = [0, 0];
  for (const { imported } of rows) {
    if (imported > 0 && ++brought > imported) return shown;
    shown++;
  }
  return LIMITS.listItems;
}
