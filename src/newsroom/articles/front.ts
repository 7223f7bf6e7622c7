import { type ArticleId, headline, type Millis } from "../../model/article.ts";
import type { FrontStory } from "../../model/front.ts";
import type { Slug } from "../../model/slug.ts";
import { remind } from "../agenda.ts";
import { newestOf } from "../documents/newest.ts";
import { chosenSections } from "../documents/sections.ts";
import { first, type Ledger } from "../ledger.ts";
import { note } from "../people/actions.ts";
import { type ArticleRow, articleOf, rowById } from "./articles.ts";

/** What becomes of an order of the front page. */
export type FrontOutcome =
  | { kind: "saved"; stories: FrontStory[]; sections: Section[] }
  /** A story that is not published, or a tag that there is not, by its place in what was asked. */
  | { kind: "refused"; of: "stories" | "sections"; index: number };

/** A tag in the line of sections. */
export interface Section {
  slug: Slug;
  label: string;
}

/** How the front page is to be; what is left out stays. */
export interface FrontOrder {
  /** Those that stand first, in their order, instead of those that stood there. */
  stories?: readonly { id: ArticleId; until: Millis | null }[];
  /** Slugs of the tags in the line of sections; none for those that most stories carry. */
  sections?: readonly Slug[] | undefined;
}

/** Puts stories first on the front page, and tags into its line of sections: all of it or nothing. */
export function arrangeFront(
  ledger: Ledger,
  { stories = frontOf(ledger), sections }: FrontOrder,
  actor: string,
): FrontOutcome {
  const { sql } = ledger;
  const unknown = sections?.findIndex((slug) => !first(sql, "SELECT 1 FROM tag WHERE slug = ?", slug)) ?? -1;
  if (unknown !== -1) return { kind: "refused", of: "sections", index: unknown };
  const index = stories.findIndex(({ id }) => {
    const row = rowById(sql, id);
    return row?.status !== "published" || row.page === 1;
  });
  if (index !== -1) return { kind: "refused", of: "stories", index };
  sql.exec("DELETE FROM front_story");
  for (const [place, { id, until }] of stories.entries()) {
    sql.exec("INSERT OR REPLACE INTO front_story VALUES (?, ?, ?)", id, place, until);
    if (until !== null) remind(ledger, "front", id, until);
  }
  if (sections) {
    sql.exec("DELETE FROM front_section");
    for (const [place, slug] of sections.entries())
      sql.exec("INSERT OR IGNORE INTO front_section VALUES (?, ?)", slug, place);
  }
  const now = frontOf(ledger);
  note(ledger, { actor, kind: "front-arranged", subject: now[0]?.title ?? "" });
  return { kind: "saved", stories: now, sections: sectionsOf(ledger) };
}

/** The tags that somebody put into the line of sections. */
export function sectionsOf({ sql }: Ledger): Section[] {
  return chosenSections(sql).map(({ slug, name }) => ({ slug, label: name }));
}

/** Lets a story whose time is over go back to its place among the others: it may have got another time since. */
export function endOnFront({ sql, now }: Ledger, id: ArticleId): void {
  sql.exec("DELETE FROM front_story WHERE article_id = ? AND until <= ?", id, now);
}

/** The stories that stand first, in their order. */
export function frontOf(ledger: Ledger): FrontStory[] {
  return ledger.sql
    .exec<{ id: ArticleId; until: Millis | null }>(
      "SELECT article_id AS id, until FROM front_story ORDER BY place",
    )
    .toArray()
    .flatMap(({ id, until }) => {
      const row = rowById(ledger.sql, id);
      return row?.status === "published" ? [{ id, until, title: headline(articleOf(ledger, row)) }] : [];
    });
}

/** The slugs of those that are among the stories of the front page. */
export function frontSlugs(sql: SqlStorage, shown: readonly Pick<ArticleRow, "id" | "slug">[]): Slug[] {
  return sql
    .exec<{ id: ArticleId }>("SELECT article_id AS id FROM front_story ORDER BY place")
    .toArray()
    .flatMap(({ id }) => shown.find((row) => row.id === id)?.slug ?? []);
}

/** The newest stories, which may be put first. */
export function newestStories(ledger: Ledger, most: number): FrontStory[] {
  return newestOf(ledger.sql, "home", most).map((row) => ({
    ...{ id: row.id, until: null, title: headline(articleOf(ledger, row)) },
  }));
}
