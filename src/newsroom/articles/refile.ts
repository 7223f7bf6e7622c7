import type { Article, ArticleId } from "../../model/article.ts";
import type { ScopeName } from "../../model/scope.ts";
import { remind } from "../agenda.ts";
import type { Ledger } from "../ledger.ts";
import { noteUses } from "../media/uses.ts";
import { index } from "../search/indexing.ts";
import { summarised } from "../understanding/background.ts";
import { renoteWords } from "../understanding/likeness.ts";
import { type ArticleRow, articleOf, contentOf, faceOf, languageOf, rowById, saveRow } from "./articles.ts";
import { fileArticle } from "./membership.ts";

/** Articles of one transaction. */
const AT_ONCE = 50;

/** An article whose summary is what this release makes of its text: no revision, since nobody wrote it. */
function retold(ledger: Ledger, row: ArticleRow): Article {
  const { sql, seen } = ledger;
  const content = contentOf(sql, row);
  const body = summarised(content.body, content.title, languageOf(ledger, content));
  const [was, is] = [content.body, body].map((each) => JSON.stringify([each.excerpt, each.keyPoints]));
  if (was === is) return articleOf(ledger, row);
  sql.exec(
    `UPDATE revision SET content = json_set(content, '$.excerpt', ?, '$.keyPoints', json(?))
     WHERE article_id = ? AND revision = ?`,
    ...[body.excerpt, JSON.stringify(body.keyPoints), row.id, row.revision],
  );
  saveRow(sql, { ...row, face: faceOf(ledger, { ...content, body }) });
  seen.forget(row.id);
  return articleOf(ledger, row);
}

/** Has the articles of a list filed and indexed anew, soon: their number does not hold the caller up. */
export function refileLater(ledger: Ledger, scope: ScopeName): void {
  ledger.sql.exec("INSERT OR IGNORE INTO refile SELECT article_id FROM membership WHERE scope = ?", scope);
  remind(ledger, "refile", "", ledger.now);
}

/** Files, indexes and sums up anew some of the articles that wait for it, and comes back for the others. */
export function refileSome(ledger: Ledger): void {
  const { sql } = ledger;
  const ids = sql
    .exec<{ id: ArticleId }>("SELECT article_id AS id FROM refile LIMIT ?", AT_ONCE)
    .toArray()
    .map(({ id }) => id);
  for (const id of ids) {
    const row = rowById(sql, id);
    if (row) {
      noteUses(ledger, row, contentOf(sql, row));
      const article = retold(ledger, row);
      fileArticle(ledger, article);
      index(ledger, article);
      renoteWords(ledger, article);
    }
    sql.exec("DELETE FROM refile WHERE article_id = ?", id);
  }
  if (ids.length === AT_ONCE) remind(ledger, "refile", "", ledger.now);
}
