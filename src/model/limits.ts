// Every bound on what enters. Characters are UTF-16 code units; the rest says its unit.

export const LIMITS = {
  /** Changes in one block. */
  changes: 100,
  /** Pages that are linked from the foot of every page. */
  pages: 20,
  title: 300,
  standfirst: 1000,
  tagLabel: 100,
  tagText: 300,
  tags: 300,
  name: 200,
  authors: 20,
  url: 2048,
  alt: 1000,
  /** Why an article was withdrawn: KV keeps it in 1,024 bytes of metadata, with what else there is. */
  reason: 280,
  /** Bytes of a former address in UTF-8: it is part of a KV key, and of a cache tag in its codes. */
  formerPath: 300,
  /** Former addresses in one request, and of one article. */
  redirects: 500,
  addresses: 50,
  /** Patterns of them, which every isolate knows. */
  redirectPatterns: 50,
  /** Articles and comments in one request. */
  batch: 50,
  commentsBatch: 200,
  /** Comments from elsewhere in a feed of them: as many as the feeds had there, by default. */
  broughtComments: 10,
  frontSections: 12,
  frontStories: 12,
  corrections: 20,
  correction: 2000,
  /** What a programme of sound says of itself. */
  programmeText: 4000,
  attachments: 20,
  attachmentTitle: 300,
  mimeType: 100,
  /** Bytes of Markdown or HTML as sent. */
  bodyBytes: 1_048_576,
  /** Bytes of HTML as stored: Markdown and escaping make it longer, a SQLite row holds 2 MB. */
  htmlBytes: 1_572_864,
  /** Bytes of an API request: a body of 1 MiB with its JSON escapes. */
  requestBytes: 4_194_304,
  /** Bytes of a part of a backup: a row has 2 MB at most, and its escapes. */
  restoreBytes: 8_388_608,
  /** Bytes and pixels of a picture. */
  pictureBytes: 20_000_000,
  picturePixels: 50_000_000,
  /** Bytes of SVG, which is read as a text, and what it may draw. */
  svgBytes: 1_000_000,
  svgElements: 50_000,
  soundBytes: 500_000_000,
  /** Bytes of a request that brings a file or a part of one: as much as the platform takes. */
  partBytes: 100_000_000,
  uploadParts: 900,
  /** Bytes of what is said in sound. */
  textBytes: 1_048_576,
  /** Pictures of another publication that are kept: bytes of one, how many of a story, and of a source in a day. */
  keptBytes: 5_242_880,
  keptOfStory: 10,
  keptOfSource: 300,
  /** Bytes of a working copy: a SQLite row holds 2 MB. */
  copyBytes: 1_572_864,
  idempotencyKey: 255,
  /** The beginning of a body that is kept for a summary. */
  excerpt: 400,
  /** Characters of a story's own text that can be searched. */
  searchText: 200_000,
  /** Articles in a list document. */
  listItems: 50,
  /** Bytes of a list document. */
  listBytes: 2_097_152,
  /** Tags, sources and authors, each, in the directory document. */
  directoryEntries: 10_000,
  /** Pages of a feed's past that are read in one go. */
  historyPages: 1000,
  /** Entries taken from a feed at a time: the newest. */
  entries: 200,
  /** Characters of content and summary, of all of them together: what cleaning them may cost. */
  feedText: 3_000_000,
  /** Tags and bylines taken from an entry; upstream is more generous with them than a reader is. */
  entryTags: 20,
  entryAuthors: 5,
  /** Feeds of an OPML file. */
  importedFeeds: 5000,
  /** Words that let an entry in, or keep it out. */
  filterWords: 100,
  /** Characters of an upstream id; a longer one is hashed. */
  entryId: 1000,
  /** Blocks of a story that are looked at for what its source repeats. */
  blocks: 300,
  /** Articles of a sitemap. */
  sitemapUrls: 1000,
  commentName: 80,
  email: 254,
  commentText: 5000,
  /** Bytes of a form that brings a comment. */
  formBytes: 65_536,
  /** Replies to one comment, so that a page of comments has an end. */
  replies: 100,
  /** Comments that wait for moderation, on all articles and on one; then nobody else can write one there. */
  pendingComments: 20_000,
  pendingOnArticle: 2000,
  /** Comments that were rejected, withdrawn or taken for spam, and are kept for a month. */
  commentsAside: 10_000,
  /** Top comments of a page. */
  commentsPerPage: 25,
  /** Subscribers at our hub, all of them and those of one host, and requests that nobody has confirmed. */
  subscriptions: 100_000,
  subscriptionsOfHost: 20_000,
  subscriptionRequests: 2000,
  requestsOfHost: 50,
  requestsOfTopic: 500,
  /** Bytes of a subscriber's secret (WebSub §5.1 says: less than 200). */
  hubSecret: 199,
  /** Subscribers that are told together: with what else it asks for, a Worker of the Free plan has 50 requests. */
  pushBatch: 40,
  /** Those that are asked, or told by themselves, in one go: some take their time. */
  pushLate: 10,
  webhooks: 20,
  /** Words and names of tags that somebody writes for a feed of their own. */
  ownFeedText: 200,
  /** Rows of a page of the API's lists. */
  page: 100,
} as const;
