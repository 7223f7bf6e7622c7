import { FEED_FILES, type FeedFormat, type Scope, scopePath } from "./scope.ts";

// A list's history: blocks between fixed moments, each a document of its own (RFC 5005 §4).

/** A block by its end: the first second (Unix time) that is not in it any more; `latest` has none yet. */
export type BlockName = number | "latest";

/** One second in so many ends a block, where something was published in it. */
const SECONDS_PER_END = 50;

/**
 * Whether a block ends before a second. Of what is in the list nothing else counts: so blocks are the same
 * in whatever order articles come, and what comes late changes no other block than its own.
 *
 * @param second Unix time; before 1970 none does
 */
export function endsBlock(second: number): boolean {
  // A step of the minimal standard generator (Park and Miller, 1988), which SQL takes as exactly.
  return second >= 0 && ((second * 48_271) % 2_147_483_647) % SECONDS_PER_END === 0;
}

/** @returns null for what is no name of a block */
export function parseBlock(text: string): BlockName | null {
  if (text === "latest") return "latest";
  return /^[1-9]\d{0,10}$/.test(text) ? Number(text) : null;
}

/** The path of a block's page, percent-encoded. */
export function archivePath(scope: Scope, block: BlockName): string {
  return `${scopePath(scope)}/archive/${block}`;
}

/** What is under a block's page: a feed of it. */
export function archiveFeed(scope: Scope, block: BlockName, format: FeedFormat): string {
  return `${archivePath(scope, block)}/${FEED_FILES[format]}`;
}
