import type { ArticleId, Body } from "../../model/article.ts";
import { LIMITS } from "../../model/limits.ts";
import { backgroundOf, withoutBackground } from "../../text/background.ts";
import { type Block, type BlockText, blockTexts, joinTexts, proseOf } from "../../text/blocks.ts";
import { parseHtml } from "../../text/html.ts";
import { keyPointsOf } from "../../text/keypoints.ts";
import { countWords, excerpt } from "../../text/plain.ts";
import { signatureOf } from "../../text/similarity.ts";
import { first, type Ledger } from "../ledger.ts";

// What a source repeats from story to story is not what a story is about. A paragraph that stands in
// four of a source's last twenty stories is background in all of them.

const STORIES_LEAST = 4;
const WINDOW = 20;
/** Stories whose paragraphs are kept: the window, and as much again for what comes late. */
const KEPT = 2 * WINDOW;

/** A body with its background marked, and whether that taught us something about earlier stories. */
interface Learned {
  body: Body;
  news: boolean;
}

/**
 * Notes what a story is made of, as one of its source, and marks what of it is background.
 *
 * @param source the source's slug; null for an article of our own, which has no background
 * @param newBody whether the body is another than before
 */
export function learnStory(
  ledger: Ledger,
  id: ArticleId,
  source: string | null,
  body: Body,
  newBody: boolean,
): Learned {
  const { sql } = ledger;
  const known = first<{ source: string; number: number }>(
    sql,
    "SELECT source, number FROM story WHERE article_id = ?",
    id,
  );
  if (!newBody && known?.source === (source ?? undefined)) return { body, news: false };
  if (known) sql.exec("DELETE FROM paragraph WHERE source = ? AND number = ?", known.source, known.number);
  if (source === null) {
    sql.exec("DELETE FROM story WHERE article_id = ?", id);
    return { body: { ...body, background: [] }, news: false };
  }
  const newest = newestNumber(sql, source);
  const number = known?.source === source ? known.number : newest + 1;
  for (const print of printsOf(body.blocks)) {
    sql.exec("INSERT OR IGNORE INTO paragraph VALUES (?, ?, ?)", source, number, print);
  }
  sql.exec("DELETE FROM paragraph WHERE source = ? AND number <= ?", source, Math.max(number, newest) - KEPT);
  const marked = markBody(body, backgroundOf(body.blocks, repeatedBy(ledger, source)));
  sql.exec("INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?, 0, x'')", id, source, number, ledger.now);
  noteOwnText(sql, id, marked);
  const news = marked.background.some((i) => {
    return countOf(sql, source, marked.blocks[i]?.print ?? "") === STORIES_LEAST;
  });
  return { body: marked, news };
}

/** The source's stories of the window, newest first. */
export function recentStories(sql: SqlStorage, source: string): ArticleId[] {
  return sql
    .exec<{ id: ArticleId }>(
      "SELECT article_id AS id FROM story WHERE source = ? ORDER BY number DESC LIMIT ?",
      source,
      WINDOW,
    )
    .toArray()
    .map(({ id }) => id);
}

/** A body with what its source repeats by now marked too; the same object where that is nothing new. */
export function markAgain(ledger: Ledger, source: string, body: Body): Body {
  const more = backgroundOf(body.blocks, repeatedBy(ledger, source));
  if (more.every((i) => body.background.includes(i))) return body;
  return markBody(
    body,
    [...new Set([...body.background, ...more])].sort((a, b) => a - b),
  );
}

/** Tells whether a source repeats a paragraph, by its print. */
export function repeatedBy({ sql }: Ledger, source: string): (print: string) => boolean {
  const repeated = new Set(
    sql
      .exec<{ print: string }>(
        `SELECT print FROM paragraph WHERE source = ? AND number > ?
         GROUP BY print HAVING count(*) >= ?`,
        ...[source, newestNumber(sql, source) - WINDOW, STORIES_LEAST],
      )
      .toArray()
      .map(({ print }) => print),
  );
  return (print) => repeated.has(print);
}

/** Tells whether several of some stories have a paragraph, by its print. */
export function repeatedIn(stories: Block[][]): (print: string) => boolean {
  const counts = new Map<string, number>();
  for (const blocks of stories) {
    for (const print of printsOf(blocks)) counts.set(print, (counts.get(print) ?? 0) + 1);
  }
  return (print) => (counts.get(print) ?? 0) >= STORIES_LEAST;
}

function countOf(sql: SqlStorage, source: string, print: string): number {
  return sql
    .exec<{ n: number }>(
      "SELECT count(*) AS n FROM paragraph WHERE source = ? AND print = ? AND number > ?",
      ...[source, print, newestNumber(sql, source) - WINDOW],
    )
    .one().n;
}

function newestNumber(sql: SqlStorage, source: string): number {
  // Of its paragraphs too: the story that is being noted has no row of its own yet.
  return sql
    .exec<{ n: number }>(
      `SELECT max(coalesce((SELECT max(number) FROM story WHERE source = ?1), 0),
                  coalesce((SELECT max(number) FROM paragraph WHERE source = ?1), 0)) AS n`,
      source,
    )
    .one().n;
}

/** Notes what of a story is its own, for comparing it with others. */
export function noteOwnText(sql: SqlStorage, id: ArticleId, body: Body): void {
  const own = ownText(body);
  const signature = signatureOf(own).slice().buffer;
  sql.exec("UPDATE story SET words = ?, signature = ? WHERE article_id = ?", countWords(own), signature, id);
}

function markBody(body: Body, background: number[]): Body {
  const marked = { ...body, background };
  return background.length
    ? { ...marked, excerpt: excerpt(proseOf(ownBlocks(marked)), LIMITS.excerpt) }
    : marked;
}

const ownTexts = new WeakMap<Body, BlockText[]>();

/** What a body's own blocks say, without its background. What comes from the ledger is parsed once, however many ask. */
function ownBlocks(body: Body): BlockText[] {
  const known = ownTexts.get(body);
  if (known) return known;
  const own = body.texts
    ? body.texts.filter((_, i) => !body.background.includes(i))
    : blockTexts(parseHtml(ownHtml(body)));
  ownTexts.set(body, own);
  return own;
}

/** The text of a body without its background. */
export function ownText(body: Body): string {
  return joinTexts(ownBlocks(body));
}

function ownHtml({ html, blocks, background }: Body): string {
  return blocks.length ? withoutBackground(html, blocks, background) : html;
}

/** A body with how it begins and its key points, told anew from its own text. */
export function summarised(body: Body, title: string, language: string): Body {
  const beginning = excerpt(proseOf(ownBlocks(body)), LIMITS.excerpt);
  return withKeyPoints({ ...body, excerpt: beginning }, title, language);
}

/** A body with the sentences that carry it, chosen from its own text. */
export function withKeyPoints(body: Body, title: string, language: string): Body {
  const paragraphs = ownBlocks(body).flatMap(({ text, prose }) => (prose ? text.replace(/\s+/g, " ") : []));
  return { ...body, keyPoints: keyPointsOf(paragraphs.filter(Boolean), title, language) };
}

function printsOf(blocks: Block[]): Set<string> {
  return new Set(blocks.slice(0, LIMITS.blocks).flatMap(({ print, words }) => (words > 0 ? [print] : [])));
}
