import type { HostJob } from "./model/fetching.ts";
import type { PictureJob } from "./model/media.ts";
import type { PushJob } from "./model/push.ts";
import type { Newsroom } from "./newsroom/newsroom.ts";

/** The bindings and variables of `wrangler.toml`, as the platform hands them over. */
export interface Env {
  /** The read side: one document per article and list (`src/store/keys.ts`). */
  DOCUMENTS: KVNamespace;
  /** The write side: the ledger. */
  NEWSROOM: DurableObjectNamespace<Newsroom>;
  /** Files of our own. */
  MEDIA: R2Bucket;
  /** Requests to the API, per token or address. */
  API_LIMIT: RateLimit;
  /** Tokens that nobody knows yet, per visitor. */
  TOKEN_LIMIT: RateLimit;
  /** Whoever is signed in at the desk, per session. */
  DESK_LIMIT: RateLimit;
  /** Attempts to get in there, per visitor. */
  ENTRY_LIMIT: RateLimit;
  /** Searches, per visitor. */
  SEARCH_LIMIT: RateLimit;
  /** Forms that bring a comment, per visitor. */
  COMMENT_LIMIT: RateLimit;
  /** Questions and translations, per visitor. */
  ASK_LIMIT: RateLimit;
  /** Requests at our own hub, per visitor, and per host of their callbacks. */
  HUB_LIMIT: RateLimit;
  CALLBACK_LIMIT: RateLimit;
  /** What hubs ask and bring, per hub's address. */
  PUSH_LIMIT: RateLimit;
  /** What hubs bring that is signed, per feed. */
  FEED_LIMIT: RateLimit;
  /** Workers AI, which nothing needs. */
  AI?: Ai;
  /** Feeds that are due, host by host. */
  FETCHES: Queue<HostJob>;
  /** Makes smaller forms of pictures; without it, pages show the pictures themselves. */
  IMAGES?: ImagesBinding;
  /** Pictures whose smaller forms are to be made. */
  PICTURES: Queue<PictureJob>;
  /** Those who are told of what changed; and those who are asked, or told by themselves. */
  PUSHES: Queue<PushJob>;
  LATE_PUSHES: Queue<PushJob>;
  /** Files that come with the deployment; only the desk asks for some. */
  ASSETS?: Fetcher;
  /** Which deployment this is. */
  VERSION: WorkerVersionMetadata;
  SITE_URL: string;
  SITE_TITLE: string;
  SITE_DESCRIPTION: string;
  SITE_LANGUAGE: string;
  SITE_TIME_ZONE: string;
  SITE_RIGHTS: string;
  REPRINTS: string;
  ENTRY_AUTHORITY: string;
  FETCH_INTERVAL_SECONDS: string;
  COMMENTS: string;
  TURNSTILE_SITE_KEY: string;
  INDEXNOW_KEY?: string;
  ALLOW_LOCAL_FEEDS: string;
  /** The secret half of Turnstile's key; needed where the public one is set. */
  TURNSTILE_SECRET?: string;
  /** The operator's token, a secret. Without it only tokens in the ledger are accepted. */
  DATELINE_TOKEN?: string;
}
