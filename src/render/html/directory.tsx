import type { DirectoryDocument, DirectoryEntry, SourceEntry } from "../../model/document.ts";
import type { Site } from "../site.ts";
import { type PageContext, pageContext } from "./context.ts";
import { FeedLinks, feedsOf } from "./feed-links.tsx";
import { renderPage } from "./layout.tsx";
import { Time } from "./teaser.tsx";

type Kind = keyof Omit<DirectoryDocument, "updated">;

/** `/tags`, `/sources` and `/authors`: all of a kind, with how much each holds. */
export function renderDirectoryPage(kind: Kind, directory: DirectoryDocument, site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  const titles = { tags: strings.allTags, sources: strings.allSources, authors: strings.allAuthors };
  const entries = byName(directory[kind], site.language);
  return renderPage({
    context,
    head: {
      title: titles[kind],
      description: strings.about[kind](site.title, ""),
      canonical: `${site.url}/${kind}`,
      feeds: feedsOf(`${site.url}/`, site.title),
    },
    children: (
      <>
        <h1>{titles[kind]}</h1>
        {entries.length ? (
          <ul class="directory">
            {entries.map((entry) =>
              kind === "sources" ? (
                <Source source={entry as SourceEntry} context={context} />
              ) : (
                <Entry entry={entry} context={context} />
              ),
            )}
          </ul>
        ) : (
          <p>{strings.noneYet}</p>
        )}
      </>
    ),
  });
}

function Entry({ entry, context: { strings } }: { entry: DirectoryEntry; context: PageContext }) {
  return (
    <li>
      <a href={entry.url} dir="auto">
        {entry.name}
      </a>{" "}
      <span class="count">{strings.stories(entry.count)}</span>{" "}
      <a class="feed" href={`${entry.url}/rss.xml`} aria-label={strings.feedOf(entry.name)}>
        RSS
      </a>
    </li>
  );
}

/** A publication whose stories are here: in which language, since when, and in which feeds. */
function Source({ source, context }: { source: SourceEntry; context: PageContext }) {
  const { strings, site } = context;
  const language =
    source.language && new Intl.DisplayNames(site.language, { type: "language" }).of(source.language);
  return (
    <li class="source">
      <h2>
        <a href={source.url} dir="auto">
          {source.name}
        </a>
      </h2>
      <p class="count">
        {[strings.stories(source.count), language].filter(Boolean).join(" · ")}
        {source.latest ? (
          <>
            {" · "}
            {strings.lastStory} <Time at={source.latest} context={context} />
          </>
        ) : null}
      </p>
      <FeedLinks feeds={feedsOf(source.url)} context={context} />
    </li>
  );
}

/** `/subscribe`: feeds, explained to a person who never used one. */
export function renderSubscribePage(directory: DirectoryDocument, site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  const subjects = [
    ...[...directory.tags].sort((a, b) => b.count - a.count).slice(0, SUBJECTS),
    ...directory.sources.slice(0, SUBJECTS),
  ];
  return renderPage({
    context,
    head: {
      title: strings.subscribeTitle,
      description: strings.subscribeLead,
      canonical: `${site.url}/subscribe`,
      feeds: feedsOf(`${site.url}/`, site.title),
    },
    children: (
      <div class="story">
        <h1>{strings.subscribeTitle}</h1>
        <p class="standfirst">{strings.subscribeLead}</p>
        <ol class="body">
          {strings.subscribeHow.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        <h2>{strings.everything}</h2>
        <Address name={site.title} page={`${site.url}/`} context={context} />
        {subjects.length ? <h2>{strings.oneSubject}</h2> : null}
        {subjects.map(({ name, url }) => (
          <Address name={name} page={url} context={context} />
        ))}
        <p>
          <a href={`${site.url}/opml.xml`}>{strings.opml}</a>
        </p>
      </div>
    ),
  });
}

const SUBJECTS = 12;

function Address({ name, page, context }: { name: string; page: string; context: PageContext }) {
  const { strings } = context;
  const feeds = feedsOf(page);
  return (
    <div class="address">
      <h3 dir="auto">{name}</h3>
      <p>
        <code dir="ltr">{feeds.rss}</code>
      </p>
      <p class="feeds">
        <button type="button" data-copy={feeds.rss} data-done={strings.copied} hidden>
          {strings.copy}
        </button>
        <a href={`feed:${feeds.rss}`} aria-label={`${strings.openInReader}: ${name}`}>
          {strings.openInReader}
        </a>
        <a href={feeds.atom}>Atom</a>
        <a href={feeds.json}>JSON Feed</a>
      </p>
    </div>
  );
}

function byName<T extends DirectoryEntry>(entries: T[], language: string): T[] {
  const { compare } = new Intl.Collator(language);
  return [...entries].sort((a, b) => compare(a.name, b.name));
}
