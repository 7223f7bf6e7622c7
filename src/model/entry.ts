import type { Attachment, Body, Image, Millis } from "./article.ts";

// What is gathered from other publications' feeds: one model for every dialect.

/** How a publication's entries are shown here: whole, as an excerpt, or as a headline with a link. */
export const POLICIES = ["full", "excerpt", "link"] as const;
export type Policy = (typeof POLICIES)[number];

/** What becomes of the pictures of a publication's stories: kept here, left where they are, or not shown. */
export const PICTURE_WISHES = ["keep", "link", "none"] as const;
export type PictureWish = (typeof PICTURE_WISHES)[number];

/** An entry of another publication's feed, cleaned. */
export interface Entry {
  /** As upstream gave it; made of the address or the title where it gave none. */
  id: string;
  /** Without tracking parameters. */
  url: string | null;
  /** Plain text. */
  title: string;
  standfirst: string;
  body: Body;
  /** As stated, whatever it is; null where nothing readable was. */
  published: Millis | null;
  updated: Millis | null;
  authors: string[];
  tags: string[];
  /** BCP 47. */
  language: string | null;
  image: Image | null;
  attachments: Attachment[];
}

/** What a feed says of itself. */
export interface FeedInfo {
  /** Of an Atom feed (RFC 4287 §4.2.6). */
  id: string | null;
  title: string;
  /** The publication's own page. */
  homePage: string | null;
  language: string | null;
  /** WebSub (https://www.w3.org/TR/websub/#discovery). */
  hub: string | null;
  /** The address under which the hub knows the feed. */
  topic: string | null;
}

/** How often a feed wants to be read, as far as it says. */
export interface Wishes {
  /** Seconds between reads: RSS `ttl`, or `sy:updatePeriod` and `sy:updateFrequency`. */
  every: number | null;
  /** Hours of the day in UTC, 0 to 23, in which not (RSS `skipHours`). */
  skipHours: number[];
  /** Days of the week in UTC, 0 is Sunday (RSS `skipDays`). */
  skipDays: number[];
}

/** A feed that was read. */
export interface FeedRead {
  info: FeedInfo;
  wishes: Wishes;
  /** At most `LIMITS.entries`, the newest. */
  entries: Entry[];
  /** Where what is older is, as far as it says so (RFC 5005 §3 and §4, JSON Feed 1.1), or as WordPress has it. */
  older?: string | null;
}
