import type { Named } from "../model/article.ts";
import { parseScope, type ScopeName, scopeName } from "../model/scope.ts";
import { type Slug, slugify } from "../model/slug.ts";
import { articleKey, DIRECTORY_KEY, listKey } from "../store/keys.ts";
import { first, type Ledger } from "./ledger.ts";
import { touch } from "./outbox.ts";

export type TagOutcome =
  | { kind: "saved"; tag: TagView }
  | { kind: "slug-taken"; slug: Slug }
  | { kind: "not-found" };

/** A tag as the API shows it. */
export interface TagView {
  slug: string;
  label: string;
  aliases: string[];
  /** Published articles. */
  count: number;
}

/** Tags in the order of their slugs, after `after`. */
export function listTags(sql: SqlStorage, after: string, limit: number): TagView[] {
  return sql
    .exec<{ slug: string }>("SELECT slug FROM tag WHERE slug > ? ORDER BY slug LIMIT ?", after, limit)
    .toArray()
    .flatMap(({ slug }) => viewTag(sql, slug) ?? []);
}

function viewTag(sql: SqlStorage, slug: string): TagView | undefined {
  const tag = first<{ label: string; live: number | null }>(
    sql,
    "SELECT label, live FROM tag LEFT JOIN scope ON name = 'tag:' || slug WHERE slug = ?",
    slug,
  );
  if (!tag) return undefined;
  const aliases = sql
    .exec<{ alias: string }>("SELECT alias FROM tag_alias WHERE slug = ? ORDER BY alias", slug)
    .toArray();
  return { slug, label: tag.label, aliases: aliases.map(({ alias }) => alias), count: tag.live ?? 0 };
}

/**
 * Gives a tag another label. Where that makes another slug, the old one becomes an alias: its URL
 * redirects, and articles filed under it later land here.
 */
export function renameTag(ledger: Ledger, slug: Slug, label: string): TagOutcome {
  const { sql } = ledger;
  const old = viewTag(sql, slug);
  if (!old) return { kind: "not-found" };
  const renamed: Named = { slug: slugify(label) as Slug, name: label };
  if (renamed.slug !== slug) {
    const alias = first<{ slug: string }>(sql, "SELECT slug FROM tag_alias WHERE alias = ?", renamed.slug);
    if (viewTag(sql, renamed.slug) || (alias && alias.slug !== slug)) {
      return { kind: "slug-taken", slug: renamed.slug };
    }
    moveTag(ledger, slug, renamed);
  }
  sql.exec("UPDATE tag SET label = ? WHERE slug = ?", label, renamed.slug);
  touchArticlesOf(ledger, tagScope(renamed.slug));
  touch(ledger, DIRECTORY_KEY);
  return { kind: "saved", tag: viewTag(sql, renamed.slug) as TagView };
}

const tagScope = (slug: Slug): ScopeName => scopeName({ kind: "tag", slug });

function moveTag(ledger: Ledger, slug: Slug, { slug: next }: Named): void {
  const { sql } = ledger;
  const from = tagScope(slug);
  const to = tagScope(next);
  sql.exec("DELETE FROM tag_alias WHERE alias = ?", next);
  sql.exec("UPDATE tag_alias SET slug = ? WHERE slug = ?", next, slug);
  sql.exec("INSERT INTO tag_alias VALUES (?, ?)", slug, next);
  sql.exec("UPDATE tag SET slug = ? WHERE slug = ?", next, slug);
  for (const table of ["membership", "deletion"]) {
    sql.exec(`UPDATE ${table} SET scope = ? WHERE scope = ?`, to, from);
  }
  sql.exec("UPDATE scope SET name = ? WHERE name = ?", to, from);
  const aliases = sql.exec<{ alias: Slug }>("SELECT alias FROM tag_alias WHERE slug = ?", next);
  for (const { alias } of aliases.toArray()) touch(ledger, listKey({ kind: "tag", slug: alias }));
}

/** Every document that shows the tag's name: its articles', and the lists that hold them. */
function touchArticlesOf(ledger: Ledger, scope: ScopeName): void {
  const { sql } = ledger;
  touch(ledger, listKey(parseScope(scope)));
  touch(ledger, listKey({ kind: "home" }));
  const articles = sql.exec<{ slug: string }>(
    "SELECT a.slug FROM membership m JOIN article a ON a.id = m.article_id WHERE m.scope = ?",
    scope,
  );
  for (const { slug } of articles.toArray()) touch(ledger, articleKey(slug));
  const lists = sql.exec<{ scope: ScopeName }>(
    `SELECT DISTINCT other.scope FROM membership m JOIN membership other USING (article_id)
     WHERE m.scope = ?`,
    scope,
  );
  for (const { scope: other } of lists.toArray()) touch(ledger, listKey(parseScope(other)));
}
