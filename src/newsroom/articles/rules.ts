import type { ArticleContent, ArticleDirectives } from "../../model/article.ts";
import { RESERVED } from "../../model/page.ts";
import type { Slug } from "../../model/slug.ts";
import type { Ledger } from "../ledger.ts";
import type { ArticleRow } from "./articles.ts";

// What a change may do, and which dates it moves.

/** A change that an article in its state does not take. */
export interface Refused {
  kind: "refused";
  /** A JSON Pointer as a fragment (RFC 6901 §6). */
  pointer: string;
  detail: string;
}

/** The status that a change leads to, or why it may not. */
export function nextStatus(
  { now }: Ledger,
  row: ArticleRow,
  change: ArticleDirectives,
): ArticleRow["status"] | Refused {
  const future = (change.published ?? row.published) > now;
  if (change.status === "draft" && row.public_since !== null) {
    const detail = "a published article cannot become a draft again; DELETE withdraws it";
    return { kind: "refused", pointer: "#/status", detail };
  }
  if (future && row.public_since !== null) {
    const detail = "an article that was published cannot be scheduled again";
    return { kind: "refused", pointer: "#/published", detail };
  }
  const wanted = change.status ?? (row.status === "scheduled" ? "published" : row.status);
  return wanted === "published" && future ? "scheduled" : wanted;
}

/** Why a page cannot be so; null for one that can, and for an article. @param slug where one is asked for */
export function refusedPage(content: ArticleContent, slug: Slug | undefined): Refused | null {
  if (!content.page) return null;
  const { tags, authors, source, episode } = content;
  const listed = Object.entries({ tags: tags.length, authors: authors.length, source, episode });
  const [named] = listed.find(([, value]) => value) ?? [];
  if (named)
    return { kind: "refused", pointer: `#/${named}`, detail: "is for articles: a page is in no list" };
  const isTaken = slug !== undefined && RESERVED.has(slug);
  return isTaken ? { kind: "refused", pointer: "#/slug", detail: "is an address of ours" } : null;
}

/** When it was published, and last updated in a reader's sense, after a change. */
export function datesAfter(
  { now }: Ledger,
  before: ArticleRow,
  status: ArticleRow["status"],
  change: ArticleDirectives,
  significant: boolean,
): Pick<ArticleRow, "published" | "updated"> {
  // A draft whose writer named no date is published when it is published.
  const undated = before.status === "draft" && before.published === before.created;
  const published = change.published ?? (undated && status === "published" ? now : before.published);
  const neverPublic = before.public_since === null;
  const updated = change.updated ?? (neverPublic ? published : significant ? now : before.updated);
  // Lists have announced that it was gone: an entry older than that would stay so (RFC 6721 §3).
  const returns = !neverPublic && before.status === "withdrawn" && status === "published";
  return { published, updated: Math.max(published, updated, returns ? now : 0) };
}

/** Whether a reader would call it an update: not for tags, and not for white space. */
export function isSignificant(before: ArticleContent, after: ArticleContent): boolean {
  const essence = ({ title, standfirst, image, attachments, corrections = [], body }: ArticleContent) => ({
    ...{ title, standfirst, image, attachments, corrections },
    text: body.html.replace(/\s+/g, " "),
  });
  return !same(essence(before), essence(after));
}

/** Whether two things say the same. Both are built alike, so their keys come in the same order. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
