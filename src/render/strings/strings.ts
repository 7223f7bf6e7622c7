/** Every word of the interface, in the languages that ship. */
export interface Strings {
  skip: string;
  home: string;
  tags: string;
  sources: string;
  /** Before the names of readers in the web. */
  webReaders: string;
  /** A feed of one's own choice. */
  own: Record<
    | "title"
    | "lead"
    | "authors"
    | "otherTags"
    | "words"
    | "language"
    | "anyLanguage"
    | "join"
    | "any"
    | "all"
    | "submit"
    | "brings"
    | "nothingYet"
    | "asSearch"
    | "another",
    string
  >;
  subscribe: string;
  sections: string;
  follow: string;
  programme: string;
  chapters: string;
  transcript: string;
  programmes: string;
  /** Before the names of apps. */
  podcastApps: string;
  /** Above the address of a list's feed. */
  followList: (name: string) => string;
  followHow: string;
  /** The way to the page that explains feeds. */
  followNew: string;
  otherFormats: string;
  /** Of the newest story. */
  latestOn: (day: string) => string;
  /** Before how many there are. */
  newStories: string;
  /** Less than a minute ago. */
  justNow: string;
  table: string;
  /** What a page says of itself to those who search: by the kind of its list, or its own name. */
  about: Record<
    "tag" | "source" | "author" | "day" | "tags" | "sources" | "authors" | "comments" | "search" | "privacy",
    (site: string, name: string) => string
  >;
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
  /** The first step, before the names of apps, and the others. */
  chooseReader: string;
  devices: Record<"apple" | "android" | "computer" | "server", string>;
  subscribeHow: string[];
  /** What to do then. */
  nothingHappens: string;
  everything: string;
  oneSubject: string;
  oneSource: string;
  allOfThem: (count: number) => string;
  /** Of the tags or authors with most stories. */
  mostStories: string;
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
  ask: string;
  askLabel: string;
  askStory: string;
  /** What comes back. */
  askStoryHow: string;
  askHow: string;
  askAll: string;
  askInstead: string;
  searchInstead: string;
  answer: string;
  noAnswer: string;
  /** How the answer was made. */
  answerMade: string;
  passagesMade: string;
  noPassages: string;
  translate: string;
  /** Before the link to the original. */
  translated: string;
  goesOn: string;
  listenStart: string;
  listenPause: string;
  listenStop: string;
  listenPosition: string;
  privacyTitle: string;
  privacyLead: string;
  privacy: { title: string; text: string }[];
  privacyTurnstile: { title: string; text: string };
  privacyModel: { title: string; text: string };
  day: string;
  /** A story's length as time to read it. */
  minutes: (minutes: number) => string;
  previousStory: string;
  nextStory: string;
  previousDay: string;
  older: string;
  newer: string;
  newest: string;
  nextDay: string;
  walk: string;
  byDay: string;
  moreIn: (section: string) => string;
  allOf: (count: number) => string;
  comments: string;
  commentCount: (count: number) => string;
  noComments: string;
  commentsClosed: string;
  writeComment: string;
  reply: string;
  replyTo: (name: string) => string;
  commentRemoved: string;
  /** Of a comment that the newsroom itself wrote. */
  newsroom: string;
  leaveEmpty: string;
  yourName: string;
  yourEmail: string;
  yourComment: string;
  commentRules: string;
  send: string;
  save: string;
  commentRefused: string;
  commentFaults: Record<
    "name" | "email" | "text" | "parent" | "token" | "closed" | "wait" | "full" | "elsewhere" | "robot",
    string
  >;
  /** As its writer is told. */
  commentStates: Record<"pending" | "approved" | "withdrawn", { title: string; text: string }>;
  commentLate: string;
  changeComment: string;
  editableUntil: string;
  keepThisPage: string;
  withdrawComment: string;
  backToStory: string;
  errors: Record<400 | 403 | 404 | 405 | 410 | 414 | 429 | 500 | 503, { title: string; text: string }>;
  /** Before the time. */
  withdrawnAt: string;
  latest: string;
  perhaps: string;
}
