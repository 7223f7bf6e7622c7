import { type FileFacts, mediaFile, type SoundType } from "../model/media.ts";
import { headMedia, keepUpload, readUpload, removeUpload, writeMedia, writeUpload } from "../store/media.ts";
import { sha256Hex } from "../store/sha256.ts";
import { parseVtt } from "../text/vtt.ts";
import { UnreadableFile } from "./bytes.ts";
import type { Picture } from "./picture.ts";
import { durationOf } from "./sound.ts";

/** Has the newsroom note a file. */
type Note<T> = (facts: FileFacts) => Promise<T>;

/** Keeps a picture. @returns what `note` does @throws MediaUnavailable */
export function keepPicture<T>(
  bucket: R2Bucket,
  { type, bytes, width, height }: Picture,
  note: Note<T>,
): Promise<T> {
  return keepBytes(bucket, bytes, { type, width, height, duration: null }, note);
}

/** Keeps a text of WebVTT. @throws UnreadableFile, MediaUnavailable */
export async function keepText<T>(bucket: R2Bucket, bytes: Uint8Array, note: Note<T>): Promise<T> {
  const facts = { type: "text/vtt", width: null, height: null, duration: null } as const;
  return keepBytes(bucket, bytes, { ...facts, text: readVtt(bytes) }, note);
}

async function keepBytes<T>(
  bucket: R2Bucket,
  bytes: Uint8Array,
  facts: Omit<FileFacts, "id" | "size">,
  note: Note<T>,
): Promise<T> {
  const write = (file: string) => writeMedia(bucket, file, bytes);
  return keep(bucket, { ...facts, size: bytes.length }, await sha256Hex(bytes), write, note);
}

/**
 * Keeps a file under the name that its bytes give it: the bytes first, since a row of a file that is not
 * there would be shown.
 *
 * @param digest SHA-256 of its bytes, hexadecimal
 * @param write puts its bytes where they last
 */
async function keep<T>(
  bucket: R2Bucket,
  facts: Omit<FileFacts, "id">,
  digest: string,
  write: (file: string) => Promise<void>,
  note: Note<T>,
): Promise<T> {
  const id = digest.slice(0, 32);
  const file = mediaFile({ id, type: facts.type });
  await write(file);
  const noted = await note({ ...facts, id });
  // A removal that has just ended may have taken them: from now on there is a row, and none begins.
  if (!(await headMedia(bucket, file))) await write(file);
  return noted;
}

/** The text of WebVTT, which is in UTF-8, whatever else says so. @throws UnreadableFile */
function readVtt(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    throw new UnreadableFile("The WebVTT is not in UTF-8.", { cause: error });
  }
  if (!parseVtt(text)?.length) throw new UnreadableFile("The WebVTT says nothing.");
  return text;
}

/**
 * Keeps a sound, which may be too long to be held in memory: it comes to rest under a name of its own, is
 * read there, and gets the name that its bytes give it. Broken off, it leaves what a sweep finds.
 *
 * @param size bytes of all of it
 * @throws UnreadableFile, MediaUnavailable
 */
export async function keepSound<T>(
  bucket: R2Bucket,
  type: SoundType,
  body: AsyncIterable<Uint8Array>,
  size: number,
  note: Note<T>,
): Promise<T> {
  const upload = crypto.randomUUID();
  try {
    const digest = await writeUpload(bucket, upload, body, size);
    const duration = await durationOf(await readUpload(bucket, upload), type, size);
    const facts = { type, size, width: null, height: null, duration };
    return await keep(bucket, facts, digest, (file) => keepUpload(bucket, upload, file), note);
  } finally {
    await removeUpload(bucket, upload).catch((error) => console.error(`upload ${upload} stays`, error));
  }
}
