import { headline } from "../../model/article.ts";
import { commentsPagePath } from "../../model/comment.ts";
import { commentsJson, placeOfComments } from "../../model/comments-list.ts";
import type { CommentsPageDocument, PublicComment } from "../../model/document.ts";
import { timestamp } from "../../model/item.ts";
import { LIMITS } from "../../model/limits.ts";
import { articlePath } from "../../model/scope.ts";
import { commentHtml } from "../../text/comment.ts";
import { type ArticleRow, articleOf, rowById } from "../articles/articles.ts";
import { read } from "../documents/readers.ts";
import type { Ledger } from "../ledger.ts";
import { publicationOf } from "../publication/profile.ts";
import { type CommentRow, commentById, pageOf, pagesOf, threadOf } from "./thread.ts";
import { formToken } from "./token.ts";

// What readers see of comments, as documents.

/** A page of an article's comments, oldest first, each with its replies. */
function commentsOn(ledger: Ledger, id: string, page: number): PublicComment[] {
  const { sql } = ledger;
  read(ledger, `page/${id}/${page}`);
  const from = (page - 1) * LIMITS.commentsPerPage;
  const tops = sql
    .exec<CommentRow>(
      `SELECT * FROM comment WHERE article_id = ? AND parent_id IS NULL AND place >= ? AND place < ?
       ORDER BY place`,
      ...[id, from, from + LIMITS.commentsPerPage],
    )
    .toArray();
  return tops.flatMap((top): PublicComment[] => {
    const replies = sql
      .exec<CommentRow>(
        "SELECT * FROM comment WHERE article_id = ? AND parent_id = ? AND status = 'approved' ORDER BY place",
        id,
        top.id,
      )
      .toArray()
      .map((row) => ({ ...publicOf(row), replies: [] }));
    // What was taken back leaves a place behind only where somebody has answered it.
    if (top.status === "approved") return [{ ...publicOf(top), replies }];
    return replies.length ? [{ id: top.id, removed: true, replies }] : [];
  });
}

function publicOf(row: CommentRow): Omit<PublicComment, "replies"> {
  return {
    id: row.id,
    name: row.name,
    official: row.official ? true : undefined,
    html: commentHtml(row.text),
    published: timestamp(row.approved ?? row.created),
  };
}

/** What an article's own page needs of its comments; undefined where there are none and will be none. */
export function threadDocument(ledger: Ledger, row: ArticleRow) {
  const { sql, settings } = ledger;
  const thread = threadOf(sql, row.id);
  const open = settings.comments && !thread.closed;
  if (!open && thread.approved === 0) return undefined;
  return {
    open,
    token: open ? formToken(sql, row.id, row.public_since ?? 0) : undefined,
    comments: commentsOn(ledger, row.id, 1),
    more: pagesOf(thread) > 1 || undefined,
  };
}

/** A later page of an article's comments; null where there is none. */
export function commentsPage(ledger: Ledger, row: ArticleRow, page: number): CommentsPageDocument | null {
  const thread = threadOf(ledger.sql, row.id);
  if (page < 2 || page > pagesOf(thread)) return null;
  read(ledger, `face/${row.id}`);
  const article = articleOf(ledger, row);
  const { url } = ledger.settings;
  return {
    title: headline(article),
    article_url: url + articlePath(row.slug),
    language: article.language,
    direction: article.direction,
    page,
    comments: commentsOn(ledger, row.id, page),
    more: page < pagesOf(thread) || undefined,
  };
}

/** The newest comments, on an article or on all, as a list like any other: JSON. */
export function commentsFeed(ledger: Ledger, row: ArticleRow | null): string {
  const { sql, settings } = ledger;
  if (row) for (const kind of ["said", "face"] as const) read(ledger, `${kind}/${row.id}`);
  else read(ledger, "name");
  const rows = sql
    .exec<CommentRow>(
      row
        ? `SELECT * FROM comment WHERE article_id = ? AND status = 'approved'
           ORDER BY approved DESC, id DESC LIMIT ?`
        : `SELECT * FROM comment WHERE status = 'approved'
             AND (SELECT status FROM article WHERE id = article_id) = 'published'
           ORDER BY approved DESC, id DESC LIMIT ?`,
      ...(row ? [row.id] : []),
      LIMITS.listItems,
    )
    .toArray();
  let brought = 0;
  const comments = rows.flatMap((comment) => {
    // Whoever was subscribed elsewhere would have the older ones as new.
    if (comment.entry_id !== null && ++brought > LIMITS.broughtComments) return [];
    const article = rowById(sql, comment.article_id);
    if (!article) return [];
    read(ledger, `face/${article.id}`);
    const page = commentsPagePath(article.slug, pageOf(sql, comment));
    const parent = comment.parent_id === null ? undefined : commentById(sql, comment.parent_id);
    return [
      {
        ...{ id: comment.id, entryId: comment.entry_id, name: comment.name, text: comment.text },
        parent: parent ? { id: parent.id, entryId: parent.entry_id } : null,
        published: comment.approved ?? comment.created,
        article: articleOf(ledger, article),
        page: settings.url + page,
      },
    ];
  });
  const about = row && articleOf(ledger, row);
  const count = row
    ? threadOf(sql, row.id).approved
    : sql.exec<{ n: number }>("SELECT coalesce(sum(approved), 0) AS n FROM thread").one().n;
  const since = row?.public_since ?? 0;
  const publication = publicationOf(ledger);
  return commentsJson({ place: placeOfComments(about, publication), comments, count, since }, publication);
}
