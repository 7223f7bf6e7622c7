import { countLinks } from "../../text/comment.ts";
import { foldedWords } from "../../text/words.ts";
import { first } from "../ledger.ts";

// A word filter that learns from what moderators decide: naive Bayes, as P. Graham described it in
// "A Plan for Spam" (2002), with Laplace's rule for words that are new.

/** Decisions of each kind before it has an opinion. */
const DECISIONS_LEAST = 5;
/** Words of a comment that are counted. */
const WORDS_MOST = 200;
/** No person recommends so many addresses at once. */
const LINKS_MOST = 5;

type Lesson = "good" | "spam";

/** What the filter looks at: the words of name and text, each once. */
function wordsOf(name: string, text: string): string[] {
  return [...new Set(foldedWords(`${name} ${text}`).filter((word) => word.length > 1))].slice(0, WORDS_MOST);
}

/** Words that are told, and how much likelier in spam than elsewhere each is at least. */
const TOLD_MOST = 5;
const TOLD_TIMES = 2;

/** The words of a comment that speak most for spam, the likeliest first; none where little was decided. */
export function wordsOfSpam(sql: SqlStorage, name: string, text: string): string[] {
  const all = decisionsOf(sql);
  if (!all) return [];
  return sql
    .exec<{ word: string }>(
      `SELECT word, ((spam + 1.0) / (?2 + 2)) / ((good + 1.0) / (?3 + 2)) AS times FROM comment_word
       WHERE word IN (SELECT value FROM json_each(?1)) AND times >= ?4 ORDER BY times DESC, word LIMIT ?5`,
      ...[JSON.stringify(wordsOf(name, text)), all.spam, all.good, TOLD_TIMES, TOLD_MOST],
    )
    .toArray()
    .map(({ word }) => word);
}

/** How many decisions there were; null where they are too few for an opinion. */
function decisionsOf(sql: SqlStorage): { good: number; spam: number } | null {
  const all = first<{ good: number; spam: number }>(
    sql,
    "SELECT good, spam FROM comment_word WHERE word = ''",
  );
  return all && Math.min(all.good, all.spam) >= DECISIONS_LEAST ? all : null;
}

/** How likely a comment is spam, 0 to 1. */
export function likelihoodOfSpam(sql: SqlStorage, name: string, text: string): number {
  if (countLinks(text) > LINKS_MOST) return 1;
  const all = decisionsOf(sql);
  if (!all) return 0.5;
  const rows = sql
    .exec<{ good: number; spam: number }>(
      "SELECT good, spam FROM comment_word WHERE word IN (SELECT value FROM json_each(?))",
      JSON.stringify(wordsOf(name, text)),
    )
    .toArray();
  const odds = rows.reduce(
    (sum, { good, spam }) =>
      sum + Math.log((spam + 1) / (all.spam + 2)) - Math.log((good + 1) / (all.good + 2)),
    Math.log((all.spam + 1) / (all.good + 1)),
  );
  return 1 / (1 + Math.exp(-odds));
}

/** Learns from a decision, and unlearns what an earlier one had taught. */
export function learn(
  sql: SqlStorage,
  name: string,
  text: string,
  lesson: Lesson | null,
  earlier: Lesson | null,
): void {
  if (lesson === earlier) return;
  const words = ["", ...wordsOf(name, text)];
  if (earlier) count(sql, words, earlier, -1);
  if (lesson) count(sql, words, lesson, 1);
}

function count(sql: SqlStorage, words: string[], column: Lesson, step: 1 | -1): void {
  sql.exec(
    `INSERT INTO comment_word (word, ${column}) SELECT value, max(0, ?1) FROM json_each(?2) WHERE true
     ON CONFLICT (word) DO UPDATE SET ${column} = max(0, ${column} + ?1)`,
    step,
    JSON.stringify(words),
  );
  if (step < 0) sql.exec("DELETE FROM comment_word WHERE good = 0 AND spam = 0 AND word <> ''");
}
