/** A rate limit of `wrangler.toml`, which says how often within a minute. */
export type LimitName = "SEARCH_LIMIT" | "COMMENT_LIMIT" | "ASK_LIMIT" | "HUB_LIMIT" | "PUSH_LIMIT";

/**
 * The public routes that reach the newsroom, and the limit that counts a visitor on each. What they
 * cost and how often they may be asked is in docs/reliability.md; the API is counted by its tokens
 * (`api/auth.ts`), and every other route is answered from KV.
 */
export const LIMITED: readonly { method: "GET" | "POST"; path: string; limit: LimitName }[] = [
  { method: "GET", path: "/search", limit: "SEARCH_LIMIT" },
  { method: "GET", path: "/search/rss.xml", limit: "SEARCH_LIMIT" },
  { method: "GET", path: "/search/atom.xml", limit: "SEARCH_LIMIT" },
  { method: "GET", path: "/search/feed.json", limit: "SEARCH_LIMIT" },
  { method: "GET", path: "/subscribe/own", limit: "SEARCH_LIMIT" },
  { method: "GET", path: "/ask", limit: "ASK_LIMIT" },
  { method: "GET", path: "/translate", limit: "ASK_LIMIT" },
  { method: "POST", path: "/articles/:slug/comments", limit: "COMMENT_LIMIT" },
  { method: "GET", path: "/comments/:id/:key", limit: "COMMENT_LIMIT" },
  { method: "POST", path: "/comments/:id/:key", limit: "COMMENT_LIMIT" },
  { method: "POST", path: "/comments/:id/:key/withdraw", limit: "COMMENT_LIMIT" },
  { method: "POST", path: "/hub", limit: "HUB_LIMIT" },
  { method: "GET", path: "/websub/:feed", limit: "PUSH_LIMIT" },
  { method: "POST", path: "/websub/:feed", limit: "PUSH_LIMIT" },
];
