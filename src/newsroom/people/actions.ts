import type { ArticleId } from "../../model/article.ts";
import type { Action, ActionKind } from "../../model/people.ts";
import { first, type Ledger } from "../ledger.ts";

/** What is noted of something that was done. */
export interface Done {
  /** The id of a person or token, or a word for what did it. */
  actor: string;
  kind: ActionKind;
  /** In words, as it was called then. */
  subject: string;
  article?: ArticleId;
  detail?: string;
}

/** Notes what somebody did, in the transaction in which it is done. */
export function note({ sql, now }: Pick<Ledger, "sql" | "now">, done: Done): void {
  sql.exec(
    "INSERT INTO action (at, actor, kind, subject, article, detail) VALUES (?, ?, ?, ?, ?, ?)",
    ...[now, done.actor, done.kind, done.subject, done.article ?? null, done.detail ?? ""],
  );
}

/** Which actions are wanted. */
export interface ActionsWanted {
  actor: string | null;
  article: ArticleId | null;
  kind: ActionKind | null;
  /** Continue before this one, of an earlier page. */
  before: number | null;
}

interface ActionRow extends Record<string, SqlStorageValue> {
  n: number;
  at: number;
  actor: string;
  kind: ActionKind;
  subject: string;
  article: string | null;
  detail: string;
}

/** What was done, the newest first. */
export function listActions(
  { sql }: Pick<Ledger, "sql">,
  { actor, article, kind, before }: ActionsWanted,
  limit: number,
): { actions: Action[]; next: number | null } {
  const wanted = Object.entries({ actor, article, kind }).flatMap(([column, value]) =>
    value ? [{ column, value }] : [],
  );
  const rows = sql
    .exec<ActionRow>(
      `SELECT * FROM action WHERE n < ? ${wanted.map(({ column }) => `AND ${column} = ?`).join(" ")}
       ORDER BY n DESC LIMIT ?`,
      ...[before ?? Number.MAX_SAFE_INTEGER, ...wanted.map(({ value }) => value)],
      limit + 1,
    )
    .toArray();
  const page = rows.slice(0, limit);
  return {
    actions: page.map(({ n: _, ...row }) => ({ ...row, actor: nameOf(sql, row.actor) })),
    next: rows.length > limit ? (page.at(-1)?.n ?? null) : null,
  };
}

/** What an actor is called: a person or token by name, anything else as it is. */
export function nameOf(sql: SqlStorage, actor: string): string {
  const known =
    first<{ name: string }>(sql, "SELECT name FROM person WHERE id = ?", actor) ??
    first<{ name: string }>(sql, "SELECT name FROM token WHERE id = ?", actor);
  return known?.name ?? actor;
}
