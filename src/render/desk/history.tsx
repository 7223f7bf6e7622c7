import type { RevisionLine } from "../../model/copy.ts";
import type { Stretch } from "../../model/difference.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";

interface History {
  id: string;
  revisions: RevisionLine[];
  /** The revision whose difference to the one before is shown. */
  shown: number;
  difference: Stretch[];
}

/** What became of a story, revision by revision. */
export function renderHistory(context: DeskContext, { id, revisions, shown, difference }: History): string {
  const { words, dateTime } = context;
  const say = words.historyPage;
  const path = `/desk/stories/${id}`;
  const isSame = difference.every(({ kind }) => kind === "same");
  return renderDeskPage({
    context,
    title: say.title,
    children: (
      <>
        <h1>{say.title}</h1>
        <p>
          <a href={path}>{words.previewPage.back}</a>
        </p>
        <h2>
          {say.revision(shown)}: {say.compare}
        </h2>
        {isSame ? <p>{say.same}</p> : null}
        <div class="difference" dir="auto">
          {difference.map(({ kind, text }) =>
            kind === "new" ? <ins>{text}</ins> : kind === "gone" ? <del>{text}</del> : text,
          )}
        </div>
        <form method="post" action={`${path}/history`}>
          <input type="hidden" name="revision" value={String(shown)} />
          <button type="submit">{say.takeUp}</button>
        </form>
        <h2>{say.before}</h2>
        <ul class="rows">
          {revisions.map(({ revision, at, by, status }) => (
            <li>
              <a
                href={`${path}/history?of=${revision}`}
                aria-current={revision === shown ? "true" : undefined}
              >
                {say.revision(revision)}
              </a>{" "}
              <span class="state">
                {words.storiesPage.status[status]} · {words.storiesPage.by(by, dateTime(at))}
              </span>
            </li>
          ))}
        </ul>
      </>
    ),
  });
}
