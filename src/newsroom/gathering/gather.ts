import type { ArticleContent, ArticleId, Millis } from "../../model/article.ts";
import type { Entry } from "../../model/entry.ts";
import { LIMITS } from "../../model/limits.ts";
import { foldCase, slugify } from "../../model/slug.ts";
import { backgroundOf } from "../../text/background.ts";
import { countWords } from "../../text/plain.ts";
import { signatureOf } from "../../text/similarity.ts";
import { type ArticleRow, contentOf, rowById } from "../articles/articles.ts";
import { changeArticle, createArticle } from "../articles/editing.ts";
import { first, type Ledger } from "../ledger.ts";
import { revisit } from "../media/fetching.ts";
import { ownText, repeatedBy, repeatedIn } from "../understanding/background.ts";
import { type FeedRow, listOf } from "./feeds.ts";
import {
  candidatesOf,
  changesOf,
  type Essence,
  entryById,
  essenceOf,
  type KnownEntry,
  sameStory,
  saveEntry,
} from "./identity.ts";

/** What a read brought. */
export interface Gathered {
  added: number;
  changed: number;
}

/** Feeds are younger than this; an older date is a slip of somebody's clock. */
const EARLIEST: Millis = Date.UTC(1995, 0, 1);

/**
 * Makes articles of a feed's entries: new ones are published, changed ones change theirs, and what
 * is as it was costs a look. The oldest come first, so that stories are numbered as they came.
 */
export function gatherEntries(ledger: Ledger, feed: FeedRow, entries: Entry[]): Gathered {
  const gathered: Gathered = { added: 0, changed: 0 };
  const wanted = distinct(entries).filter((entry) => isWanted(entry, feed));
  const shared = sharedAddresses(wanted);
  const known = repeatedBy(ledger, feed.slug);
  const inFeed = repeatedIn(wanted.map(({ body }) => body.blocks));
  const repeated = (print: string) => known(print) || inFeed(print);
  wanted
    .map((entry, i) => ({ ...entry, ...datesOf(entry, ledger.now - i) }))
    .sort((a, b) => a.date - b.date)
    .forEach((entry) => {
      // An address that several entries have names none of them.
      const named = entry.url && shared.has(entry.url) ? { ...entry, url: null } : entry;
      const done = gatherEntry(ledger, feed, { ...entry, named }, repeated);
      if (done) gathered[done]++;
    });
  return gathered;
}

/** An entry with the date that orders it, and the stated one where that cannot be. */
type Dated = Entry & { date: Millis; stated: Millis | null };

function gatherEntry(
  ledger: Ledger,
  feed: FeedRow,
  entry: Dated & { named: Entry },
  repeated: (print: string) => boolean,
): keyof Gathered | null {
  const { sql } = ledger;
  const essence = essenceOf(entry);
  const known = entryById(sql, feed.slug, entry.id);
  if (known) return revise(ledger, feed, entry, essence, repeated, known.article_id, known);
  const body = { ...entry.body, background: backgroundOf(entry.body.blocks, repeated) };
  const text = ownText(body);
  const own = { words: countWords(text), signature: signatureOf(text) };
  const candidates = candidatesOf(ledger, feed.slug);
  const same = sameStory(ledger, feed.slug, entry.named, own, candidates);
  if (same) return revise(ledger, feed, entry, essence, repeated, same, null);
  const outcome = createArticle(
    ledger,
    {
      content: { ...contentFrom(ledger, feed, entry), stated: entry.stated },
      entryId: publicId(ledger, feed, entry.id),
      published: entry.date,
      updated: within(entry.updated, entry.date, ledger.now) ?? undefined,
    },
    editorOf(feed),
  );
  if (outcome.kind !== "saved") throw new Error(`an entry of ${feed.url} was ${outcome.kind}`);
  saveEntry(sql, feed.slug, entry.named, outcome.article.id, essence);
  return "added";
}

/** Who withdraws the articles of a source that is followed no longer; followed again, they come back. */
export const WITHDRAWER = "unfollow";

const editorOf = ({ id }: FeedRow) => `feed:${id}`;

/** Lets an article follow its entry: in the parts that changed there, and only those. */
function revise(
  ledger: Ledger,
  feed: FeedRow,
  entry: Dated & { named: Entry },
  essence: Essence,
  repeated: (print: string) => boolean,
  id: ArticleId,
  known: KnownEntry | null,
): keyof Gathered | null {
  const { sql, now } = ledger;
  const row = rowById(sql, id);
  if (!row) return null;
  const before = contentOf(sql, row);
  const marked = new Set(before.body.background.map((i) => before.body.blocks[i]?.print));
  const old = known ? (JSON.parse(known.essence) as Essence) : null;
  const changed = old && changesOf(old, essence, (print) => marked.has(print) || repeated(print));
  const back = row.status === "withdrawn" && lastEditor(sql, row) === WITHDRAWER;
  if (changed?.size === 0 && !back) return null;
  saveEntry(sql, feed.slug, entry.named, id, essence);
  // An earlier version that comes late, under an id of its own, takes nothing back.
  if (!known && entry.published !== null && entry.published < row.published) return null;
  const next = contentFrom(ledger, feed, entry);
  const has = (part: keyof Essence) => changed === null || changed.has(part);
  const content: Partial<ArticleContent> = {
    ...(has("title") && { title: next.title }),
    ...(has("standfirst") && { standfirst: next.standfirst }),
    ...(has("blocks") && { body: next.body }),
    ...(has("files") && { image: next.image, attachments: next.attachments }),
    ...(has("tags") && { tags: next.tags }),
    ...(has("authors") && { authors: next.authors }),
    ...(has("address") && { canonicalUrl: next.canonicalUrl }),
  };
  const significant = has("title") || has("standfirst") || has("blocks") || has("files");
  const updated = significant ? within(entry.updated ?? entry.published, row.updated + 1, now) : null;
  const change = { content, ...(updated && { updated }), ...(back && { status: "published" as const }) };
  const outcome = changeArticle(ledger, id, null, change, editorOf(feed));
  if (has("blocks") || has("files")) revisit(ledger, id);
  return outcome.kind === "saved" && outcome.article.revision > row.revision ? "changed" : null;
}

function lastEditor(sql: SqlStorage, { id, revision }: ArticleRow): string {
  return sql
    .exec<{ editor: string }>(
      "SELECT editor FROM revision WHERE article_id = ? AND revision = ?",
      id,
      revision,
    )
    .one().editor;
}

function contentFrom({ sql }: Ledger, feed: FeedRow, entry: Entry): ArticleContent {
  const source = sql
    .exec<{ name: string; url: string }>("SELECT name, url FROM source WHERE slug = ?", feed.slug)
    .one();
  const slugs = new Set<string>();
  const tags = [...entry.tags, ...listOf<string>(feed.tags)].filter((label) => {
    const slug = slugify(label);
    return !slugs.has(slug) && slugs.add(slug);
  });
  return {
    title: entry.title,
    standfirst: entry.standfirst,
    tags,
    authors: entry.authors,
    source: { name: source.name, url: source.url, feed_url: feed.url },
    language: entry.language,
    canonicalUrl: entry.url,
    image: entry.image,
    attachments: entry.attachments,
    stated: null,
    body: entry.body,
  };
}

/**
 * The id that all formats show: the upstream one, where it is a URI that nobody else's article has;
 * else one of ours that holds it. Atom takes nothing but URIs (RFC 4287 §4.2.6).
 */
function publicId({ sql, settings }: Ledger, feed: FeedRow, id: string): string {
  const isUri = /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(id) && id.length <= LIMITS.entryId;
  const taken = () => first(sql, "SELECT 1 FROM article WHERE entry_id = ?", id);
  if (isUri && !taken()) return id;
  return `tag:${settings.entryAuthority}:source/${encodeURIComponent(feed.slug)}/${encodeURIComponent(id)}`;
}

/** When an entry counts as published: as stated, unless that is to come or before there were feeds. */
function datesOf({ published }: Entry, seen: Millis): { date: Millis; stated: Millis | null } {
  if (published === null) return { date: seen, stated: null };
  const possible = within(published, EARLIEST, seen);
  return possible === null ? { date: seen, stated: published } : { date: possible, stated: null };
}

function within(moment: Millis | null, from: Millis, to: Millis): Millis | null {
  return moment !== null && moment >= from && moment <= to ? moment : null;
}

/** Each id once: the first of several is what the feed shows on top. */
function distinct(entries: Entry[]): Entry[] {
  return [...new Map(entries.toReversed().map((entry) => [entry.id, entry])).values()].toReversed();
}

function sharedAddresses(entries: Entry[]): Set<string> {
  const seen = new Set<string>();
  return new Set(entries.flatMap(({ url }) => (url && (seen.has(url) || !seen.add(url)) ? [url] : [])));
}

/** Whether an editor's words let an entry in: one of `include`, if there are any, and none of `exclude`. */
function isWanted(entry: Entry, feed: FeedRow): boolean {
  const include = listOf<string>(feed.include);
  const exclude = listOf<string>(feed.exclude);
  if (include.length === 0 && exclude.length === 0) return true;
  const said = ` ${words([entry.title, entry.standfirst, ...entry.tags, ownText(entry.body)].join(" "))} `;
  const says = (phrase: string) => said.includes(` ${words(phrase)} `);
  return (include.length === 0 || include.some(says)) && !exclude.some(says);
}

function words(text: string): string {
  return (
    foldCase(text)
      .match(/[\p{L}\p{N}\p{M}]+/gu)
      ?.join(" ") ?? ""
  );
}
