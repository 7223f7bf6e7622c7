import type { Millis } from "./article.ts";

/** Pictures that are taken, by what their bytes say, and how their files end. */
export const PICTURE_TYPES = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
} as const;
export type PictureType = keyof typeof PICTURE_TYPES;

/** Half of the SHA-256 of the bytes, in hexadecimal. */
export type MediaId = string;

/** A file of ours, without its bytes. */
export interface Media {
  id: MediaId;
  type: PictureType;
  /** Bytes. */
  size: number;
  /** Pixels, as it is looked at. */
  width: number;
  height: number;
  /** As it was called where it came from; may be empty. */
  name: string;
  /** What it shows, where an article does not say. */
  alt: string;
  /** Whose it is; may be empty. */
  credit: string;
  created: Millis;
}

const FILE = /^([0-9a-f]{32})\.([a-z]+)$/;

export function mediaFile({ id, type }: Pick<Media, "id" | "type">): string {
  return `${id}.${PICTURE_TYPES[type]}`;
}

export function mediaPath(media: Pick<Media, "id" | "type">): string {
  return `/media/${mediaFile(media)}`;
}

/** The type of a file by its name; null where that is none of ours. */
export function typeOfFile(file: string): PictureType | null {
  const [, , ending] = FILE.exec(file) ?? [];
  const found = Object.entries(PICTURE_TYPES).find(([, each]) => each === ending);
  return (found?.[0] as PictureType | undefined) ?? null;
}

/** A file as the API shows it. */
export interface MediaView extends Omit<Media, "created"> {
  url: string;
  created: string;
  /** The articles that show it. */
  used: { id: string; title: string; url: string }[];
}
