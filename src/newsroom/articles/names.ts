import type { Article, Named, SourceName } from "../../model/article.ts";
import type { PictureWish, Policy } from "../../model/entry.ts";
import { type Slug, slugify } from "../../model/slug.ts";
import { first, type Ledger } from "../ledger.ts";

/** The tags of some labels: each once, in the order of the labels, through its slug and what that is an alias of. */
export function tagsOf(sql: SqlStorage, labels: string[]): Named[] {
  return named(
    sql,
    labels,
    `SELECT coalesce(a.slug, j.value) AS slug, t.label AS name FROM json_each(?) j
     LEFT JOIN tag_alias a ON a.alias = j.value LEFT JOIN tag t ON t.slug = coalesce(a.slug, j.value)
     ORDER BY j.key`,
  );
}

export function authorsOf(sql: SqlStorage, names: string[]): Named[] {
  return named(
    sql,
    names,
    `SELECT j.value AS slug, a.name FROM json_each(?) j LEFT JOIN author a ON a.slug = j.value
     ORDER BY j.key`,
  );
}

/** @param query gives for each slug of a JSON list the one that it means, and its name where it has one */
function named(sql: SqlStorage, written: string[], query: string): Named[] {
  if (written.length === 0) return [];
  const slugs = JSON.stringify(written.map((name) => slugify(name)));
  const rows = sql.exec<{ slug: Slug; name: string | null }>(query, slugs).toArray();
  const seen = new Set<Slug>();
  return rows.flatMap(({ slug, name }, i): Named[] => {
    if (seen.has(slug)) return [];
    seen.add(slug);
    return [{ slug, name: name ?? written[i] ?? "" }];
  });
}

/** The source as it was first named: its address is its own, not an article's. */
export function sourceOf(sql: SqlStorage, named: SourceName): NonNullable<Article["source"]> {
  const slug = slugify(named.name) as Slug;
  const row = first<{
    name: string;
    url: string;
    feed_url: string | null;
    feed_id: string | null;
    policy: Policy;
    pictures: PictureWish;
  }>(sql, "SELECT name, url, feed_url, feed_id, policy, pictures FROM source WHERE slug = ?", slug);
  return row
    ? { slug, ...row, feed_url: row.feed_url ?? undefined, feed_id: row.feed_id ?? undefined }
    : { slug, ...named, policy: "full", pictures: "link" };
}

/** Records names that an article uses for the first time: the first spelling is kept. */
export function learnNames(
  { sql, now }: Ledger,
  tags: string[],
  authors: string[],
  source: SourceName | null,
): void {
  for (const { slug, name } of tagsOf(sql, tags)) {
    sql.exec("INSERT OR IGNORE INTO tag (slug, label, created) VALUES (?, ?, ?)", slug, name, now);
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
