// What crawlers are told, as documents of KV.

/** All sitemaps: when the one of the lists last changed, and each block of articles from the first, RFC 3339. */
export interface SitemapIndexDocument {
  lists: string;
  blocks: string[];
}

export interface SitemapDocument {
  urls: { url: string /** RFC 3339. */; modified: string }[];
}

export interface NewsSitemapDocument {
  urls: { url: string; title: string /** ISO 639. */; language: string; published: string }[];
}
