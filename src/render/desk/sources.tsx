import { type Entry, type FeedInfo, PICTURE_WISHES, POLICIES } from "../../model/entry.ts";
import type { SourceView } from "../../model/source.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Notice } from "./notice.tsx";

/** What there is to say besides what is followed. */
export interface SourcesSaid {
  address?: string;
  /** Why there is nothing to follow at an address. */
  notFound?: string;
  list?:
    | { kind: "done"; added: number; known: number; refused: { url: string; detail: string }[] }
    | { kind: "no-opml" }
    | { kind: "too-many"; count: number };
}

/** How the newsroom is, as far as it is told here. */
interface House {
  articles: Record<"draft" | "scheduled" | "published" | "withdrawn", number>;
  outbox: { length: number; oldest_seconds: number; error: string | null };
  fetching: {
    feeds: number;
    due: number;
    overdue_seconds: number;
    dead_letters: { count: number; last: { at: string; host: string } | null };
  };
}

interface SourcesPage {
  sources: SourceView[];
  more: string | null;
  house: House;
  said: SourcesSaid;
}

/** What is followed, and how it is. */
export function renderSources(context: DeskContext, { sources, more, house, said }: SourcesPage): string {
  const { words } = context;
  const say = words.sourcesPage;
  const { list } = said;
  return renderDeskPage({
    context,
    title: words.sources,
    here: "/desk/sources",
    children: (
      <>
        <h1>{words.sources}</h1>
        {said.notFound ? (
          <Notice isAlert>
            {say.notFound} {said.notFound}
          </Notice>
        ) : null}
        {list?.kind === "done" ? <Notice>{say.imported(list.added, list.known)}</Notice> : null}
        {list?.kind === "done" && list.refused.length ? (
          <ul class="quiet">
            {list.refused.map(({ url, detail }) => (
              <li>
                <bdi dir="ltr">{url}</bdi>: {detail}
              </li>
            ))}
          </ul>
        ) : null}
        {list && list.kind !== "done" ? <Notice isAlert>{say[list.kind]}</Notice> : null}
        <form class="inline" method="post" action="/desk/sources/find">
          <label>
            {say.address}
            <input
              name="url"
              value={said.address ?? ""}
              required
              dir="ltr"
              inputmode="url"
              autocomplete="off"
            />
          </label>
          <button type="submit">{say.find}</button>
        </form>
        {sources.length ? null : <p>{say.none}</p>}
        <ul class="rows">
          {sources.map((source) => (
            <li>
              <a class="headline" href={`/desk/sources/${source.id}`}>
                <bdi>{source.title}</bdi>
              </a>
              <p class="state">
                <Health context={context} source={source} /> · {say.articles(source.articles)}
                {source.last_story ? ` · ${say.last(context.dateTime(Date.parse(source.last_story)))}` : ""}
              </p>
              <Reads context={context} source={source} />
            </li>
          ))}
        </ul>
        {more ? <a href={`/desk/sources?after=${encodeURIComponent(more)}`}>{words.more}</a> : null}
        <h2>{say.lists}</h2>
        <form class="inline" method="post" action="/desk/sources/import" enctype="multipart/form-data">
          <label>
            {say.opml}
            <input type="file" name="file" accept=".opml,.xml,text/x-opml,application/xml" required />
          </label>
          <button type="submit">{say.import}</button>
        </form>
        <p>
          <a href="/opml.xml" download>
            {say.export}
          </a>
        </p>
        <Newsroom context={context} house={house} />
      </>
    ),
  });
}

/** Whether a source is read, and if not, why. */
function Health({ context, source }: { context: DeskContext; source: SourceView }) {
  const say = context.words.sourcesPage;
  const { status, failures, error, last_fetch } = source;
  if (status !== "active") return <b>{say.status[status]}</b>;
  if (failures > 0)
    return (
      <>
        <b>{say.failing(failures)}</b>: {error}
      </>
    );
  return <span>{last_fetch ? say.read(context.dateTime(Date.parse(last_fetch.at))) : say.unread}</span>;
}

const BAR = { width: 10, gap: 4, height: 18 };

/** The last reads, the oldest first: tall where one brought something, low where not, hollow where it failed. */
function Reads({ context, source: { outcomes } }: { context: DeskContext; source: SourceView }) {
  if (!outcomes.length) return null;
  const say = context.words.sourcesPage;
  const step = BAR.width + BAR.gap;
  const count = (kind: string) => outcomes.filter((each) => each.kind === kind).length;
  return (
    <svg
      class="reads"
      width={outcomes.length * step}
      height={BAR.height}
      role="img"
      aria-label={say.reads(count("new"), count("same"), count("failed"))}
    >
      {outcomes.toReversed().map(({ kind }, i) => {
        const height = kind === "same" ? 4 : BAR.height - 2;
        return (
          <rect
            class={kind}
            x={i * step + 1}
            y={BAR.height - height - 1}
            width={BAR.width - 2}
            height={height}
          />
        );
      })}
    </svg>
  );
}

/** What waits, and what went wrong, in words. */
function Newsroom({ context, house }: { context: DeskContext; house: House }) {
  const say = context.words.sourcesPage;
  const { articles, outbox, fetching } = house;
  const { last, count } = fetching.dead_letters;
  return (
    <section>
      <h2>{say.house}</h2>
      <ul>
        <li>{say.stories(articles.published, articles.scheduled, articles.draft, articles.withdrawn)}</li>
        <li>
          {outbox.length ? say.outbox(outbox.length, outbox.oldest_seconds) : say.outboxEmpty}
          {outbox.error ? ` ${outbox.error}` : ""}
        </li>
        <li>{say.feeds(fetching.feeds, fetching.due, fetching.overdue_seconds)}</li>
        <li>{last ? say.dead(count, last.host, context.dateTime(Date.parse(last.at))) : say.deadNone}</li>
      </ul>
    </section>
  );
}

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

/** Entries that are shown of what would come. */
const FOUND_SHOWN = 20;

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
