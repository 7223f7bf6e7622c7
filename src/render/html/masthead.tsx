import type { NamedLink } from "../../model/document.ts";
import type { PageContext } from "./context.ts";

interface MastheadProps {
  context: PageContext;
  /** The front page's masthead is its headline. */
  front?: boolean | undefined;
  /** The URL of the page. */
  here?: string | undefined;
  /** Of the newest story. */
  date?: string | undefined;
  /** The front page's. */
  sections?: NamedLink[] | undefined;
}

/** The head of a page: the name, and the ways to all of it. */
export function Masthead({ context, front, here, date, sections = [] }: MastheadProps) {
  const { site, strings } = context;
  const link = (path: string, name: string) => ({ name, url: site.url + path });
  const all = [
    ...(front ? [] : [link("/", strings.home)]),
    ...sections,
    link("/tags", sections.length ? strings.allTags : strings.tags),
    link("/sources", strings.sources),
  ];
  const tools = [link("/search", strings.search), link("/subscribe", strings.subscribe)];
  return (
    <header class={front ? "masthead masthead-front" : "masthead"}>
      {front ? (
        <h1 class="name">
          <Name site={site} />
        </h1>
      ) : (
        <p class="name">
          <a href={`${site.url}/`}>
            <Name site={site} />
          </a>
        </p>
      )}
      {front && site.description ? <p class="motto">{site.description}</p> : null}
      {date ? <p class="dateline">{date}</p> : null}
      <div class="ways">
        <nav aria-label={strings.sections}>
          <Links links={all} here={here} />
        </nav>
        <Links links={tools} here={here} />
      </div>
    </header>
  );
}

/** What it is called, or the logo that stands for that. */
function Name({ site: { url, title, logo } }: Pick<PageContext, "site">) {
  if (!logo) return <>{title}</>;
  return <img src={url + logo.path} alt={title} width={logo.width} height={logo.height} />;
}

function Links({ links, here }: { links: Pick<NamedLink, "name" | "url">[]; here: string | undefined }) {
  return (
    <ul>
      {links.map(({ name, url }) => (
        <li>
          <a href={url} aria-current={url === here ? "page" : undefined}>
            <bdi>{name}</bdi>
          </a>
        </li>
      ))}
    </ul>
  );
}
