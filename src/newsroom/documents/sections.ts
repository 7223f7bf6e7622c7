import type { Article } from "../../model/article.ts";
import type { NamedLink } from "../../model/document.ts";
import { scopeName, scopePath } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { first, type Ledger } from "../ledger.ts";
import { read } from "./readers.ts";

/** The first tag of an article that leads to another story, too; undefined where it has none. */
export function sectionOf(ledger: Ledger, { tags }: Article): NamedLink | undefined {
  const { sql, settings } = ledger;
  for (const { slug, name } of tags) {
    read(ledger, `shared/${slug}`);
    const scope = { kind: "tag", slug } as const;
    if (!first(sql, "SELECT 1 FROM scope WHERE name = ? AND live > 1", scopeName(scope))) continue;
    return { slug, name, url: settings.url + scopePath(scope) };
  }
  return undefined;
}

const SECTIONS = 8;

/** The tags that somebody chose, in their order; where nobody did, those that most articles carry. */
export function sections(ledger: Ledger): NamedLink[] {
  const { sql, settings } = ledger;
  const chosen = chosenSections(sql).filter(({ live }) => live > 0);
  return (chosen.length ? chosen : mostUsed(sql)).map(({ slug, name }) => ({
    ...{ slug, name, url: settings.url + scopePath({ kind: "tag", slug }) },
  }));
}

/** Those that somebody chose, those without a story included. */
export function chosenSections(sql: SqlStorage): { slug: Slug; name: string; live: number }[] {
  return sql
    .exec<{ slug: Slug; name: string; live: number }>(
      `SELECT t.slug, t.label AS name, coalesce(s.live, 0) AS live FROM front_section f JOIN tag t USING (slug)
         LEFT JOIN scope s ON s.name = 'tag:' || t.slug ORDER BY f.place`,
    )
    .toArray();
}

function mostUsed(sql: SqlStorage): { slug: Slug; name: string }[] {
  return sql
    .exec<{ slug: Slug; name: string }>(
      // The order is the index's, so that the cost does not grow with the number of tags.
      `SELECT t.slug, t.label AS name FROM scope s JOIN tag t ON t.slug = substr(s.name, 5)
       WHERE s.live > 0 AND s.name GLOB 'tag:*' ORDER BY s.live DESC, s.name DESC LIMIT ?`,
      SECTIONS,
    )
    .toArray();
}
