import type { ArticleId, Millis } from "../../model/article.ts";
import type { Entry } from "../../model/entry.ts";
import { addressKey } from "../../text/address.ts";
import { hash64 } from "../../text/hash.ts";
import { likeness, type Signature } from "../../text/similarity.ts";
import { first, type Ledger } from "../ledger.ts";

// Which article an entry is: by its upstream id, by its address, or by what it says.

/** The parts of an entry that may change, each as a hash; of the body its blocks, to leave out what repeats. */
export interface Essence {
  title: string;
  standfirst: string;
  files: string;
  tags: string;
  authors: string;
  address: string;
  /** Print and exact hash of each block. */
  blocks: [print: string, exact: string][];
}

export function essenceOf(entry: Entry): Essence {
  const hashed = (value: unknown) => hash64(JSON.stringify(value));
  return {
    title: hashed(entry.title),
    standfirst: hashed(entry.standfirst),
    files: hashed([entry.image?.url, entry.attachments.map(({ url }) => url)]),
    tags: hashed([...entry.tags].sort()),
    authors: hashed(entry.authors),
    address: hashed(entry.url && addressKey(entry.url)),
    blocks: entry.body.blocks.map(({ print, exact }) => [print, exact]),
  };
}

/**
 * The parts in which an entry differs from before. Of the body only what is its own counts: not what
 * its source repeats.
 *
 * @param repeated whether a block is background, by its print
 */
export function changesOf(
  before: Essence,
  after: Essence,
  repeated: (print: string) => boolean,
): Set<keyof Essence> {
  const own = ({ blocks }: Essence) =>
    blocks.flatMap(([print, exact]) => (repeated(print) ? [] : [exact])).join();
  const keys = ["title", "standfirst", "files", "tags", "authors", "address"] as const;
  const changed = new Set<keyof Essence>(keys.filter((key) => before[key] !== after[key]));
  if (own(before) !== own(after)) changed.add("blocks");
  return changed;
}

/** What is known of an entry from before. */
export interface KnownEntry extends Record<string, SqlStorageValue> {
  article_id: ArticleId;
  essence: string;
}

export function entryById(sql: SqlStorage, source: string, id: string): KnownEntry | undefined {
  return first<KnownEntry>(
    sql,
    "SELECT article_id, essence FROM entry WHERE source = ? AND id = ?",
    source,
    id,
  );
}

export function saveEntry(
  sql: SqlStorage,
  source: string,
  entry: Entry,
  article: ArticleId,
  essence: Essence,
): void {
  sql.exec(
    "INSERT OR REPLACE INTO entry (source, id, article_id, address, essence) VALUES (?, ?, ?, ?, ?)",
    ...[source, entry.id, article, entry.url && addressKey(entry.url), JSON.stringify(essence)],
  );
}

/** Stories that are compared with, and how long after them a story may still be the same. */
const STORIES_COMPARED = 50;
const SAME_WITHIN_MS: Millis = 3 * 86_400_000;
/** Shorter texts are too easily alike. */
const WORDS_LEAST = 30;
const SAME_TEXT = 0.8;
/** At one address, texts that have less than this in common are two stories. */
const RELATED_TEXT = 0.2;

interface Candidate {
  id: ArticleId;
  at: Millis;
  words: number;
  signature: Signature;
}

/** The latest stories of a source, to compare entries with. */
export function candidatesOf({ sql }: Ledger, source: string): Candidate[] {
  return sql
    .exec<{ id: ArticleId; at: Millis; words: number; signature: ArrayBuffer }>(
      "SELECT article_id AS id, at, words, signature FROM story WHERE source = ? ORDER BY number DESC LIMIT ?",
      source,
      STORIES_COMPARED,
    )
    .toArray()
    .map(({ signature, ...rest }) => ({ ...rest, signature: new Uint32Array(signature) }));
}

/**
 * The article that an entry with an unknown id is a new version of: the one at its address, unless
 * that says something altogether different, or one that says nearly the same.
 */
export function sameStory(
  { sql, now }: Ledger,
  source: string,
  entry: Entry,
  own: { words: number; signature: Signature },
  candidates: Candidate[],
): ArticleId | null {
  const at =
    entry.url &&
    first<KnownEntry>(
      sql,
      "SELECT article_id, essence FROM entry WHERE source = ? AND address = ?",
      source,
      addressKey(entry.url),
    );
  if (at) {
    const story = candidates.find(({ id }) => id === at.article_id);
    const sameTitle = (JSON.parse(at.essence) as Essence).title === essenceOf(entry).title;
    if (sameTitle || (story && likeness(story.signature, own.signature) >= RELATED_TEXT))
      return at.article_id;
  }
  if (own.words < WORDS_LEAST) return null;
  const [best] = candidates
    .filter((story) => story.words >= WORDS_LEAST && now - story.at <= SAME_WITHIN_MS)
    .map(({ id, signature }) => ({ id, likeness: likeness(signature, own.signature) }))
    .filter((story) => story.likeness >= SAME_TEXT)
    .sort((a, b) => b.likeness - a.likeness);
  return best?.id ?? null;
}
