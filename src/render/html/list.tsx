import type { ListDocument } from "../../model/document.ts";
import type { Site } from "../site.ts";
import { type PageContext, pageContext } from "./context.ts";
import { FeedLinks, feedsOf } from "./feed-links.tsx";
import { renderPage } from "./layout.tsx";
import { Teaser } from "./teaser.tsx";

/** The page of a list: the front page, or a tag's, source's or author's. */
export function renderListPage(list: ListDocument, site: Site): string {
  const context = pageContext(site);
  const { scope, sections } = list._dateline;
  const feeds = feedsOf(list.home_page_url);
  const head = {
    canonical: list.home_page_url,
    description: list.description,
    feeds,
    structured: structuredData(list, site),
  };
  if (scope.kind === "home") {
    const [newest] = list.items;
    const date = newest && context.day(newest.date_published);
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
    head: { ...head, title: scope.name, description: descriptionOf(list, context) },
    children: <ScopePage list={list} context={context} />,
  });
}

function descriptionOf({ description, _dateline: { scope } }: ListDocument, { strings, site }: PageContext) {
  const about = scope.kind === "home" || scope.kind === "search" ? undefined : strings.about[scope.kind];
  return description ?? about?.(site.title, scope.name);
}

function FrontPage({ list, context }: { list: ListDocument; context: PageContext }) {
  const [lead, ...rest] = list.items;
  return (
    <>
      {lead ? <Teaser item={lead} context={context} lead level={2} /> : <Empty context={context} />}
      {rest.length ? (
        <section aria-labelledby="more">
          <h2 id="more" class="label">
            {context.strings.more}
          </h2>
          <River items={rest} context={context} />
        </section>
      ) : null}
      <FeedLinks feeds={feedsOf(list.home_page_url)} context={context} />
      {lead ? (
        <p class="pages">
          <a href={context.dayPage(lead.date_published)}>{context.strings.byDay}</a>
        </p>
      ) : null}
    </>
  );
}

function River({ items, context }: { items: ListDocument["items"]; context: PageContext }) {
  return (
    <div class="river">
      {items.map((item) => (
        <Teaser item={item} context={context} level={3} />
      ))}
    </div>
  );
}

function ScopePage({ list, context }: { list: ListDocument; context: PageContext }) {
  const { scope, count } = list._dateline;
  const { strings } = context;
  return (
    <>
      <header class="scope">
        <p class="label">{strings[scope.kind]}</p>
        <h1 dir="auto">{scope.name}</h1>
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
        </p>
        <FeedLinks feeds={feedsOf(list.home_page_url)} context={context} />
      </header>
      {list.items.length ? (
        <div class="river">
          {list.items.map((item) => (
            <Teaser item={item} context={context} level={2} />
          ))}
        </div>
      ) : (
        <Empty context={context} />
      )}
      <Further list={list} context={context} />
    </>
  );
}

/** The way on from a list: to all of it where only the newest are here, and to the days beside a day. */
function Further({ list, context }: { list: ListDocument; context: PageContext }) {
  const { scope, count, previous, next } = list._dateline;
  const { site, strings } = context;
  const isFilter = scope.kind === "tag" || scope.kind === "source" || scope.kind === "author";
  const query = `${scope.kind}:${scope.slug}`;
  const all = isFilter && count > list.items.length;
  if (!all && !previous && !next) return null;
  return (
    <nav class="pages" aria-label={strings.walk}>
      {all ? (
        <a href={`${site.url}/search?${new URLSearchParams({ q: query })}`}>{strings.allOf(count)}</a>
      ) : null}
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
