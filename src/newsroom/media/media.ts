import { type ArticleContent, type ArticleId, headline, type Image } from "../../model/article.ts";
import { timestamp } from "../../model/item.ts";
import {
  type FormType,
  formOf,
  type Media,
  type MediaId,
  type MediaView,
  mediaPath,
} from "../../model/media.ts";
import { filesIn } from "../../model/pictures.ts";
import { articlePath } from "../../model/scope.ts";
import { remindBy } from "../agenda.ts";
import { articleOf, rowById } from "../articles/articles.ts";
import type { Refused } from "../articles/rules.ts";
import { first, type Ledger } from "../ledger.ts";
import { removeBytesLater, SWEEP_MS } from "./removal.ts";

/** What is known of a file when it comes. */
export type NewMedia = Omit<Media, "created" | "forms" | "colour">;

type MediaRow = Omit<Media, "forms"> & { forms: string | null } & Record<string, SqlStorageValue>;

const mediaOf = ({ forms, ...row }: MediaRow): Media => ({ ...row, forms: forms && JSON.parse(forms) });

export function mediaById(sql: SqlStorage, id: MediaId): Media | undefined {
  const row = first<MediaRow>(sql, "SELECT * FROM media WHERE id = ?", id);
  return row && mediaOf(row);
}

/**
 * Notes a file whose bytes are in R2. The same bytes again are the same file, with what is said of it
 * already.
 *
 * @returns whether it is new; `leaving` while its bytes are being removed, which a write of them may have met
 */
export function addMedia(
  ledger: Ledger,
  media: NewMedia,
): { kind: "kept"; isNew: boolean; view: MediaView } | { kind: "leaving" } {
  const { sql, now, settings } = ledger;
  if (first(sql, "SELECT 1 FROM media_removal WHERE id = ?", media.id)) return { kind: "leaving" };
  remindBy(ledger, "sweep-media", "", now + SWEEP_MS);
  const isNew = mediaById(sql, media.id) === undefined;
  const { id, type, size, width, height, name, alt, credit } = media;
  sql.exec(
    `INSERT OR IGNORE INTO media (id, type, size, width, height, name, alt, credit, created)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, type, size, width, height, name, alt, credit, now],
  );
  const kept = mediaById(sql, id) as Media;
  if (settings.forms && kept.forms === null) remindBy(ledger, "make-forms", id, now);
  return { kind: "kept", isNew, view: viewMedia(ledger, kept) };
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
  removeBytesLater(ledger, [id]);
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
    media: page.map((row) => viewMedia(ledger, mediaOf(row))),
    next: rows.length > limit && last ? { created: last.created, id: last.id } : null,
  };
}

export function viewMedia(ledger: Ledger, media: Media): MediaView {
  const { sql, settings } = ledger;
  const { created, forms, ...rest } = media;
  const used = sql
    .exec<{ id: ArticleId }>(
      "SELECT article_id AS id FROM media_use WHERE media_id = ? ORDER BY article_id",
      media.id,
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
  const made = Object.entries(forms ?? {}) as [FormType, number[]][];
  return {
    ...{ ...rest, url, used, created: timestamp(created) },
    forms:
      forms &&
      made.flatMap(([type, widths]) =>
        widths.map((width) => ({ url: formOf(url, type, width), type, width })),
      ),
  };
}

/** The picture of an article, a file of ours by what is known of it. */
export function imageOf(sql: SqlStorage, image: ArticleContent["image"]): Image | null {
  if (!image || "url" in image) return image;
  const media = mediaById(sql, image.media);
  if (!media) return null;
  const { width, height, credit, forms, colour } = media;
  return {
    ...{ url: mediaPath(media), alt: image.alt ?? media.alt, width, height, media: media.id },
    ...{ credit: credit || undefined, forms: forms ?? undefined, colour: colour ?? undefined },
  };
}

/** The pictures of ours that a text shows. */
export function picturesIn(
  { sql, settings }: Pick<Ledger, "sql" | "settings">,
  html: string,
): Record<MediaId, Image> {
  const pictures = filesIn(html, settings.url).flatMap((media) => {
    const image = imageOf(sql, { media });
    return image ? [[media, image] as const] : [];
  });
  return Object.fromEntries(pictures);
}

/** Why an article cannot be kept: it shows a file that is not there. */
export function missingMedia(
  { sql, settings }: Ledger,
  { image, body }: ArticleContent,
): Refused | undefined {
  if (image && !("url" in image) && !mediaById(sql, image.media))
    return { kind: "refused", pointer: "#/image/media", detail: "names no file of ours" };
  const missing = filesIn(body.html, settings.url).find((id) => !mediaById(sql, id));
  if (missing === undefined) return undefined;
  const pointer = body.markdown === null ? "#/html" : "#/markdown";
  return { kind: "refused", pointer, detail: `shows ${missing}, which is no file of ours` };
}

/** Notes which files an article shows: as its picture, and in its text. */
export function noteUses({ sql, settings }: Ledger, id: ArticleId, { image, body }: ArticleContent): void {
  sql.exec("DELETE FROM media_use WHERE article_id = ?", id);
  const own = image && !("url" in image) ? [image.media] : [];
  for (const media of new Set([...own, ...filesIn(body.html, settings.url)])) {
    sql.exec("INSERT INTO media_use SELECT id, ? FROM media WHERE id = ?", id, media);
  }
}
