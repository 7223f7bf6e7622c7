import { MEDIA_TYPES } from "../http/media.ts";
import { FEED_FILES, type FeedFormat } from "../model/scope.ts";
import { HUB_PATH, topicAt } from "../model/topic.ts";

const FEED_MEDIA = { rss: MEDIA_TYPES.rss, atom: MEDIA_TYPES.atom, json: MEDIA_TYPES.feed };
const FORMATS = ["rss", "atom", "json"] as const;

/** The links of a list to its page and feeds, as one of them gives them; of a feed that is a topic, to its hub. */
export function listLinks(
  site: string,
  { path, feed }: { path: string; feed: string },
  format: FeedFormat | "page",
): string[] {
  const feeds = FORMATS.map((each) => {
    const url = site + feed.replace(FEED_FILES.json, FEED_FILES[each]);
    return link(url, each === format ? "self" : "alternate", FEED_MEDIA[each]);
  });
  return [
    link(site + path, format === "page" ? "canonical" : "alternate", MEDIA_TYPES.html),
    ...feeds,
    // Discovery of the hub (WebSub §4).
    ...(format !== "page" && topicAt(feed) ? [link(site + HUB_PATH, "hub")] : []),
  ];
}

/** One link of a `Link` header (RFC 8288). */
export function link(url: string, relation: string, type?: string): string {
  return `<${url}>; rel="${relation}"${type ? `; type="${type.split(";")[0]}"` : ""}`;
}
