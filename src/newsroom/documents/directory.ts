import type { DirectoryDocument, DirectoryEntry, SourceEntry } from "../../model/document.ts";
import { timestamp } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import { type ScopeKind, scopePath } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { first, type Ledger } from "../ledger.ts";
import { programmeOf } from "../media/programmes.ts";

/** What the directory tells of a source besides its name. */
function detailsOf(sql: SqlStorage, slug: Slug): Omit<SourceEntry, keyof DirectoryEntry> {
  const { url, language, latest } = sql
    .exec<{ url: string; language: string | null; latest: number | null }>(
      `SELECT url, language,
         (SELECT max(published) FROM membership WHERE scope = 'source:' || slug) AS latest
       FROM source WHERE slug = ?`,
      slug,
    )
    .one();
  const feed = first<{ url: string; tags: string }>(sql, "SELECT url, tags FROM feed WHERE slug = ?", slug);
  return {
    home_page_url: url,
    language: language ?? undefined,
    latest: latest === null ? undefined : timestamp(latest),
    followed: feed && { feed_url: feed.url, tags: JSON.parse(feed.tags) as string[] },
  };
}

/** What a tag is called in another script: the aliases that say so. */
function otherNames(sql: SqlStorage, { slug, name }: DirectoryEntry): string[] | undefined {
  const isLatin = (text: string) => /\p{Script=Latin}/u.test(text);
  const names = sql
    .exec<{ alias: string }>("SELECT alias FROM tag_alias WHERE slug = ? ORDER BY alias", slug)
    .toArray()
    .map(({ alias }) => alias.replaceAll("-", " "))
    .filter((alias) => isLatin(alias) !== isLatin(name));
  return names.length ? names : undefined;
}

/** The tags, sources and authors that have articles, and the sources that are followed. */
export function buildDirectory(ledger: Ledger): DirectoryDocument {
  const { sql, settings } = ledger;
  const entries = (kind: ScopeKind, name: string, or = "FALSE"): (DirectoryEntry & { slug: Slug })[] =>
    sql
      .exec<{ slug: Slug; name: string; count: number }>(
        `SELECT t.slug, t.${name} AS name, s.live AS count
         FROM ${kind} t JOIN scope s ON s.name = ? || t.slug
         WHERE s.live > 0 OR ${or} ORDER BY t.slug LIMIT ?`,
        `${kind}:`,
        LIMITS.directoryEntries,
      )
      .toArray()
      .map((row) => ({ ...row, url: settings.url + scopePath({ kind, slug: row.slug }) }));
  const since = first<{ since: number | null }>(sql, "SELECT max(since) AS since FROM scope")?.since ?? 0;
  return {
    tags: entries("tag", "label").map((tag) => ({
      ...{ ...tag, also: otherNames(sql, tag) },
      programme: programmeOf(sql, tag.slug)?.title,
    })),
    sources: entries("source", "name", "t.slug IN (SELECT slug FROM feed)").map((source) => ({
      ...source,
      ...detailsOf(sql, source.slug),
    })),
    authors: entries("author", "name"),
    updated: timestamp(since),
  };
}
