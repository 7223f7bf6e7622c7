import { type FileFacts, mediaFile } from "../model/media.ts";
import { headMedia, writeMedia } from "../store/media.ts";
import { sha256Hex } from "../store/sha256.ts";
import type { Picture } from "./picture.ts";

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
  const noted = await note({ id, type, size: bytes.length, width, height });
  // A removal that has just ended may have taken them: from now on there is a row, and none begins.
  if (!(await headMedia(bucket, file))) await writeMedia(bucket, file, bytes);
  return noted;
}
