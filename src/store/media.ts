import { type MediaId, parseFile } from "../model/media.ts";

/** Files of our own in R2, under the name that their bytes give them. */
const key = (file: string) => `media/${file}`;

/** R2 does not answer. The file may well be there. */
export class MediaUnavailable extends Error {}

/** What R2 answers. @throws MediaUnavailable where it does not */
export async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new MediaUnavailable("R2 does not answer", { cause: error });
  }
}

/** What is known of a file without its bytes; null where there is none. @throws MediaUnavailable */
export function headMedia(bucket: R2Bucket, file: string): Promise<R2Object | null> {
  return asked(bucket.head(key(file)));
}

/** A file, or so many bytes of it; null where there is none. @throws MediaUnavailable */
export function readMedia(
  bucket: R2Bucket,
  file: string,
  range?: { offset: number; length: number },
): Promise<R2ObjectBody | null> {
  return asked(bucket.get(key(file), range && { range }));
}

/** Keeps a file; a stream says its length. Doing so twice changes nothing. @throws MediaUnavailable */
export async function writeMedia(
  bucket: R2Bucket,
  file: string,
  bytes: Uint8Array | ReadableStream,
): Promise<void> {
  await asked(bucket.put(key(file), bytes));
}

/** Keeps a smaller form of a file, unless there is one already: it never changes. @throws MediaUnavailable */
export async function writeForm(bucket: R2Bucket, file: string, bytes: Uint8Array): Promise<void> {
  await asked(bucket.put(key(file), bytes, { onlyIf: { etagDoesNotMatch: "*" } }));
}

/** All files that are kept, in pages, with when each was written, ms. @throws MediaUnavailable */
export async function* storedMedia(bucket: R2Bucket): AsyncGenerator<{ id: MediaId; uploaded: number }[]> {
  let cursor: string | undefined;
  do {
    const page: R2Objects = await asked(bucket.list({ prefix: key(""), ...(cursor && { cursor }) }));
    yield page.objects.flatMap(({ key: name, uploaded }) => {
      const file = parseFile(name.slice(key("").length));
      return file ? [{ id: file.id, uploaded: uploaded.getTime() }] : [];
    });
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
}

/** Removes a file and its smaller forms. @throws MediaUnavailable */
export async function removeMediaBytes(bucket: R2Bucket, id: MediaId): Promise<void> {
  const { objects } = await asked(bucket.list({ prefix: key(id) }));
  if (objects.length) await asked(bucket.delete(objects.map(({ key: name }) => name)));
}
