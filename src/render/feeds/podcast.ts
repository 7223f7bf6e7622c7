import type { Item } from "../../model/document.ts";
import type { ProgrammeFacts } from "../../model/podcast.ts";
import { escapeXml } from "../../text/plain.ts";
import { element } from "./xml.ts";

// What podcast apps read in RSS: Apple's requirements (https://podcasters.apple.com/support/823-podcast-requirements)
// and the namespace of Podcasting 2.0 (https://podcasting2.org/docs/podcast-namespace).

export const PODCAST_NAMESPACES = [
  'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
  'xmlns:podcast="https://podcastindex.org/namespace/1.0"',
];

/** The elements of the channel of a programme. */
export function programmeElements(programme: ProgrammeFacts): string {
  const { author, category, subcategory, cover, explicit, type, guid, funding, owner } = programme;
  const within = subcategory ? element("itunes:category", { text: subcategory }) : "";
  return [
    element("itunes:author", {}, escapeXml(author)),
    element("itunes:image", { href: cover }),
    element("itunes:category", { text: category }, within),
    element("itunes:explicit", {}, String(explicit)),
    element("itunes:type", {}, type),
    owner &&
      element(
        "itunes:owner",
        {},
        element("itunes:name", {}, escapeXml(owner.name)) +
          element("itunes:email", {}, escapeXml(owner.email)),
      ),
    element("podcast:guid", {}, guid),
    // Whoever asks to bring it elsewhere has to ask its owner, who is told of it where one is named.
    element("podcast:locked", { owner: owner?.email }, "yes"),
    funding && element("podcast:funding", { url: funding.url }, escapeXml(funding.text)),
  ]
    .filter(Boolean)
    .join("");
}

/** What an episode says of itself: names of elements and their texts. */
export function episodeElements(item: Item, { explicit }: ProgrammeFacts): [name: string, text: string][] {
  const { episode = {} } = item._dateline;
  const seconds = soundOf(item)?.duration_in_seconds;
  const elements: [string, string | number | undefined][] = [
    ["itunes:title", item.title],
    ["itunes:duration", seconds && Math.round(seconds)],
    ["itunes:episode", episode.number],
    ["itunes:season", episode.season],
    ["itunes:episodeType", episode.type ?? "full"],
    ["itunes:explicit", String(explicit)],
    ["podcast:season", episode.season],
    ["podcast:episode", episode.number],
  ];
  return elements.flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
}

/** Where the chapters of an episode are, for apps. */
export function chaptersOf({ url }: Item): { url: string; type: string } {
  return { url: `${url}.chapters.json`, type: "application/json+chapters" };
}

/** The sound of an item: what it is about, where it is an episode. */
export function soundOf({ attachments = [] }: Item) {
  return attachments.find(({ mime_type }) => mime_type.startsWith("audio/"));
}

/** The picture of a channel, of which apps show its cover. */
export function channelImage(cover: string, title: string, link: string): string {
  return element(
    "image",
    {},
    element("url", {}, escapeXml(cover)) +
      element("title", {}, escapeXml(title)) +
      element("link", {}, escapeXml(link)),
  );
}
