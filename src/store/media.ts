import { type MediaId, parseFile } from "../model/media.ts";
import { hex } from "./sha256.ts";

/** Files of our own in R2, under the name that their bytes give them. */
const key = (file: string) => `media/${file}`;

/** R2 does not answer. The file may well be there. */
export class MediaUnavailable extends Error {}

async function asked<T>(work: Promise<T>): Promise<T> {
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

/** Keeps a file. Doing so twice changes nothing. @throws MediaUnavailable */
export async function writeMedia(bucket: R2Bucket, file: string, bytes: Uint8Array): Promise<void> {
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

/** What is being brought, under a name of its own, until what it is is known. */
const uploadKey = (id: string) => `upload/${id}`;

/** Puts what is brought aside. @returns the SHA-256 of its bytes, hexadecimal. @throws MediaUnavailable */
export async function writeUpload(
  bucket: R2Bucket,
  id: string,
  body: AsyncIterable<Uint8Array>,
  size: number,
): Promise<string> {
  const digest = new crypto.DigestStream("SHA-256");
  // R2 takes a stream whose length it is told.
  const known = new FixedLengthStream(size);
  const writers = [known.writable.getWriter(), digest.getWriter()];
  const pass = async () => {
    for await (const chunk of body) await Promise.all(writers.map((writer) => writer.write(chunk)));
    await Promise.all(writers.map((writer) => writer.close()));
  };
  const passed = pass().catch(async (error) => {
    await Promise.allSettled(writers.map((writer) => writer.abort(error)));
    throw error;
  });
  digest.digest.catch(() => {}); // told below, where all of it has come
  await Promise.all([asked(bucket.put(uploadKey(id), known.readable)), passed]);
  return hex(await digest.digest);
}

/** @throws MediaUnavailable, also where it is gone */
export async function readUpload(bucket: R2Bucket, id: string): Promise<ReadableStream<Uint8Array>> {
  const found = await asked(bucket.get(uploadKey(id)));
  if (!found) throw new MediaUnavailable(`upload ${id} is gone`);
  return found.body;
}

/** Gives what was brought its lasting name. @throws MediaUnavailable */
export async function keepUpload(bucket: R2Bucket, id: string, file: string): Promise<void> {
  await asked(bucket.put(key(file), await readUpload(bucket, id)));
}

/** @throws MediaUnavailable */
export async function removeUpload(bucket: R2Bucket, id: string): Promise<void> {
  await asked(bucket.delete(uploadKey(id)));
}

/** Removes what was brought before `moment`, ms, and never kept. @throws MediaUnavailable */
export async function removeUploadsBefore(bucket: R2Bucket, moment: number): Promise<void> {
  const { objects } = await asked(bucket.list({ prefix: uploadKey("") }));
  const old = objects.filter(({ uploaded }) => uploaded.getTime() < moment).map(({ key: name }) => name);
  if (old.length) await asked(bucket.delete(old));
}
