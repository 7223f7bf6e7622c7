import type { Direction } from "../text/language.ts";
import type { Chapter, Cue } from "../text/vtt.ts";
import type { AttachmentKind, Correction } from "./article.ts";
import type { Forms } from "./media.ts";
import type { Episode, ProgrammeFacts } from "./podcast.ts";
import type { ScopeKind } from "./scope.ts";

// The values of the read side. A list is a JSON Feed 1.1 document, an article one item of it
// (https://www.jsonfeed.org/version/1.1/); what the format has no place for is under `_dateline`.

/** Path of the text that explains `_dateline`, as JSON Feed asks of an extension. */
export const EXTENSION_PATH = "/extension.txt";

interface Author {
  name: string;
  url?: string | undefined;
}

export interface NamedLink {
  slug: string;
  name: string;
  url: string;
}

export interface ItemAttachment {
  url: string;
  mime_type: string;
  title?: string | undefined;
  size_in_bytes?: number | undefined;
  duration_in_seconds?: number | undefined;
}

/** A text that comes with the sound of an item. */
export interface ItemText {
  kind: AttachmentKind;
  url: string;
  mime_type: string;
}

/** The publication that had an article first. */
export interface ItemSource {
  slug: string;
  name: string;
  url: string;
  /** Its page here. */
  page: string;
  feed_url?: string | undefined;
  /** What that feed, where it is Atom, says its id is. */
  feed_id?: string | undefined;
  /** How its articles are shown here, where that is not in full. */
  policy?: "excerpt" | "link" | undefined;
}

/** What is known of a picture, besides its URL. */
export interface PictureFacts {
  /** What it shows. */
  alt: string;
  /** Pixels. */
  width?: number | undefined;
  height?: number | undefined;
  /** Whose it is. */
  credit?: string | undefined;
  /** Widths of the smaller forms that there are, by type: `formOf` says where. */
  forms?: Forms | undefined;
  /** Of all its pixels together, `#rrggbb`. */
  colour?: string | undefined;
}

/** An article as an item of a feed. Dates are RFC 3339 in UTC, URLs absolute. */
export interface Item {
  id: string;
  url: string;
  /** The original of an article that another publication published first. */
  external_url?: string | undefined;
  title: string;
  content_html?: string | undefined;
  /** In place of `content_html` where the list would have grown too large. */
  content_text?: string | undefined;
  summary?: string | undefined;
  image?: string | undefined;
  date_published: string;
  date_modified: string;
  authors?: Author[] | undefined;
  tags?: string[] | undefined;
  language: string;
  attachments?: ItemAttachment[] | undefined;
  _dateline: {
    about?: string | undefined;
    slug: string;
    /** It is a page of its own, in no list. */
    page?: true | undefined;
    direction: Direction;
    words: number;
    standfirst?: string | undefined;
    tags: NamedLink[];
    source?: ItemSource | undefined;
    texts?: ItemText[] | undefined;
    /** Which episode of a programme it is. */
    episode?: Episode | undefined;
    /** What was wrong; told at the end of the content, too. */
    corrections?: Correction[] | undefined;
    /** The date its source gave it, where that cannot be. */
    stated?: string | undefined;
    /** The sentences that carry the story, and how they were made: selected from its text. */
    key_points?: { made: "selected"; sentences: string[] } | undefined;
    /** Its page asks other servers for pictures or sound. */
    linked?: true | undefined;
    image?: PictureFacts | undefined;
    /** How many comments may be read, and when the newest was approved. */
    comments?: { count: number; updated?: string | undefined } | undefined;
    /** What a comment answers: the article, or another comment (RFC 4685). */
    in_reply_to?: { id: string; url: string } | undefined;
    /** The full content was left out to keep the list small; it is at `url`. */
    shortened?: true | undefined;
  };
}

/**
 * HTML that tells in which direction it is read, where that is from right to left: nothing else in a
 * feed carries it to a reader.
 */
export function directed(html: string, text: { language: string; direction: Direction }): string {
  return text.direction === "rtl" ? `<div dir="rtl" lang="${text.language}">${html}</div>` : html;
}

/** The content of an item where a page around it tells the direction. */
export function undirected({ content_html = "", _dateline }: Item): string {
  return _dateline.direction === "rtl"
    ? content_html.replace(/^<div dir="rtl" lang="[^"]*">(.*)<\/div>$/s, "$1")
    : content_html;
}

/** The bylines of an item: not the publication that it came from, which is named beside it. */
export function bylineOf({ authors = [], _dateline }: Item): Author[] {
  return authors.filter(({ name }) => name !== _dateline.source?.name);
}

/** What to read after an article. */
export interface RelatedArticle {
  title: string;
  /** Its page here. */
  url: string;
  /** None for one of our own. */
  source?: string | undefined;
  published: string;
  language: string;
  /** Whether it is another publication's report of the same event. */
  same?: true | undefined;
  /** The labels of the tags that both have. */
  tags: string[];
}

/** A page beside this one. */
export interface Neighbour {
  title: string;
  url: string;
  language?: string | undefined;
}

/** A comment as readers see it. */
export interface PublicComment {
  id: string;
  name?: string | undefined;
  html?: string | undefined;
  published?: string | undefined;
  /** The newsroom's own answer. */
  official?: true | undefined;
  /** Taken back, and still answered. */
  removed?: true | undefined;
  /** One level deep. */
  replies: PublicComment[];
}

/** The comments that stand on an article's page. */
export interface ArticleThread {
  /** Whether another one may be written, and what the form for it carries. */
  open: boolean;
  token?: string | undefined;
  /** The oldest, each with its replies. */
  comments: PublicComment[];
  /** Whether there is a second page. */
  more?: true | undefined;
}

/** A later page of an article's comments. */
export interface CommentsPageDocument {
  title: string;
  article_url: string;
  language: string;
  direction: Direction;
  page: number;
  comments: PublicComment[];
  more?: true | undefined;
}

/** An article standing alone: its item, what to read after it, and what was said of it. */
export interface ArticleDocument extends Item {
  _dateline: Item["_dateline"] & {
    /** The first of its tags that another story carries, too. */
    section?: NamedLink | undefined;
    related?: RelatedArticle[] | undefined;
    /** The stories published before and after it. */
    previous?: Neighbour | undefined;
    next?: Neighbour | undefined;
    thread?: ArticleThread | undefined;
    /** What is said in its sound, in paragraphs, and where its parts begin. */
    transcript?: Cue[] | undefined;
    chapters?: Chapter[] | undefined;
    /** What is known of the pictures of ours in its text, by their URLs. */
    pictures?: (PictureFacts & { url: string })[] | undefined;
  };
}

export interface ListDocument {
  version: "https://jsonfeed.org/version/1.1";
  title: string;
  home_page_url: string;
  feed_url: string;
  /** Where its history goes on. */
  next_url?: string | undefined;
  description?: string | undefined;
  /** Where whoever wants to be told of its changes says so (JSON Feed 1.1, WebSub). */
  hubs?: { type: "WebSub"; url: string }[] | undefined;
  /** The publication's mark, large and small. */
  icon?: string | undefined;
  favicon?: string | undefined;
  language: string;
  authors?: Author[] | undefined;
  _dateline: {
    about: string;
    /** A tag URI; the same in all formats and for ever. */
    id: string;
    scope: {
      kind: "home" | ScopeKind | "search" | "comments";
      slug?: string | undefined;
      name: string;
      url?: string | undefined;
    };
    /** The newest significant change among the entries, or of their leaving. */
    updated: string;
    /** All articles of the scope, not only those here. */
    count: number;
    /** Of a day: the days before and after it that have stories. */
    previous?: Neighbour | undefined;
    next?: Neighbour | undefined;
    /** Of a tag whose stories are episodes of sound. */
    programme?: ProgrammeFacts | undefined;
    /** The most used tags; on the front page only. */
    sections?: NamedLink[] | undefined;
    /** Slugs of the stories that the front page shows first; feeds stay in the order of time. */
    front?: string[] | undefined;
    /** Where its history goes on; for a block of that history, also where it belongs. Pages, with feeds below them. */
    archive?:
      | {
          /** The block of what is older. */
          previous?: string | undefined;
          /** The slug of the first story there that is not here, too. */
          from?: string | undefined;
          /** The list whose history it is. */
          current?: string | undefined;
          /** What leads to the block of what is newer; with `-atom.xml` at its end, to that feed of it. */
          newer?: string | undefined;
          /** Where the blocks end, as seconds of Unix time; in the last one alone. */
          ends?: number[] | undefined;
        }
      | undefined;
    /** Entries withdrawn in the last 30 days (RFC 6721). */
    deleted?: { id: string; when: string }[] | undefined;
  };
  items: Item[];
}

/** The URL of a list in another feed format than JSON. */
export function feedUrl(list: ListDocument, format: "rss" | "atom"): string {
  return list.feed_url.replace(/feed\.json(?=\?|$)/, `${format}.xml`);
}

export interface DirectoryEntry extends NamedLink {
  count: number;
  /** What it is called as a programme of sound, where it is one. */
  programme?: string | undefined;
  /** Its names in other scripts, which lead to it. */
  also?: string[] | undefined;
}

export interface SourceEntry extends DirectoryEntry {
  home_page_url: string;
  language?: string | undefined;
  /** When its newest article was published, RFC 3339; none where nothing of it is here yet. */
  latest?: string | undefined;
  /** Its own feed and the tags that its stories are given, where it is followed. */
  followed?: { feed_url: string; tags: string[] } | undefined;
}

/** All there is to subscribe to: the tags, sources and authors with what they hold. */
export interface DirectoryDocument {
  tags: DirectoryEntry[];
  sources: SourceEntry[];
  authors: DirectoryEntry[];
  /** The newest change, RFC 3339. */
  updated: string;
}
