import type { ArticleId } from "../../model/article.ts";
import type { ScopeName } from "../../model/scope.ts";
import { remind } from "../agenda.ts";
import type { Ledger } from "../ledger.ts";
import { index } from "../search/indexing.ts";
import { renoteWords } from "../understanding/likeness.ts";
import { articleOf, rowById } from "./articles.ts";
import { fileArticle } from "./membership.ts";

/** Articles of one transaction. */
const AT_ONCE = 50;

/** Has the articles of a list filed and indexed anew, soon: their number does not hold the caller up. */
export function refileLater(ledger: Ledger, scope: ScopeName): void {
  ledger.sql.exec("INSERT OR IGNORE INTO refile SELECT article_id FROM membership WHERE scope = ?", scope);
  remind(ledger, "refile", "", ledger.now);
}

/** Files and indexes some of the articles that wait for it, and comes back for the others. */
export function refileSome(ledger: Ledger): void {
  const { sql } = ledger;
  const ids = sql
    .exec<{ id: ArticleId }>("SELECT article_id AS id FROM refile LIMIT ?", AT_ONCE)
    .toArray()
    .map(({ id }) => id);
  for (const id of ids) {
    const row = rowById(sql, id);
    if (row) {
      const article = articleOf(ledger, row);
      fileArticle(ledger, article);
      index(ledger, article);
      renoteWords(ledger, article);
    }
    sql.exec("DELETE FROM refile WHERE article_id = ?", id);
  }
  if (ids.length === AT_ONCE) remind(ledger, "refile", "", ledger.now);
}
