import { first } from "./ledger.ts";

// Words that too many of the newest stories have to tell one of them from another. To count a word is to
// walk through all stories that have it, so what was found common is kept for a while: such words stay it.

/** A word that more than this share of the stories has tells none of them from another. */
const COMMON = 1 / 3;
/** So many stories later words are counted anew. */
const STORIES_KEPT = 100;
const NOTE = "common-words";

interface Kept {
  /** The number of the newest story when it was begun. */
  since: number;
  words: string[];
}

/** Those of some words that are common among the newest stories. */
export function commonOf(sql: SqlStorage, words: string[]): Set<string> {
  const { n, newest } = sql
    .exec<{ n: number; newest: number | null }>("SELECT count(*) AS n, max(number) AS newest FROM recent")
    .one();
  const noted = first<{ value: string }>(sql, "SELECT value FROM note WHERE name = ?", NOTE);
  const kept = noted ? (JSON.parse(noted.value) as Kept) : { since: Number.NEGATIVE_INFINITY, words: [] };
  const since = newest ?? 0;
  const current = since - kept.since < Math.min(STORIES_KEPT, n / 10) ? kept : { since, words: [] };
  const known = new Set(current.words);
  const unknown = words.filter((word) => !known.has(word));
  const found = sql
    .exec<{ term: string }>(
      "SELECT term FROM recent_words WHERE term IN (SELECT value FROM json_each(?)) AND doc > ?",
      ...[JSON.stringify(unknown), n * COMMON],
    )
    .toArray()
    .map(({ term }) => term);
  if (found.length || current !== kept) {
    const value = JSON.stringify({ ...current, words: [...known, ...found] } satisfies Kept);
    sql.exec("INSERT OR REPLACE INTO note VALUES (?, ?)", NOTE, value);
  }
  return new Set(words.filter((word) => known.has(word) || found.includes(word)));
}
