import { RpcTarget } from "cloudflare:workers";
import type { ArticleId } from "../../model/article.ts";
import type {
  BroughtComment,
  CommentId,
  CommentStatus,
  CommentView,
  NewComment,
  OwnComment,
} from "../../model/comment.ts";
import type { Newsdesk, Wait } from "../desk.ts";
import { type BringOutcome, bringComment } from "./bringing.ts";
import type { Writer } from "./limits.ts";
import {
  type CommentsPage,
  type CommentsWanted,
  closeThread,
  type Decided,
  listComments,
  moderate,
  readComment,
} from "./moderation.ts";
import {
  type AnswerOutcome,
  answerComment,
  editOwn,
  ownComment,
  type PostOutcome,
  postComment,
  withdrawOwn,
} from "./posting.ts";

/** The part of the newsroom that readers' comments come to. Each method is one transaction. */
export class Comments extends RpcTarget {
  constructor(private readonly desk: Newsdesk) {
    super();
  }

  post(slug: string, input: NewComment, writer: Writer): PostOutcome {
    return this.desk.write((ledger) => postComment(ledger, slug, input, writer));
  }

  own(id: CommentId, key: string): OwnComment | null {
    return ownComment(this.desk.ledger(), id, key);
  }

  async editOwn(id: CommentId, key: string, text: string, wait: Wait): Promise<ReturnType<typeof editOwn>> {
    const outcome = this.desk.write((ledger) => editOwn(ledger, id, key, text));
    await this.desk.written(wait);
    return outcome;
  }

  async withdrawOwn(id: CommentId, key: string, wait: Wait): Promise<OwnComment | null> {
    const outcome = this.desk.write((ledger) => withdrawOwn(ledger, id, key));
    await this.desk.written(wait);
    return outcome;
  }

  list(which: CommentsWanted, limit: number): CommentsPage {
    return listComments(this.desk.ledger(), which, limit);
  }

  read(id: CommentId): CommentView | null {
    return readComment(this.desk.ledger(), id);
  }

  async decide(
    id: CommentId,
    expected: number[] | null,
    status: Exclude<CommentStatus, "withdrawn">,
    actor: string,
    wait: Wait,
  ): Promise<Decided> {
    const outcome = this.desk.write((ledger) => moderate(ledger, id, expected, status, actor));
    await this.desk.written(wait);
    return outcome;
  }

  /** Answers a comment as the newsroom; see `answerComment`. */
  async answer(
    id: CommentId,
    answer: { name: string; text: string },
    actor: string,
    wait: Wait,
  ): Promise<AnswerOutcome> {
    const outcome = this.desk.write((ledger) => answerComment(ledger, id, answer, actor));
    await this.desk.written(wait);
    return outcome;
  }

  /** Brings comments that were made elsewhere; see `bringComment`. The answers come in their order. */
  async bring(comments: BroughtComment[], wait: Wait): Promise<BringOutcome[]> {
    const outcomes = this.desk.write(
      (ledger) => comments.map((each) => bringComment(ledger, each)),
      wait === 0,
    );
    await this.desk.written(wait);
    return outcomes;
  }

  async close(id: ArticleId, closed: boolean, wait: Wait, actor = "operator"): Promise<boolean> {
    const known = this.desk.write((ledger) => closeThread(ledger, id, closed, actor));
    await this.desk.written(wait);
    return known;
  }
}
