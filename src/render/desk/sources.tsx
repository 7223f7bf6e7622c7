import { type Hour, LEDGER_BYTES } from "../../model/hours.ts";
import type { SourceView } from "../../model/source.ts";
import type { DeskContext } from "./context.ts";
import { Hours } from "./hours.tsx";
import { renderDeskPage } from "./layout.tsx";
import { Notice } from "./notice.tsx";
import { Health, Reads } from "./source-health.tsx";

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
  /** Of the ledger. */
  bytes: number;
  hours: Hour[];
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
        <li>
          {say.storage((house.bytes / 1e6).toFixed(1), ((house.bytes / LEDGER_BYTES) * 100).toFixed(1))}
        </li>
      </ul>
      <Hours context={context} hours={house.hours} />
    </section>
  );
}
