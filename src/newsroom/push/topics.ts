import type { Millis } from "../../model/article.ts";
import type { ListDocument } from "../../model/document.ts";
import { FEED_FILES } from "../../model/scope.ts";
import { topicAt } from "../../model/topic.ts";
import type { DocumentKey } from "../../store/keys.ts";
import { remindBy } from "../agenda.ts";
import type { Built } from "../documents/build.ts";
import { saidBy } from "../history/changes.ts";
import { first, type Ledger } from "../ledger.ts";

// The feeds that somebody subscribed to, and how often each has changed.

export interface TopicRow extends Record<string, SqlStorageValue> {
  id: number;
  url: string;
  key: DocumentKey;
  version: number;
  said: string;
  ended: string | null;
}

export const topicById = (sql: SqlStorage, id: number) =>
  first<TopicRow>(sql, "SELECT * FROM topic WHERE id = ?", id);

/** The topic of a URL, from now on one that somebody subscribes to. */
export function openTopic({ sql }: Ledger, url: string, key: DocumentKey): TopicRow {
  return sql
    .exec<TopicRow>(
      `INSERT INTO topic (url, key) VALUES (?, ?)
       ON CONFLICT (url) DO UPDATE SET ended = NULL RETURNING *`,
      url,
      key,
    )
    .one();
}

/** Since when KV has a topic's document as it is, ms; infinite while nothing is there to be read. */
export function changedAt({ sql }: Ledger, { key }: TopicRow): Millis {
  const row = first<{ changed: Millis }>(
    sql,
    "SELECT changed FROM document WHERE key = ? AND kind = 'document' AND hash <> ''",
    key,
  );
  return row?.changed ?? Number.POSITIVE_INFINITY;
}

/**
 * Sees to it that subscribers are told of a document, in the transaction that notes that KV has it: where
 * what its entries say is new, or where it is none any more.
 */
export function announce(ledger: Ledger, key: DocumentKey, built: Built): void {
  const { sql, settings } = ledger;
  const topics = sql
    .exec<TopicRow>("SELECT * FROM topic WHERE key = ? AND ended IS NULL", key)
    .toArray()
    // Those of an address that the publication has left are nobody's: whoever reads it there is led here.
    .filter(({ url }) => url.startsWith(`${settings.url}/`));
  if (topics.length === 0) return;
  const said = built?.kind === "document" ? saidIn(built.value) : null;
  for (const topic of topics) {
    if (said === topic.said) continue;
    sql.exec(
      "UPDATE topic SET version = version + 1, said = ?, ended = ? WHERE id = ?",
      ...[said ?? "", said === null ? endOf(ledger, topic, built) : null, topic.id],
    );
    remindBy(ledger, "push", "", ledger.now);
  }
}

/**
 * A name for what a feed says. How many comments there are, and what the front page puts first, is nothing
 * new in it.
 */
export function saidIn(value: string): string {
  const { title, items, _dateline } = JSON.parse(value) as ListDocument;
  return saidBy(JSON.stringify([title, items, _dateline.deleted]));
}

/** Why a feed is none any more, for whoever was told of it. */
function endOf({ settings }: Ledger, { url }: TopicRow, built: Built): string {
  const topic = topicAt(url.slice(settings.url.length));
  if (built?.kind !== "redirect" || !topic) return "It was withdrawn.";
  const place = topic.kind === "comments" ? `${built.to}/comments` : built.to;
  return `It has moved to ${settings.url}${place}/${FEED_FILES[topic.format]}`;
}
