import type { PageContext } from "./context.ts";
import { FEED_NAMES, FEED_TYPES, type Feeds } from "./feeds.ts";

interface FollowProps {
  /** Of the list. */
  name: string;
  feeds: Feeds;
  /** Whether it is to be listened to. */
  heard?: boolean;
  context: PageContext;
}

/** How a list is followed: under it, for who never did so, with the formats for who knows. */
export function Follow({ name, feeds, heard, context }: FollowProps) {
  const { site, strings } = context;
  return (
    <section class="follow" id="follow" aria-labelledby="follow-title">
      <h2 id="follow-title" class="label">
        {strings.followList(name)}
      </h2>
      <p>
        {strings.followHow} <a href={`${site.url}/subscribe`}>{strings.followNew}</a>
      </p>
      <Address name={name} feeds={feeds} context={context} />
      {heard ? <PodcastApps name={name} feeds={feeds} context={context} /> : null}
      <Formats feeds={feeds} context={context} />
    </section>
  );
}

/** The way from the head of a list to how it is followed. */
export function FollowLink({ name, context: { strings } }: Omit<FollowProps, "feeds">) {
  return (
    <a class="follow-link" href="#follow">
      {strings.follow}
      <span class="unseen"> {name}</span>
    </a>
  );
}

/** The address of a feed, to be read, copied, or opened by an app. */
export function Address({ name, feeds, context }: FollowProps) {
  return (
    <p class="address">
      <code dir="ltr">{decodeURI(feeds.rss)}</code>
      <TakeAlong name={name} feeds={feeds} context={context} />
    </p>
  );
}

/** The address of a feed as programs read it: to be copied, or opened by an app. */
export function TakeAlong({ name, feeds, context: { strings } }: FollowProps) {
  return (
    <span>
      <button type="button" data-copy={feeds.rss} data-done={strings.copied} hidden>
        <span>{strings.copy}</span>
        <span class="unseen"> {name}</span>
      </button>
      <a href={`feed:${feeds.rss}`}>
        {strings.openInReader}
        <span class="unseen"> {name}</span>
      </a>
    </span>
  );
}

/** How podcast apps are told to subscribe: each has a scheme of its own. */
const PODCAST_APPS: [name: string, link: (feed: string) => string][] = [
  ["Apple Podcasts", (feed) => feed.replace(/^https?:/, "podcast:")],
  ["AntennaPod", (feed) => feed.replace(/^https?:/, "antennapod-subscribe:")],
  ["Overcast", (feed) => `overcast://x-callback-url/add?${new URLSearchParams({ url: feed })}`],
  ["Pocket Casts", (feed) => feed.replace(/^https?:\/\//, "pktc://subscribe/")],
];

/** A programme in podcast apps, those that are on the reader's machine. */
export function PodcastApps({ name, feeds, context: { strings } }: FollowProps) {
  return (
    <p class="formats">
      {strings.podcastApps}{" "}
      {PODCAST_APPS.map(([app, link]) => (
        <>
          <a href={link(feeds.rss)}>
            {app}
            <span class="unseen"> {name}</span>
          </a>{" "}
        </>
      ))}
    </p>
  );
}

/** Readers in the web, and how each is told to subscribe. */
const WEB_READERS: [name: string, link: (feed: string) => string][] = [
  ["Feedbin", (feed) => `https://feedbin.com/?${new URLSearchParams({ subscribe: feed })}`],
  ["Feedly", (feed) => `https://feedly.com/i/subscription/feed%2F${encodeURIComponent(feed)}`],
  ["Inoreader", (feed) => `https://www.inoreader.com/?${new URLSearchParams({ add_feed: feed })}`],
  ["NewsBlur", (feed) => `https://www.newsblur.com/?${new URLSearchParams({ url: feed })}`],
];

/** A feed in readers that are in the web. */
export function WebReaders({ feeds, context: { strings } }: Omit<FollowProps, "name">) {
  return (
    <p class="formats">
      {strings.webReaders}{" "}
      {WEB_READERS.map(([app, link]) => (
        <>
          <a href={link(feeds.rss)} rel="external">
            {app}
          </a>{" "}
        </>
      ))}
    </p>
  );
}

/** The other formats of a feed: what a browser does with them is up to it. */
export function Formats({ feeds, context: { strings } }: Omit<FollowProps, "name">) {
  return (
    <p class="formats">
      {strings.otherFormats}{" "}
      {(["atom", "json"] as const).map((format) => (
        <>
          <a href={feeds[format]} type={FEED_TYPES[format]}>
            {FEED_NAMES[format]}
          </a>{" "}
        </>
      ))}
    </p>
  );
}
