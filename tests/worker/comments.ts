import type { CommentId, NewComment } from "../../src/model/comment.ts";
import { formToken } from "../../src/newsroom/comments/token.ts";
import type { Newsroom } from "../../src/newsroom/newsroom.ts";

/** What the form on an article's page carries. */
export function tokenOf(newsroom: Newsroom, articleId: string): string {
  // The storage is the platform's own, protected field.
  const { sql } = (newsroom as unknown as { ctx: DurableObjectState }).ctx.storage;
  const { since } = sql
    .exec<{ since: number }>("SELECT public_since AS since FROM article WHERE id = ?", articleId)
    .one();
  return formToken(sql, articleId, since);
}

let visitors = 0;

/** Writes a comment as a visitor of its own would; its id. */
export function writeComment(
  newsroom: Newsroom,
  articleId: string,
  text: string,
  more: Partial<NewComment> = {},
  visitor = `visitor ${visitors++}`,
  network = visitor,
): CommentId {
  const { slug } = newsroom.article(articleId) ?? { slug: "" };
  const input: NewComment = {
    ...{ name: "A reader", email: null, text, parent: null, trapped: false },
    token: tokenOf(newsroom, articleId),
    ...more,
  };
  const outcome = newsroom.comments().post(slug, input, { visitor, network });
  if (outcome.kind !== "posted") throw new Error(outcome.kind);
  return outcome.id;
}
