import type { ArticleId, ArticleStatus, Millis } from "../../model/article.ts";
import type { CopyState, RevisionLine, StoryLine } from "../../model/copy.ts";
import { may, type Person } from "../../model/people.ts";
import type { Ledger } from "../ledger.ts";
import { nameOf } from "../people/actions.ts";
import type { Act } from "./acts.ts";

/** Which stories are wanted. */
export interface StoriesWanted {
  /** `work`: those with a working copy; `pages`: those in no list; else those whose article is so. */
  which: "work" | "pages" | ArticleStatus;
  /** Part of a title; empty for any. */
  title: string;
  /** Continue after this one, of an earlier page. */
  before: { at: number; id: ArticleId } | null;
}

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  title: string;
  status: ArticleStatus | null;
  state: CopyState | null;
  by: string;
  at: number;
  published: number | null;
  /** What is about to be done with it, as JSON. */
  pending: string | null;
  page: number;
}

const WORK = `
  SELECT copy.article_id AS id, json_extract(copy.content, '$.title') AS title, article.status, copy.state,
    copy.saved_by AS by, copy.saved AS at, article.published, copy.begun_by,
    coalesce(article.page, json_extract(copy.content, '$.page'), 0) AS page,
    (SELECT act FROM pending_act WHERE article_id = copy.article_id) AS pending
  FROM working_copy AS copy LEFT JOIN article ON article.id = copy.article_id`;

const ARTICLES = `
  SELECT article.id, json_extract(revision.content, '$.title') AS title, article.status, copy.state,
    revision.editor AS by, article.modified AS at, article.published, article.page,
    (SELECT editor FROM revision WHERE article_id = article.id AND revision = 1) AS begun_by,
    (SELECT act FROM pending_act WHERE article_id = article.id) AS pending
  FROM article JOIN revision ON revision.article_id = article.id AND revision.revision = article.revision
    LEFT JOIN working_copy AS copy ON copy.article_id = article.id`;

/** Stories that a person may see, by when they were last changed, the newest first. */
export function listStories(
  { sql }: Ledger,
  { which, title, before }: StoriesWanted,
  person: Person,
  limit: number,
): { stories: StoryLine[]; next: { at: number; id: ArticleId } | null } {
  const { at, id } = before ?? { at: Number.MAX_SAFE_INTEGER, id: "" };
  const conditions = [
    "(at, id) < (?, ?)",
    ...(which === "work" ? [] : which === "pages" ? ["page = 1"] : ["status = ?"]),
    ...(title ? ["title LIKE ? ESCAPE '\\'"] : []),
    ...(may(person.role, "publish") ? [] : ["begun_by = ?"]),
  ];
  const rows = sql
    .exec<Row>(
      `SELECT * FROM (${which === "work" ? WORK : ARTICLES}) WHERE ${conditions.join(" AND ")}
       ORDER BY at DESC, id DESC LIMIT ?`,
      ...[at, id],
      ...(which === "work" || which === "pages" ? [] : [which]),
      ...(title ? [`%${title.replace(/[\\%_]/g, "\\$&")}%`] : []),
      ...(may(person.role, "publish") ? [] : [person.id]),
      limit + 1,
    )
    .toArray();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    stories: page.map((row) => lineOf(sql, row)),
    next: rows.length > limit && last ? { at: last.at, id: last.id } : null,
  };
}

/** Stories of a month at most. */
const SCHEDULED_MOST = 500;

/** Scheduled stories that a person may see, by when they go out. @param from and before `to`, ms */
export function scheduledStories({ sql }: Ledger, from: Millis, to: Millis, person: Person): StoryLine[] {
  return sql
    .exec<Row>(
      `SELECT * FROM (${ARTICLES}) WHERE status = 'scheduled' AND published >= ? AND published < ?
         AND (? OR begun_by = ?) ORDER BY published, id LIMIT ?`,
      ...[from, to, may(person.role, "publish") ? 1 : 0, person.id, SCHEDULED_MOST],
    )
    .toArray()
    .map((row) => lineOf(sql, row));
}

const lineOf = (
  sql: SqlStorage,
  { id, title, status, state, by, at, published, pending, page }: Row,
): StoryLine => ({
  ...{ id, title, status, state, by: nameOf(sql, by), at, published, page: page === 1 },
  pending: pending === null ? null : (JSON.parse(pending) as Act).kind,
});

/** The revisions of an article, the newest first. */
export function listRevisions({ sql }: Pick<Ledger, "sql">, id: ArticleId): RevisionLine[] {
  return sql
    .exec<{ revision: number; at: number; editor: string; status: ArticleStatus }>(
      "SELECT revision, at, editor, status FROM revision WHERE article_id = ? ORDER BY revision DESC LIMIT 200",
      id,
    )
    .toArray()
    .map(({ revision, at, editor, status }) => ({ revision, at, by: nameOf(sql, editor), status }));
}
