import type { ArticleId, Millis } from "./article.ts";
import { articlePath } from "./scope.ts";

/** A UUID. */
export type CommentId = string;

/**
 * `pending` until a moderator decides, `approved` for all to read, `rejected` or `spam` for nobody,
 * `withdrawn` by its writer.
 */
export const COMMENT_STATUSES = ["pending", "approved", "rejected", "spam", "withdrawn"] as const;
export type CommentStatus = (typeof COMMENT_STATUSES)[number];

/** What a reader writes, checked. */
export interface NewComment {
  name: string;
  /** For the moderators alone; null where none was given. */
  email: string | null;
  /** Plain text with line feeds. */
  text: string;
  /** The comment that it answers. */
  parent: CommentId | null;
  /** Whether the field that no person sees was filled in. */
  trapped: boolean;
  /** What the form carried to show that it is ours. */
  token: string;
}

/** A comment that was made elsewhere, checked. */
export interface BroughtComment {
  article: ArticleId;
  /** The id that its entry had there; that of the one that it answers. */
  entryId: string;
  parent: string | null;
  status: "approved" | "pending";
  name: string;
  email: string | null;
  text: string;
  /** Whether whoever made the publication wrote it. */
  official: boolean;
  created: Millis;
}

/** A comment as its moderators see it. */
export interface CommentView {
  id: CommentId;
  /** `closed`: no more comments may be written on it. */
  article: { id: ArticleId; slug: string; title: string; excerpt: string; url: string; closed: boolean };
  parent: CommentId | null;
  /** What it answers; null for the article. */
  answers: { name: string; text: string } | null;
  /** The newsroom wrote it. */
  official: boolean;
  status: CommentStatus;
  name: string;
  email: string | null;
  text: string;
  /** How likely it is spam, 0 to 1. */
  spam: number;
  /** The words that speak most for that. */
  spam_words: string[];
  /** Which version it is: from 1, more with each change of its text or its status. */
  revision: number;
  /** RFC 3339. */
  created: string;
  /** Its text or its status. */
  changed: string;
  approved: string | null;
}

/** A comment as its writer sees it, by the link that only they have. */
export interface OwnComment {
  id: CommentId;
  /** A decision against it is not told: it stays `pending` to its writer. */
  status: "pending" | "approved" | "withdrawn";
  article: { title: string; url: string };
  name: string;
  text: string;
  /** RFC 3339: until when it can be changed; null where that is over. */
  editable: string | null;
}

/** How long a comment can be changed by its writer, ms. */
export const EDIT_MS: Millis = 600_000;

/** The path of an article's comments, without a slash at the end. */
export function commentsPath(slug: string): string {
  return `${articlePath(slug)}/comments`;
}

/** The path of a page of an article's comments: the first is on the article's own. */
export function commentsPagePath(slug: string, page: number): string {
  return page === 1 ? articlePath(slug) : `${commentsPath(slug)}/${page}`;
}
