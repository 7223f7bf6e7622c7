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
