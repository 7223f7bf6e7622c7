import { sha1 } from "@noble/hashes/legacy.js";
import { COVER, type Programme, type ProgrammeFacts } from "../../model/podcast.ts";
import { feedPath } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { hex } from "../../store/sha256.ts";
import { first, type Ledger } from "../ledger.ts";
import { mediaById } from "./media.ts";
import { fileImage } from "./pictures.ts";

interface ProgrammeRow extends Record<string, SqlStorageValue> {
  guid: string;
  cover: string;
  content: string;
}

function rowOf(sql: SqlStorage, slug: Slug): ProgrammeRow | undefined {
  return first<ProgrammeRow>(sql, "SELECT guid, cover, content FROM programme WHERE slug = ?", slug);
}

/** What a tag's programme was said to be; null where it is none. */
export function programmeOf(sql: SqlStorage, slug: Slug): Programme | null {
  const row = rowOf(sql, slug);
  return row ? (JSON.parse(row.content) as Programme) : null;
}

/** What the world is told of a tag's programme. */
export function programmeFacts({ sql, settings }: Ledger, slug: Slug): ProgrammeFacts | undefined {
  const row = rowOf(sql, slug);
  const cover = row && fileImage(sql, { media: row.cover });
  if (!row || !cover) return undefined;
  const { owner, cover: _, ...said } = JSON.parse(row.content) as Programme;
  const { url, media: _id, credit: _whose, ...image } = cover;
  return {
    ...said,
    ...{ guid: row.guid, cover: settings.url + url, image },
    owner: owner?.public ? { name: owner.name, email: owner.email } : undefined,
  };
}

/** Why a cover is none: apps refuse others; null where it is one. */
export function refusedCover({ sql }: Ledger, { cover }: Programme): string | null {
  const media = mediaById(sql, cover);
  if (!media) return "names no file of ours";
  const { type, width, height } = media;
  if (!(COVER.types as readonly string[]).includes(type)) return "must be JPEG or PNG";
  if (width !== height) return "must be square";
  if ((width ?? 0) < COVER.least || (width ?? 0) > COVER.most)
    return `must have ${COVER.least} to ${COVER.most} pixels on each side`;
  return null;
}

/** Makes a tag a programme, or one no more; what it was known by it keeps. */
export function setProgramme({ sql, settings }: Ledger, slug: Slug, programme: Programme | null): void {
  if (programme === null) {
    sql.exec("DELETE FROM programme WHERE slug = ?", slug);
    return;
  }
  // A cover that was kept for a source's stories is the newsroom's own from now on.
  sql.exec("UPDATE media SET source = NULL WHERE id = ?", programme.cover);
  const guid = rowOf(sql, slug)?.guid ?? guidOf(settings.url + feedPath({ kind: "tag", slug }, "rss"));
  sql.exec(
    `INSERT INTO programme VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT (slug) DO UPDATE SET cover = ?3, content = ?4`,
    ...[slug, guid, programme.cover, JSON.stringify(programme)],
  );
}

/** `ead4c236-bf58-58c6-a2c6-a6b28d128cb6`, the namespace of podcasts. */
const NAMESPACE = Uint8Array.from([
  ...[0xea, 0xd4, 0xc2, 0x36, 0xbf, 0x58, 0x58, 0xc6],
  ...[0xa2, 0xc6, 0xa6, 0xb2, 0x8d, 0x12, 0x8c, 0xb6],
]);

/** A UUID of version 5 (RFC 9562 §5.5) of a feed's address without its scheme and the slashes at its end. */
function guidOf(feed: string): string {
  const name = new TextEncoder().encode(feed.replace(/^[a-z]+:\/\//, "").replace(/\/+$/, ""));
  const hash = sha1(Uint8Array.from([...NAMESPACE, ...name])).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hex(hash).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
