import type { ArticleId, Revision } from "../../model/article.ts";
import { type Copy, type CopyContent, type CopyState, EMPTY_COPY, imageOfCopy } from "../../model/copy.ts";
import { merge, sameContent } from "../../model/merge.ts";
import { may, type Person } from "../../model/people.ts";
import { type ArticleRow, contentOf, rowById } from "../articles/articles.ts";
import { first, type Ledger } from "../ledger.ts";
import { nameOf } from "../people/actions.ts";

// The working copy of a story: at most one, which readers see nothing of.

/** Versions that are kept of one, for what somebody still writes in an older one. */
const VERSIONS_KEPT = 40;

interface CopyRow extends Record<string, SqlStorageValue> {
  article_id: string;
  version: number;
  base: number;
  state: CopyState;
  note: string;
  content: string;
  begun_by: string;
  saved_by: string;
  saved: number;
}

/** What becomes of a save. Only `saved` changed anything. */
export type SaveOutcome =
  /** `with`: whose changes it was brought together with, by name. */
  | { kind: "saved"; copy: Copy; with: string | null }
  /** Somebody else changed the same: what they have, and in which fields. */
  | { kind: "conflict"; copy: Copy; fields: (keyof CopyContent)[]; merged: CopyContent }
  | { kind: "forbidden" };

export function copyRow(sql: SqlStorage, id: ArticleId): CopyRow | undefined {
  return first<CopyRow>(sql, "SELECT * FROM working_copy WHERE article_id = ?", id);
}

export function copyOf(sql: SqlStorage, id: ArticleId): Copy | null {
  const row = copyRow(sql, id);
  if (!row) return null;
  const { version, base, state, note, saved } = row;
  return {
    ...{ version, base, state, note, saved, content: contentIn(row.content) },
    savedBy: nameOf(sql, row.saved_by),
  };
}

/** What a working copy holds, with what earlier releases did not know. */
const contentIn = (json: string): CopyContent => ({ ...EMPTY_COPY, ...(JSON.parse(json) as CopyContent) });

/** Who began a story: its working copy, or its article. Undefined where there is neither. */
export function beginnerOf(sql: SqlStorage, id: ArticleId): string | undefined {
  const article = first<{ editor: string }>(
    sql,
    "SELECT editor FROM revision WHERE article_id = ? AND revision = 1",
    id,
  );
  return article?.editor ?? copyRow(sql, id)?.begun_by;
}

/** Whether a person may write in a story. */
export function mayWrite(sql: SqlStorage, person: Person, id: ArticleId): boolean {
  if (may(person.role, "publish")) return true;
  const beginner = beginnerOf(sql, id);
  if (!may(person.role, "write") || (beginner !== undefined && beginner !== person.id)) return false;
  // What readers have is changed by those alone who publish.
  return may(person.role, "publish-own") || rowById(sql, id)?.public_since == null;
}

/** What a story says now, as a working copy of it would begin. */
export function currentContent(sql: SqlStorage, id: ArticleId): { content: CopyContent; base: Revision } {
  const row = rowById(sql, id);
  return row ? { content: contentAt(sql, row), base: row.revision } : { content: EMPTY_COPY, base: 0 };
}

/** What a revision of an article says, as a working copy. */
function contentAt(sql: SqlStorage, row: ArticleRow): CopyContent {
  const { title, standfirst, tags, authors, language, canonicalUrl, corrections, image, episode, body } =
    contentOf(sql, row);
  return {
    ...{ title, standfirst, tags, authors, language: language ?? "", slug: row.slug },
    ...{
      canonicalUrl: canonicalUrl ?? "",
      corrections: corrections ?? [],
      attachments: null,
      image: imageOfCopy(image),
    },
    page: row.page === 1,
    ...{ episode: String(episode?.number ?? ""), season: String(episode?.season ?? "") },
    episodeType: episode?.type ?? "",
    ...(body.markdown === null && body.html
      ? { format: "html", text: body.html }
      : { format: "markdown", text: body.markdown ?? "" }),
  };
}

/** The content of an earlier revision; null where there is none. */
export function earlierContent(sql: SqlStorage, id: ArticleId, revision: Revision): CopyContent | null {
  const row = rowById(sql, id);
  const body = first<{ revision: number | null }>(
    sql,
    "SELECT max(revision) AS revision FROM body WHERE article_id = ? AND revision <= ?",
    ...[id, revision],
  )?.revision;
  if (!row || !body || revision > row.revision) return null;
  return contentAt(sql, { ...row, revision, body_revision: body });
}

/**
 * Takes into a working copy what was published since it was begun: what both changed stays as it is there.
 *
 * @returns the fields that both changed
 */
export function takeIn(ledger: Ledger, id: ArticleId, person: Person): (keyof CopyContent)[] {
  const { sql } = ledger;
  const row = copyRow(sql, id);
  if (!row) return [];
  const theirs = currentContent(sql, id);
  const base = earlierContent(sql, id, row.base) ?? EMPTY_COPY;
  const { content, conflicts } = merge(base, contentIn(row.content), theirs.content);
  const { version, state, note } = row;
  write(ledger, id, { version: version + 1, base: theirs.base, state, note }, content, person);
  return conflicts;
}

/**
 * Saves what somebody wrote. What somebody else saved meanwhile in other places is brought together with it.
 *
 * @param version the one that was written in; 0 for none
 */
export function saveCopy(
  ledger: Ledger,
  id: ArticleId,
  version: number,
  content: CopyContent,
  person: Person,
): SaveOutcome {
  const { sql } = ledger;
  if (!mayWrite(sql, person, id)) return { kind: "forbidden" };
  const row = copyRow(sql, id);
  if (!row) {
    const current = currentContent(sql, id);
    write(ledger, id, { version: 1, base: current.base, state: "writing", note: "" }, content, person);
    // What it began with: somebody may have opened it, and not saved yet.
    keepVersion(sql, id, 0, current.content);
    return { kind: "saved", copy: copyOf(sql, id) as Copy, with: null };
  }
  const theirs = contentIn(row.content);
  const next = { version: row.version + 1, base: row.base, state: row.state, note: row.note };
  if (version === row.version) {
    if (!sameContent(theirs, content)) write(ledger, id, next, content, person);
    return { kind: "saved", copy: copyOf(sql, id) as Copy, with: null };
  }
  const base = first<{ content: string }>(
    sql,
    "SELECT content FROM copy_version WHERE article_id = ? AND version = ?",
    id,
    version,
  );
  const merged = merge(base ? contentIn(base.content) : EMPTY_COPY, content, theirs);
  if (merged.conflicts.length) {
    const copy = copyOf(sql, id) as Copy;
    return { kind: "conflict", copy, fields: merged.conflicts, merged: merged.content };
  }
  // Who only looks changes nothing.
  if (!sameContent(merged.content, theirs)) write(ledger, id, next, merged.content, person);
  return { kind: "saved", copy: copyOf(sql, id) as Copy, with: nameOf(sql, row.saved_by) };
}

function write(
  { sql, now }: Ledger,
  id: ArticleId,
  { version, base, state, note }: Pick<CopyRow, "version" | "base" | "state" | "note">,
  content: CopyContent,
  person: Person,
): void {
  sql.exec(
    `INSERT INTO working_copy VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)
     ON CONFLICT (article_id) DO UPDATE SET version = ?2, base = ?3, state = ?4, note = ?5, content = ?6,
       saved_by = ?7, saved = ?8`,
    ...[id, version, base, state, note, JSON.stringify(content), person.id, now],
  );
  keepVersion(sql, id, version, content);
  sql.exec("DELETE FROM copy_version WHERE article_id = ? AND version <= ?", id, version - VERSIONS_KEPT);
}

function keepVersion(sql: SqlStorage, id: ArticleId, version: number, content: CopyContent): void {
  sql.exec("INSERT OR REPLACE INTO copy_version VALUES (?, ?, ?)", id, version, JSON.stringify(content));
}

/** Gives a working copy another state, with what is said of it. */
export function setState({ sql, now }: Ledger, id: ArticleId, state: CopyState, note: string): void {
  sql.exec(
    "UPDATE working_copy SET state = ?, note = ?, saved = ? WHERE article_id = ?",
    ...[state, note, now, id],
  );
}

/** Lets a working copy go on from a newer revision, which came of what it said. */
export function rebase({ sql }: Ledger, id: ArticleId, base: Revision): void {
  sql.exec("UPDATE working_copy SET base = ? WHERE article_id = ?", base, id);
}

/** Forgets a working copy: it was published, or is not wanted. */
export function dropCopy({ sql }: Pick<Ledger, "sql">, id: ArticleId): void {
  sql.exec("DELETE FROM working_copy WHERE article_id = ?", id);
  sql.exec("DELETE FROM copy_version WHERE article_id = ?", id);
}
