import type { Child } from "hono/jsx";
import { TURNSTILE_SCRIPT } from "../../http/security.ts";
import type { NamedLink } from "../../model/document.ts";
import type { PageContext } from "./context.ts";
import { Head, type PageHead } from "./head.tsx";
import { Masthead } from "./masthead.tsx";

interface LayoutProps {
  context: PageContext;
  head: PageHead;
  /** Whether a form on it asks Turnstile who writes. */
  turnstile?: boolean;
  /** The front page's masthead is its headline. */
  front?: boolean;
  /** Under the masthead of the front page. */
  date?: string | undefined;
  sections?: NamedLink[] | undefined;
  children: Child;
}

/** A page of the paper, as a whole HTML document. */
export function renderPage(props: LayoutProps): string {
  return `<!doctype html>\n${(<Layout {...props} />).toString()}\n`;
}

function Layout({ context, head, turnstile, front, date, sections, children }: LayoutProps) {
  const { site, strings, direction } = context;
  return (
    <html lang={site.language} dir={direction} data-zone={site.timeZone}>
      <Head context={context} head={head} />
      <body>
        <a class="skip" href="#content">
          {strings.skip}
        </a>
        <Masthead context={context} front={front} here={head.canonical} date={date} sections={sections} />
        <main id="content" tabindex={-1}>
          {children}
        </main>
        {turnstile ? <script src={TURNSTILE_SCRIPT} async defer /> : null}
        <footer>
          <p>{strings.footer}</p>
          <ul>
            {footerLinks(context).map(([path, name]) => (
              <li>
                <a href={site.url + path}>{name}</a>
              </li>
            ))}
            {site.pages.map(({ path, title, language }) => (
              <li>
                <a
                  href={site.url + path}
                  aria-current={head.canonical === site.url + path ? "page" : undefined}
                >
                  <bdi lang={language}>{title}</bdi>
                </a>
              </li>
            ))}
          </ul>
          {site.rights ? <p>{site.rights}</p> : null}
        </footer>
      </body>
    </html>
  );
}

function footerLinks({ strings }: PageContext): [path: string, name: string][] {
  return [
    ["/subscribe", strings.subscribe],
    ["/comments", strings.comments],
    ["/privacy", strings.privacyTitle],
  ];
}
