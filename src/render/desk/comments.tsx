import type { CommentView } from "../../model/comment.ts";
import { LIMITS } from "../../model/limits.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Notice } from "./notice.tsx";

const TABS = ["pending", "approved", "rejected", "spam"] as const;
/** Above it, how likely something is spam is worth saying. */
const WORTH_SAYING = 0.6;

interface CommentsPage {
  which: (typeof TABS)[number];
  comments: CommentView[];
  /** The cursor of what is older. */
  more: string | null;
  stale?: boolean;
}

/** What readers say, to be decided on. */
export function renderComments(context: DeskContext, { which, comments, more, stale }: CommentsPage): string {
  const { words } = context;
  const say = words.commentsPage;
  return renderDeskPage({
    context,
    title: words.comments,
    here: "/desk/comments",
    children: (
      <>
        <h1>{words.comments}</h1>
        <nav class="tabs" aria-label={words.comments}>
          {TABS.map((each) => (
            <a href={`/desk/comments?which=${each}`} aria-current={each === which ? "page" : undefined}>
              {say[each]}
            </a>
          ))}
        </nav>
        {stale ? <Notice isAlert>{say.stale}</Notice> : null}
        {comments.length ? <p class="quiet">{say.keys}</p> : <p>{say.none}</p>}
        {comments.length ? (
          <form id="chosen" method="post" action="/desk/comments" class="row">
            <input type="hidden" name="which" value={which} />
            <span class="quiet">{say.chosen}</span>
            {decisionsOn(which, say).map(([status, label]) => (
              <button type="submit" name="status" value={status}>
                {label}
              </button>
            ))}
          </form>
        ) : null}
        <ul class="rows" data-queue>
          {comments.map((comment) => (
            <Comment context={context} comment={comment} which={which} />
          ))}
        </ul>
        {more ? (
          <p>
            <a href={`/desk/comments?which=${which}&cursor=${more}`}>{words.older}</a>
          </p>
        ) : null}
      </>
    ),
  });
}

/** What can be decided on comments that are so, and the key for it. */
const decisionsOn = (which: string, say: DeskContext["words"]["commentsPage"]) =>
  (
    [
      ["approved", say.approve, "a"],
      ["rejected", say.reject, "r"],
      ["spam", say.asSpam, "s"],
      ["pending", say.wait, "u"],
    ] as const
  ).filter(([status]) => status !== which);

interface CommentProps {
  context: DeskContext;
  comment: CommentView;
  which: (typeof TABS)[number];
}

function Comment({ context, comment, which }: CommentProps) {
  const { words, dateTime } = context;
  const say = words.commentsPage;
  const { article } = comment;
  return (
    <li class="comment" tabindex={-1}>
      <p>
        <input
          type="checkbox"
          form="chosen"
          name="chosen"
          value={`${comment.id} ${comment.revision}`}
          aria-label={say.choose(comment.name)}
          data-choose
        />{" "}
        <b>
          <bdi>{comment.name}</bdi>
        </b>{" "}
        <span class="state">
          {dateTime(Date.parse(comment.created))} · {say.on}{" "}
          <a href={comment.article.url}>
            <bdi>{comment.article.title}</bdi>
          </a>
          {comment.spam > WORTH_SAYING ? ` · ${say.likely(Math.round(comment.spam * 100))}` : ""}
          {comment.spam > WORTH_SAYING && comment.spam_words.length
            ? ` (${say.because(comment.spam_words.join(", "))})`
            : ""}
        </span>
      </p>
      <div class="said">
        <div>
          {comment.answers ? (
            <p class="quiet" dir="auto">
              {say.answers(comment.answers.name)} {comment.answers.text}
            </p>
          ) : null}
          <blockquote dir="auto">{comment.text}</blockquote>
        </div>
        <div class="about">
          <p class="headline" dir="auto">
            {article.title}
          </p>
          <p class="quiet" dir="auto">
            {article.excerpt}
          </p>
        </div>
      </div>
      <form method="post" action={`/desk/comments/${comment.id}`} class="inline">
        <input type="hidden" name="revision" value={String(comment.revision)} />
        <input type="hidden" name="which" value={which} />
        {decisionsOn(comment.status, say).map(([status, label, key]) => (
          <button type="submit" name="status" value={status} data-key={key}>
            {label}
          </button>
        ))}
      </form>
      {comment.official ? null : (
        <details>
          <summary>{say.answer}</summary>
          <form method="post" action={`/desk/comments/${comment.id}/answer`} class="narrow">
            <label>
              {say.answerSay(context.person?.name ?? "")}
              <textarea name="text" rows={4} maxlength={LIMITS.commentText} dir="auto" required />
            </label>
            <button type="submit" class="live">
              {say.answer}
            </button>
          </form>
        </details>
      )}
      <form method="post" action={`/desk/comments/threads/${article.id}`}>
        <input type="hidden" name="which" value={which} />
        <input type="hidden" name="closed" value={article.closed ? "no" : "yes"} />
        <button type="submit" class="plain">
          {article.closed ? say.open : say.close}
        </button>
      </form>
    </li>
  );
}
