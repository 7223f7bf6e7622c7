import { parseBlock } from "../../model/archive.ts";
import type { ArticleId } from "../../model/article.ts";
import type { FormerPath } from "../../model/redirect.ts";
import { parseScope } from "../../model/scope.ts";
import {
  archiveKey,
  articleKey,
  CHANGES_KEY,
  COMMENTS_KEY,
  changesKey,
  commentsKey,
  commentsPageKey,
  DIRECTORY_KEY,
  type DocumentKey,
  listKey,
  NEWS_SITEMAP_KEY,
  PROFILE_KEY,
  pageKey,
  redirectKey,
  SITEMAP_INDEX_KEY,
  sitemapKey,
} from "../../store/keys.ts";
import { formerSlugs, holderOf, rowById } from "../articles/articles.ts";
import { pagesOf, threadOf } from "../comments/thread.ts";
import { hasArchive } from "../history/archive.ts";
import type { Ledger } from "../ledger.ts";
import type { Fact } from "./facts.ts";
import { touch } from "./outbox.ts";

// Which documents are out of date: whoever has read what changed. Building a document notes the facts
// that it reads (`read`); a trigger notes those that a row changes (`triggers.ts`); at the end of each
// transaction the two are joined here, and nowhere else is a document put out of date.

/** Notes that the document which is being built reads a fact. */
export function read({ reads }: Ledger, fact: Fact): void {
  reads?.add(fact);
}

/** Keeps what a document was made of, in place of what it was made of before. */
export function noteReads(sql: SqlStorage, key: DocumentKey, facts: ReadonlySet<Fact>): void {
  const before = sql.exec<{ fact: Fact }>("SELECT fact FROM reading WHERE key = ?", key).toArray();
  const known = new Set(before.map(({ fact }) => fact));
  for (const fact of known) {
    if (!facts.has(fact)) sql.exec("DELETE FROM reading WHERE fact = ? AND key = ?", fact, key);
  }
  for (const fact of facts) if (!known.has(fact)) sql.exec("INSERT INTO reading VALUES (?, ?)", fact, key);
}

/** Notes as out of date every document that is made of what this transaction has changed, and forgets it. */
export function touchReaders(ledger: Ledger): void {
  const { sql, seen } = ledger;
  const changed = sql.exec<{ fact: Fact }>("SELECT DISTINCT fact FROM changed").toArray();
  if (changed.length === 0) return;
  const keys = new Set(changed.flatMap(({ fact }) => documentsOf(ledger, fact)));
  // CROSS keeps the few in front: else all that is read is walked through to find them.
  const readers = sql.exec<{ key: DocumentKey }>(
    "SELECT DISTINCT key FROM changed CROSS JOIN reading USING (fact)",
  );
  for (const { key } of readers.toArray()) keys.add(key);
  for (const key of keys) touch(ledger, key);
  for (const { fact } of changed) {
    if (fact === "names" || fact === "profile") seen.clear();
    else if (fact.startsWith("story/")) seen.forget(fact.slice("story/".length));
  }
  sql.exec("DELETE FROM changed");
}

/** What has changed concerns no document: all are written anew later. */
export function forgetChanges({ sql, seen }: Ledger): void {
  seen.clear();
  sql.exec("DELETE FROM changed");
}

/** The documents that tell a fact, whether or not they are there yet. */
function documentsOf({ sql }: Ledger, fact: Fact): DocumentKey[] {
  const [kind = "", ...rest] = fact.split("/");
  const subject = rest.join("/");
  switch (kind) {
    case "scope":
      return [listKey(parseScope(subject))];
    case "address":
      return documentsAt(sql, subject);
    case "page":
      return commentsPages(sql, rest[0] ?? "", Number(rest[1]));
    case "block": {
      const [name = "", end = ""] = rest;
      const block = parseBlock(end);
      // A short list has no history; of what has become another's the documents go.
      return block && hasArchive(sql, name) ? [archiveKey(parseScope(name), block)] : [];
    }
    case "changes":
      return [subject ? changesKey(Number(subject)) : CHANGES_KEY];
    case "profile":
      return [PROFILE_KEY];
    case "redirect":
      return [redirectKey(subject as FormerPath)];
    case "directory":
      return [DIRECTORY_KEY];
    case "comments":
      return [COMMENTS_KEY];
    case "news":
      return [NEWS_SITEMAP_KEY];
    case "sitemaps":
      return [SITEMAP_INDEX_KEY];
    case "sitemap":
      return [sitemapKey(Number(subject))];
    default:
      return [];
  }
}

/** Everything that stands at an address that an article has or had, and under it. */
export function documentsAt(sql: SqlStorage, slug: string): DocumentKey[] {
  const id = holderOf(sql, slug);
  if (id !== undefined && rowById(sql, id)?.page) return [pageKey(slug)];
  const pages = id === undefined ? 1 : pagesOf(threadOf(sql, id));
  const later = Array.from({ length: pages - 1 }, (_, i) => commentsPageKey(slug, i + 2));
  return [articleKey(slug), commentsKey(slug), ...later];
}

/** A page of comments, from the second on, at each address of its article. */
function commentsPages(sql: SqlStorage, id: ArticleId, page: number): DocumentKey[] {
  const row = page < 2 ? undefined : rowById(sql, id);
  if (!row || row.public_since === null) return [];
  return [row.slug, ...formerSlugs(sql, id)].map((slug) => commentsPageKey(slug, page));
}
