import type { Action, PersonView } from "../../model/people.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";

interface ActivityPage {
  actions: Action[];
  people: PersonView[];
  /** Whose actions are shown; empty for everybody's. */
  who: string;
  /** Before which there is more. */
  more: number | null;
}

/** Who did what. */
export function renderActivity(context: DeskContext, { actions, people, who, more }: ActivityPage): string {
  const { words, dateTime } = context;
  const say = words.activityPage;
  const query = (changes: Record<string, string>) =>
    `?${new URLSearchParams({ ...(who && { who }), ...changes })}`;
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
                <option value={id} selected={id === who}>
                  {name}
                </option>
              ))}
            </select>
          </label>
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
