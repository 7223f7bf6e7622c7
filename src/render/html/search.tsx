import type { Facet, SearchDocument, SearchResult } from "../../model/found.ts";
import type { Piece } from "../../text/snippet.ts";
import type { Site } from "../site.ts";
import { type PageContext, pageContext } from "./context.ts";
import { feedsOf } from "./feeds.ts";
import { Follow, FollowLink } from "./follow.tsx";
import { renderPage } from "./layout.tsx";
import { Links, TagLinks } from "./links.tsx";
import { QueryForm } from "./query-form.tsx";
import { Time } from "./time.tsx";

/** The page of a search. @param found null where nothing is asked yet */
export function renderSearchPage(found: SearchDocument | null, site: Site): string {
  const context = pageContext(site);
  const { strings } = context;
  const url = pageUrl(site, found?.query ?? "", 1);
  const page = found && pageUrl(site, found.query, found.page);
  return renderPage({
    context,
    head: {
      title: found ? `${found.query} · ${strings.search}` : strings.search,
      description: strings.about.search(site.title, ""),
      canonical: page ?? url,
      feeds: found ? feedsOf(url) : feedsOf(`${site.url}/`, site.title),
    },
    children: (
      <>
        <header class="plain">
          <h1>{strings.search}</h1>
          <SearchForm query={found?.query ?? ""} context={context} />
          {found ? <Outcome found={found} context={context} /> : null}
        </header>
        {found?.results.length ? (
          <>
            <div class="found">
              <Facets found={found} context={context} />
              <ol class="results">
                {found.results.map((result) => (
                  <Result result={result} context={context} />
                ))}
              </ol>
            </div>
            <Pages found={found} context={context} />
            <Follow name={found.query} feeds={feedsOf(url)} context={context} />
          </>
        ) : (
          <Otherwise found={found} context={context} />
        )}
      </>
    ),
  });
}

function pageUrl(site: Site, query: string, page: number): string {
  if (!query) return `${site.url}/search`;
  return `${site.url}/search?${new URLSearchParams({ q: query, ...(page > 1 && { page: String(page) }) })}`;
}

function SearchForm({ query, context }: { query: string; context: PageContext }) {
  const { site, strings } = context;
  return (
    <search>
      <QueryForm
        action={`${site.url}/search`}
        id="q"
        label={strings.searchLabel}
        submit={strings.search}
        value={query}
      />
    </search>
  );
}

/** How many there are, and what to try where there are none. */
function Outcome({ found, context }: { found: SearchDocument; context: PageContext }) {
  const { site, strings } = context;
  const { count, more, have, hint } = found;
  return (
    <>
      <p class="count">
        {count === 0 ? strings.nothingFound : more ? strings.newestOfMany(count) : strings.stories(count)}
        {count > 0 && have === "some" ? ` · ${strings.someWords}` : null}
        {count > 0 ? (
          <>
            {" · "}
            <FollowLink name={found.query} context={context} />
          </>
        ) : null}
      </p>
      {hint ? (
        <p class="hint">
          {strings.didYouMean}{" "}
          <a href={pageUrl(site, hint, 1)}>
            <bdi>{hint}</bdi>
          </a>
        </p>
      ) : null}
    </>
  );
}

function Result({ result, context }: { result: SearchResult; context: PageContext }) {
  const { language, direction } = context;
  return (
    <li class="teaser" lang={result.language} dir={result.direction}>
      <h2>
        <a href={result.url}>
          <Marked pieces={result.title} />
        </a>
      </h2>
      {result.snippet.length ? (
        <p class="standfirst">
          <Marked pieces={result.snippet} />
        </p>
      ) : null}
      <p class="when" lang={language} dir={direction}>
        <bdi>{result.source}</bdi> · <Time at={result.published} context={context} />
      </p>
    </li>
  );
}

/** A text with what was looked for marked. */
export function Marked({ pieces }: { pieces: Piece[] }) {
  return <>{pieces.map(({ text, hit }) => (hit ? <mark>{text}</mark> : text))}</>;
}

/** What narrows a search: folded where there is no room beside what was found. */
function Facets({ found, context }: { found: SearchDocument; context: PageContext }) {
  const { strings } = context;
  const { tags, sources } = found;
  if (tags.length + sources.length === 0) return null;
  return (
    <details class="facets">
      <summary>{strings.narrow}</summary>
      <nav aria-label={strings.narrow}>
        <FacetList title={strings.tags} kind="tag" facets={tags} found={found} context={context} />
        <FacetList title={strings.sources} kind="source" facets={sources} found={found} context={context} />
      </nav>
    </details>
  );
}

interface FacetListProps {
  title: string;
  kind: "tag" | "source";
  facets: Facet[];
  found: SearchDocument;
  context: PageContext;
}

function FacetList({ title, kind, facets, found, context }: FacetListProps) {
  if (facets.length === 0) return null;
  return (
    <>
      <h2 class="label">{title}</h2>
      <ul>
        {facets.map(({ slug, name, count }) => (
          <li>
            <a href={pageUrl(context.site, `${found.query} ${kind}:${slug}`, 1)}>
              <bdi>{name}</bdi>
            </a>{" "}
            <span class="count">{count}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Pages({ found, context }: { found: SearchDocument; context: PageContext }) {
  const { site, strings } = context;
  const { query, page, pages } = found;
  if (pages < 2) return null;
  return (
    <nav class="pages" aria-label={strings.pages}>
      {page > 1 ? (
        <a href={pageUrl(site, query, page - 1)} rel="prev">
          {strings.previousPage}
        </a>
      ) : null}
      <span>{strings.pageOf(page, pages)}</span>
      {page < pages ? (
        <a href={pageUrl(site, query, page + 1)} rel="next">
          {strings.nextPage}
        </a>
      ) : null}
    </nav>
  );
}

interface OtherwiseProps {
  /** Null where nothing is asked yet. */
  found: SearchDocument | null;
  context: PageContext;
}

/** The ways on from a search that found nothing, or that is still to be made. */
function Otherwise({ found, context: { site, strings } }: OtherwiseProps) {
  const { query, instead } = found ?? {};
  return (
    <div class="plain">
      <p>
        <a href={`${site.url}/ask${query ? `?${new URLSearchParams({ q: query })}` : ""}`}>
          {strings.askInstead}
        </a>
      </p>
      {instead ? (
        <>
          <TagLinks title={strings.tags} tags={instead.tags} />
          <section class="message">
            <Links title={strings.latest} links={instead.latest} />
          </section>
        </>
      ) : null}
      <h2>{strings.searchHow}</h2>
      <dl class="help">
        {strings.searchHelp.map(([example, meaning]) => (
          <>
            <dt>
              <a href={pageUrl(site, example, 1)}>
                <code dir="auto">{example}</code>
              </a>
            </dt>
            <dd>{meaning}</dd>
          </>
        ))}
      </dl>
    </div>
  );
}
