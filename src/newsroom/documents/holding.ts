import type { ArticleId, Millis } from "../../model/article.ts";
import type { Slug } from "../../model/slug.ts";
import { HELD, remind } from "../agenda.ts";
import { rowBySlug } from "../articles/articles.ts";
import { first, type Ledger } from "../ledger.ts";
import { KV_STALE_MS } from "./outside.ts";

// Elsewhere KV remembers for half a minute that there was nothing at an address, or a tombstone, and the
// edge keeps such an answer for a minute. So an article whose address was known before it had a page
// stands in no list, and no other story names it, until the edge has been told to ask again, after KV has forgotten.

/** By then KV and the edge have forgotten by themselves, though the edge could not be told. */
const HELD_AT_MOST_MS: Millis = KV_STALE_MS + 65_000;
/** Until every location has heard what the edge was told. */
const HEARD_AFTER_MS: Millis = 3000;

/** Keeps an article out of the lists while its address may be answered as it was. */
export function hold(ledger: Ledger, id: ArticleId): void {
  remind(ledger, "list", id, ledger.now + HELD_AT_MOST_MS);
}

/**
 * An article's document has come to KV, where none was before.
 *
 * @param late whether its address was given out earlier than that
 */
export function arrived(ledger: Ledger, id: ArticleId, late: boolean): void {
  if (late || isHeld(ledger, id)) hold(ledger, id);
}

/** The edge was told of an article's document after KV has caught up: lists may name it when all have heard. */
export function seenEverywhere({ sql, now }: Ledger, slug: Slug): void {
  const id = rowBySlug(sql, slug)?.id;
  if (id === undefined) return;
  const heard = now + HEARD_AFTER_MS;
  sql.exec("UPDATE agenda SET due = min(due, ?) WHERE reason = 'list' AND subject = ?", heard, id);
}

function isHeld({ sql }: Ledger, id: ArticleId): boolean {
  return first(sql, `${HELD} AND subject = ?`, id) !== undefined;
}
