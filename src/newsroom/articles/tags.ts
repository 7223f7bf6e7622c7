import type { Named } from "../../model/article.ts";
import type { Programme } from "../../model/podcast.ts";
import { type ScopeName, scopeName } from "../../model/scope.ts";
import { type Slug, slugify } from "../../model/slug.ts";
import { moveEnds, noteSize } from "../history/archive.ts";
import { first, type Ledger } from "../ledger.ts";
import { programmeOf, refusedCover, setProgramme } from "../media/programmes.ts";
import { note } from "../people/actions.ts";
import { refileLater } from "./refile.ts";

export type TagOutcome =
  | { kind: "saved"; tag: TagView }
  | { kind: "slug-taken"; slug: Slug }
  | { kind: "cover"; detail: string }
  /** It cannot become a part of another one: podcast apps know its address. */
  | { kind: "programme" }
  | { kind: "not-found" };

/** A tag as the API shows it. */
export interface TagView {
  slug: string;
  label: string;
  /** What it is about, as its page and its feeds say; empty for nothing. */
  description: string;
  aliases: string[];
  /** What it says of itself to podcast apps. */
  programme: Programme | null;
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
  const tag = first<{ label: string; description: string; live: number | null }>(
    sql,
    "SELECT label, description, live FROM tag LEFT JOIN scope ON name = 'tag:' || slug WHERE slug = ?",
    slug,
  );
  if (!tag) return undefined;
  const aliases = sql
    .exec<{ alias: string }>("SELECT alias FROM tag_alias WHERE slug = ? ORDER BY alias", slug)
    .toArray();
  return {
    ...{ slug, label: tag.label, description: tag.description },
    ...{ aliases: aliases.map(({ alias }) => alias), count: tag.live ?? 0 },
    programme: programmeOf(sql, slug as Slug),
  };
}

/** What may be changed of a tag; undefined leaves it as it is. */
export interface TagChange {
  label?: string | undefined;
  description?: string | undefined;
  /** Another tag, whose part it becomes: nothing else is changed then. */
  into?: Slug | undefined;
  programme?: Programme | null | undefined;
}

/** Changes a tag, all of it or nothing: its label, as `renameTag`, what it is about, and whether it is a programme. */
export function changeTag(
  ledger: Ledger,
  slug: Slug,
  { label, description, into, programme }: TagChange,
  actor: string,
): TagOutcome {
  const before = viewTag(ledger.sql, slug)?.label ?? "";
  if (into !== undefined) {
    const outcome = mergeTag(ledger, slug, into);
    if (outcome.kind === "saved")
      note(ledger, { actor, kind: "tag-merged", subject: before, detail: outcome.tag.label });
    return outcome;
  }
  const detail = programme && refusedCover(ledger, programme);
  if (detail) return { kind: "cover", detail };
  const old = viewTag(ledger.sql, slug);
  if (!old) return { kind: "not-found" };
  const outcome = label === undefined ? { kind: "saved" as const, tag: old } : renameTag(ledger, slug, label);
  if (outcome.kind === "saved" && outcome.tag.label !== before)
    note(ledger, { actor, kind: "tag-renamed", subject: before, detail: outcome.tag.label });
  if (outcome.kind !== "saved") return outcome;
  const now = outcome.tag.slug as Slug;
  if (description !== undefined && description !== old.description) {
    ledger.sql.exec("UPDATE tag SET description = ? WHERE slug = ?", description, now);
    note(ledger, { actor, kind: "tag-described", subject: outcome.tag.label });
  }
  if (programme !== undefined) setProgramme(ledger, now, programme);
  return { kind: "saved", tag: viewTag(ledger.sql, now) as TagView };
}

/**
 * Gives a tag another label. Where that makes another slug, the old one becomes an alias: its URL
 * redirects, and articles filed under it later land here.
 */
function renameTag(ledger: Ledger, slug: Slug, label: string): TagOutcome {
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
  refileLater(ledger, tagScope(renamed.slug));
  return { kind: "saved", tag: viewTag(sql, renamed.slug) as TagView };
}

/**
 * Makes a tag a part of another one: its articles are filed there, its addresses redirect there, and what is
 * filed under it later lands there.
 */
function mergeTag(ledger: Ledger, slug: Slug, into: Slug): TagOutcome {
  const { sql, now } = ledger;
  const old = viewTag(sql, slug);
  if (!old || !viewTag(sql, into)) return { kind: "not-found" };
  if (slug === into) return { kind: "saved", tag: old };
  if (old.programme) return { kind: "programme" };
  const [from, to] = [tagScope(slug), tagScope(into)];
  sql.exec("DELETE FROM tag WHERE slug = ?", slug);
  leadTo(sql, slug, into);
  moveEnds(sql, from, to);
  moveRows(sql, from, to);
  const before = first<{ since: number; archived: number }>(
    sql,
    "SELECT since, archived FROM scope WHERE name = ?",
    from,
  );
  sql.exec("DELETE FROM scope WHERE name = ?", from);
  // When the newest list began, of all that there are, stays as it is.
  sql.exec(
    `INSERT INTO scope (name, since, live) VALUES (?1, ?2, 0)
     ON CONFLICT (name) DO UPDATE SET since = max(since, excluded.since)`,
    ...[to, before?.since ?? now],
  );
  sql.exec("UPDATE scope SET live = (SELECT count(*) FROM membership WHERE scope = ?1) WHERE name = ?1", to);
  sql.exec("UPDATE scope SET archived = max(archived, ?) WHERE name = ?", before?.archived ?? 0, to);
  noteSize(ledger, to);
  refileLater(ledger, to);
  return { kind: "saved", tag: viewTag(sql, into) as TagView };
}

const tagScope = (slug: Slug): ScopeName => scopeName({ kind: "tag", slug });

function moveTag({ sql }: Ledger, slug: Slug, { slug: next }: Named): void {
  const from = tagScope(slug);
  const to = tagScope(next);
  leadTo(sql, slug, next);
  sql.exec("UPDATE tag SET slug = ? WHERE slug = ?", next, slug);
  sql.exec("UPDATE programme SET slug = ? WHERE slug = ?", next, slug);
  moveEnds(sql, from, to);
  moveRows(sql, from, to);
  sql.exec("UPDATE scope SET name = ? WHERE name = ?", to, from);
}

/** Lets a slug, and all that led to it, lead to another one. */
function leadTo(sql: SqlStorage, slug: Slug, next: Slug): void {
  sql.exec("DELETE FROM tag_alias WHERE alias = ?", next);
  sql.exec("UPDATE tag_alias SET slug = ? WHERE slug = ?", next, slug);
  sql.exec("INSERT INTO tag_alias VALUES (?, ?)", slug, next);
  sql.exec("UPDATE OR IGNORE front_section SET slug = ? WHERE slug = ?", next, slug);
  sql.exec("DELETE FROM front_section WHERE slug = ?", slug);
}

/** Moves what a list holds, and what it announces as gone, to another one. */
function moveRows(sql: SqlStorage, from: ScopeName, to: ScopeName): void {
  for (const table of ["membership", "deletion"]) {
    sql.exec(`UPDATE OR IGNORE ${table} SET scope = ? WHERE scope = ?`, to, from);
    sql.exec(`DELETE FROM ${table} WHERE scope = ?`, from);
  }
}
