import type { ArticleContent, Attachment, Image } from "../../model/article.ts";
import type { PictureWish } from "../../model/entry.ts";
import { isText, type MediaId, mediaPath } from "../../model/media.ts";
import { filesIn, isStranger, strangersIn } from "../../model/pictures.ts";
import { OWN_FILE } from "../../text/own-file.ts";
import type { Refused } from "../articles/rules.ts";
import { first, type Ledger } from "../ledger.ts";
import { mediaById } from "./media.ts";
import { chaptersOf } from "./texts.ts";

// The pictures of an article, as far as they are to be seen.

type Reading = Pick<Ledger, "sql" | "settings">;

/**
 * The picture of an article: a file of ours by what is known of it, one that is kept for it, or one that
 * is left where it is.
 */
export function imageOf(
  { sql, settings }: Reading,
  image: ArticleContent["image"],
  wish: PictureWish,
): Image | null {
  if (!image || !("url" in image)) return image && fileImage(sql, image);
  if (wish === "link" || !isStranger(image.url, settings.url)) return image;
  return wish === "keep" ? keptImage(sql, image.url, image.alt) : null;
}

/** The pictures of ours that a text shows, by how it names them. */
export function picturesIn(
  { sql, settings }: Reading,
  body: ArticleContent["body"],
  wish: PictureWish,
): Record<string, Image> {
  const strangers = wish === "keep" ? strangersIn({ image: null, body }, settings.url) : [];
  const pictures = [
    ...filesIn(body.html, settings.url).map((id) => [OWN_FILE + id, fileImage(sql, { media: id })] as const),
    ...strangers.map((url) => [url, keptImage(sql, url, "")] as const),
  ];
  return Object.fromEntries(pictures.flatMap(([name, image]) => (image ? [[name, image]] : [])));
}

/** A picture of another server that is kept here; null where it is not. */
function keptImage(sql: SqlStorage, url: string, alt: string): Image | null {
  const kept = first<{ media_id: MediaId | null }>(
    sql,
    "SELECT media_id FROM kept_picture WHERE url = ?",
    url,
  );
  return kept?.media_id ? fileImage(sql, { media: kept.media_id, alt }) : null;
}

/** A picture of ours by what is known of it; null where there is none. */
export function fileImage(
  sql: SqlStorage,
  image: { media: MediaId; alt?: string | undefined },
): Image | null {
  const media = mediaById(sql, image.media);
  if (!media || media.width === null) return null;
  const { width, height, credit, forms, colour } = media;
  return {
    ...{ url: mediaPath(media), alt: image.alt ?? media.alt, media: media.id },
    ...{ width: width ?? undefined, height: height ?? undefined },
    ...{ credit: credit || undefined, forms: forms ?? undefined, colour: colour ?? undefined },
  };
}

/** The files that come with an article, those of ours by what is known of them. */
export function attachmentsOf(sql: SqlStorage, attachments: ArticleContent["attachments"]): Attachment[] {
  return attachments.flatMap((each): Attachment[] => {
    if ("url" in each) return [each];
    const media = mediaById(sql, each.media);
    if (!media) return [];
    return [
      {
        ...{ url: mediaPath(media), mime_type: media.type, size_in_bytes: media.size },
        title: each.title ?? (media.alt || media.name || undefined),
        duration_in_seconds: media.duration ?? undefined,
        kind: each.kind,
      },
    ];
  });
}

/** Why an article cannot be kept: it shows a file that is not there, or is no picture. */
export function missingMedia(
  { sql, settings }: Ledger,
  { image, attachments, body }: ArticleContent,
): Refused | undefined {
  const refused = (pointer: string, detail: string) => ({ kind: "refused" as const, pointer, detail });
  if (image && !("url" in image)) {
    const media = mediaById(sql, image.media);
    if (!media) return refused("#/image/media", "names no file of ours");
    if (media.width === null) return refused("#/image/media", "is no picture");
  }
  const absent = attachments.findIndex((each) => "media" in each && !mediaById(sql, each.media));
  if (absent !== -1) return refused(`#/attachments/${absent}/media`, "names no file of ours");
  for (const [i, each] of attachments.entries()) {
    const file = "media" in each && each.kind && mediaById(sql, each.media);
    if (!file) continue;
    const pointer = `#/attachments/${i}/media`;
    if (!isText(file.type)) return refused(pointer, "is neither WebVTT nor plain text");
    const attachment = { url: mediaPath(file), mime_type: file.type, kind: each.kind };
    if (each.kind === "chapters" && chaptersOf(sql, { attachments: [attachment] }).length === 0)
      return refused(pointer, "says of no part when it begins");
  }
  const missing = filesIn(body.html, settings.url).find((id) => !fileImage(sql, { media: id }));
  if (missing === undefined) return undefined;
  const pointer = body.markdown === null ? "#/html" : "#/markdown";
  return refused(pointer, `shows ${missing}, which is no picture of ours`);
}
