import { type Entry, type FeedInfo, PICTURE_WISHES, POLICIES } from "../../model/entry.ts";
import type { SourceView } from "../../model/source.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Notice } from "./notice.tsx";
import { Health, Reads } from "./source-health.tsx";

/** Entries that are shown of what would come. */
const FOUND_SHOWN = 20;

/** What an address would bring, to be followed or not. */
export function renderFound(
  context: DeskContext,
  { url, info, entries }: { url: string; info: FeedInfo; entries: Entry[] },
): string {
  const { words } = context;
  const say = words.sourcesPage;
  return renderDeskPage({
    context,
    title: info.title,
    here: "/desk/sources",
    children: (
      <>
        <h1>
          <bdi>{info.title}</bdi>
        </h1>
        <p class="state">
          <bdi dir="ltr">{url}</bdi>
        </p>
        <form method="post" action="/desk/sources" class="narrow">
          <input type="hidden" name="url" value={url} />
          <Wishes
            context={context}
            wishes={{ policy: "full", pictures: "keep", tags: [], include: [], exclude: [] }}
          />
          <button type="submit" class="live">
            {say.follow}
          </button>{" "}
          <a href="/desk/sources">{say.leaveIt}</a>
        </form>
        <h2>{say.wouldBring(entries.length)}</h2>
        <ul class="rows">
          {entries.slice(0, FOUND_SHOWN).map(({ title, body, published, language }) => (
            <li>
              <p class="headline" dir="auto" lang={language ?? undefined}>
                {title || body.excerpt.slice(0, 100)}
              </p>
              <p class="state">{published === null ? "" : context.dateTime(published)}</p>
            </li>
          ))}
        </ul>
      </>
    ),
  });
}

type Wished = Pick<SourceView, "policy" | "pictures" | "tags" | "include" | "exclude">;

function Wishes({ context, wishes }: { context: DeskContext; wishes: Wished }) {
  const say = context.words.sourcesPage;
  const choice = (name: "policy" | "pictures", all: readonly string[], labels: Record<string, string>) => (
    <label>
      {say[name]}
      <select name={name}>
        {all.map((each) => (
          <option value={each} selected={each === wishes[name]}>
            {labels[each]}
          </option>
        ))}
      </select>
    </label>
  );
  const list = (name: "tags" | "include" | "exclude") => (
    <label>
      {say[name]}
      <input name={name} value={wishes[name].join(", ")} dir="auto" autocomplete="off" />
    </label>
  );
  return (
    <>
      {choice("policy", POLICIES, say.policies)}
      {choice("pictures", PICTURE_WISHES, say.pictureWishes)}
      {list("tags")}
      {list("include")}
      {list("exclude")}
    </>
  );
}

/** How far what it published before it was followed has been brought in. */
function Past({ context, source: { id, history } }: { context: DeskContext; source: SourceView }) {
  const say = context.words.sourcesPage;
  const runs = history?.state === "running";
  return (
    <form method="post" action={`/desk/sources/${id}`}>
      <p class="state">
        {history
          ? `${say.historyStates[history.state]} · ${say.historyRead(history.pages, history.added)}`
          : say.historySay}
        {history?.why ? ` · ${history.why}` : ""}
      </p>
      <button type="submit" name="do" value={runs ? "stop-history" : "history"}>
        {runs ? say.historyStop : say.historyBegin}
      </button>
    </form>
  );
}

/** A source: how its last reads went, and what is wished of it. */
export function renderSource(context: DeskContext, source: SourceView, done: string): string {
  const { words, dateTime } = context;
  const say = words.sourcesPage;
  const said = Object.entries(say.done).find(([key]) => key === done)?.[1];
  return renderDeskPage({
    context,
    title: source.title,
    here: "/desk/sources",
    children: (
      <>
        <h1>
          <bdi>{source.title}</bdi>
        </h1>
        {said ? <Notice>{said}</Notice> : null}
        <p class="state">
          <Health context={context} source={source} />
        </p>
        <p class="state">
          <a href={source.page}>{words.readers}</a> · <a href={source.home_page_url}>{say.home}</a> ·{" "}
          <bdi dir="ltr">{source.feed_url}</bdi>
        </p>
        {source.next_fetch ? (
          <p class="state">{say.next(dateTime(Date.parse(source.next_fetch.at)), source.next_fetch.why)}</p>
        ) : null}
        <form class="row" method="post" action={`/desk/sources/${source.id}`}>
          <button type="submit" name="do" value="fetch">
            {say.fetch}
          </button>
          {source.status === "active" ? (
            <button type="submit" name="do" value="pause">
              {say.pause}
            </button>
          ) : (
            <button type="submit" name="do" value="resume">
              {say.resume}
            </button>
          )}
        </form>
        <h2>{say.lastReads}</h2>
        <Reads context={context} source={source} />
        <ul class="rows">
          {source.outcomes.map(({ at, text, status }) => (
            <li>
              <span class="state">
                {dateTime(Date.parse(at))}
                {status === null ? "" : ` · ${status}`}
              </span>
              <br />
              {text}
            </li>
          ))}
        </ul>
        <h2>{say.history}</h2>
        <Past context={context} source={source} />
        <h2>{say.wishes}</h2>
        <form method="post" action={`/desk/sources/${source.id}`} class="narrow">
          <Wishes context={context} wishes={source} />
          <button type="submit" name="do" value="change">
            {words.save}
          </button>
        </form>
        <h2>{say.leave}</h2>
        <form method="post" action={`/desk/sources/${source.id}`} class="narrow">
          <label>
            {say.leaveSay}
            <select name="articles">
              <option value="keep">{say.keep}</option>
              <option value="withdraw">{say.withdraw}</option>
            </select>
          </label>
          <button type="submit" name="do" value="leave" class="plain">
            {say.leave}
          </button>
        </form>
      </>
    ),
  });
}
