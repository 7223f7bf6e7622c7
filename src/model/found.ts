import type { Direction } from "../text/language.ts";
import type { Piece } from "../text/snippet.ts";
import type { NamedLink } from "./document.ts";

// What is made of the ledger when somebody asks, and kept nowhere.

/** A story that a search found. */
export interface SearchResult {
  url: string;
  title: Piece[];
  /** The part of it that has most of what was looked for. */
  snippet: Piece[];
  source: string;
  published: string;
  language: string;
  direction: Direction;
}

/** A list that results of a search are in, and how many. */
export interface Facet {
  slug: string;
  name: string;
  count: number;
}

/** A page of what a search found. */
export interface SearchDocument {
  query: string;
  page: number;
  pages: number;
  count: number;
  /** Whether there are more than are counted: only the newest are. */
  more: boolean;
  /** Whether each result has all of the words, or none all and each some. */
  have: "all" | "some";
  results: SearchResult[];
  tags: Facet[];
  sources: Facet[];
  /** The query as it may have been meant. */
  hint?: string | undefined;
  /** Where nothing was found: the tags that most stories carry, and the newest stories. */
  instead?: { tags: NamedLink[]; latest: { title: string; url: string; language: string }[] } | undefined;
}

/** A passage of an article, quoted. */
export interface QuotedPassage {
  pieces: Piece[];
  title: string;
  url: string;
  source: string;
  published: string;
  language: string;
  direction: Direction;
}

/** What a model made of passages: an answer that cites them, `none` where they do not answer. */
export type ModelAnswer = { kind: "answer"; text: string } | { kind: "none" };

/** What articles say to a question. */
export interface AskDocument {
  question: string;
  /** The one article that was asked. */
  about?: { slug: string; title: string; url: string } | undefined;
  /** Best first. */
  passages: QuotedPassage[];
}
