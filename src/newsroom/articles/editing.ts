import {
  type Article,
  type ArticleChange,
  type ArticleContent,
  type ArticleId,
  type ArticleStatus,
  headline,
  type NewArticle,
  type Revision,
} from "../../model/article.ts";
import { RESERVED } from "../../model/page.ts";
import type { ActionKind } from "../../model/people.ts";
import type { Slug } from "../../model/slug.ts";
import { remind, strike } from "../agenda.ts";
import { hold } from "../documents/holding.ts";
import { noteSitemap } from "../documents/sitemaps.ts";
import { first, type Ledger } from "../ledger.ts";
import { missingMedia } from "../media/pictures.ts";
import { noteUses } from "../media/uses.ts";
import { note } from "../people/actions.ts";
import { leadTo } from "../publication/redirects.ts";
import { index } from "../search/indexing.ts";
import {
  learnStory,
  markAgain,
  noteOwnText,
  recentStories,
  withKeyPoints,
} from "../understanding/background.ts";
import { relate } from "../understanding/related.ts";
import {
  type ArticleRow,
  articleFrom,
  articleOf,
  contentOf,
  faceOf,
  freeSlug,
  holderOf,
  languageOf,
  rowById,
  saveRevision,
  saveRow,
} from "./articles.ts";
import { announceDeletion, DELETION_MS, fileArticle, forgetDeletion } from "./membership.ts";
import { learnNames, sourceOf } from "./names.ts";
import { datesAfter, isSignificant, nextStatus, type Refused, refusedPage, same } from "./rules.ts";

/** What becomes of a write. Only `saved` changed anything. */
export type WriteOutcome =
  | { kind: "saved"; article: Article }
  | { kind: "slug-taken"; slug: Slug; by: ArticleId }
  | { kind: "not-found" }
  | { kind: "stale"; revision: Revision }
  | Refused;

/**
 * Adds an article: a draft, published, or scheduled when its date is to come.
 *
 * @param editor who wrote it
 * @param actor who has it added
 */
export function createArticle(
  ledger: Ledger,
  input: NewArticle,
  editor: string,
  actor = editor,
): WriteOutcome {
  const { sql, settings, now } = ledger;
  const id = input.id ?? ledger.newId();
  if (input.slug) {
    const by = holderOf(sql, input.slug);
    if (by) return { kind: "slug-taken", slug: input.slug, by };
  }
  const refused = refusedPage(input.content, input.slug) ?? missingMedia(ledger, input.content);
  if (refused) return refused;
  const published = input.published ?? now;
  const status = input.status === "draft" ? "draft" : published > now ? "scheduled" : "published";
  const row: ArticleRow = {
    id,
    entry_id: input.entryId ?? `tag:${settings.entryAuthority}:article/${id}`,
    slug: input.slug ?? freeSlug(sql, headline(input.content), id, input.content.page && RESERVED),
    status,
    revision: 1,
    body_revision: 1,
    published,
    updated: Math.max(published, input.updated ?? published),
    created: now,
    modified: now,
    public_since: null,
    face: null,
    reprint: 0,
    page: input.content.page ? 1 : 0,
    imported: status === "published" ? (input.imported ?? 0) : 0,
  };
  if (input.commentsClosed) sql.exec("INSERT INTO thread (article_id, closed) VALUES (?, 1)", id);
  const outcome = save(ledger, row, input.content, true, editor, actor);
  leadTo(ledger, id, input.addresses ?? []);
  return outcome;
}

/** Adds an article that may have an id from elsewhere: what was brought before is not brought twice. */
export function bringArticle(
  ledger: Ledger,
  input: NewArticle,
  editor: string,
): WriteOutcome | { kind: "entry-known"; by: ArticleId } {
  const known =
    input.entryId &&
    first<{ id: ArticleId }>(ledger.sql, "SELECT id FROM article WHERE entry_id = ?", input.entryId);
  return known ? { kind: "entry-known", by: known.id } : createArticle(ledger, input, editor);
}

/**
 * Changes an article.
 *
 * @param expected revisions the writer may have seen; null where the writer does not mind
 */
export function changeArticle(
  ledger: Ledger,
  id: ArticleId,
  expected: Revision[] | null,
  change: ArticleChange,
  editor: string,
): WriteOutcome {
  const checked = writable(ledger, id, expected);
  if (checked.kind !== "row") return checked;
  const found = checked.row;
  const status = nextStatus(ledger, found, change);
  if (typeof status !== "string") return status;
  const slug = change.slug ?? found.slug;
  const holder = holderOf(ledger.sql, slug);
  if (holder !== undefined && holder !== id) return { kind: "slug-taken", slug, by: holder };

  const before = contentOf(ledger.sql, found);
  const content = { ...before, ...change.content };
  if (status === "published") delete content.reason;
  const newBody = before.body.html !== content.body.html || before.body.markdown !== content.body.markdown;
  // The same text again says nothing new about what of it is background.
  if (!newBody) content.body = before.body;
  if (!content.title && !content.body.html) {
    return { kind: "refused", pointer: "#/title", detail: "an article needs a title or a body" };
  }
  const refused = refusedPage(content, change.slug) ?? missingMedia(ledger, content);
  if (refused) return refused;
  const dates = datesAfter(ledger, found, status, change, isSignificant(before, content));
  const row: ArticleRow = { ...found, ...dates, status, slug };
  if (same(found, row) && same(before, content)) return { kind: "saved", article: articleOf(ledger, found) };
  return save(ledger, advance(ledger, row, newBody), content, newBody, editor);
}

/**
 * Withdraws an article: gone for readers, kept in the ledger. Repeating it changes nothing but the reason.
 *
 * @param reason what readers are told; empty for nothing
 */
export function withdrawArticle(
  ledger: Ledger,
  id: ArticleId,
  expected: Revision[] | null,
  editor: string,
  reason = "",
): WriteOutcome {
  const checked = writable(ledger, id, expected);
  if (checked.kind !== "row") return checked;
  const found = checked.row;
  const { reason: known = "", ...content } = contentOf(ledger.sql, found);
  if (found.status === "withdrawn" && (reason === "" || reason === known))
    return { kind: "saved", article: articleOf(ledger, found) };
  const row = advance(ledger, { ...found, status: "withdrawn" }, false);
  return save(ledger, row, { ...content, ...(reason && { reason }) }, false, editor);
}

/** Publishes a scheduled article whose time has come; anything else is left as it is. */
export function publishScheduled(ledger: Ledger, id: ArticleId): void {
  const found = rowById(ledger.sql, id);
  if (found?.status !== "scheduled" || found.published > ledger.now) return;
  const row = advance(ledger, { ...found, status: "published" }, false);
  save(ledger, row, contentOf(ledger.sql, found), false, "schedule");
}

function writable(
  { sql }: Ledger,
  id: ArticleId,
  expected: Revision[] | null,
): { kind: "row"; row: ArticleRow } | Extract<WriteOutcome, { kind: "not-found" | "stale" }> {
  const row = rowById(sql, id);
  if (!row) return { kind: "not-found" };
  if (expected && !expected.includes(row.revision)) return { kind: "stale", revision: row.revision };
  return { kind: "row", row };
}

/** The row of the next revision. */
function advance({ now }: Ledger, row: ArticleRow, newBody: boolean): ArticleRow {
  const revision = row.revision + 1;
  return { ...row, revision, modified: now, body_revision: newBody ? revision : row.body_revision };
}

/** Stores a revision, and everything that follows from it. */
function save(
  ledger: Ledger,
  next: ArticleRow,
  content: ArticleContent,
  newBody: boolean,
  editor: string,
  actor = editor,
): WriteOutcome {
  const { sql, now } = ledger;
  const before = rowById(sql, next.id);
  const row: ArticleRow = {
    ...next,
    public_since: next.public_since ?? (next.status === "published" ? now : null),
    face: faceOf(ledger, content),
    reprint: content.canonicalUrl === null ? 0 : 1,
  };
  learnNames(ledger, content.tags, content.authors, content.source);
  const source = content.source && sourceOf(sql, content.source).slug;
  const learned = learnStory(ledger, row.id, source, content.body, newBody);
  const body = withKeyPoints(learned.body, content.title, languageOf(ledger, content));
  saveRow(sql, row);
  saveRevision(ledger, row, { ...content, body }, newBody, editor);
  if (before && before.slug !== row.slug) moveSlug(ledger, before, row);

  const article = articleFrom(ledger, row, { ...content, body });
  if (row.status === "withdrawn" && before?.status === "published") {
    announceDeletion(ledger, article);
    remind(ledger, "forget-deletion", row.id, now + DELETION_MS);
  }
  if (row.status === "published") {
    forgetDeletion(ledger, row.id);
    strike(ledger, "forget-deletion", row.id);
  }
  if (row.status === "published" && before && before.status !== "published") hold(ledger, row.id);
  if (row.status === "scheduled") remind(ledger, "publish", row.id, row.published);
  else strike(ledger, "publish", row.id);
  noteUses(ledger, row, content);
  fileArticle(ledger, article);
  if (!article.page) {
    index(ledger, article);
    relate(ledger, article);
  }
  noteSitemap(ledger, row, before);
  if (source && learned.news) markEarlier(ledger, source, row.id);
  // What feeds bring is in the reports of their sources.
  if (!/^(?:feed:|unfollow$)/.test(actor)) {
    const subject = headline(content);
    note(ledger, { actor, kind: kindOf(before?.status, row.status), subject, article: row.id });
  }
  return { kind: "saved", article };
}

/** What a save is called, by the states that it led from and to. */
function kindOf(before: ArticleStatus | undefined, after: ArticleStatus): ActionKind {
  if (before === after) return "changed";
  if (after === "draft") return before === undefined ? "created" : "changed";
  return before === "withdrawn" && after === "published" ? "brought-back" : after;
}

/** Marks in a source's earlier stories what has turned out to be its background: no update to a reader. */
function markEarlier(ledger: Ledger, source: Slug, but: ArticleId): void {
  const { sql } = ledger;
  for (const id of recentStories(sql, source)) {
    const row = id === but ? undefined : rowById(sql, id);
    const content = row && contentOf(sql, row);
    const marked = content && markAgain(ledger, source, content.body);
    if (!row || !content || !marked || marked === content.body) continue;
    const body = withKeyPoints(marked, content.title, languageOf(ledger, content));
    const next = advance(ledger, row, false);
    saveRow(sql, next);
    saveRevision(ledger, next, { ...content, body }, false, "background");
    noteOwnText(sql, id, body);
    const article = articleFrom(ledger, next, { ...content, body });
    fileArticle(ledger, article);
    index(ledger, article);
    relate(ledger, article); // it was compared by what is not its own
  }
}

/** Lets the former slug of a public article lead to its new one. */
function moveSlug({ sql }: Ledger, before: ArticleRow, row: ArticleRow): void {
  sql.exec("DELETE FROM former_slug WHERE slug = ?", row.slug);
  if (before.public_since === null) return;
  sql.exec("INSERT INTO former_slug VALUES (?, ?)", before.slug, row.id);
}
