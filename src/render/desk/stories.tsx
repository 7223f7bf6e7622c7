import type { StoryLine } from "../../model/copy.ts";
import { may } from "../../model/people.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";

const TABS = ["work", "scheduled", "published", "draft", "withdrawn", "pages"] as const;

interface StoriesPage {
  which: (typeof TABS)[number];
  /** What is looked for in headlines. */
  title: string;
  stories: StoryLine[];
  /** The cursor of what is older. */
  more: string | null;
}

/** The stories of a newsroom, by where they stand. */
export function renderStories(context: DeskContext, { which, title, stories, more }: StoriesPage): string {
  const { words, person } = context;
  const say = words.storiesPage;
  const query = (changes: Record<string, string>) =>
    `/desk?${new URLSearchParams({ which, ...(title && { q: title }), ...changes })}`;
  return renderDeskPage({
    context,
    title: words.stories,
    here: "/desk",
    children: (
      <>
        <div class="row">
          <h1>{words.stories}</h1>
          <p>
            {which === "pages" && person && may(person.role, "arrange") ? (
              <a class="button" href="/desk/stories/new?page">
                {say.beginPage}
              </a>
            ) : (
              <a class="button" href="/desk/stories/new">
                {say.begin}
              </a>
            )}
          </p>
        </div>
        <nav class="tabs" aria-label={words.stories}>
          {TABS.map((each) => (
            <a href={query({ which: each })} aria-current={each === which ? "page" : undefined}>
              {each === "work" || each === "pages" ? say[each] : say.status[each]}
            </a>
          ))}
          <a href="/desk/calendar">{words.calendar}</a>
        </nav>
        <form class="inline" action="/desk">
          <input type="hidden" name="which" value={which} />
          <label>
            {say.findLabel}
            <input name="q" type="search" value={title} maxlength={300} dir="auto" />
          </label>
          <button type="submit">{say.find}</button>
        </form>
        {which === "pages" ? <p>{say.pagesSay}</p> : null}
        {stories.length === 0 ? <p>{words.nothing}</p> : null}
        <ul class="rows">
          {stories.map((story) => (
            <Story context={context} story={story} />
          ))}
        </ul>
        {more ? (
          <p>
            <a href={query({ cursor: more })}>{words.older}</a>
          </p>
        ) : null}
      </>
    ),
  });
}

function Story({ context, story }: { context: DeskContext; story: StoryLine }) {
  const { words, dateTime } = context;
  const say = words.storiesPage;
  const { status, state, published } = story;
  const stands = [
    story.page && say.page,
    story.pending && <b>{words.storyPage.about[story.pending]}</b>,
    state && <b>{say.state[state]}</b>,
    status === "scheduled" && published ? say.goesOut(dateTime(published)) : status && say.status[status],
    say.by(story.by, dateTime(story.at)),
  ];
  return (
    <li>
      <a class="headline" href={`/desk/stories/${story.id}`} dir="auto">
        {story.title || say.untitled}
      </a>
      <br />
      <span class="state">
        {stands.filter(Boolean).map((each, i) => (
          <>
            {i ? " · " : ""}
            {each}
          </>
        ))}
      </span>
    </li>
  );
}
