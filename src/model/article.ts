import type { Block, BlockText } from "../text/blocks.ts";
import type { Direction } from "../text/language.ts";
import type { PictureWish, Policy } from "./entry.ts";
import type { Forms } from "./media.ts";
import type { Episode } from "./podcast.ts";
import type { FormerPath } from "./redirect.ts";
import type { Slug } from "./slug.ts";

/** A UUID; never changes. */
export type ArticleId = string;
/** Counts the changes of an article, from 1. */
export type Revision = number;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number;

export type ArticleStatus = "draft" | "scheduled" | "published" | "withdrawn";

export interface Image {
  url: string;
  /** What it shows, for those who do not see it; empty for decoration. */
  alt: string;
  /** Pixels. */
  width?: number | undefined;
  height?: number | undefined;
  /** The file, where it is one of ours. */
  media?: string | undefined;
  /** Whose it is. */
  credit?: string | undefined;
  /** Smaller ones that there are of it. */
  forms?: Forms | undefined;
  /** Of all its pixels together, `#rrggbb`. */
  colour?: string | undefined;
}

/** A picture of ours, as an article names it. */
interface MediaImage {
  media: string;
  /** What it shows here, where that is not what is said of the file. */
  alt?: string | undefined;
}

/** What a text that comes with sound is: what is said in it, or the names of its parts. */
export type AttachmentKind = "transcript" | "chapters";

/** A file of ours, as an article names it. */
interface MediaAttachment {
  media: string;
  kind?: AttachmentKind | undefined;
  title?: string | undefined;
}

/** A file that comes with an article: an enclosure. */
export interface Attachment {
  url: string;
  mime_type: string;
  title?: string | undefined;
  size_in_bytes?: number | undefined;
  duration_in_seconds?: number | undefined;
  kind?: AttachmentKind | undefined;
}

/** The publication an article was first published by, where that is not this one. */
export interface SourceName {
  name: string;
  url: string;
  feed_url?: string | undefined;
}

/** A body, rendered and sanitised, with what was written. */
export interface Body {
  /**
   * Sanitised; `OWN_URL` (`text/own-url.ts`) stands for the article's own address, and `media:` with an id
   * for that of a file of ours (`text/own-file.ts`).
   */
  html: string;
  /** The Markdown it was made from; null where HTML came in. */
  markdown: string | null;
  /** The beginning of its own text, for a summary. */
  excerpt: string;
  words: number;
  /** What the HTML is made of: its blocks, joined by line feeds. */
  blocks: Block[];
  /** What each block says; null for a body that comes from the ledger, which does not keep it. */
  texts: BlockText[] | null;
  /** Indexes of the blocks that its source repeats from story to story. */
  background: number[];
  /** The sentences that carry it; none for a short one. */
  keyPoints: string[];
}

/** Everything of an article that a writer decides, checked and cleaned. */
export interface ArticleContent {
  title: string;
  standfirst: string;
  /** Labels, as written. */
  tags: string[];
  /** Names. */
  authors: string[];
  source: SourceName | null;
  /** BCP 47; null: the publication's, or what the text looks like. */
  language: string | null;
  canonicalUrl: string | null;
  image: Image | MediaImage | null;
  attachments: (Attachment | MediaAttachment)[];
  /** Which episode of a programme it is. */
  episode?: Episode | null | undefined;
  /** The date its source gave it, where that cannot be: it is shown, and orders nothing. */
  stated: Millis | null;
  /** What was wrong, told to readers under the story; the newest last. */
  corrections?: Correction[] | undefined;
  /** Why it was withdrawn, as readers are told; only while it is. */
  reason?: string | undefined;
  /** Whether it is a page of its own, as an imprint is: in no list, and for good. */
  page?: true | undefined;
  body: Body;
}

export interface Correction {
  /** The day, `2026-11-26`. */
  date: string;
  text: string;
}

/** What a write asks for besides content; undefined leaves a thing as it is, or to its default. */
export interface ArticleDirectives {
  slug?: Slug | undefined;
  status?: "draft" | "published" | undefined;
  published?: Millis | undefined;
  updated?: Millis | undefined;
}

export interface NewArticle extends ArticleDirectives {
  content: ArticleContent;
  /** The id that upstream gave it; our own is made where there is none. */
  entryId?: string | undefined;
  /** The id that its working copy had. */
  id?: ArticleId | undefined;
  /**
   * How many entries the feeds had in which it was public elsewhere before: nobody is told of it as new, and
   * no list shows more of what came so.
   */
  imported?: number | undefined;
  /** Whether nobody may comment on it. */
  commentsClosed?: boolean | undefined;
  /** Where it was before, as former addresses: each leads to it from then on. */
  addresses?: FormerPath[] | undefined;
}

export interface ArticleChange extends ArticleDirectives {
  content: Partial<ArticleContent>;
}

/** A tag, source or author as it is named on an article. */
export interface Named {
  slug: Slug;
  name: string;
}

/** An article as the ledger holds it: its current revision. */
export interface Article
  extends Omit<ArticleContent, "tags" | "authors" | "source" | "language" | "image" | "attachments"> {
  id: ArticleId;
  /** The same in every format, for ever (RFC 4287 §4.2.6). */
  entryId: string;
  slug: Slug;
  status: ArticleStatus;
  revision: Revision;
  language: string;
  direction: Direction;
  image: Image | null;
  attachments: Attachment[];
  /** Pictures of ours that its text shows, by how it names them: its own, and those that are kept for it. */
  pictures: Record<string, Image>;
  tags: Named[];
  /** A byline of another publication's article has no page here, so no slug. */
  authors: (Named | { slug: null; name: string })[];
  source:
    | (Named & SourceName & { policy: Policy; pictures: PictureWish; feed_id?: string | undefined })
    | null;
  /** Approved ones; null where there are none and none may be written. */
  comments: { count: number; updated: Millis | null } | null;
  published: Millis;
  /** The last significant change: of title, standfirst, body, picture or attachments. */
  updated: Millis;
  created: Millis;
  modified: Millis;
}

/** The headline: the title, or the beginning of the text where there is none. */
export function headline(article: Pick<ArticleContent, "title" | "body">): string {
  if (article.title) return article.title;
  const { excerpt } = article.body;
  return excerpt.length > 80 ? `${excerpt.slice(0, 80).replace(/\s+\S*$/, "")}…` : excerpt;
}
