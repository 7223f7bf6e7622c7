/** The pages that are looked at, by people and by tests. */
export const PAGES = {
  front: "/",
  tag: "/tags/libya",
  source: "/sources/tripoli-wire",
  author: "/authors/salma-idris",
  article: "/articles/lighthouse-of-ras-tarfa-is-lit-again",
  long: "/articles/school-ships-of-the-gulf-of-gabes",
  table: "/articles/algeria-wants-three-billion-dollars-of-trade-with-libya",
  arabic: `/articles/${encodeURIComponent("حديقة-عائلية-في-بني-وليد")}`,
  arabicPictured: `/articles/${encodeURIComponent("منارة-رأس-الطرفة-تضيء-من-جديد")}`,
  programme: "/tags/read-aloud",
  background: "/articles/haftar-and-yevkurov-meet-in-moscow",
  tags: "/tags",
  sources: "/sources",
  subscribe: "/subscribe",
  discussed: "/articles/tripoli-counts-its-trees",
  day: "/days/2025-07-09",
  asked: "/ask?q=who+met+in+moscow",
  privacy: "/privacy",
  comments: "/comments",
  search: "/search",
  found: "/search?q=moscow",
  ownFeed: "/subscribe/own?q=tag%3Alibya+OR+harbour",
  foundArabic: `/search?q=${encodeURIComponent("تجارة")}`,
  foundNothing: "/search?q=trumpet",
  missing: "/articles/lighthouse",
  withdrawn: "/articles/museum-says-bronze-horse-was-stolen",
  feed: "/rss.xml",
} as const;

/** How pages are looked at by tests: what depends on the width is seen in both, and so are the colours. */
export const LOOKS = [
  [360, "light"],
  [1280, "dark"],
] as const;

export const WIDTHS = [360, 1280] as const;
export const SCHEMES = ["light", "dark"] as const;
