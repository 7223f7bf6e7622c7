import { type FileFacts, mediaFile, type SoundType } from "../model/media.ts";
import { headMedia, keepUpload, readUpload, removeUpload, writeMedia, writeUpload } from "../store/media.ts";
import { sha256Hex } from "../store/sha256.ts";
import { parseVtt } from "../text/vtt.ts";
import { UnreadableFile } from "./bytes.ts";
import type { Picture } from "./picture.ts";
import { durationOf } from "./sound.ts";

/**
 * Keeps a picture under the name that its bytes give it: the bytes first, since a row of a file that is
 * not there would be shown.
 *
 * @param note has the newsroom note it
 * @returns what `note` does
 * @throws MediaUnavailable
 */
export async function keepPicture<T>(
  bucket: R2Bucket,
  { type, bytes, width, height }: Picture,
  note: (facts: FileFacts) => Promise<T>,
): Promise<T> {
  const id = (await sha256Hex(bytes)).slice(0, 32);
  const file = mediaFile({ id, type });
  await writeMedia(bucket, file, bytes);
  const noted = await note({ id, type, size: bytes.length, width, height, duration: null });
  // A removal that has just ended may have taken them: from now on there is a row, and none begins.
  if (!(await headMedia(bucket, file))) await writeMedia(bucket, file, bytes);
  return noted;
}

/** Keeps a text of WebVTT. @throws UnreadableFile, MediaUnavailable */
export async function keepText<T>(
  bucket: R2Bucket,
  bytes: Uint8Array,
  note: (facts: FileFacts) => Promise<T>,
): Promise<T> {
  const text = readVtt(bytes);
  const id = (await sha256Hex(bytes)).slice(0, 32);
  const file = mediaFile({ id, type: "text/vtt" });
  const size = { size: bytes.length, width: null, height: null, duration: null };
  await writeMedia(bucket, file, bytes);
  const noted = await note({ id, type: "text/vtt", ...size, text });
  if (!(await headMedia(bucket, file))) await writeMedia(bucket, file, bytes);
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
  note: (facts: FileFacts) => Promise<T>,
): Promise<T> {
  const upload = crypto.randomUUID();
  try {
    const digest = await writeUpload(bucket, upload, body, size);
    const duration = await durationOf(await readUpload(bucket, upload), type, size);
    const id = digest.slice(0, 32);
    const file = mediaFile({ id, type });
    await keepUpload(bucket, upload, file);
    const noted = await note({ id, type, size, width: null, height: null, duration });
    if (!(await headMedia(bucket, file))) await keepUpload(bucket, upload, file);
    return noted;
  } finally {
    await removeUpload(bucket, upload).catch((error) => console.error(`upload ${upload} stays`, error));
  }
}
