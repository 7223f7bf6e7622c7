import type { Millis } from "./article.ts";

/** Pictures that are taken, by what their bytes say, and how their files end. */
const PICTURE_TYPES = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/avif": "avif",
  "image/svg+xml": "svg",
} as const;
export type PictureType = keyof typeof PICTURE_TYPES;

/** Sound that is taken, likewise. */
const SOUND_TYPES = {
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/ogg": "ogg",
} as const;
export type SoundType = keyof typeof SOUND_TYPES;

/** Texts that come with sound, likewise. */
const TEXT_TYPES = { "text/vtt": "vtt", "text/plain": "txt" } as const;
export type TextType = keyof typeof TEXT_TYPES;

export const isText = (type: MediaType): type is TextType => type in TEXT_TYPES;

export const MEDIA_TYPES = { ...PICTURE_TYPES, ...SOUND_TYPES, ...TEXT_TYPES };
export type MediaType = keyof typeof MEDIA_TYPES;

/** Types that smaller forms of a picture may have, and how their files end. */
export const FORM_TYPES = {
  "image/avif": "avif",
  "image/webp": "webp",
  "image/jpeg": "jpg",
  "image/png": "png",
} as const;
export type FormType = keyof typeof FORM_TYPES;

/** Widths of smaller forms, pixels. */
export const FORM_WIDTHS = [320, 640, 1280, 1920] as const;

/** The smaller forms that there are of a picture: their widths, pixels, from the smallest, by type. */
export type Forms = Partial<Record<FormType, number[]>>;

/** Half of the SHA-256 of the bytes, in hexadecimal. */
export type MediaId = string;

/** A file of ours, without its bytes. */
export interface Media {
  id: MediaId;
  type: MediaType;
  /** Bytes. */
  size: number;
  /** Pixels of a picture, as it is looked at. */
  width: number | null;
  height: number | null;
  /** Of sound, seconds. */
  duration: number | null;
  /** As it was called where it came from; may be empty. */
  name: string;
  /** What it shows, where an article does not say. */
  alt: string;
  /** Whose it is; may be empty. */
  credit: string;
  created: Millis;
  /** The slug of the source whose stories show it, where it is kept for them alone. */
  source: string | null;
  /** Of a picture; null until they are made. */
  forms: Forms | null;
  /** Of all its pixels together, `#rrggbb`; null while it is not known, and where one sees through it. */
  colour: string | null;
}

/** What has been made of a picture. */
export type Made = { forms: Forms; colour: string | null };

/** What is to be done for pictures, as a message: smaller forms of a file, or to ask a host for some. */
export type PictureJob =
  | { kind: "forms"; file: string }
  | { kind: "fetch"; host: string; pictures: WantedPicture[] };

/** A picture of another publication, with what we know from the last time. */
export interface WantedPicture {
  url: string;
  etag: string | null;
  lastModified: string | null;
}

/** How long what is brought in parts may take, ms: then it is forgotten. */
export const UPLOAD_MS: Millis = 2 * 86_400_000;

/** What is known of a file from its bytes. */
export type FileFacts = Pick<Media, "id" | "type" | "size" | "width" | "height" | "duration"> & {
  /** What a file of text says. */
  text?: string | undefined;
};

/** What came of asking for a picture. `final`: it is not asked for again. */
export type TakenPicture =
  | { kind: "kept"; facts: FileFacts; etag: string | null; lastModified: string | null }
  | { kind: "same" }
  | { kind: "failed"; reason: string; final: boolean };

export const isMediaId = (text: string): text is MediaId => /^[0-9a-f]{32}$/.test(text);

const FILE = /^([0-9a-f]{32})(?:-\d{3,4})?\.([a-z0-9]{3,4})$/;

export function mediaFile({ id, type }: Pick<Media, "id" | "type">): string {
  return `${id}.${MEDIA_TYPES[type]}`;
}

export function mediaPath(media: Pick<Media, "id" | "type">): string {
  return `/media/${mediaFile(media)}`;
}

/** The path or URL of a smaller form, from that of the picture. */
export function formOf(file: string, type: FormType, width: number): string {
  return file.replace(/\.[a-z]+$/, `-${width}.${FORM_TYPES[type]}`);
}

/** Which file of ours a name stands for, a smaller form included; null where it is none. */
export function parseFile(file: string): { id: MediaId; type: MediaType | FormType } | null {
  const [, id, ending] = FILE.exec(file) ?? [];
  const type = ending && TYPES.get(ending);
  return id && type ? { id, type } : null;
}

/** The same of the file that a path or URL leads to. */
export function fileAt(url: string): ReturnType<typeof parseFile> {
  return parseFile(url.slice(url.lastIndexOf("/") + 1));
}

const TYPES = new Map(
  Object.entries({ ...MEDIA_TYPES, ...FORM_TYPES }).map(([type, ending]): [string, MediaType | FormType] => [
    ending,
    type as MediaType | FormType,
  ]),
);

/** A file as the API shows it. */
export interface MediaView extends Omit<Media, "created" | "forms"> {
  url: string;
  created: string;
  /** Smaller ones, from the smallest; null until they are made. */
  forms: { url: string; type: FormType; width: number }[] | null;
  /** The articles that show it, and the programmes whose cover it is, these by their slugs. */
  used: { id: string; title: string; url: string }[];
}
