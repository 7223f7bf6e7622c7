import type { Article, Named, SourceName } from "../model/article.ts";
import type { Policy } from "../model/entry.ts";
import { type Slug, slugify } from "../model/slug.ts";
import { first, type Ledger } from "./ledger.ts";

/** The tag a label means: through its slug, and its alias if it has become one. */
function tagOf(sql: SqlStorage, label: string): Named {
  const slug = slugify(label) as Slug;
  const alias = first<{ slug: Slug }>(sql, "SELECT slug FROM tag_alias WHERE alias = ?", slug);
  const real = alias?.slug ?? slug;
  const tag = first<{ label: string }>(sql, "SELECT label FROM tag WHERE slug = ?", real);
  return { slug: real, name: tag?.label ?? label };
}

/** The tags of some labels: each once, in the order of the labels. */
export function tagsOf(sql: SqlStorage, labels: string[]): Named[] {
  return distinct(labels.map((label) => tagOf(sql, label)));
}

export function authorsOf(sql: SqlStorage, names: string[]): Named[] {
  return distinct(
    names.map((name) => {
      const slug = slugify(name) as Slug;
      const author = first<{ name: string }>(sql, "SELECT name FROM author WHERE slug = ?", slug);
      return { slug, name: author?.name ?? name };
    }),
  );
}

/** The source as it was first named: its address is its own, not an article's. */
export function sourceOf(sql: SqlStorage, named: SourceName): NonNullable<Article["source"]> {
  const slug = slugify(named.name) as Slug;
  const row = first<{ name: string; url: string; feed_url: string | null; policy: Policy }>(
    sql,
    "SELECT name, url, feed_url, policy FROM source WHERE slug = ?",
    slug,
  );
  return row ? { slug, ...row, feed_url: row.feed_url ?? undefined } : { slug, ...named, policy: "full" };
}

/** Records names that an article uses for the first time: the first spelling is kept. */
export function learnNames(
  { sql, now }: Ledger,
  tags: string[],
  authors: string[],
  source: SourceName | null,
): void {
  for (const { slug, name } of tagsOf(sql, tags)) {
    sql.exec("INSERT OR IGNORE INTO tag VALUES (?, ?, ?)", slug, name, now);
  }
  if (source) {
    const slug = slugify(source.name);
    sql.exec(
      "INSERT OR IGNORE INTO source (slug, name, url, feed_url, created) VALUES (?, ?, ?, ?, ?)",
      ...[slug, source.name, source.url, source.feed_url ?? null, now],
    );
    return; // the bylines of another publication are not our authors
  }
  for (const { slug, name } of authorsOf(sql, authors)) {
    sql.exec("INSERT OR IGNORE INTO author VALUES (?, ?, ?)", slug, name, now);
  }
}

function distinct(names: Named[]): Named[] {
  const seen = new Set<string>();
  return names.filter(({ slug }) => !seen.has(slug) && seen.add(slug));
}
