import type { PictureWish, Policy } from "./entry.ts";

export type FeedStatus = "active" | "paused" | "refused" | "gone";

/** What became of one read of a feed. */
export interface Outcome {
  /** RFC 3339. */
  at: string;
  kind: "new" | "same" | "failed";
  /** HTTP; null where there was no answer, or a hub sent it. */
  status: number | null;
  /** In plain words. */
  text: string;
}

/** `running`, `stopped` by somebody, `done` as far as it leads, or `failed`. */
export type HistoryState = "running" | "stopped" | "done" | "failed";

/** How bringing in a source's past goes. */
export interface HistoryView {
  state: HistoryState;
  /** Read so far, and the stories that they brought. */
  pages: number;
  added: number;
  /** The page that is next; null where there is none. */
  next: string | null;
  /** Why it is over, or waits. */
  why: string | null;
  started: string;
}

/** A followed source as the API shows it. */
export interface SourceView {
  id: string;
  slug: string;
  title: string;
  /** The publication's own page. */
  home_page_url: string;
  feed_url: string;
  /** Its page here. */
  page: string;
  language: string | null;
  policy: Policy;
  /** What becomes of the pictures of its stories; how many are kept, are yet to come, and cannot be had. */
  pictures: PictureWish;
  pictures_kept: number;
  pictures_waiting: number;
  pictures_failed: number;
  /** Added to each of its stories. */
  tags: string[];
  /** Only entries with one of these words are taken; all where there is none. */
  include: string[];
  /** Entries with one of these words are left. */
  exclude: string[];
  status: FeedStatus;
  hub: { url: string; topic: string; lease_until: string | null } | null;
  /** Published here. */
  articles: number;
  last_story: string | null;
  /** Seconds between reads, as learned. */
  interval_seconds: number;
  failures: number;
  last_fetch: Outcome | null;
  next_fetch: { at: string; why: string } | null;
  /** Why the last read failed, in plain words. */
  error: string | null;
  /** The last ten, newest first. */
  outcomes: Outcome[];
  /** Null where nobody asked for it. */
  history: HistoryView | null;
  created: string;
}

/** What an editor may decide about a source; undefined leaves it as it is. */
export interface SourceWishes {
  policy?: Policy | undefined;
  pictures?: PictureWish | undefined;
  tags?: string[] | undefined;
  include?: string[] | undefined;
  exclude?: string[] | undefined;
  status?: "active" | "paused" | undefined;
}
