import { type ArticleId, headline } from "../../model/article.ts";
import { timestamp } from "../../model/item.ts";
import {
  type FileFacts,
  type FormType,
  formOf,
  type Media,
  type MediaId,
  type MediaView,
  mediaPath,
} from "../../model/media.ts";
import { pathOf } from "../../model/page.ts";
import type { Programme } from "../../model/podcast.ts";
import { scopePath } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { remindBy } from "../agenda.ts";
import { articleOf, rowById } from "../articles/articles.ts";
import { first, type Ledger } from "../ledger.ts";
import { forgetFiles, sweepLater } from "./removal.ts";

/** What is known of a file when it comes. */
export type NewMedia = Omit<Media, "created" | "source" | "forms" | "colour"> & Pick<FileFacts, "text">;

type MediaRow = Omit<Media, "forms"> & { forms: string | null } & Record<string, SqlStorageValue>;

const mediaOf = ({ forms, ...row }: MediaRow): Media => ({ ...row, forms: forms && JSON.parse(forms) });

export function mediaById(sql: SqlStorage, id: MediaId): Media | undefined {
  const row = first<MediaRow>(sql, "SELECT * FROM media WHERE id = ?", id);
  return row && mediaOf(row);
}

/**
 * Notes a file whose bytes are in R2. The same bytes again are the same file, with what is said of it
 * already; what was kept for a source's stories, and then is brought, is the newsroom's own.
 *
 * @param source whose stories it is kept for
 * @returns whether it is new; `leaving` while its bytes are being removed, which a write of them may have met
 */
export function addMedia(
  ledger: Ledger,
  media: NewMedia,
  source: string | null = null,
): { kind: "kept"; isNew: boolean; view: MediaView } | { kind: "leaving" } {
  const { sql, now, settings } = ledger;
  if (first(sql, "SELECT 1 FROM media_removal WHERE id = ?", media.id)) return { kind: "leaving" };
  sweepLater(ledger);
  const before = mediaById(sql, media.id);
  const { id, type, size, width, height, duration, name, alt, credit } = media;
  sql.exec(
    `INSERT OR IGNORE INTO media (id, type, size, width, height, duration, name, alt, credit, created, source)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, type, size, width, height, duration, name, alt, credit, now, source],
  );
  if (media.text !== undefined) sql.exec("INSERT OR IGNORE INTO media_text VALUES (?, ?)", id, media.text);
  if (before?.source && source === null)
    sql.exec(
      "UPDATE media SET source = NULL, name = ?, alt = ?, credit = ? WHERE id = ?",
      ...[name, alt, credit, id],
    );
  const kept = mediaById(sql, id) as Media;
  if (settings.forms && kept.width !== null && kept.forms === null) remindBy(ledger, "make-forms", id, now);
  return { kind: "kept", isNew: before === undefined, view: viewMedia(ledger, kept) };
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
  forgetFiles(ledger, [id]);
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
      return [{ id: row.id, title: headline(articleOf(ledger, row)), url: settings.url + pathOf(row) }];
    });
  const covers = sql
    .exec<{ slug: Slug; content: string }>("SELECT slug, content FROM programme WHERE cover = ?", media.id)
    .toArray()
    .map(({ slug, content }) => ({
      ...{ id: slug, title: (JSON.parse(content) as Programme).title },
      url: settings.url + scopePath({ kind: "tag", slug }),
    }));
  const logo =
    settings.logo === media.id ? [{ id: "logo", title: settings.title, url: `${settings.url}/` }] : [];
  const url = settings.url + mediaPath(media);
  const made = Object.entries(forms ?? {}) as [FormType, number[]][];
  return {
    ...{ ...rest, url, used: [...used, ...covers, ...logo], created: timestamp(created) },
    forms:
      forms &&
      made.flatMap(([type, widths]) =>
        widths.map((width) => ({ url: formOf(url, type, width), type, width })),
      ),
  };
}
