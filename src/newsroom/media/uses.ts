import type { ArticleContent, Millis } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import type { MediaId } from "../../model/media.ts";
import { filesIn, strangersIn } from "../../model/pictures.ts";
import { remindBy } from "../agenda.ts";
import type { ArticleRow } from "../articles/articles.ts";
import { sourceOf } from "../articles/names.ts";
import { first, type Ledger } from "../ledger.ts";
import { dropUnused } from "./removal.ts";

/** Over which the pictures of a source are counted. */
const DAY_MS: Millis = 86_400_000;

/**
 * Notes which files an article shows: as its picture, in its text, and of its source's pictures those that
 * are kept for it; and which of these are yet to be asked for. What nothing shows any more goes.
 */
export function noteUses(
  ledger: Ledger,
  row: Pick<ArticleRow, "id" | "status">,
  content: ArticleContent,
): void {
  const { sql, settings } = ledger;
  const { image, attachments, body } = content;
  noteLinks(ledger, row.id, row.status === "withdrawn" ? [] : wantedOf(ledger, content));
  const kept = sql
    .exec<{ id: MediaId }>(
      `SELECT media_id AS id FROM kept_picture JOIN linked_picture USING (url)
       WHERE article_id = ? AND media_id IS NOT NULL`,
      row.id,
    )
    .toArray()
    .map(({ id }) => id);
  const own = [image, ...attachments].flatMap((each) => (each && !("url" in each) ? [each.media] : []));
  const shown = new Set([...own, ...filesIn(body.html, settings.url), ...kept]);
  const before = sql
    .exec<{ id: MediaId }>("SELECT media_id AS id FROM media_use WHERE article_id = ?", row.id)
    .toArray()
    .map(({ id }) => id);
  const gone = before.filter((id) => !shown.has(id));
  for (const id of gone) sql.exec("DELETE FROM media_use WHERE media_id = ? AND article_id = ?", id, row.id);
  for (const id of shown)
    if (!before.includes(id))
      sql.exec("INSERT INTO media_use SELECT id, ? FROM media WHERE id = ?", row.id, id);
  dropUnused(ledger, gone);
}

/** The pictures of other servers that are to be here: those of a source whose stories are shown with them. */
function wantedOf({ sql, settings }: Ledger, content: ArticleContent): { url: string; source: string }[] {
  if (!content.source) return [];
  const { slug, policy, pictures } = sourceOf(sql, content.source);
  if (policy !== "full" || pictures !== "keep") return [];
  return strangersIn(content, settings.url)
    .slice(0, LIMITS.keptOfStory)
    .map((url) => ({ url, source: slug }));
}

function noteLinks(ledger: Ledger, article: string, wanted: { url: string; source: string }[]): void {
  const { sql } = ledger;
  const before = sql
    .exec<{ url: string }>("SELECT url FROM linked_picture WHERE article_id = ?", article)
    .toArray()
    .map(({ url }) => url);
  for (const { url, source } of wanted) {
    if (before.includes(url)) continue;
    sql.exec("INSERT INTO linked_picture VALUES (?, ?)", article, url);
    want(ledger, url, source);
  }
  for (const url of before) {
    if (wanted.some((each) => each.url === url)) continue;
    sql.exec("DELETE FROM linked_picture WHERE article_id = ? AND url = ?", article, url);
    sql.exec(
      "DELETE FROM kept_picture WHERE url = ?1 AND NOT EXISTS (SELECT 1 FROM linked_picture WHERE url = ?1)",
      url,
    );
  }
}

/** Has a picture asked for, unless it is known; where a source brings very many, on a later day. */
function want(ledger: Ledger, url: string, source: string): void {
  const { sql, now } = ledger;
  if (first(sql, "SELECT 1 FROM kept_picture WHERE url = ?", url)) return;
  const { n } = sql
    .exec<{ n: number }>(
      "SELECT count(*) AS n FROM kept_picture WHERE source = ? AND noted > ?",
      source,
      now - DAY_MS,
    )
    .one();
  const { host } = new URL(url);
  const due = now + Math.floor(n / LIMITS.keptOfSource) * DAY_MS;
  sql.exec(
    "INSERT INTO kept_picture (url, source, host, noted, due) VALUES (?, ?, ?, ?, ?)",
    ...[url, source, host, now, due],
  );
  remindBy(ledger, "fetch-pictures", host, due);
}
