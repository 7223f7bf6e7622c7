import { first } from "../ledger.ts";

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

/** The first `most` of some words that are not common among the newest stories. */
export function rareOf(sql: SqlStorage, words: string[], most: number): string[] {
  const { n, newest } = sql
    .exec<{ n: number; newest: number | null }>("SELECT count(*) AS n, max(number) AS newest FROM recent")
    .one();
  const noted = first<{ value: string }>(sql, "SELECT value FROM note WHERE name = ?", NOTE);
  const kept = noted ? (JSON.parse(noted.value) as Kept) : { since: Number.NEGATIVE_INFINITY, words: [] };
  const since = newest ?? 0;
  const isCurrent = since - kept.since < Math.min(STORIES_KEPT, n / 10);
  const common = new Set(isCurrent ? kept.words : []);
  const known = common.size;
  const rare: string[] = [];
  for (let at = 0; at < words.length && rare.length < most; ) {
    const unknown: string[] = [];
    while (at < words.length && rare.length + unknown.length < most) {
      const word = words[at++] as string;
      if (!common.has(word)) unknown.push(word);
    }
    for (const word of commonAmong(sql, unknown, n * COMMON)) common.add(word);
    rare.push(...unknown.filter((word) => !common.has(word)));
  }
  if (common.size > known || !isCurrent) {
    const value = JSON.stringify({
      since: isCurrent ? kept.since : since,
      words: [...common],
    } satisfies Kept);
    sql.exec("INSERT OR REPLACE INTO note VALUES (?, ?)", NOTE, value);
  }
  return rare;
}

function commonAmong(sql: SqlStorage, words: string[], stories: number): string[] {
  return sql
    .exec<{ term: string }>(
      "SELECT term FROM recent_words WHERE term IN (SELECT value FROM json_each(?)) AND doc > ?",
      JSON.stringify(words),
      stories,
    )
    .toArray()
    .map(({ term }) => term);
}
