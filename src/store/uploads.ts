import { asked } from "./media.ts";

// What is being brought lies under a name of its own, in parts, until what it is is known. Nobody can read
// it there.

const PREFIX = "upload/";

/** `{when it began, ms}-{uuid}`: how old it is can be told without asking. */
export type UploadId = string;

const ID = /^\d{13}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isUploadId = (text: string): text is UploadId => ID.test(text);

/** @param now ms */
export const newUpload = (now: number): UploadId => `${String(now).padStart(13, "0")}-${crypto.randomUUID()}`;

/** When it began, ms. */
export const beganAt = (id: UploadId): number => Number(id.slice(0, 13));

/** A part that has come. */
export interface Part {
  /** From 1. */
  number: number;
  /** Bytes. */
  size: number;
  /** The MD5 of its bytes, hexadecimal. */
  etag: string;
}

/** What was said when it began, and what became of it. */
export interface Promised {
  /** Bytes of all of it. */
  size: number;
  name: string;
  alt: string;
  credit: string;
  /** The id of the file that it was kept as. */
  media?: string;
}

/** A part is not what it was when reading began. */
export class ChangedUpload extends Error {}

const partKey = (id: UploadId, number: number) => `${PREFIX}${id}/${String(number).padStart(4, "0")}`;
const promiseKey = (id: UploadId) => `${PREFIX}${id}/promised`;

/** Notes what is to come, or what came of it. @throws MediaUnavailable */
export async function writePromised(bucket: R2Bucket, id: UploadId, promised: Promised): Promise<void> {
  await asked(bucket.put(promiseKey(id), JSON.stringify(promised)));
}

/** @returns null where nothing began under this name, or it was given up @throws MediaUnavailable */
export async function readPromised(bucket: R2Bucket, id: UploadId): Promise<Promised | null> {
  const found = await asked(bucket.get(promiseKey(id)));
  return found && asked(found.json<Promised>());
}

/**
 * Puts a part aside, in the place of one of the same number. One that breaks off leaves what was there.
 *
 * @param body exactly `size` bytes
 * @throws MediaUnavailable, also where the body breaks off
 */
export async function writePart(
  bucket: R2Bucket,
  id: UploadId,
  number: number,
  body: AsyncIterable<Uint8Array>,
  size: number,
): Promise<Part> {
  // R2 takes a stream whose length it is told.
  const { readable, writable } = new FixedLengthStream(size);
  const writer = writable.getWriter();
  const pass = async () => {
    try {
      for await (const chunk of body) await writer.write(chunk);
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => {}); // told below
      throw error;
    }
  };
  const put = bucket.put(partKey(id, number), readable, {});
  const [{ etag }] = await asked(Promise.all([put, pass()]));
  return { number, size, etag };
}

/** The parts that have come, in their order. @throws MediaUnavailable */
export async function partsOf(bucket: R2Bucket, id: UploadId): Promise<Part[]> {
  const { objects } = await asked(bucket.list({ prefix: `${PREFIX}${id}/` }));
  return objects
    .filter(({ key }) => key !== promiseKey(id))
    .map(({ key, size, etag }) => ({ number: Number(key.slice(-4)), size, etag }));
}

/** The bytes of parts, one after the other. @throws MediaUnavailable, ChangedUpload */
export async function* readParts(
  bucket: R2Bucket,
  id: UploadId,
  parts: readonly Part[],
): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* await bodyOf(bucket, id, part);
}

/** Writes the bytes of parts, one after the other, and closes. @throws MediaUnavailable, ChangedUpload */
export async function pipeParts(
  bucket: R2Bucket,
  id: UploadId,
  parts: readonly Part[],
  target: WritableStream<Uint8Array>,
): Promise<void> {
  try {
    for (const part of parts) {
      const body = await bodyOf(bucket, id, part);
      await asked(body.pipeTo(target, { preventClose: true }));
    }
    await target.close();
  } catch (error) {
    await target.abort(error).catch(() => {}); // told here
    throw error;
  }
}

async function bodyOf(bucket: R2Bucket, id: UploadId, { number, etag }: Part): Promise<ReadableStream> {
  const found = await asked(bucket.get(partKey(id, number), { onlyIf: { etagMatches: etag } }));
  if (!found || !("body" in found)) throw new ChangedUpload(`part ${number} of ${id}`);
  return found.body;
}

/** Removes the parts of it, and, unless it is to be remembered, what was said of it. @throws MediaUnavailable */
export async function removeUpload(bucket: R2Bucket, id: UploadId, remember = false): Promise<void> {
  const parts = await partsOf(bucket, id);
  const keys = parts.map(({ number }) => partKey(id, number));
  if (!remember) keys.push(promiseKey(id));
  if (keys.length) await asked(bucket.delete(keys));
}

/** Removes what began before `moment`, ms. @returns whether there is more @throws MediaUnavailable */
export async function removeUploadsBefore(bucket: R2Bucket, moment: number): Promise<boolean> {
  // Names are in the order of their beginning.
  const { objects, truncated } = await asked(bucket.list({ prefix: PREFIX }));
  const old = objects.filter(({ key }) => Number(key.slice(PREFIX.length, PREFIX.length + 13)) < moment);
  if (old.length) await asked(bucket.delete(old.map(({ key }) => key)));
  return truncated || old.length < objects.length;
}
