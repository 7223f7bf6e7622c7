import type { DirectoryDocument, DirectoryEntry, SourceEntry } from "../../model/document.ts";
import { languageName } from "../../text/language.ts";
import { normalised } from "../../text/plain.ts";
import type { Site } from "../site.ts";
import { type PageContext, pageContext } from "./context.ts";
import { feedsOf } from "./feeds.ts";
import { renderPage } from "./layout.tsx";
import { Time } from "./time.tsx";

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
        {entries.length === 0 ? <p>{strings.noneYet}</p> : null}
        {kind === "sources" ? (
          <ul class="directory">
            {(entries as SourceEntry[]).map((source) => (
              <Source source={source} context={context} />
            ))}
          </ul>
        ) : (
          <Names entries={entries} context={context} />
        )}
      </>
    ),
  });
}

/** Of more names than this, those with most stories come first. */
const MANY = 24;
const FIRST = 12;

/** Names by their first letters, each script by itself. */
function Names({ entries, context }: { entries: DirectoryEntry[]; context: PageContext }) {
  const { strings } = context;
  const most = [...entries].sort((a, b) => b.count - a.count).slice(0, FIRST);
  const scripts = Map.groupBy(entries, ({ name }) => scriptOf(name));
  return (
    <>
      {entries.length > MANY ? (
        <section>
          <h2 class="label">{strings.mostStories}</h2>
          <Entries entries={most} context={context} />
        </section>
      ) : null}
      {[...scripts].map(([, names]) => (
        <section class="letters">
          {byLetter(names, context.language).map(([letter, group]) => (
            <section>
              <h2 class="label">
                <bdi>{letter}</bdi>
              </h2>
              <Entries entries={group} context={context} />
            </section>
          ))}
        </section>
      ))}
    </>
  );
}

function Entries({ entries, context: { strings } }: { entries: DirectoryEntry[]; context: PageContext }) {
  return (
    <ul class="directory">
      {entries.map(({ name, url, count, also = [] }) => (
        <li>
          <a href={url}>
            <bdi>{name}</bdi>
            {also.map((other) => (
              <>
                {" · "}
                <bdi>{other}</bdi>
              </>
            ))}
          </a>{" "}
          <span class="count">{strings.stories(count)}</span>
        </li>
      ))}
    </ul>
  );
}

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Han}/u,
];

/** Which of them the first letter of a name is of; -1 for a number, and what is rare. */
function scriptOf(name: string): number {
  const letter = /\p{L}/u.exec(name)?.[0] ?? "";
  return SCRIPTS.findIndex((script) => script.test(letter));
}

/** Names under their letters, in their order. */
function byLetter(names: DirectoryEntry[], language: string): [letter: string, names: DirectoryEntry[]][] {
  const { compare } = new Intl.Collator(language);
  return [...Map.groupBy(names, ({ name }) => letterOf(name))].sort(([a], [b]) => compare(a, b));
}

/** The letter that a name is filed under: without its marks, and without the Arabic article. */
function letterOf(name: string): string {
  const bare = normalised(name, "NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/^ال(?=\p{L}{2})/u, "");
  const letter = /\p{L}/u.exec(bare)?.[0].toUpperCase();
  return letter && /^\P{N}*\p{L}/u.test(bare) ? letter : "#";
}

/** A publication whose stories are here: in which language, since when, and in which feeds. */
function Source({ source, context }: { source: SourceEntry; context: PageContext }) {
  const { strings, site } = context;
  const language = source.language && languageName(source.language, site.language);
  return (
    <li class="source">
      <h2>
        <a href={source.url}>
          <bdi>{source.name}</bdi>
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
      <p class="count">
        <a href={`${source.url}#follow`}>
          {strings.follow}
          <span class="unseen"> {source.name}</span>
        </a>
      </p>
    </li>
  );
}

function byName<T extends DirectoryEntry>(entries: T[], language: string): T[] {
  const { compare } = new Intl.Collator(language);
  return [...entries].sort((a, b) => compare(a.name, b.name));
}
