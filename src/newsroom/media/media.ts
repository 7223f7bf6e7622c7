import { type ArticleContent, type ArticleId, headline, type Image } from "../../model/article.ts";
import { timestamp } from "../../model/item.ts";
import { type Media, type MediaId, type MediaView, mediaPath } from "../../model/media.ts";
import { articlePath } from "../../model/scope.ts";
import { remindBy } from "../agenda.ts";
import { articleOf, rowById } from "../articles/articles.ts";
import type { Refused } from "../articles/rules.ts";
import { first, type Ledger } from "../ledger.ts";
import { removeBytesLater, SWEEP_MS } from "./removal.ts";

type MediaRow = Media & Record<string, SqlStorageValue>;

export function mediaById(sql: SqlStorage, id: MediaId): Media | undefined {
  return first<MediaRow>(sql, "SELECT * FROM media WHERE id = ?", id);
}

/**
 * Notes a file whose bytes are in R2. The same bytes again are the same file, with what is said of it
 * already.
 *
 * @returns whether it is new; `leaving` while its bytes are being removed, which a write of them may have met
 */
export function addMedia(
  ledger: Ledger,
  media: Omit<Media, "created">,
): { kind: "kept"; isNew: boolean; view: MediaView } | { kind: "leaving" } {
  const { sql, now } = ledger;
  if (first(sql, "SELECT 1 FROM media_removal WHERE id = ?", media.id)) return { kind: "leaving" };
  remindBy(ledger, "sweep-media", "", now + SWEEP_MS);
  const isNew = mediaById(sql, media.id) === undefined;
  const { id, type, size, width, height, name, alt, credit } = media;
  sql.exec(
    "INSERT OR IGNORE INTO media VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    ...[id, type, size, width, height, name, alt, credit, now],
  );
  return { kind: "kept", isNew, view: viewMedia(ledger, mediaById(sql, id) as Media) };
}

/** Changes what is said of a file; articles that show it follow. Null where there is none. */
export function changeMedia(
  ledger: Ledger,
  id: MediaId,
  change: { alt?: string | undefined; credit?: string | undefined },
): MediaView | null {
  const known = mediaById(ledger.sql, id);
  if (!known) return null;
  const media = { ...known, alt: change.alt ?? known.alt, credit: change.credit ?? known.credit };
  ledger.sql.exec("UPDATE media SET alt = ?, credit = ? WHERE id = ?", media.alt, media.credit, id);
  return viewMedia(ledger, media);
}

/** Forgets a file that no article shows, in no state; its bytes go soon after. */
export function removeMedia(
  ledger: Ledger,
  id: MediaId,
): { kind: "removed" } | { kind: "used"; view: MediaView } | { kind: "not-found" } {
  const media = mediaById(ledger.sql, id);
  if (!media) return { kind: "not-found" };
  const view = viewMedia(ledger, media);
  if (view.used.length) return { kind: "used", view };
  ledger.sql.exec("DELETE FROM media WHERE id = ?", id);
  removeBytesLater(ledger, [media]);
  return { kind: "removed" };
}

/** Files, the newest first. @param before continue after this one, of an earlier page */
export function listMedia(
  ledger: Ledger,
  before: { created: number; id: MediaId } | null,
  limit: number,
): { media: MediaView[]; next: { created: number; id: MediaId } | null } {
  const { created, id } = before ?? { created: Number.MAX_SAFE_INTEGER, id: "" };
  const rows = ledger.sql
    .exec<MediaRow>(
      "SELECT * FROM media WHERE (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?",
      ...[created, id, limit + 1],
    )
    .toArray();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    media: page.map((row) => viewMedia(ledger, row)),
    next: rows.length > limit && last ? { created: last.created, id: last.id } : null,
  };
}

export function viewMedia(ledger: Ledger, media: Media): MediaView {
  const { sql, settings } = ledger;
  const { id, type, size, width, height, name, alt, credit, created } = media;
  const used = sql
    .exec<{ id: ArticleId }>(
      "SELECT article_id AS id FROM media_use WHERE media_id = ? ORDER BY article_id",
      id,
    )
    .toArray()
    .flatMap((each) => {
      const row = rowById(sql, each.id);
      if (!row) return [];
      return [
        { id: row.id, title: headline(articleOf(ledger, row)), url: settings.url + articlePath(row.slug) },
      ];
    });
  const url = settings.url + mediaPath(media);
  return { id, url, type, size, width, height, name, alt, credit, created: timestamp(created), used };
}

/** The picture of an article, a file of ours by what is known of it. */
export function imageOf(sql: SqlStorage, image: ArticleContent["image"]): Image | null {
  if (!image || "url" in image) return image;
  const media = mediaById(sql, image.media);
  if (!media) return null;
  const { width, height, credit } = media;
  const alt = image.alt ?? media.alt;
  return { url: mediaPath(media), alt, width, height, media: media.id, credit: credit || undefined };
}

/** Why an article cannot be kept: it shows a file that is not there. */
export function missingMedia({ sql }: Ledger, { image }: ArticleContent): Refused | undefined {
  if (!image || "url" in image || mediaById(sql, image.media)) return undefined;
  return { kind: "refused", pointer: "#/image/media", detail: "names no file of ours" };
}

/** Notes which files an article shows: as its picture, and in its text by their address. */
export function noteUses({ sql, settings }: Ledger, id: ArticleId, { image, body }: ArticleContent): void {
  sql.exec("DELETE FROM media_use WHERE article_id = ?", id);
  const own = image && !("url" in image) ? [image.media] : [];
  const inText = [...body.html.matchAll(FILE_IN_TEXT)].flatMap(([, origin, media = ""]) =>
    origin === settings.url ? [media] : [],
  );
  for (const media of new Set([...own, ...inText])) {
    sql.exec("INSERT INTO media_use SELECT id, ? FROM media WHERE id = ?", id, media);
  }
}

const FILE_IN_TEXT = /"(https?:\/\/[^"/]+)\/media\/([0-9a-f]{32})\.[a-z]{3,4}"/g;
