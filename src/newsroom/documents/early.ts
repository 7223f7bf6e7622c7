import type { BlockName } from "../../model/archive.ts";
import { LIMITS } from "../../model/limits.ts";
import { type Scope, scopeName } from "../../model/scope.ts";
import { archiveKey, articleKey, type DocumentKey, type ParsedKey, pageKey } from "../../store/keys.ts";
import { HELD } from "../agenda.ts";
import { blockBefore, historyAfter, IN_BLOCK, rangeOf } from "../history/archive.ts";
import { first, type Ledger } from "../ledger.ts";
import { PUBLIC_PAGES } from "../publication/pages.ts";

// No document leads to another one that KV does not have: what would waits for it.

/** Whether a document would lead to one that is not in KV yet. */
export function isEarly({ sql }: Ledger, parsed: ParsedKey): boolean {
  switch (parsed.kind) {
    case "list":
      return isListEarly(sql, parsed.scope);
    case "archive":
      return isBlockEarly(sql, parsed.scope, parsed.block);
    case "profile":
      return isOneMissing(sql, `SELECT id AS article_id FROM (${PUBLIC_PAGES}) WHERE NOT held`);
    case "redirect":
      return isOneMissing(
        sql,
        `SELECT article_id FROM redirect JOIN article ON article.id = article_id
         WHERE path = ? AND article.status = 'published'`,
        parsed.path,
      );
    case "changes-head":
      return first(sql, "SELECT 1 FROM outbox WHERE key GLOB 'changes/*' LIMIT 1") !== undefined;
    default:
      return false;
  }
}

function isListEarly(sql: SqlStorage, scope: Scope): boolean {
  const history = historyAfter(sql, scope);
  if (history && isMissing(sql, archiveKey(scope, history.block))) return true;
  return isOneMissing(
    sql,
    `SELECT article_id FROM membership WHERE scope = ? AND article_id NOT IN (${HELD})
     ORDER BY published DESC, article_id DESC LIMIT ?`,
    ...[scopeName(scope), LIMITS.listItems],
  );
}

function isBlockEarly(sql: SqlStorage, scope: Scope, block: BlockName): boolean {
  const name = scopeName(scope);
  const before = blockBefore(sql, name, block);
  if (before !== undefined && isMissing(sql, archiveKey(scope, before))) return true;
  return isOneMissing(sql, `SELECT m.article_id ${IN_BLOCK}`, name, ...rangeOf(before, block));
}

function isMissing(sql: SqlStorage, key: DocumentKey): boolean {
  return (
    first(sql, "SELECT 1 FROM document WHERE key = ? AND kind = 'document' AND stored = 1", key) === undefined
  );
}

/** Whether one of some articles and pages is not in KV yet. @param query of their ids, as `article_id` */
function isOneMissing(sql: SqlStorage, query: string, ...parameters: SqlStorageValue[]): boolean {
  return (
    first(
      sql,
      `SELECT 1 FROM (${query}) JOIN article a ON a.id = article_id
       LEFT JOIN document d ON d.key = CASE a.page WHEN 1 THEN ? ELSE ? END || a.slug
       WHERE d.kind IS NOT 'document' OR d.stored = 0 LIMIT 1`,
      ...[...parameters, pageKey(""), articleKey("")],
    ) !== undefined
  );
}
