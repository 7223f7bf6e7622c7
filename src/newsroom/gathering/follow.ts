import type { Millis } from "../../model/article.ts";
import type { FeedInfo, FeedRead, PictureWish, Policy } from "../../model/entry.ts";
import type { Read, Subscription } from "../../model/fetching.ts";
import { scopeName } from "../../model/scope.ts";
import { type Slug, slugify } from "../../model/slug.ts";
import type { SourceView, SourceWishes } from "../../model/source.ts";
import { hash32 } from "../../text/hash.ts";
import { remind } from "../agenda.ts";
import { withdrawArticle } from "../articles/editing.ts";
import { refileLater } from "../articles/refile.ts";
import { first, type Ledger } from "../ledger.ts";
import { scheduleHost } from "./claims.ts";
import { type FeedRow, feedById, feedByUrl, saveFeed, viewSource } from "./feeds.ts";
import { WITHDRAWER } from "./gather.ts";
import { forgetHistory } from "./history-row.ts";
import { noteRead } from "./reports.ts";

/** What becomes of a request about a source. */
export type SourceOutcome =
  | { kind: "saved"; source: SourceView; entries: number; subscribe: Subscription | null }
  | { kind: "known"; id: string }
  | { kind: "not-found" };

/** A feed to follow that was read already. */
export interface Following {
  url: string;
  read: FeedRead;
  answer: Read;
  wishes: SourceWishes;
}

/** Follows a feed: its source, and the entries that it has now, in one transaction. */
export function followFeed(ledger: Ledger, { url, read, answer, wishes }: Following): SourceOutcome {
  const { sql } = ledger;
  const known = feedByUrl(sql, url);
  if (known) return { kind: "known", id: known.id };
  const row = addFeed(ledger, url, read.info, wishes);
  const subscribe = noteRead(ledger, row, read, answer);
  const saved = feedById(sql, row.id) ?? row;
  return { kind: "saved", source: viewSource(ledger, saved), entries: read.entries.length, subscribe };
}

/** A line of an OPML file. */
export interface Listed {
  url: string;
  title: string;
  homePage: string | null;
  tags: string[];
}

/** New feeds that are not read at once are read within this time, ms. */
const SPREAD_MS: Millis = 60_000;

/**
 * Follows feeds that nobody has read yet: each is read when its turn comes.
 *
 * @returns for each whether it is new here
 */
export function followLater(ledger: Ledger, feeds: Listed[]): boolean[] {
  return feeds.map(({ url, title, homePage, tags }) => {
    if (feedByUrl(ledger.sql, url)) return false;
    const info: FeedInfo = { id: null, title, homePage, language: null, hub: null, topic: null };
    addFeed(ledger, url, info, { tags });
    return true;
  });
}

function addFeed(ledger: Ledger, url: string, info: FeedInfo, wishes: SourceWishes): FeedRow {
  const { sql, now, settings } = ledger;
  const { host, origin } = new URL(url);
  const home = info.homePage ?? `${origin}/`;
  const name = freeName(sql, info.title || host, home, url);
  const slug = slugify(name) as Slug;
  sql.exec(
    `INSERT INTO source (slug, name, url, feed_url, created, language, feed_id)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (slug) DO UPDATE SET feed_url = excluded.feed_url, language = excluded.language,
       feed_id = excluded.feed_id`,
    ...[slug, name, home, url, now, info.language, info.id],
  );
  show(ledger, slug, { pictures: "keep", ...wishes });
  openSource(ledger, slug);
  const row: FeedRow = {
    ...{ id: ledger.newId(), slug, url, host, status: wishes.status ?? "active" },
    tags: JSON.stringify(wishes.tags ?? []),
    include: JSON.stringify(wishes.include ?? []),
    exclude: JSON.stringify(wishes.exclude ?? []),
    ...{ etag: null, last_modified: null, body_hash: null, wishes: null, moved: null, outcomes: "[]" },
    ...{ interval: settings.fetchInterval, failures: 0, apart: 0, failing: 0, why: "new", created: now },
    due: now + (hash32(url, 0x811c9dc5) % SPREAD_MS),
  };
  saveFeed(sql, row);
  scheduleHost(ledger, host);
  return row;
}

/** Gives a source its page and feeds, empty at first. */
function openSource(ledger: Ledger, slug: Slug): void {
  const scope = scopeName({ kind: "source", slug });
  ledger.sql.exec("INSERT OR IGNORE INTO scope (name, since, live) VALUES (?, ?, 0)", scope, ledger.now);
}

/**
 * The name of a new source: its title, unless that is another publication's here. A source that
 * articles were credited to before is this one if it lives at the same host.
 */
function freeName(sql: SqlStorage, title: string, home: string, url: string): string {
  const bare = (address: string) => (URL.parse(address)?.host ?? "").replace(/^www\./, "");
  const own = new Set([bare(home), bare(url)]);
  const isFree = (name: string) => {
    const slug = slugify(name);
    if (slug === "" || first(sql, "SELECT 1 FROM feed WHERE slug = ?", slug)) return false;
    const known = first<{ url: string }>(sql, "SELECT url FROM source WHERE slug = ?", slug);
    return !known || own.has(bare(known.url));
  };
  const { host } = new URL(url);
  for (let n = 1; ; n++) {
    const candidates = n === 1 ? [title, `${title} (${host})`] : [`${title} (${host} ${n})`];
    const name = candidates.find(isFree);
    if (name) return name;
  }
}

/** Changes what an editor may decide about a source. */
export function changeSource(ledger: Ledger, id: string, wishes: SourceWishes): SourceOutcome {
  const { sql, now } = ledger;
  const row = feedById(sql, id);
  if (!row) return { kind: "not-found" };
  const filters = wishes.include !== undefined || wishes.exclude !== undefined;
  const resumed = wishes.status === "active" && row.status !== "active";
  const next: FeedRow = {
    ...row,
    status: wishes.status ?? row.status,
    ...(wishes.tags && { tags: JSON.stringify(wishes.tags) }),
    ...(wishes.include && { include: JSON.stringify(wishes.include) }),
    ...(wishes.exclude && { exclude: JSON.stringify(wishes.exclude) }),
    // What was left before may be wanted now: the feed has to be read again, not asked for changes.
    ...(filters && { etag: null, last_modified: null, body_hash: null }),
    ...(resumed && { due: now, why: "asked", failures: 0 }),
  };
  saveFeed(sql, next);
  scheduleHost(ledger, row.host);
  show(ledger, row.slug, wishes);
  return { kind: "saved", source: viewSource(ledger, next), entries: 0, subscribe: null };
}

/** Lets a feed be read as soon as its host is free. */
export function readSoon(ledger: Ledger, id: string): SourceOutcome {
  const { sql, now } = ledger;
  const row = feedById(sql, id);
  if (!row) return { kind: "not-found" };
  const next: FeedRow = row.status === "active" ? { ...row, due: now, why: "asked" } : row;
  saveFeed(sql, next);
  scheduleHost(ledger, row.host);
  return { kind: "saved", source: viewSource(ledger, next), entries: 0, subscribe: null };
}

/** How a source's articles are shown; pictures of those that are here come or go. */
function show(ledger: Ledger, slug: Slug, { policy, pictures }: SourceWishes): void {
  const { sql } = ledger;
  const shown = "SELECT policy, pictures FROM source WHERE slug = ?";
  const before = sql.exec<{ policy: Policy; pictures: PictureWish }>(shown, slug).one();
  const after = { policy: policy ?? before.policy, pictures: pictures ?? before.pictures };
  if (after.policy === before.policy && after.pictures === before.pictures) return;
  sql.exec("UPDATE source SET policy = ?, pictures = ? WHERE slug = ?", after.policy, after.pictures, slug);
  refileLater(ledger, scopeName({ kind: "source", slug }));
}

/**
 * Stops following a feed.
 *
 * @param articles `keep` them, or `withdraw` all that came from it
 */
export function unfollow(ledger: Ledger, id: string, articles: "keep" | "withdraw"): boolean {
  const { sql, now } = ledger;
  const row = feedById(sql, id);
  if (!row) return false;
  sql.exec("DELETE FROM feed WHERE id = ?", id);
  sql.exec("DELETE FROM lease WHERE feed_id = ?", id);
  forgetHistory(ledger, id);
  scheduleHost(ledger, row.host);
  if (articles === "withdraw") remind(ledger, "withdraw-source", row.slug, now);
  return true;
}

/** Articles withdrawn in one transaction. */
const WITHDRAWN_AT_ONCE = 50;

/** Withdraws a part of what came from a source that is followed no longer, and comes back for the rest. */
export function withdrawSource(ledger: Ledger, slug: string): void {
  const { sql, now } = ledger;
  // Followed again meanwhile: then its articles are wanted.
  if (first(sql, "SELECT 1 FROM feed WHERE slug = ?", slug)) return;
  const articles = sql
    .exec<{ id: string }>(
      `SELECT DISTINCT m.article_id AS id FROM membership m JOIN entry e ON e.article_id = m.article_id
       WHERE m.scope = ? AND e.source = ? LIMIT ?`,
      ...[`source:${slug}`, slug, WITHDRAWN_AT_ONCE],
    )
    .toArray();
  for (const { id } of articles) withdrawArticle(ledger, id, null, WITHDRAWER);
  if (articles.length === WITHDRAWN_AT_ONCE) remind(ledger, "withdraw-source", slug, now);
}
