import type { Item, ListDocument } from "../../model/document.ts";
import type { ProgrammeFacts } from "../../model/podcast.ts";
import type { Site } from "../site.ts";
import { type PageContext, pageContext } from "./context.ts";
import { Days, Rows } from "./days.tsx";
import { feedsOf } from "./feeds.ts";
import { Follow, FollowLink } from "./follow.tsx";
import { Fresh } from "./fresh.tsx";
import { renderPage } from "./layout.tsx";
import { COVER, Picture } from "./picture.tsx";
import { Lead, listingOf } from "./teaser.tsx";

/** The page of a list: the front page, or a tag's, source's or author's. */
export function renderListPage(list: ListDocument, site: Site): string {
  const context = pageContext(site);
  const { scope, sections, archive } = list._dateline;
  const isOlder = archive?.current !== undefined;
  // Who subscribes to what is old means what is new.
  const feeds = feedsOf(archive?.current ?? list.home_page_url);
  const head = {
    canonical: list.home_page_url,
    description: list.description,
    feeds,
    structured: structuredData(list, site),
  };
  if (scope.kind === "home" && !isOlder) {
    const [newest] = list.items;
    const date = newest && context.strings.latestOn(context.day(newest.date_published));
    return renderPage({
      context,
      head,
      front: true,
      date,
      sections,
      children: <FrontPage list={list} context={context} />,
    });
  }
  return renderPage({
    context,
    head: {
      ...head,
      title: isOlder ? `${context.strings.older}: ${nameOf(list)}` : nameOf(list),
      description: isOlder ? undefined : descriptionOf(list, context),
    },
    children: <ScopePage list={list} context={context} />,
  });
}

/** The URL of what is older, at the first story that is not here, too. */
function olderOf({ _dateline: { archive } }: ListDocument): string | undefined {
  if (!archive?.previous) return undefined;
  return archive.from ? `${archive.previous}#${encodeURIComponent(archive.from)}` : archive.previous;
}

const nameOf = ({ _dateline: { programme, scope } }: ListDocument) => programme?.title ?? scope.name;

function descriptionOf({ description, _dateline: { scope } }: ListDocument, { strings, site }: PageContext) {
  const about = scope.kind === "home" || scope.kind === "search" ? undefined : strings.about[scope.kind];
  return description ?? about?.(site.title, scope.name);
}

/** The stories that somebody put first, in that order, and the others, in the order of time. */
function arranged({ items, _dateline: { front = [] } }: ListDocument): { first: Item[]; others: Item[] } {
  const first = front.flatMap((slug) => items.find(({ _dateline }) => _dateline.slug === slug) ?? []);
  return { first, others: items.filter((item) => !first.includes(item)) };
}

function FrontPage({ list, context }: { list: ListDocument; context: PageContext }) {
  const { first, others } = arranged(list);
  // Where nobody says what leads, the newest does.
  const [lead, ...placed] = first.length ? first : others.slice(0, 1);
  const rest = first.length ? others : others.slice(1);
  const listing = listingOf(list.home_page_url, list.items);
  const older = olderOf(list);
  return (
    <>
      {lead ? <Lead item={lead} listing={listing} context={context} /> : <Empty context={context} />}
      {placed.length ? (
        <section class="edition">
          <Rows items={placed} listing={listing} level={2} context={context} />
        </section>
      ) : null}
      <Days items={rest} listing={listing} context={context} />
      {lead ? (
        <p class="pages">
          <a href={context.dayPage(lead.date_published)}>{context.strings.byDay}</a>
          {older ? (
            <a href={older} rel="prev">
              {context.strings.older}
            </a>
          ) : null}
        </p>
      ) : null}
      <Follow name={context.site.title} feeds={feedsOf(list.home_page_url)} context={context} />
      <Fresh list={list} context={context} />
    </>
  );
}

function ScopePage({ list, context }: { list: ListDocument; context: PageContext }) {
  const { scope, count, programme, archive } = list._dateline;
  const { strings } = context;
  const isOlder = archive?.current !== undefined;
  const listing = {
    ...listingOf(archive?.current ?? list.home_page_url, list.items, programme !== undefined),
    isOlder,
  };
  // What a past day had does not change any more: there is nothing to follow.
  const isDay = scope.kind === "day";
  return (
    <>
      <header class="scope">
        <p class="label">{isOlder ? strings.older : programme ? strings.programme : strings[scope.kind]}</p>
        <h1>
          <bdi>{nameOf(list)}</bdi>
        </h1>
        {programme && !isOlder ? <About programme={programme} context={context} /> : null}
        {list.description && scope.kind === "tag" && !programme ? (
          <p class="standfirst" dir="auto">
            {list.description}
          </p>
        ) : null}
        <p class="count">
          {strings.stories(count)}
          {scope.url ? (
            <>
              {" · "}
              <a href={scope.url} rel="external">
                {strings.homePage}
              </a>
            </>
          ) : null}
          {isDay ? null : (
            <>
              {" · "}
              <FollowLink name={scope.name} context={context} />
            </>
          )}
        </p>
      </header>
      {list.items.length === 0 ? (
        <Empty context={context} />
      ) : isDay ? (
        <Rows items={list.items} listing={listing} level={2} context={context} />
      ) : (
        <Days items={list.items} listing={listing} context={context} />
      )}
      <Further list={list} context={context} />
      {isDay || isOlder ? null : <Fresh list={list} context={context} />}
      {isDay ? null : (
        <Follow
          name={nameOf(list)}
          feeds={feedsOf(archive?.current ?? list.home_page_url)}
          heard={programme !== undefined}
          context={context}
        />
      )}
    </>
  );
}

/** What a programme says of itself. */
function About({ programme, context }: { programme: ProgrammeFacts; context: PageContext }) {
  const { cover, image, description, author, funding } = programme;
  return (
    <div class="programme">
      <Picture url={cover} facts={image} place={COVER} first />
      <div>
        <p class="standfirst">{description}</p>
        <p class="count">
          {context.strings.by} {author}
          {funding ? (
            <>
              {" · "}
              <a href={funding.url} rel="external">
                {funding.text}
              </a>
            </>
          ) : null}
        </p>
      </div>
    </div>
  );
}

/** The way on from a list: to all of it where only the newest are here, and to the days beside a day. */
function Further({ list, context }: { list: ListDocument; context: PageContext }) {
  const { scope, count, previous, next, archive } = list._dateline;
  const { site, strings } = context;
  const older = olderOf(list);
  const isFilter = scope.kind === "tag" || scope.kind === "source" || scope.kind === "author";
  const query = `${scope.kind}:${scope.slug}`;
  const all = isFilter && !archive && count > list.items.length;
  if (!all && !previous && !next && !archive) return null;
  return (
    <nav class="pages" aria-label={strings.walk}>
      {all ? (
        <a href={`${site.url}/search?${new URLSearchParams({ q: query })}`}>{strings.allOf(count)}</a>
      ) : null}
      {archive?.newer ? (
        <a href={archive.newer} rel="next">
          {strings.newer}
        </a>
      ) : null}
      {older ? (
        <a href={older} rel="prev">
          {strings.older}
        </a>
      ) : null}
      {archive?.current ? <a href={archive.current}>{strings.newest}</a> : null}
      {previous ? (
        <a href={previous.url} rel="prev">
          {strings.previousDay}: {previous.title}
        </a>
      ) : null}
      {next ? (
        <a href={next.url} rel="next">
          {strings.nextDay}: {next.title}
        </a>
      ) : null}
    </nav>
  );
}

function Empty({ context: { strings } }: { context: PageContext }) {
  return (
    <div class="empty">
      <p class="standfirst">{strings.emptyList}</p>
      <p>{strings.emptyListHelp}</p>
    </div>
  );
}

/** schema.org: the list as a collection of its articles. */
function structuredData(list: ListDocument, site: Site): object {
  return {
    "@context": "https://schema.org",
    "@type": "CollectionPage",
    name: list.title,
    url: list.home_page_url,
    inLanguage: list.language,
    isPartOf: { "@type": "WebSite", name: site.title, url: `${site.url}/` },
    mainEntity: {
      "@type": "ItemList",
      itemListElement: list.items.map(({ url }, i) => ({ "@type": "ListItem", position: i + 1, url })),
    },
  };
}
