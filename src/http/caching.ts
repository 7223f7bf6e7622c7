/** Seconds. */
type Seconds = number;

const MINUTE: Seconds = 60;
const HOUR: Seconds = 3600;
const DAY: Seconds = 86_400;
const YEAR: Seconds = 31_536_000;

/** For how long a reader may keep a document without asking. */
export const FRESH_SECONDS: Seconds = MINUTE;

/**
 * Every cache policy there is. None says `public`: beside an explicit age it says nothing (RFC 9111 §5.2.2.9). Nothing else sets a cache header.
 *
 * The edge may keep what can be invalidated by tag for an hour; a lost purge heals by then.
 * `s-maxage` and `must-revalidate` are not used: they switch `stale-while-revalidate` off, which
 * browsers have. The edge has none: its tiers would hand on what is stale (docs/decisions.md 36).
 */
const POLICIES = {
  /** Pages and feeds made from a document. */
  document: {
    "Cache-Control": `max-age=${FRESH_SECONDS}, stale-while-revalidate=${10 * MINUTE}, stale-if-error=${DAY}`,
    "Cloudflare-CDN-Cache-Control": `max-age=${HOUR}, stale-if-error=${DAY}`,
  },
  /** A URL that has become another one. It may change back, and two redirects would make a circle. */
  moved: {
    "Cache-Control": `max-age=${MINUTE}`,
    "Cloudflare-CDN-Cache-Control": `max-age=${HOUR}`,
  },
  /** Not there, or not there any more: it may come (back) soon, and only the edge can be told so. */
  missing: {
    "Cache-Control": "no-cache",
    "Cloudflare-CDN-Cache-Control": `max-age=${MINUTE}`,
  },
  /** What a search found: nothing invalidates it, so it is soon asked for again. */
  search: {
    "Cache-Control": `max-age=${MINUTE}`,
    "Cloudflare-CDN-Cache-Control": `max-age=${MINUTE}`,
  },
  /** Named by a hash of its bytes. */
  immutable: { "Cache-Control": `max-age=${YEAR}, immutable` },
  /** Private, varying, or a failure. */
  none: { "Cache-Control": "no-store" },
  /** The API's: and no proxy may compress it, which would weaken its ETags. */
  api: { "Cache-Control": "no-store, no-transform" },
} satisfies Record<string, Record<string, string>>;

export type CachePolicy = keyof typeof POLICIES;

/**
 * The cache headers of an answer.
 *
 * @param tag what the newsroom invalidates it by; none where it depends on no document
 */
export function cacheHeaders(policy: CachePolicy, tag?: string): Record<string, string> {
  return { ...POLICIES[policy], ...(tag && { "Cache-Tag": tag }) };
}
