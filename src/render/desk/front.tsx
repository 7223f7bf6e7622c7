import type { FrontStory } from "../../model/front.ts";
import { localTime } from "../../model/zone.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Notice, Saved } from "./notice.tsx";

/** What there is to say besides the order. */
export interface FrontSaid {
  isSaved?: boolean;
  /** A story of it is not published any more. */
  isStale?: boolean;
  noSuchTime?: boolean;
  /** A label that is no tag's. */
  noSuchTag?: string;
}

interface FrontPage {
  stories: FrontStory[];
  /** The newest that stand in the order of time. */
  others: FrontStory[];
  /** The tags in the line of sections, where somebody chose them. */
  sections: { label: string }[];
  said: FrontSaid;
}

/** The front page's order: moved by buttons, by keys, and by dragging. */
export function renderFront(context: DeskContext, { stories, others, sections, said }: FrontPage): string {
  const { words, site } = context;
  const say = words.frontPage;
  return renderDeskPage({
    context,
    title: words.front,
    here: "/desk/front",
    children: (
      <>
        <h1>{words.front}</h1>
        <p>{say.say}</p>
        {said.isSaved ? <Saved words={words}>{say.saved}</Saved> : null}
        {said.isStale ? <Notice isAlert>{words.errors.stale}</Notice> : null}
        {said.noSuchTime ? <Notice isAlert>{say.noSuchTime}</Notice> : null}
        {said.noSuchTag === undefined ? null : <Notice isAlert>{say.noSuchTag(said.noSuchTag)}</Notice>}
        <form class="inline" method="post" action="/desk/front/sections">
          <label>
            {say.sections} ({words.storyPage.tagsSay})
            <input
              name="sections"
              value={sections.map(({ label }) => label).join(", ")}
              dir="auto"
              autocomplete="off"
              data-names="tags"
              data-near={words.storyPage.near("{name}", "{like}")}
            />
          </label>
          <button type="submit">{words.save}</button>
        </form>
        <p class="quiet">{say.sectionsSay}</p>
        <form method="post" action="/desk/front" data-order>
          <input type="hidden" name="zone" value={site.timeZone} />
          {stories.length ? null : <p class="quiet">{say.none}</p>}
          <ol class="rows order">
            {stories.map(({ id, title, until }, i) => (
              <li draggable="true" tabindex={0} aria-label={title}>
                <input type="hidden" name="story" value={id} />
                <p class="headline" dir="auto">
                  {title}
                </p>
                <div class="row">
                  {i === 0 ? <b>{say.leads}</b> : null}
                  <button type="submit" name="do" value={`up ${id}`} disabled={i === 0} data-up>
                    {say.up}
                  </button>
                  <button
                    type="submit"
                    name="do"
                    value={`down ${id}`}
                    disabled={i === stories.length - 1}
                    data-down
                  >
                    {say.down}
                  </button>
                  <label>
                    {say.until(site.timeZone)}
                    <input
                      type="datetime-local"
                      name={`until-${id}`}
                      value={until === null ? "" : localTime(until, site.timeZone)}
                    />
                  </label>
                  <button type="submit" name="do" value={`off ${id}`} class="plain">
                    {say.off}
                  </button>
                </div>
              </li>
            ))}
          </ol>
          {stories.length ? (
            <p class="row">
              <button type="submit" name="do" value="save" class="live">
                {words.save}
              </button>
              <span class="quiet">{say.keys}</span>
            </p>
          ) : null}
          <h2>{say.others}</h2>
          <ul class="rows">
            {others.map(({ id, title }) => (
              <li class="row">
                <span class="wide" dir="auto">
                  {title}
                </span>
                <button type="submit" name="do" value={`first ${id}`} aria-label={`${say.first}: ${title}`}>
                  {say.first}
                </button>
              </li>
            ))}
          </ul>
        </form>
      </>
    ),
  });
}
