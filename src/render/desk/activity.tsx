import { ACTION_KINDS, type Action, type ActionKind, type PersonView } from "../../model/people.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";

interface ActivityPage {
  actions: Action[];
  people: PersonView[];
  /** Which are shown: by whom, of which article, of which kind; null for all. */
  wanted: { actor: string | null; article: string | null; kind: ActionKind | null };
  /** Before which there is more. */
  more: number | null;
}

/** Who did what. */
export function renderActivity(
  context: DeskContext,
  { actions, people, wanted, more }: ActivityPage,
): string {
  const { words, dateTime } = context;
  const say = words.activityPage;
  const { actor, article, kind } = wanted;
  const query = (changes: Record<string, string>) =>
    `?${new URLSearchParams({
      ...(actor && { who: actor }),
      ...(article && { article }),
      ...(kind && { kind }),
      ...changes,
    })}`;
  return renderDeskPage({
    context,
    title: words.activity,
    here: "/desk/activity",
    children: (
      <>
        <h1>{words.activity}</h1>
        <form class="inline" action="/desk/activity">
          <label>
            {say.who}
            <select name="who">
              <option value="">{say.all}</option>
              {people.map(({ id, name }) => (
                <option value={id} selected={id === actor}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label>
            {say.what}
            <select name="kind">
              <option value="">{say.anything}</option>
              {ACTION_KINDS.map((each) => (
                <option value={each} selected={each === kind}>
                  {say.kinds[each]}
                </option>
              ))}
            </select>
          </label>
          {article ? <input type="hidden" name="article" value={article} /> : null}
          <button type="submit">{words.storiesPage.find}</button>
          <a class="button" href={`/desk/activity.csv${query({})}`}>
            {say.export}
          </a>
        </form>
        {actions.length === 0 ? <p>{say.none}</p> : null}
        <ul class="rows">
          {actions.map(({ at, actor, kind, subject, article, detail }) => (
            <li>
              <b>
                <bdi>{actor}</bdi>
              </b>{" "}
              {say.kinds[kind]}{" "}
              {article ? (
                <a href={`/desk/stories/${article}`}>
                  <bdi>{subject || words.storiesPage.untitled}</bdi>
                </a>
              ) : subject === actor ? null : (
                <bdi>{subject}</bdi>
              )}{" "}
              <span class="state">
                {detail ? (
                  <>
                    <bdi>{detail}</bdi> ·{" "}
                  </>
                ) : null}
                {dateTime(at)}
              </span>
            </li>
          ))}
        </ul>
        {more ? (
          <p>
            <a href={`/desk/activity${query({ before: String(more) })}`}>{words.older}</a>
          </p>
        ) : null}
      </>
    ),
  });
}
