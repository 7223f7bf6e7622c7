import type { ListDocument } from "../../model/document.ts";
import type { Site } from "../site.ts";
import type { Strings } from "../strings/strings.ts";
import { pageContext } from "./context.ts";
import { renderPage } from "./layout.tsx";
import { Links, type TitledLink } from "./links.tsx";
import { Time } from "./time.tsx";

export interface Suggestions {
  /** Of a similar name. */
  similar: TitledLink[];
  latest: TitledLink[];
}

/**
 * An error as a page of the paper, with a way on from it.
 *
 * @param withdrawn when what was there was withdrawn, RFC 3339, and why
 */
export function renderMessagePage(
  status: keyof Strings["errors"],
  site: Site,
  suggestions: Suggestions = { similar: [], latest: [] },
  withdrawn: { since?: string | undefined; reason?: string | undefined } = {},
): string {
  const { since, reason } = withdrawn;
  const context = pageContext(site);
  const { strings } = context;
  const { title, text } = strings.errors[status];
  return renderPage({
    context,
    head: { title },
    children: (
      <div class="story message">
        <p class="label">{status}</p>
        <h1>{title}</h1>
        <p class="standfirst">{text}</p>
        {reason ? <p dir="auto">{reason}</p> : null}
        {since ? (
          <p class="when">
            {strings.withdrawnAt} <Time at={since} context={context} />
          </p>
        ) : null}
        <Links title={strings.perhaps} links={suggestions.similar} />
        <Links title={strings.latest} links={suggestions.latest} />
        <p>
          <a href={`${site.url}/`}>{strings.home}</a> · <a href={`${site.url}/tags`}>{strings.allTags}</a> ·{" "}
          <a href={`${site.url}/subscribe`}>{strings.subscribe}</a>
        </p>
      </div>
    ),
  });
}

const SIMILAR = 5;
const LATEST = 5;

/** What a reader who asked for `path` may have meant, among the newest stories and their tags. */
export function suggest(path: string, home: ListDocument): Suggestions {
  const wanted = wordsOf(path);
  const candidates = new Map<string, TitledLink & { score: number }>();
  for (const item of home.items) {
    const pages = [
      { title: item.title, url: item.url },
      ...item._dateline.tags.map(({ name, url }) => ({ title: name, url })),
    ];
    for (const page of pages)
      candidates.set(page.url, { ...page, score: overlap(wanted, wordsOf(new URL(page.url).pathname)) });
  }
  const similar = [...candidates.values()]
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, SIMILAR);
  return { similar, latest: home.items.slice(0, LATEST).map(({ title, url }) => ({ title, url })) };
}

/** The words of a path's last segment. */
function wordsOf(path: string): Set<string> {
  const name = decodeURIComponent(path).split("/").at(-1) ?? "";
  return new Set(name.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word.length > 2));
}

/** Shared words, as a share of both. */
function overlap(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared / (a.size + b.size || 1);
}
