import type { ArticleId, Millis } from "../../model/article.ts";
import type { PreviewLink } from "../../model/copy.ts";
import type { PersonId } from "../../model/people.ts";
import { first, type Ledger } from "../ledger.ts";
import { nameOf } from "../people/actions.ts";

// Links by which somebody without an account reads what is not published.

/** How long a link is good, ms; and how many a story has, the newest. */
const GOOD_MS: Millis = 7 * 86_400_000;
const LINKS_MOST = 20;

/** Adds a link to a story. @param hash SHA-256 of its secret @returns its id */
export function addLink(ledger: Ledger, article: ArticleId, hash: string, person: PersonId): string {
  const { sql, now } = ledger;
  const id = ledger.newId();
  sql.exec("DELETE FROM preview_link WHERE expires <= ?", now);
  sql.exec(
    "INSERT INTO preview_link VALUES (?, ?, ?, ?, ?, ?)",
    ...[hash, id, article, person, now, now + GOOD_MS],
  );
  sql.exec(
    `DELETE FROM preview_link WHERE article_id = ?1 AND id NOT IN
       (SELECT id FROM preview_link WHERE article_id = ?1 ORDER BY created DESC, id DESC LIMIT ?2)`,
    ...[article, LINKS_MOST],
  );
  return id;
}

/** The links of a story that are good, the newest first. */
export function linksOf({ sql, now }: Pick<Ledger, "sql" | "now">, article: ArticleId): PreviewLink[] {
  return sql
    .exec<{ id: string; person_id: string; expires: number }>(
      `SELECT id, person_id, expires FROM preview_link WHERE article_id = ? AND expires > ?
       ORDER BY created DESC, id DESC`,
      ...[article, now],
    )
    .toArray()
    .map(({ id, person_id, expires }) => ({ id, by: nameOf(sql, person_id), expires }));
}

export function removeLink({ sql }: Ledger, article: ArticleId, id: string): void {
  sql.exec("DELETE FROM preview_link WHERE article_id = ? AND id = ?", article, id);
}

/** The story that a link leads to; null for one that is none, or no more. */
export function storyOfLink(
  { sql, now }: Pick<Ledger, "sql" | "now">,
  id: string,
  hash: string,
): ArticleId | null {
  const row = first<{ article_id: string }>(
    sql,
    "SELECT article_id FROM preview_link WHERE hash = ? AND id = ? AND expires > ?",
    ...[hash, id, now],
  );
  return row?.article_id ?? null;
}
