import type { Child } from "hono/jsx";
import { FAVICON_PATH } from "../../model/icons.ts";
import { may, type Operation } from "../../model/people.ts";
import type { DeskContext } from "./context.ts";
import { Notice } from "./notice.tsx";

interface LayoutProps {
  context: DeskContext;
  title: string;
  /** The path of the part of the desk that it belongs to. */
  here?: string;
  /** What was searched for. */
  query?: string;
  children: Child;
}

/** A page of the desk, as a whole HTML document. */
export function renderDeskPage(props: LayoutProps): string {
  return `<!doctype html>\n${(<Layout {...props} />).toString()}\n`;
}

function Layout({ context, title, here, query, children }: LayoutProps) {
  const { site, words, person } = context;
  return (
    <html lang={context.language} dir={context.direction}>
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · ${site.title}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href={context.style} />
        <link rel="icon" href={FAVICON_PATH} sizes="32x32" />
        <script type="module" src={context.script} />
      </head>
      <body>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <header class="top">
          <p class="name">
            <a href="/desk">
              <bdi>{site.title}</bdi>
            </a>
          </p>
          {person ? (
            <nav aria-label={words.desk}>
              {partsFor(context).map(([path, name]) => (
                <a href={path} aria-current={path === here ? "page" : undefined}>
                  {name}
                </a>
              ))}
              <a href="/">{words.readers}</a>
            </nav>
          ) : null}
          {person ? (
            <search class="find">
              <form action="/desk/search">
                <input
                  type="search"
                  name="q"
                  value={query ?? ""}
                  placeholder={`${words.search} (/)`}
                  aria-label={words.search}
                  dir="auto"
                  data-find
                />
              </form>
            </search>
          ) : null}
          {person ? (
            <a href="/desk/account">
              <bdi>{person.name}</bdi>
            </a>
          ) : null}
        </header>
        <main id="content" tabindex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

/** What a role has to do with is shown, nothing else. */
function partsFor({ words, person }: DeskContext): [path: string, name: string][] {
  const parts: [Operation, string, string][] = [
    ["write", "/desk", words.stories],
    ["moderate", "/desk/comments", words.comments],
    ["watch", "/desk/sources", words.sources],
    ["arrange", "/desk/front", words.front],
    ["arrange", "/desk/tags", words.tags],
    ["see-activity", "/desk/activity", words.activity],
    ["people", "/desk/people", words.people],
    ["settings", "/desk/settings", words.settings],
  ];
  return parts.flatMap(([operation, path, name]) =>
    person && may(person.role, operation) ? [[path, name] as [string, string]] : [],
  );
}

/** A page that says one thing. */
export function renderNotice(context: DeskContext, text: string): string {
  return renderDeskPage({
    context,
    title: context.words.desk,
    children: <Notice>{text}</Notice>,
  });
}
