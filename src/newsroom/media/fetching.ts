import type { Millis } from "../../model/article.ts";
import type { FileFacts, PictureJob, TakenPicture, WantedPicture } from "../../model/media.ts";
import { decoded } from "../../text/decoded.ts";
import { type AgendaItem, defer, remind, remindBy, strike } from "../agenda.ts";
import { contentOf, rowById } from "../articles/articles.ts";
import type { Access } from "../due.ts";
import { first, type Ledger } from "../ledger.ts";
import { addMedia } from "./media.ts";
import { dropUnused, removeBytesLater } from "./removal.ts";
import { noteUses } from "./uses.ts";

// Pictures of other publications' stories: asked for once when the story comes, by way of the queue, some
// of a host at a time.

/** Pictures of one message. */
const AT_ONCE = 10;
/** When a message is taken for lost. */
const CLAIM_MS: Millis = 600_000;
/** How long after each attempt that failed the next one is made; then none is. */
const PATIENCE_MS: readonly Millis[] = [1, 6, 24, 72].map((hours) => hours * 3_600_000);
/** While its bytes are being removed a file cannot come. */
const LEAVING_MS: Millis = 60_000;

interface KeptRow extends Record<string, SqlStorageValue> {
  url: string;
  source: string;
  host: string;
  tries: number;
  media_id: string | null;
}

/** Has some pictures of a host asked for, and looks later what came of it. @throws Error of the queue */
export async function askForPictures(
  { ledger, write }: Access,
  queue: Queue<PictureJob>,
  item: AgendaItem,
): Promise<void> {
  const host = item.subject;
  write((current) => giveUp(current, host));
  const { sql, now } = ledger();
  const pictures = sql
    .exec<{ url: string; etag: string | null; last_modified: string | null }>(
      "SELECT url, etag, last_modified FROM kept_picture WHERE host = ? AND due <= ? ORDER BY due, url LIMIT ?",
      ...[host, now, AT_ONCE],
    )
    .toArray()
    .map(({ url, etag, last_modified }): WantedPicture => ({ url, etag, lastModified: last_modified }));
  if (pictures.length === 0) return write((current) => lookAfter(current, host, 0));
  await queue.send({ kind: "fetch", host, pictures });
  write((current) => {
    for (const { url } of pictures) {
      // Unless the answer is here already.
      current.sql.exec(
        "UPDATE kept_picture SET due = ?1, tries = tries + 1 WHERE url = ?2 AND due <= ?3",
        ...[current.now + CLAIM_MS, url, now],
      );
    }
    defer(current, item, current.now + CLAIM_MS);
  });
}

/** Pictures of which nobody ever tells what came of them are not asked for for ever. */
function giveUp({ sql, now }: Ledger, host: string): void {
  sql.exec(
    "UPDATE kept_picture SET due = NULL, reason = ? WHERE host = ? AND due <= ? AND tries > ?",
    ...["Asking for it never came to an end.", host, now, PATIENCE_MS.length],
  );
}

/** Ends a job, of which some was not asked for: that was no try. The host is left alone until `from`, ms. */
export function endJob(ledger: Ledger, host: string, from: Millis, unasked: string[]): void {
  for (const url of unasked)
    ledger.sql.exec(
      "UPDATE kept_picture SET due = ?, tries = max(0, tries - 1) WHERE url = ? AND due IS NOT NULL",
      from,
      url,
    );
  lookAfter(ledger, host, from);
}

/** Asks a host for what is due there, from a moment on. */
function lookAfter(ledger: Ledger, host: string, from: Millis): void {
  const next = first<{ due: Millis | null }>(
    ledger.sql,
    "SELECT min(due) AS due FROM kept_picture WHERE host = ?",
    host,
  )?.due;
  if (next === null || next === undefined) strike(ledger, "fetch-pictures", host);
  else remind(ledger, "fetch-pictures", host, Math.max(from, next));
}

/**
 * Takes what came of asking for a picture; the stories that show it follow.
 *
 * @returns `leaving` where its bytes are being removed, which a write of them may have met
 */
export function takePicture(ledger: Ledger, url: string, taken: TakenPicture): "taken" | "leaving" {
  const { sql, now } = ledger;
  const row = first<KeptRow>(sql, "SELECT * FROM kept_picture WHERE url = ?", url);
  if (!row) {
    // Its story is gone meanwhile.
    if (taken.kind === "kept") dropBytes(ledger, taken.facts);
    return "taken";
  }
  if (taken.kind === "failed") {
    noteFailure(ledger, row, taken);
    return "taken";
  }
  if (taken.kind === "same" && row.media_id === null) {
    noteFailure(ledger, row, {
      reason: "It says that nothing has changed, and never gave anything.",
      final: false,
    });
    return "taken";
  }
  if (taken.kind === "kept") {
    const { facts, etag, lastModified } = taken;
    const name = decoded(new URL(url).pathname.split("/").at(-1) ?? "").slice(0, 200);
    const outcome = addMedia(ledger, { ...facts, name, alt: "", credit: "" }, row.source);
    if (outcome.kind === "leaving") {
      sql.exec("UPDATE kept_picture SET due = ? WHERE url = ?", now + LEAVING_MS, url);
      return "leaving";
    }
    sql.exec(
      "UPDATE kept_picture SET media_id = ?, etag = ?, last_modified = ? WHERE url = ?",
      ...[facts.id, etag, lastModified, url],
    );
  }
  sql.exec(
    "UPDATE kept_picture SET due = NULL, tries = 0, reason = NULL, fetched = ? WHERE url = ?",
    now,
    url,
  );
  const stories = sql
    .exec<{ id: string }>("SELECT article_id AS id FROM linked_picture WHERE url = ?", url)
    .toArray();
  for (const { id } of stories) {
    const article = rowById(sql, id);
    if (article) noteUses(ledger, article, contentOf(sql, article));
  }
  // Another picture has come to the same address.
  if (row.media_id) dropUnused(ledger, [row.media_id]);
  return "taken";
}

function noteFailure(
  { sql, now }: Ledger,
  { url, tries }: KeptRow,
  { reason, final }: { reason: string; final: boolean },
): void {
  const wait = final ? undefined : PATIENCE_MS[Math.max(0, tries - 1)];
  sql.exec(
    "UPDATE kept_picture SET due = ?, reason = ? WHERE url = ?",
    ...[wait === undefined ? null : now + wait, reason, url],
  );
}

/** How long what was kept is not asked for again when its story changes. */
const FRESH_MS: Millis = 86_400_000;

/** A story has changed upstream: its pictures may have, too, at the same addresses. */
export function revisit(ledger: Ledger, article: string): void {
  const { sql, now } = ledger;
  const old = sql
    .exec<{ url: string; host: string }>(
      `SELECT url, host FROM kept_picture JOIN linked_picture USING (url)
       WHERE article_id = ? AND due IS NULL AND media_id IS NOT NULL AND fetched < ?`,
      article,
      now - FRESH_MS,
    )
    .toArray();
  for (const { url, host } of old) {
    sql.exec("UPDATE kept_picture SET due = ?, tries = 0 WHERE url = ?", now, url);
    remindBy(ledger, "fetch-pictures", host, now);
  }
}

/** Bytes that nobody knows, and nobody wants any more. */
function dropBytes(ledger: Ledger, { id }: FileFacts): void {
  if (!first(ledger.sql, "SELECT 1 FROM media WHERE id = ?", id)) removeBytesLater(ledger, [id]);
}
