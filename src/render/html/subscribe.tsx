import type { DirectoryDocument, DirectoryEntry } from "../../model/document.ts";
import type { Site } from "../site.ts";
import { type PageContext, pageContext } from "./context.ts";
import { feedsOf } from "./feeds.ts";
import { Address, Formats, PodcastApps, TakeAlong } from "./follow.tsx";
import { renderPage } from "./layout.tsx";
import { OwnFeedForm } from "./own-feed.tsx";

/** Of each kind, those with most stories. */
const SHOWN = 12;

/** Readers of feeds that cost nothing, by what they run on. */
const APPS: Record<"apple" | "android" | "computer" | "server", [name: string, url: string]> = {
  apple: ["NetNewsWire", "https://netnewswire.com/"],
  android: ["Feeder", "https://github.com/spacecowboy/Feeder"],
  computer: ["Thunderbird", "https://www.thunderbird.net/"],
  server: ["Miniflux", "https://miniflux.app/"],
};

/** `/subscribe`: feeds, explained to a person who never used one. */
export function renderSubscribePage(directory: DirectoryDocument, site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  const feeds = feedsOf(`${site.url}/`, site.title);
  return renderPage({
    context,
    head: {
      title: strings.subscribeTitle,
      description: strings.subscribeLead,
      canonical: `${site.url}/subscribe`,
      feeds,
    },
    children: (
      <div class="story">
        <h1>{strings.subscribeTitle}</h1>
        <p class="standfirst">{strings.subscribeLead}</p>
        <ol class="body">
          <li>
            {strings.chooseReader}
            <ul>
              {Object.entries(APPS).map(([device, [name, url]]) => (
                <li>
                  {strings.devices[device as keyof typeof APPS]}{" "}
                  <a href={url} rel="external">
                    {name}
                  </a>
                </li>
              ))}
            </ul>
          </li>
          {strings.subscribeHow.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        <section class="follow">
          <h2>{strings.everything}</h2>
          <Address name={site.title} feeds={feeds} context={context} />
        </section>
        <p>{strings.nothingHappens}</p>
        <Programmes directory={directory} context={context} />
        <Lists title={strings.oneSubject} entries={directory.tags} all="/tags" context={context} />
        <Lists title={strings.oneSource} entries={directory.sources} all="/sources" context={context} />
        <OwnFeedForm directory={directory} context={context} />
        <h2>{strings.otherFormats}</h2>
        <Formats feeds={feeds} context={context} />
        <p class="formats">
          <a href={`${site.url}/opml.xml`}>{strings.opml}</a>
        </p>
      </div>
    ),
  });
}

/** What there is to listen to, and the apps that take it. */
function Programmes({ directory, context }: { directory: DirectoryDocument; context: PageContext }) {
  const heard = directory.tags.filter(({ programme }) => programme !== undefined);
  if (heard.length === 0) return null;
  return (
    <>
      <h2>{context.strings.programmes}</h2>
      {heard.map(({ programme = "", url }) => (
        <section>
          <h3>
            <a href={url}>
              <bdi>{programme}</bdi>
            </a>
          </h3>
          <Address name={programme} feeds={feedsOf(url)} context={context} />
          <PodcastApps name={programme} feeds={feedsOf(url)} context={context} />
        </section>
      ))}
    </>
  );
}

interface ListsProps {
  title: string;
  entries: DirectoryEntry[];
  /** The path of all of them. */
  all: string;
  context: PageContext;
}

/** Lists that can be followed, a line each. */
function Lists({ title, entries, all, context }: ListsProps) {
  const { site, strings } = context;
  if (entries.length === 0) return null;
  const most = [...entries].sort((a, b) => b.count - a.count).slice(0, SHOWN);
  return (
    <>
      <h2>{title}</h2>
      <ul class="lists">
        {most.map(({ name, url }) => (
          <li>
            <a href={url}>
              <bdi>{name}</bdi>
            </a>
            <TakeAlong name={name} feeds={feedsOf(url)} context={context} />
          </li>
        ))}
      </ul>
      {entries.length > most.length ? (
        <p class="formats">
          <a href={site.url + all}>{strings.allOfThem(entries.length)}</a>
        </p>
      ) : null}
    </>
  );
}
