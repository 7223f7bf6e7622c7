import { type FileFacts, mediaFile, type SoundType, type TextType } from "../model/media.ts";
import { headMedia, writeMedia } from "../store/media.ts";
import { hex, sha256Hex } from "../store/sha256.ts";
import { type Part, pipeParts, readParts, type UploadId } from "../store/uploads.ts";
import { cuesIn } from "../text/cues.ts";
import { legal } from "../text/plain.ts";
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

/** Keeps a text that comes with sound. @throws UnreadableFile, MediaUnavailable */
export async function keepText<T>(
  bucket: R2Bucket,
  type: TextType,
  bytes: Uint8Array,
  note: Note<T>,
): Promise<T> {
  const facts = { type, width: null, height: null, duration: null };
  return keepBytes(bucket, bytes, { ...facts, text: readText(bytes) }, note);
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

/** What says something, in UTF-8, whatever else says so. @throws UnreadableFile */
function readText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    throw new UnreadableFile("The text is not in UTF-8.", { cause: error });
  }
  if (legal(text) !== text) throw new UnreadableFile("It holds what no text does.");
  if (cuesIn(text).length === 0) throw new UnreadableFile("The text says nothing.");
  return text;
}

/**
 * Keeps a sound that was put aside in parts, since it may be too long to be held in memory: it is read there
 * for its name, for its length, and into its place.
 *
 * @param size bytes of all of it
 * @throws UnreadableFile, MediaUnavailable
 * @throws ChangedUpload where another part came meanwhile
 */
export async function keepSound<T>(
  bucket: R2Bucket,
  type: SoundType,
  { id, parts, size }: { id: UploadId; parts: readonly Part[]; size: number },
  note: Note<T>,
): Promise<T> {
  const digest = new crypto.DigestStream("SHA-256");
  const [hash] = await Promise.all([digest.digest, pipeParts(bucket, id, parts, digest)]);
  const duration = await durationOf(readParts(bucket, id, parts), type, size);
  const write = async (file: string) => {
    // R2 takes a stream whose length it is told.
    const { readable, writable } = new FixedLengthStream(size);
    await Promise.all([writeMedia(bucket, file, readable), pipeParts(bucket, id, parts, writable)]);
  };
  return keep(bucket, { type, size, width: null, height: null, duration }, hex(hash), write, note);
}
