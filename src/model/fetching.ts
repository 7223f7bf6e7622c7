import type { Millis } from "./article.ts";
import type { FeedRead } from "./entry.ts";

// What passes between the newsroom, which knows what is due, and whoever fetches it.

/** An address to subscribe to at a hub (WebSub). */
export interface Subscription {
  feed: string;
  hub: string;
  topic: string;
  /** For the signature of what the hub sends. */
  secret: string;
}

/** A feed to be read, with what we know from the last time. */
export interface FeedJob {
  id: string;
  url: string;
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
  /** A subscription that has to be made or renewed. */
  subscribe: Subscription | null;
}

/** A page of a feed's past, to be read. */
export interface HistoryJob {
  feed: string;
  url: string;
}

/** What became of it. `guessed`: nobody said that there is such a page. */
export type HistoryRead =
  | { kind: "read"; read: FeedRead }
  | {
      kind: "failed";
      status: number | null;
      failure: "gone" | "refused" | "busy" | "error";
      reason: string;
      notBefore: Answered["notBefore"];
      guessed: boolean;
    };

/** Feeds of one host, to be read one after the other. */
export interface HostJob {
  host: string;
  /** Tells the answer to this job from one that comes too late. */
  claim: number;
  /** When the host may be given to somebody else, ms. */
  until: Millis;
  feeds: FeedJob[];
  /** And then a page of the past of one of them, or of another one that leads there. */
  history?: HistoryJob | null;
}

/** What an answer tells besides its content. */
export interface Answered {
  at: Millis;
  status: number | null;
  notBefore: { at: Millis; why: "max-age" | "expires" | "retry-after" } | null;
  /** Where a permanent redirect leads. */
  movedTo: string | null;
}

/** A feed that brought nothing new: unchanged, or not readable. */
export type Quiet = Answered & { feed: string } & (
    | { kind: "same" }
    | { kind: "failed"; failure: "gone" | "refused" | "busy" | "error"; reason: string }
  );

/** Validators of a feed that was read, as received. */
export interface Read extends Answered {
  etag: string | null;
  lastModified: string | null;
  bodyHash: string | null;
}
