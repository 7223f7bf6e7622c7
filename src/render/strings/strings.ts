/** Every word of the interface, in the languages that ship. */
export interface Strings {
  skip: string;
  home: string;
  tags: string;
  sources: string;
  authors: string;
  subscribe: string;
  sections: string;
  more: string;
  feeds: string;
  feedOf: (name: string) => string;
  tag: string;
  source: string;
  author: string;
  stories: (count: number) => string;
  by: string;
  and: string;
  updated: string;
  original: (source: string) => string;
  originalLink: string;
  /** Where only an excerpt or the headline may be shown. */
  readAt: (source: string) => string;
  /** A date that cannot be, as its source gave it. */
  stated: (date: string) => string;
  lastStory: string;
  alsoReported: string;
  related: string;
  keyPoints: string;
  /** How they were made. */
  keyPointsSelected: string;
  listen: string;
  download: string;
  size: (megabytes: string) => string;
  emptyList: string;
  emptyListHelp: string;
  homePage: string;
  allTags: string;
  allSources: string;
  allAuthors: string;
  noneYet: string;
  subscribeTitle: string;
  subscribeLead: string;
  subscribeHow: string[];
  everything: string;
  oneSubject: string;
  openInReader: string;
  copy: string;
  copied: string;
  opml: string;
  footer: string;
  search: string;
  searchLabel: string;
  searchHow: string;
  /** Examples of what can be asked, each with what it means. */
  searchHelp: [example: string, meaning: string][];
  nothingFound: string;
  newestOfMany: (count: number) => string;
  someWords: string;
  didYouMean: string;
  narrow: string;
  pages: string;
  previousPage: string;
  nextPage: string;
  pageOf: (page: number, pages: number) => string;
  errors: Record<400 | 404 | 405 | 410 | 414 | 429 | 500 | 503, { title: string; text: string }>;
  latest: string;
  perhaps: string;
}
