import {
  type ArticleDocument,
  type CommentsPageDocument,
  type ListDocument,
  type PublicComment,
  undirected,
} from "../../model/document.ts";
import type { Site } from "../site.ts";
import { CommentForm, formOf } from "./comment-form.tsx";
import { type PageContext, pageContext } from "./context.ts";
import { feedsOf } from "./feeds.ts";
import { Address, Follow, FollowLink, Formats } from "./follow.tsx";
import { renderPage } from "./layout.tsx";
import { Time } from "./time.tsx";

/** What was said of an article, and the form to say something. */
export function Comments({ article, context }: { article: ArticleDocument; context: PageContext }) {
  const { thread, comments } = article._dateline;
  if (!thread) return null;
  const { strings, site } = context;
  const count = comments?.count ?? 0;
  const form = formOf(article.url, thread.token, site);
  return (
    <section class="comments" id="comments" aria-labelledby="comments-title">
      <h2 id="comments-title" class="label">
        {count ? strings.commentCount(count) : strings.comments}
      </h2>
      <CommentList comments={thread.comments} form={form} context={context} />
      {thread.more ? (
        <nav class="pages" aria-label={strings.pages}>
          <a href={`${article.url}/comments/2`} rel="next">
            {strings.nextPage}
          </a>
        </nav>
      ) : null}
      {count === 0 ? <p>{strings.noComments}</p> : null}
      {form ? (
        <details class="write">
          <summary>{strings.writeComment}</summary>
          <CommentForm form={form} context={context} />
        </details>
      ) : (
        <p>{strings.commentsClosed}</p>
      )}
      {count ? <FollowComments page={`${article.url}/comments`} context={context} /> : null}
    </section>
  );
}

function FollowComments({ page, context }: { page: string; context: PageContext }) {
  const { strings } = context;
  const feeds = feedsOf(page);
  return (
    <details class="write">
      <summary>{strings.followList(strings.comments)}</summary>
      <Address name={strings.comments} feeds={feeds} context={context} />
      <Formats feeds={feeds} context={context} />
    </details>
  );
}

interface CommentListProps {
  comments: PublicComment[];
  /** The form that an answer is written in; none where nothing may be written. */
  form: ReturnType<typeof formOf>;
  context: PageContext;
}

function CommentList({ comments, form, context }: CommentListProps) {
  if (comments.length === 0) return null;
  return (
    <ol class="thread">
      {comments.map((comment) => (
        <li>
          <Comment comment={comment} context={context} />
          {comment.replies.length ? (
            <ol>
              {comment.replies.map((reply) => (
                <li>
                  <Comment comment={reply} context={context} />
                </li>
              ))}
            </ol>
          ) : null}
          {form && !comment.removed ? (
            <details class="write">
              <summary>
                {context.strings.reply}
                <span class="unseen"> {context.strings.replyTo(comment.name ?? "")}</span>
              </summary>
              <CommentForm form={{ ...form, parent: comment.id }} context={context} />
            </details>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function Comment({ comment, context }: { comment: PublicComment; context: PageContext }) {
  const { id, name, html, published, removed, official } = comment;
  if (removed) return <p class="when">{context.strings.commentRemoved}</p>;
  return (
    <article class="comment" id={`comment-${id}`}>
      <p class="when">
        <b>
          <bdi>{name}</bdi>
        </b>{" "}
        {official ? <>({context.strings.newsroom}) </> : null}·{" "}
        {published ? <Time at={published} context={context} /> : null}
      </p>
      <div dir="auto" dangerouslySetInnerHTML={{ __html: html ?? "" }} />
    </article>
  );
}

/** A later page of an article's comments. */
export function renderCommentsPage(document: CommentsPageDocument, site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  const { title, article_url, language, direction, page, comments, more } = document;
  const folder = `${article_url}/comments`;
  return renderPage({
    context,
    head: {
      title: `${strings.comments}: ${title} (${page})`,
      description: strings.about.comments(site.title, ""),
      canonical: `${folder}/${page}`,
      feeds: feedsOf(folder, `${strings.comments}: ${title}`),
    },
    children: (
      <div class="story comments">
        <p class="label">{strings.comments}</p>
        <h1 lang={language} dir={direction}>
          <a href={article_url}>{title}</a>
        </h1>
        <CommentList comments={comments} form={null} context={context} />
        <nav class="pages" aria-label={strings.pages}>
          <a href={page === 2 ? `${article_url}#comments` : `${folder}/${page - 1}`} rel="prev">
            {strings.previousPage}
          </a>
          {more ? (
            <a href={`${folder}/${page + 1}`} rel="next">
              {strings.nextPage}
            </a>
          ) : null}
        </nav>
        <p>
          <a href={`${article_url}#comments`}>{strings.writeComment}</a>
        </p>
      </div>
    ),
  });
}

/** `/comments`: the newest of all. */
export function renderAllCommentsPage(list: ListDocument, site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  const feeds = feedsOf(list.home_page_url);
  return renderPage({
    context,
    head: {
      title: strings.comments,
      description: strings.about.comments(site.title, ""),
      canonical: list.home_page_url,
      feeds,
    },
    children: (
      <div class="story comments">
        <h1>{strings.comments}</h1>
        <p class="count">
          <FollowLink name={strings.comments} context={context} />
        </p>
        {list.items.length ? (
          <ol class="thread">
            {list.items.map((item) => (
              <li>
                <article class="comment" lang={item.language} dir={item._dateline.direction}>
                  <p class="when" lang={site.language} dir={context.direction}>
                    <a href={item.url}>
                      <bdi lang={item.language}>{item.title}</bdi>
                    </a>{" "}
                    · <Time at={item.date_published} context={context} />
                  </p>
                  <div dangerouslySetInnerHTML={{ __html: undirected(item) }} />
                </article>
              </li>
            ))}
          </ol>
        ) : (
          <p class="standfirst">{strings.noneYet}</p>
        )}
        <Follow name={strings.comments} feeds={feeds} context={context} />
      </div>
    ),
  });
}
