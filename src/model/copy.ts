import type {
  ArticleContent,
  ArticleId,
  ArticleStatus,
  Correction,
  Image,
  Millis,
  Revision,
} from "./article.ts";
import type { ArticleView } from "./view.ts";

// What people write before anybody reads it.

/** What a working copy holds: what was typed, checked and cleaned only when it is published. */
export interface CopyContent {
  title: string;
  standfirst: string;
  /** What `text` is written in: HTML where the article came so. */
  format: "markdown" | "html";
  text: string;
  /** Labels. */
  tags: string[];
  /** Names. */
  authors: string[];
  /** BCP 47; empty: the publication's, or what the text looks like. */
  language: string;
  /** Empty: made from the title, or as it is. */
  slug: string;
  /** Where the original is; empty for here. */
  canonicalUrl: string;
  /** What was wrong in it, the newest last. */
  corrections: Correction[];
  /** Files that come with it, sound first of all; null for those that it has already. */
  attachments: ArticleContent["attachments"] | null;
  /** A file of ours by its id, with what it shows here. */
  image: { media: string; alt: string } | null;
  /** Which episode of a programme it is, in digits; empty for none. */
  episode: string;
  season: string;
  /** `full`, `trailer` or `bonus`; empty for what goes without saying. */
  episodeType: string;
  /** Whether it is a page, in no list: for good, from the beginning. */
  page: boolean;
}

export const EMPTY_COPY: CopyContent = {
  ...{ title: "", standfirst: "", format: "markdown", text: "", tags: [], authors: [] },
  ...{ language: "", slug: "", canonicalUrl: "", corrections: [], attachments: null, image: null },
  ...{ episode: "", season: "", episodeType: "", page: false },
};

/** `submitted`: an editor is to read it; `returned`: one has, and asks for more. */
export type CopyState = "writing" | "submitted" | "returned";

/** A working copy, and whose it is. */
export interface Copy {
  version: number;
  /** The revision it was made from; 0 where there is no article yet. */
  base: Revision;
  state: CopyState;
  /** What was said when it was submitted or sent back. */
  note: string;
  content: CopyContent;
  /** By name. */
  savedBy: string;
  saved: Millis;
}

/** A story in a list of the desk. */
export interface StoryLine {
  id: string;
  title: string;
  /** Of the article; null where there is none yet. */
  status: ArticleStatus | null;
  /** Of the working copy; null where there is none. */
  state: CopyState | null;
  /** Who wrote in it last, by name. */
  by: string;
  /** When it was last written in or published, ms. */
  at: Millis;
  /** When it was or will be published; null where that is not known. */
  published: Millis | null;
  /** What is about to be done with it, and can still be taken back. */
  pending: ActKind | null;
  /** Whether it is a page, in no list. */
  page: boolean;
}

/** A revision in the list of an article's. */
export interface RevisionLine {
  revision: Revision;
  at: Millis;
  by: string;
  status: ArticleStatus;
}

/** The picture of an article as a working copy keeps it: those that lie elsewhere stay as they are. */
export function imageOfCopy(
  image: Image | { media: string; alt?: string | undefined } | null,
): CopyContent["image"] {
  return image?.media ? { media: image.media, alt: image.alt ?? "" } : null;
}

/** What is done with a story. */
export const ACT_KINDS = [
  ...["publish", "schedule", "submit", "return", "withdraw", "bring-back", "discard"],
] as const;
export type ActKind = (typeof ACT_KINDS)[number];

/** What is about to be done with a story, and can still be taken back. */
export interface PendingAct {
  kind: ActKind;
  due: Millis;
  /** By name. */
  by: string;
}

/** A link by which somebody without an account reads a story. */
export interface PreviewLink {
  id: string;
  /** By name. */
  by: string;
  expires: Millis;
}

/** A story as somebody opens it. */
export interface OpenStory {
  id: ArticleId;
  copy: Copy | null;
  /** What it says now: the working copy, or what was published. */
  content: CopyContent;
  article: ArticleView | null;
  /** The revision that readers have is newer than the one that the working copy was made from. */
  behind: boolean;
  mayPublish: boolean;
  pending: PendingAct | null;
  /** What its source repeats from story to story, by what blocks of the text are (`Block.exact`). */
  background: string[];
}
