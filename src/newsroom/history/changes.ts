import { headline, type Revision } from "../../model/article.ts";
import {
  type ChangeEntry,
  type ChangeKind,
  type ChangesBlock,
  type ChangesHead,
  changesPath,
} from "../../model/changes.ts";
import { timestamp } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import { pathOf } from "../../model/page.ts";
import { type DocumentKey, parseKey } from "../../store/keys.ts";
import { hash64 } from "../../text/hash.ts";
import { articleOf, itemOf, rowById, rowBySlug } from "../articles/articles.ts";
import type { Built } from "../documents/build.ts";
import { first, type Ledger } from "../ledger.ts";
import { noteEvent } from "../push/events.ts";
import { tellSoon } from "./indexnow.ts";

// What became public, changed or ceased to be: noted with the document that says so, when KV has it.

/** What readers of an article's own document are told. */
export interface Told {
  key: DocumentKey;
  id: string;
  path: string;
  revision: Revision;
  /** Of what it says; empty for what is gone. */
  told: string;
}

/** How many comments a story has is no change of it. */
const COMMENTS = /,"comments":\{"count":\d+(?:,"updated":"[^"]*")?\}/g;

/** A name for what stories say. @param json items */
export const saidBy = (json: string): string => hash64(json.replace(COMMENTS, ""));

/**
 * What a document tells of its article, as of when it was built; null where it is none of an article's, or
 * leads to another address.
 */
export function toldBy(ledger: Ledger, key: DocumentKey, built: Built): Told | null {
  const parsed = parseKey(key);
  if ((parsed.kind !== "article" && parsed.kind !== "page") || !built || built.kind === "redirect")
    return null;
  const row = rowBySlug(ledger.sql, parsed.slug);
  if (!row) return null;
  const told = { key, id: row.id, path: pathOf(row), revision: row.revision };
  if (built.kind === "gone") return { ...told, told: "" };
  const { json } = itemOf(ledger, articleOf(ledger, row));
  return { ...told, told: saidBy(json) };
}

/** Notes a change, where what is told is another thing than what was told last. */
export function noteChange(ledger: Ledger, { key, id, path, revision, told }: Told): void {
  const { sql, now } = ledger;
  const last = first<{ told: string }>(
    sql,
    "SELECT told FROM change WHERE article_id = ? ORDER BY n DESC LIMIT 1",
    id,
  );
  if (told === (last?.told ?? "")) return;
  const kind: ChangeKind = told === "" ? "withdrawn" : last?.told ? "updated" : "published";
  const { n } = sql
    .exec<{ n: number }>(
      "INSERT INTO change (article_id, kind, path, revision, told, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING n",
      ...[id, kind, path, revision, told, now],
    )
    .one();
  tellSoon(ledger, n);
  // What was public elsewhere before is no news.
  if (!last && rowById(sql, id)?.imported) return;
  noteEvent(ledger, `article.${kind}`, () => eventOf(ledger, id, { n, path, revision }), key);
}

/** What webhooks are told of it. */
function eventOf(
  ledger: Ledger,
  id: string,
  { n, path, revision }: { n: number; path: string; revision: number },
) {
  const row = rowById(ledger.sql, id);
  const url = ledger.settings.url + path;
  const article = row && articleOf(ledger, row);
  const title = article ? headline(article) : "";
  const published = article ? timestamp(article.published) : null;
  return { id, url, title, published, revision, change: n, document: `${url}.json` };
}

interface ChangeRow extends Record<string, SqlStorageValue> {
  n: number;
  article_id: string;
  kind: ChangeKind;
  path: string;
  revision: number;
  at: number;
}

const newestChange = (sql: SqlStorage) =>
  first<ChangeRow>(sql, "SELECT * FROM change ORDER BY n DESC LIMIT 1");

/** How many blocks there are. */
export const changesBlocks = (sql: SqlStorage) => blockOf(newestChange(sql)?.n ?? 0);

const blockOf = (n: number) => Math.ceil(n / LIMITS.changes);

export function buildChangesHead({ sql, settings }: Ledger): ChangesHead {
  const newest = newestChange(sql);
  if (!newest) return { newest: 0, time: null, block: null };
  const { n, at } = newest;
  return { newest: n, time: timestamp(at), block: settings.url + changesPath(blockOf(n)) };
}

/** A block of changes; null where there is none. */
export function buildChanges({ sql, settings }: Ledger, block: number): ChangesBlock | null {
  const before = (block - 1) * LIMITS.changes;
  const changes = sql
    .exec<ChangeRow>("SELECT * FROM change WHERE n > ? ORDER BY n LIMIT ?", before, LIMITS.changes)
    .toArray()
    .map(({ n, article_id: id, kind, path, revision, at }): ChangeEntry => {
      return { n, kind, id, url: settings.url + path, revision, time: timestamp(at) };
    });
  return block > 0 && changes.length ? { block, changes } : null;
}
