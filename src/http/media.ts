/** The media types we answer with, each in UTF-8. */
export const MEDIA_TYPES = {
  html: "text/html; charset=utf-8",
  rss: "application/rss+xml; charset=utf-8",
  atom: "application/atom+xml; charset=utf-8",
  feed: "application/feed+json; charset=utf-8",
  json: "application/json; charset=utf-8",
  chapters: "application/json+chapters; charset=utf-8",
  opml: "text/x-opml; charset=utf-8",
  css: "text/css; charset=utf-8",
  script: "text/javascript; charset=utf-8",
  text: "text/plain; charset=utf-8",
  markdown: "text/markdown; charset=utf-8",
  xml: "application/xml; charset=utf-8",
  problem: "application/problem+json; charset=utf-8",
} as const;

export type MediaType = keyof typeof MEDIA_TYPES;

/** What readers that run in a browser may fetch from another origin. */
const SHARED: ReadonlySet<MediaType> = new Set([
  "rss",
  "atom",
  "feed",
  "json",
  "chapters",
  "opml",
  "markdown",
  "problem",
]);

/** Any origin may read it, and the headers that a reader of feeds needs (Fetch §3.3.5, §3.3.6). */
export const SHARING = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "ETag, Link",
};

/** Content type, and for what programs read, leave to read it from any origin (Fetch, CORS). */
export function mediaHeaders(type: MediaType): Record<string, string> {
  return {
    "Content-Type": MEDIA_TYPES[type],
    ...(SHARED.has(type) && SHARING),
  };
}
