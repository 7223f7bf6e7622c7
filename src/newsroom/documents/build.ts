import { archivePath } from "../../model/archive.ts";
import type { Millis } from "../../model/article.ts";
import { toArticleDocument } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import { type ListParts, listJson, updatedOf } from "../../model/list.ts";
import { pathOf } from "../../model/page.ts";
import { type Scope, scopeName, scopePath } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { type DocumentKey, type ParsedKey, parseKey } from "../../store/keys.ts";
import { type ArticleRow, articleOf, contentOf, itemOf, rowById, rowBySlug } from "../articles/articles.ts";
import { frontSlugs } from "../articles/front.ts";
import { commentsFeed, commentsPage, threadDocument } from "../comments/documents.ts";
import { buildArchive, historyAfter } from "../history/archive.ts";
import { buildChanges, buildChangesHead } from "../history/changes.ts";
import { first, type Ledger } from "../ledger.ts";
import { programmeFacts } from "../media/programmes.ts";
import { chaptersOf, cuesOf } from "../media/texts.ts";
import { publicationOf, publicProfile } from "../publication/profile.ts";
import { buildRedirect } from "../publication/redirects.ts";
import { buildDirectory } from "./directory.ts";
import type { Fact } from "./facts.ts";
import { daysAround, storiesAround } from "./neighbours.ts";
import { newestOf, shownOf } from "./newest.ts";
import { placeIn } from "./place.ts";
import { read } from "./readers.ts";
import { relatedTo } from "./related.ts";
import { sectionOf, sections } from "./sections.ts";
import { buildNewsSitemap, buildSitemap, buildSitemapIndex } from "./sitemaps.ts";

/** What KV should hold under a key; null for nothing. */
export type Built =
  // `updated` is of a list: when it says that it was changed; `linked` of an article, as it says itself.
  // `full` of a block that never changes any more.
  | { kind: "document"; value: string; updated?: Millis; linked?: true; full?: true }
  | { kind: "redirect"; to: string }
  | { kind: "gone"; since: Millis; reason?: string }
  | null;

/**
 * The document of a key, from the ledger alone: the same whenever and however often it is made.
 *
 * @returns also what it was made of
 */
export function buildDocument(ledger: Ledger, key: DocumentKey): { built: Built; reads: Set<Fact> } {
  const reads = new Set<Fact>();
  return { built: build({ ...ledger, reads }, key), reads };
}

function build(ledger: Ledger, key: DocumentKey): Built {
  const parsed = parseKey(key);
  switch (parsed.kind) {
    case "article":
    case "page":
      return buildOnArticle(ledger, parsed, (row) => {
        read(ledger, `story/${row.id}`);
        const article = articleOf(ledger, row);
        const related = relatedTo(ledger, article);
        const around = {
          related: related.length ? related : undefined,
          section: sectionOf(ledger, article),
          ...storiesAround(ledger, article.id),
          thread: row.page ? undefined : threadDocument(ledger, row),
        };
        const heard = {
          transcript: cuesOf(ledger.sql, article, "transcript"),
          chapters: chaptersOf(ledger.sql, article),
        };
        const value = toArticleDocument(article, around, heard, ledger.settings.url);
        return document(value, value._dateline.linked);
      });
    case "comments":
      return buildOnArticle(ledger, parsed, (row) => {
        if (parsed.page === null) return document(commentsFeed(ledger, row));
        const page = commentsPage(ledger, row, parsed.page);
        return page && document(page);
      });
    case "all-comments":
      return document(commentsFeed(ledger, null));
    case "list":
      return buildList(ledger, parsed.scope);
    case "profile":
      return document(publicProfile(ledger, ledger.settings));
    case "archive": {
      const value = buildArchive(ledger, parsed.scope, parsed.block);
      return value === null ? null : document(value);
    }
    case "directory":
      return document(buildDirectory(ledger));
    case "sitemap-index":
      return document(buildSitemapIndex(ledger));
    case "sitemap": {
      const value = buildSitemap(ledger, parsed.block);
      return value && document(value);
    }
    case "changes-head":
      return document(buildChangesHead(ledger));
    case "changes": {
      const block = buildChanges(ledger, parsed.block);
      const full = block?.changes.length === LIMITS.changes;
      return block && { kind: "document", value: JSON.stringify(block), ...(full && { full }) };
    }
    case "news-sitemap":
      return document(buildNewsSitemap(ledger));
    case "redirect":
      return buildRedirect(ledger, parsed.path);
  }
}

/** What stands at an article's address, or under it: a document while it is published. */
function buildOnArticle(
  ledger: Ledger,
  { kind, slug }: { kind: ParsedKey["kind"]; slug: Slug },
  build: (row: ArticleRow) => Built,
): Built {
  const { sql } = ledger;
  const isPage = kind === "page" ? 1 : 0;
  const row = rowBySlug(sql, slug);
  if (row && row.page !== isPage) return null;
  if (row?.status === "published") return build(row);
  if (row) {
    if (row.public_since === null) return null;
    read(ledger, `story/${row.id}`);
    const { reason } = contentOf(sql, row);
    return { kind: "gone", since: goneSince(sql, row), ...(reason && { reason }) };
  }
  const former = first<{ article_id: string }>(
    sql,
    "SELECT article_id FROM former_slug WHERE slug = ?",
    slug,
  );
  const now = former && rowById(sql, former.article_id);
  if (now?.page !== isPage) return null;
  read(ledger, `face/${now.id}`);
  // One that comes from elsewhere may have had addresses before it is public here.
  if (now.public_since === null) return null;
  return { kind: "redirect", to: pathOf(now) };
}

/** When an article was withdrawn. */
function goneSince(sql: SqlStorage, { id }: ArticleRow): Millis {
  const { since } = sql
    .exec<{ since: Millis }>(
      `SELECT min(at) AS since FROM revision WHERE article_id = ?1 AND revision >
         (SELECT max(revision) FROM revision WHERE article_id = ?1 AND status = 'published')`,
      id,
    )
    .one();
  return since;
}

function buildList(ledger: Ledger, scope: Scope): Built {
  const { sql } = ledger;
  const name = scopeName(scope);
  const list = first<{ since: number; live: number; updated: number }>(
    sql,
    "SELECT since, live, updated FROM scope WHERE name = ?",
    name,
  );
  if (!list && scope.kind === "tag") {
    const alias = first<{ slug: Slug }>(sql, "SELECT slug FROM tag_alias WHERE alias = ?", scope.slug);
    return alias ? { kind: "redirect", to: scopePath({ kind: "tag", slug: alias.slug }) } : null;
  }
  if (!list && scope.kind !== "home") return null;
  const deleted = sql.exec<{ entryId: string; at: number }>(
    "SELECT entry_id AS entryId, at FROM deletion WHERE scope = ? ORDER BY at DESC, entry_id LIMIT ?",
    name,
    LIMITS.listItems,
  );
  read(ledger, "name");
  const rows = newestOf(sql, name, shownOf(sql, name));
  const parts: ListParts = {
    place: placeIn(ledger, scope),
    ...daysAround(ledger, scope),
    articles: rows.map((row) => {
      read(ledger, `story/${row.id}`);
      return { item: itemOf(ledger, articleOf(ledger, row)), updated: row.updated };
    }),
    count: list?.live ?? 0,
    since: list?.since ?? 0,
    sections: scope.kind === "home" ? sections(ledger) : undefined,
    front: scope.kind === "home" ? frontSlugs(sql, rows) : undefined,
    ...(scope.kind === "tag" && {
      programme: programmeFacts(ledger, scope.slug),
      about: first<{ about: string }>(sql, "SELECT description AS about FROM tag WHERE slug = ?", scope.slug)
        ?.about,
    }),
    deleted: deleted.toArray(),
    archive: historyOf(ledger, scope),
  };
  const updated = updatedOf(parts, list?.updated ?? 0);
  return { kind: "document", value: listJson(parts, updated, publicationOf(ledger)), updated };
}

/** Where what is older begins, as a list leads there. */
function historyOf(ledger: Ledger, scope: Scope): ListParts["archive"] {
  const history = historyAfter(ledger.sql, scope);
  const row = history && rowById(ledger.sql, history.id);
  if (!row) return undefined;
  read(ledger, `face/${row.id}`);
  return { previous: ledger.settings.url + archivePath(scope, history.block), from: row.slug };
}

/** @param value a document, or its JSON */
function document(value: object | string, linked?: true): Built {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return { kind: "document", value: text, ...(linked && { linked }) };
}
