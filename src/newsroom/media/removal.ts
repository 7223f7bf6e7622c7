import type { Millis } from "../../model/article.ts";
import { type MediaId, UPLOAD_MS } from "../../model/media.ts";
import { removeMediaBytes, storedMedia } from "../../store/media.ts";
import { removeUploadsBefore } from "../../store/uploads.ts";
import { remind, remindBy, strike } from "../agenda.ts";
import type { Access } from "../due.ts";
import { first, type Ledger } from "../ledger.ts";

// How the bytes of files go. A file may be brought again while they do: so it is noted first that they
// go, and while they do it is not taken in.

/** How often bytes are looked for that nobody knows. */
const SWEEP_MS: Millis = 86_400_000;
/** What is removed at a time. */
const AT_ONCE = 50;
/** What is younger may be about to be noted. */
const YOUNG_MS: Millis = 3_600_000;

/** Notes that the bytes of files are to go, and of their smaller forms. */
export function removeBytesLater(ledger: Ledger, files: readonly MediaId[]): void {
  for (const id of files) ledger.sql.exec("INSERT OR IGNORE INTO media_removal VALUES (?)", id);
  if (files.length) remind(ledger, "remove-media", "", ledger.now);
}

/** Forgets files that were kept for other publications' stories, where none shows them any more. */
export function dropUnused(ledger: Ledger, ids: readonly MediaId[]): void {
  const unused = ids.filter((id) =>
    first(
      ledger.sql,
      `SELECT 1 FROM media WHERE id = ?1 AND source IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM media_use WHERE media_id = ?1)`,
      id,
    ),
  );
  forgetFiles(ledger, unused);
}

/** Forgets files; their bytes go soon after. */
export function forgetFiles(ledger: Ledger, ids: readonly MediaId[]): void {
  for (const id of ids) {
    ledger.sql.exec("DELETE FROM media WHERE id = ?", id);
    ledger.sql.exec("DELETE FROM media_text WHERE id = ?", id);
  }
  removeBytesLater(ledger, ids);
}

/** Removes bytes that are to go, and comes back for the rest. @throws MediaUnavailable */
export async function removeBytes({ ledger, write }: Access, bucket: R2Bucket): Promise<void> {
  const files = ledger().sql.exec<{ id: MediaId }>("SELECT id FROM media_removal LIMIT ?", AT_ONCE).toArray();
  for (const { id } of files) {
    await removeMediaBytes(bucket, id);
    write(({ sql }) => sql.exec("DELETE FROM media_removal WHERE id = ?", id));
  }
  write((current) => {
    strike(current, "remove-media", "");
    if (first(current.sql, "SELECT 1 FROM media_removal LIMIT 1"))
      remind(current, "remove-media", "", current.now);
  });
}

/** Has bytes removed that no row knows: an upload left them that was broken off. @throws MediaUnavailable */
export async function sweepMedia({ ledger, write }: Access, bucket: R2Bucket): Promise<void> {
  const isMore = await removeUploadsBefore(bucket, ledger().now - UPLOAD_MS);
  for await (const files of storedMedia(bucket)) {
    write((current) => {
      const old = files.filter(({ uploaded }) => uploaded < current.now - YOUNG_MS).map(({ id }) => id);
      const unknown = old.filter((id) => !first(current.sql, "SELECT 1 FROM media WHERE id = ?", id));
      removeBytesLater(current, unknown);
    });
  }
  write((current) => {
    strike(current, "sweep-media", "");
    if (isMore || first(current.sql, "SELECT 1 FROM media LIMIT 1")) sweepLater(current);
  });
}

/** Has bytes looked for that nobody knows, in a day. */
export function sweepLater(ledger: Ledger): void {
  remindBy(ledger, "sweep-media", "", ledger.now + SWEEP_MS);
}
