import type { PageContext } from "./context.ts";

export interface Feeds {
  /** What they are of, where that is not what the page is of. */
  title?: string | undefined;
  rss: string;
  atom: string;
  json: string;
}

export const FEED_TYPES = {
  rss: "application/rss+xml",
  atom: "application/atom+xml",
  json: "application/feed+json",
} as const;
export const FEED_NAMES = { rss: "RSS", atom: "Atom", json: "JSON Feed" } as const;
export const FORMATS = ["rss", "atom", "json"] as const;

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
