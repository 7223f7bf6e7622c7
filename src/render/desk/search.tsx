import type { StoryLine } from "../../model/copy.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";

interface Found {
  q: string;
  /** What readers do not have, or have otherwise. */
  stories: StoryLine[];
  published: { title: string; url: string }[];
  names: { kind: "tag" | "source" | "person"; name: string; url: string }[];
}

/** What one field finds: stories in every state, tags, sources and people. */
export function renderSearch(context: DeskContext, { q, stories, published, names }: Found): string {
  const { words } = context;
  const say = words.searchPage;
  return renderDeskPage({
    context,
    title: q ? `${words.search}: ${q}` : words.search,
    query: q,
    children: (
      <>
        <h1>{words.search}</h1>
        {q && !stories.length && !published.length && !names.length ? <p>{words.nothing}</p> : null}
        <List
          title={say.stories}
          rows={stories.map(({ id, title, state, status }) => ({
            name: title || words.storiesPage.untitled,
            url: `/desk/stories/${id}`,
            said: [state && words.storiesPage.state[state], status && words.storiesPage.status[status]],
          }))}
        />
        <List
          title={say.published}
          rows={published.map(({ title, url }) => ({ name: title, url, said: [] }))}
        />
        <List
          title={say.names}
          rows={names.map(({ kind, name, url }) => ({ name, url, said: [say.kinds[kind]] }))}
        />
      </>
    ),
  });
}

interface Row {
  name: string;
  url: string;
  said: (string | null)[];
}

function List({ title, rows }: { title: string; rows: Row[] }) {
  if (!rows.length) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="rows">
        {rows.map(({ name, url, said }) => (
          <li>
            <a class="headline" href={url} dir="auto">
              {name}
            </a>
            <p class="state">{said.filter(Boolean).join(" · ")}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
