import type { Child } from "hono/jsx";
import { TURNSTILE_SCRIPT } from "../../http/security.ts";
import type { PageContext } from "./context.ts";
import { Head, type PageHead } from "./head.tsx";

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
