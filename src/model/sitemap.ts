// What crawlers are told, as documents of KV.

/** All sitemaps: blocks of articles, numbered from 1. */
export interface SitemapIndexDocument {
  blocks: number;
}

export interface SitemapDocument {
  urls: { url: string /** RFC 3339. */; modified: string }[];
}

export interface NewsSitemapDocument {
  urls: { url: string; title: string /** ISO 639. */; language: string; published: string }[];
}
