import type { OwnComment } from "../../model/comment.ts";
import { LIMITS } from "../../model/limits.ts";
import type { Site } from "../site.ts";
import type { Strings } from "../strings/strings.ts";
import { type PageContext, pageContext } from "./context.ts";
import { renderPage } from "./layout.tsx";
import { Time } from "./time.tsx";

/** A form for a comment, with what is in it already. */
export interface FormState {
  action: string;
  token: string;
  parent?: string | undefined;
  values?: { name: string; email: string; text: string } | undefined;
  /** Key of the public part of Turnstile, where that is used. */
  turnstile?: string | undefined;
}

/** What may be wrong with what was sent. */
export type FormFault = keyof Strings["commentFaults"];

/** The empty form of an article; null where no comment may be written. @param article its URL */
export function formOf(article: string, token: string | undefined, site: Site): FormState | null {
  return token ? { action: `${article}/comments`, token, turnstile: site.turnstile || undefined } : null;
}

export function CommentForm({ form, context }: { form: FormState; context: PageContext }) {
  const { strings } = context;
  const { action, token, parent, values, turnstile } = form;
  return (
    <form class="form" action={action} method="post">
      <input type="hidden" name="token" value={token} />
      {parent ? <input type="hidden" name="parent" value={parent} /> : null}
      <div class="trap" aria-hidden="true">
        <label>
          {strings.leaveEmpty}
          <input name="website" tabindex={-1} autocomplete="off" />
        </label>
      </div>
      <label>
        {strings.yourName}
        <input
          name="name"
          value={values?.name}
          maxlength={LIMITS.commentName}
          autocomplete="name"
          dir="auto"
          required
        />
      </label>
      <label>
        {strings.yourEmail}
        <input
          name="email"
          type="email"
          value={values?.email}
          maxlength={LIMITS.email}
          autocomplete="email"
        />
      </label>
      <label>
        {strings.yourComment}
        <textarea name="text" rows={6} maxlength={LIMITS.commentText} dir="auto" required>
          {values?.text}
        </textarea>
      </label>
      {turnstile ? <div class="cf-turnstile" data-sitekey={turnstile} /> : null}
      <p class="made">{strings.commentRules}</p>
      <button type="submit">{strings.send}</button>
    </form>
  );
}

/** The form again, with what was written and why it was not taken. */
export function renderRefusedComment(form: FormState, faults: FormFault[], site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  return renderPage({
    context,
    turnstile: form.turnstile !== undefined,
    head: { title: strings.commentRefused },
    children: (
      <div class="story comments">
        <h1>{strings.commentRefused}</h1>
        <div class="faults" role="alert">
          <ul>
            {faults.map((fault) => (
              <li>{strings.commentFaults[fault]}</li>
            ))}
          </ul>
        </div>
        <CommentForm form={form} context={context} />
      </div>
    ),
  });
}

/** A comment's page for its writer alone: how it stands, and what can still be done. */
export function renderOwnComment(comment: OwnComment, path: string, late: boolean, site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  const { status, article, text, editable } = comment;
  return renderPage({
    context,
    head: { title: strings.commentStates[status].title },
    children: (
      <div class="story comments">
        <p class="label">
          <a href={article.url} dir="auto">
            {article.title}
          </a>
        </p>
        <h1>{strings.commentStates[status].title}</h1>
        <p class="standfirst">{strings.commentStates[status].text}</p>
        {late ? <p role="alert">{strings.commentLate}</p> : null}
        {status === "withdrawn" ? null : (
          <>
            {editable ? (
              <form class="form" action={site.url + path} method="post">
                <label>
                  {strings.changeComment}
                  <textarea name="text" rows={6} maxlength={LIMITS.commentText} dir="auto" required>
                    {text}
                  </textarea>
                </label>
                <p class="made">
                  {strings.editableUntil} <Time at={editable} context={context} />
                </p>
                <button type="submit">{strings.save}</button>
              </form>
            ) : (
              <blockquote class="own" dir="auto">
                {text}
              </blockquote>
            )}
            <form action={`${site.url}${path}/withdraw`} method="post">
              <p class="made">{strings.keepThisPage}</p>
              <button type="submit">{strings.withdrawComment}</button>
            </form>
          </>
        )}
        <p>
          <a href={article.url}>{strings.backToStory}</a>
        </p>
      </div>
    ),
  });
}
