import type { ArticleId } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import { pathOf, RESERVED } from "../../model/page.ts";
import { type FormerPath, isPattern, type Pattern } from "../../model/redirect.ts";
import { FEED_FILES, scopePath } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { HELD } from "../agenda.ts";
import { holderOf, rowById, rowBySlug } from "../articles/articles.ts";
import type { Built } from "../documents/build.ts";
import { read } from "../documents/readers.ts";
import { first, type Ledger } from "../ledger.ts";
import { note } from "../people/actions.ts";

// Former addresses, and where they lead. What one leads to is never another one: so there are no chains, and
// no circles.

/** A redirect as somebody wants it. */
export interface RedirectWish {
  /** A former address, or a pattern of many. */
  from: FormerPath | Pattern["from"];
  /** A path of ours, or a URL elsewhere. */
  to: string;
}

export interface RedirectView {
  from: string;
  to: string;
  /** The article that it follows wherever that goes. */
  article: ArticleId | null;
}

/** What becomes of redirects. Only `saved` changed anything. */
export type RedirectOutcome =
  | { kind: "saved"; count: number }
  | { kind: "refused"; faults: { index: number; of: "from" | "to"; detail: string }[] };

interface RedirectRow extends Record<string, SqlStorageValue> {
  path: string;
  article_id: ArticleId | null;
  target: string;
  pattern: number;
}

/** Keeps redirects, each in place of the one that its address had; all of them, or none. */
export function saveRedirects(ledger: Ledger, wishes: RedirectWish[], actor: string): RedirectOutcome {
  const faults = wishes.flatMap(({ from, to }, index) => {
    const fault = faultOf(ledger, from, to);
    return fault ? [{ index, ...fault }] : [];
  });
  const patterns = new Set([...patternsOf(ledger.sql), ...wishes].map(({ from }) => from).filter(isPattern));
  if (patterns.size > LIMITS.redirectPatterns) {
    const index = wishes.findIndex(({ from }) => isPattern(from));
    const detail = `would be one of more than ${LIMITS.redirectPatterns} patterns`;
    return { kind: "refused", faults: [{ index, of: "from", detail }] };
  }
  if (faults.length) return { kind: "refused", faults };
  for (const { from, to } of wishes) save(ledger, from, to);
  const subject = wishes.length === 1 ? (wishes[0]?.from ?? "") : String(wishes.length);
  note(ledger, { actor, kind: "redirects-added", subject });
  return { kind: "saved", count: wishes.length };
}

function faultOf(ledger: Ledger, from: string, to: string): { of: "from" | "to"; detail: string } | null {
  if (isPattern(from)) return null;
  if (from === to) return { of: "to", detail: "is the same address" };
  const page = pageAt(ledger, from);
  if (page) return { of: "from", detail: "is the address of a page" };
  const slug = articleIn(to)?.slug;
  if (slug !== undefined && holderOf(ledger.sql, slug) === undefined)
    return { of: "to", detail: "is the address of no article" };
  const { article, target } = followed(ledger, to);
  if (article !== null || !target.startsWith("/")) return null;
  const [, first = ""] = target.split("/");
  // What nobody knows might lead on, and in a circle.
  return target === "/" || RESERVED.has(first) || FILES.has(first)
    ? null
    : { of: "to", detail: "is no address of ours" };
}

const FILES: ReadonlySet<string> = new Set([...Object.values(FEED_FILES), "opml.xml"]);

/** The published page that stands at a path of one part. */
function pageAt(ledger: Ledger, path: string) {
  const [, slug = "", ...rest] = path.split("/");
  if (rest.length > 0 || slug === "" || slug.startsWith("?")) return undefined;
  read(ledger, `address/${slug as Slug}`);
  const row = rowBySlug(ledger.sql, slug);
  return row?.page === 1 && row.status === "published" ? row : undefined;
}

/** The slug of the article that a path is that of, and what of it is meant. */
function articleIn(path: string): { slug: string; under: string } | null {
  const [, slug, under = ""] = /^\/articles\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  return slug === undefined ? null : { slug: decodeURIComponent(slug), under };
}

/** Where something leads in the end: to an article, and what of it, or to a path or URL. */
function followed({ sql }: Ledger, to: string): { article: ArticleId | null; target: string } {
  const article = articleIn(to);
  const holder = article ? holderOf(sql, article.slug) : pageHolder(sql, to);
  if (holder) return { article: holder, target: article?.under ?? "" };
  const row = to.startsWith("/") ? redirectAt(sql, decodeURI(to)) : undefined;
  return row ? { article: row.article_id, target: row.target } : { article: null, target: to };
}

function pageHolder(sql: SqlStorage, path: string): ArticleId | undefined {
  const [, slug] = /^\/([^/?]+)$/.exec(path) ?? [];
  const holder = slug && holderOf(sql, decodeURIComponent(slug));
  return holder && rowById(sql, holder)?.page === 1 ? holder : undefined;
}

const redirectAt = (sql: SqlStorage, path: string) =>
  first<RedirectRow>(sql, "SELECT * FROM redirect WHERE path = ? AND pattern = 0", path);

function save(ledger: Ledger, from: string, to: string): void {
  if (isPattern(from)) {
    put(ledger, from, { article: null, target: to }, 1);
    return;
  }
  put(ledger, from, followed(ledger, to), 0);
}

function put(
  { sql, now }: Ledger,
  path: string,
  { article, target }: { article: ArticleId | null; target: string },
  pattern: 0 | 1,
): void {
  sql.exec(
    `INSERT INTO redirect (path, article_id, target, pattern, created) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET article_id = excluded.article_id, target = excluded.target`,
    ...[path, article, target, pattern, now],
  );
}

/** Lets former addresses lead to an article, wherever that goes. */
export function leadTo(ledger: Ledger, id: ArticleId, addresses: FormerPath[]): void {
  for (const address of addresses) {
    const slug = articleIn(encodeURI(address))?.slug;
    if (slug === undefined) put(ledger, address, { article: id, target: "" }, 0);
    // Under our own folder it is a slug that the article had.
    else if (holderOf(ledger.sql, slug) === undefined)
      ledger.sql.exec("INSERT INTO former_slug VALUES (?, ?)", slug, id);
  }
}

/** Takes one away; whether there was one. */
export function removeRedirect(ledger: Ledger, from: string, actor: string): boolean {
  const { sql } = ledger;
  if (!first(sql, "SELECT 1 FROM redirect WHERE path = ?", from)) return false;
  sql.exec("DELETE FROM redirect WHERE path = ?", from);
  note(ledger, { actor, kind: "redirect-removed", subject: from });
  return true;
}

/** Redirects by their addresses. @param after continue after this one */
export function listRedirects(
  { sql, settings }: Ledger,
  after: string,
  limit: number,
): { redirects: RedirectView[]; next: string | null } {
  const rows = sql
    .exec<RedirectRow>("SELECT * FROM redirect WHERE path > ? ORDER BY path LIMIT ?", after, limit + 1)
    .toArray();
  const redirects = rows.slice(0, limit).map(({ path, article_id: article, target }): RedirectView => {
    const row = article === null ? undefined : rowById(sql, article);
    const to = row ? settings.url + pathOf(row) + target : target;
    return { from: path, to: to.startsWith("/") ? settings.url + to : to, article };
  });
  return { redirects, next: rows.length > limit ? (redirects.at(-1)?.from ?? null) : null };
}

/** The patterns, in the order in which they are tried. */
export function patternsOf(sql: SqlStorage): Pattern[] {
  return sql
    .exec<{ from: string; to: string }>(
      'SELECT path AS "from", target AS "to" FROM redirect WHERE pattern = 1 ORDER BY created, path',
    )
    .toArray();
}

/** Where a former address leads now; nowhere while there is nothing to be led to. */
export function buildRedirect(ledger: Ledger, path: string): Built {
  const { sql } = ledger;
  const row = redirectAt(sql, path);
  if (!row || pageAt(ledger, path)) return null;
  if (row.article_id === null) return { kind: "redirect", to: underTag(ledger, row.target) };
  const article = rowById(sql, row.article_id);
  if (!article) return null;
  read(ledger, `face/${article.id}`);
  const isHeld = first(sql, `SELECT 1 WHERE ? IN (${HELD})`, article.id) !== undefined;
  if (article.public_since === null || isHeld) return null;
  return { kind: "redirect", to: pathOf(article) + row.target };
}

/** The path of a tag, or under it, as the tag is called now. */
function underTag(ledger: Ledger, path: string): string {
  const [, slug, rest = ""] = /^\/tags\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (slug === undefined) return path;
  const tag = decodeURIComponent(slug);
  const alias = first<{ slug: Slug }>(ledger.sql, "SELECT slug FROM tag_alias WHERE alias = ?", tag);
  for (const each of [tag, alias?.slug]) if (each) read(ledger, `scope/tag:${each}`);
  return scopePath({ kind: "tag", slug: (alias?.slug ?? tag) as Slug }) + rest;
}
