import type { Child } from "hono/jsx";
import { TURNSTILE_SCRIPT } from "../../http/security.ts";
import { ICON_PATH, SCRIPT_PATH, STYLESHEET_PATH } from "../assets.ts";
import type { PageContext } from "./context.ts";

export interface Feeds {
  /** What they are of, where that is not what the page is of. */
  title?: string | undefined;
  rss: string;
  atom: string;
  json: string;
}

/** What the head of a page says of it. URLs are absolute. */
interface PageHead {
  /** Without the publication's name. */
  title?: string | undefined;
  description?: string | undefined;
  /** The page's own URL; none for an error. */
  canonical?: string | undefined;
  /** The feeds of what this page lists. */
  feeds?: Feeds | undefined;
  /** The feed of the comments on this page. */
  comments?: string | undefined;
  /** Other forms of this very page, by media type. */
  forms?: Record<string, string> | undefined;
  image?: { url: string; alt: string } | undefined;
  article?: { published: string; modified: string; tags: string[] } | undefined;
  /** schema.org, as an object. */
  structured?: object | undefined;
}

interface LayoutProps {
  context: PageContext;
  head: PageHead;
  /** Whether a form on it asks Turnstile who writes. */
  turnstile?: boolean;
  /** The front page's masthead is its headline. */
  front?: boolean;
  /** Under the masthead of the front page. */
  date?: string | undefined;
  sections?: { name: string; url: string }[] | undefined;
  children: Child;
}

/** A page of the paper, as a whole HTML document. */
export function renderPage(props: LayoutProps): string {
  return `<!doctype html>\n${(<Layout {...props} />).toString()}\n`;
}

function Layout({ context, head, turnstile, front, date, sections, children }: LayoutProps) {
  const { site, strings, direction } = context;
  return (
    <html lang={site.language} dir={direction}>
      <Head context={context} head={head} />
      <body>
        <a class="skip" href="#content">
          {strings.skip}
        </a>
        <header class={front ? "masthead masthead-front" : "masthead"}>
          {front ? (
            <h1 class="name">{site.title}</h1>
          ) : (
            <p class="name">
              <a href={`${site.url}/`}>{site.title}</a>
            </p>
          )}
          {front && site.description ? <p class="motto">{site.description}</p> : null}
          {date ? <p class="dateline">{date}</p> : null}
          <nav aria-label={strings.sections}>
            <ul>
              {front ? null : (
                <li>
                  <a href={`${site.url}/`}>{strings.home}</a>
                </li>
              )}
              {(sections ?? []).map(({ name, url }) => (
                <li>
                  <a href={url} dir="auto">
                    {name}
                  </a>
                </li>
              ))}
              <li>
                <a href={`${site.url}/tags`}>{sections?.length ? strings.allTags : strings.tags}</a>
              </li>
              <li>
                <a href={`${site.url}/sources`}>{strings.sources}</a>
              </li>
              <li>
                <a href={`${site.url}/search`}>{strings.search}</a>
              </li>
              <li>
                <a href={`${site.url}/subscribe`}>{strings.subscribe}</a>
              </li>
            </ul>
          </nav>
        </header>
        <main id="content" tabindex={-1}>
          {children}
        </main>
        {turnstile ? <script src={TURNSTILE_SCRIPT} async defer /> : null}
        <footer>
          <p>
            {strings.footer} <a href={`${site.url}/subscribe`}>{strings.subscribe}</a>{" "}
            <a href={`${site.url}/comments`}>{strings.comments}</a>{" "}
            <a href={`${site.url}/privacy`}>{strings.privacyTitle}</a>
          </p>
          {site.rights ? <p>{site.rights}</p> : null}
        </footer>
      </body>
    </html>
  );
}

const FEED_TYPES = {
  rss: "application/rss+xml",
  atom: "application/atom+xml",
  json: "application/feed+json",
} as const;
const FEED_NAMES = { rss: "RSS", atom: "Atom", json: "JSON Feed" } as const;
const FORMATS = ["rss", "atom", "json"] as const;

function Head({ context: { site, strings }, head }: { context: PageContext; head: PageHead }) {
  const title = head.title ? `${head.title} · ${site.title}` : site.title;
  const social: [string, string | undefined][] = [
    ["og:site_name", site.title],
    ["og:type", head.article ? "article" : "website"],
    ["og:title", head.title ?? site.title],
    ["og:description", head.description],
    ["og:url", head.canonical],
    ["og:image", head.image?.url ?? `${site.url}/card.png`],
    ["og:image:alt", head.image ? head.image.alt || undefined : site.title],
    ["twitter:card", head.image ? "summary_large_image" : "summary"],
    ["article:published_time", head.article?.published],
    ["article:modified_time", head.article?.modified],
    ...(head.article?.tags ?? []).map((tag): [string, string] => ["article:tag", tag]),
  ];
  return (
    <head>
      <meta charset="utf-8" />
      <title>{title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {head.description ? <meta name="description" content={head.description} /> : null}
      {head.canonical ? (
        <link rel="canonical" href={head.canonical} />
      ) : (
        <meta name="robots" content="noindex" />
      )}
      <link rel="stylesheet" href={site.url + STYLESHEET_PATH} />
      <link rel="icon" href={site.url + ICON_PATH} type="image/svg+xml" />
      {FORMATS.map((format) =>
        head.feeds ? (
          <link
            rel="alternate"
            type={FEED_TYPES[format]}
            href={head.feeds[format]}
            title={`${head.feeds.title ?? title} (${FEED_NAMES[format]})`}
          />
        ) : null,
      )}
      {head.comments ? (
        <link rel="alternate" type={FEED_TYPES.atom} href={head.comments} title={strings.comments} />
      ) : null}
      {Object.entries(head.forms ?? {}).map(([type, href]) => (
        <link rel="alternate" type={type} href={href} />
      ))}
      {social.map(([property, content]) => (content ? <meta property={property} content={content} /> : null))}
      {head.structured ? (
        <script
          type="application/ld+json"
          dangerouslySetInnerHTML={{ __html: JSON.stringify(head.structured).replaceAll("<", "\\u003c") }}
        />
      ) : null}
      <script src={site.url + SCRIPT_PATH} defer />
    </head>
  );
}

/** The feeds of what a page lists, as links. */
export function FeedLinks({ feeds, context: { strings } }: { feeds: Feeds; context: PageContext }) {
  return (
    <p class="feeds">
      <span>{strings.feeds}</span>
      {FORMATS.map((format) => (
        <a href={feeds[format]} type={FEED_TYPES[format]}>
          {FEED_NAMES[format]}
        </a>
      ))}
    </p>
  );
}

/**
 * The three feeds of a list, by its page's URL.
 *
 * @param title of the list, for a page that is about something else
 */
export function feedsOf(page: string, title?: string): Feeds {
  const [path = "", query] = page.split("?");
  const feed = (name: string) => `${path.replace(/\/$/, "")}/${name}${query ? `?${query}` : ""}`;
  return { title, rss: feed("rss.xml"), atom: feed("atom.xml"), json: feed("feed.json") };
}
