import { peek, readUpTo } from "../../http/body.ts";
import { cacheHeaders } from "../../http/caching.ts";
import { problemResponse } from "../../http/problem.ts";
import { ascii, joined, UnknownType, UnreadableFile } from "../../media/bytes.ts";
import { keepPicture, keepSound, keepText } from "../../media/keep.ts";
import { type Picture, readPicture } from "../../media/picture.ts";
import { soundTypeOf, TELLING_BYTES } from "../../media/sound.ts";
import { LIMITS } from "../../model/limits.ts";
import type { FileFacts, TextType } from "../../model/media.ts";
import type { MediaDesk } from "../../newsroom/media/desk.ts";
import {
  ChangedUpload,
  newUpload,
  type Part,
  readParts,
  removeUpload,
  type UploadId,
  writePart,
} from "../../store/uploads.ts";
import { TAKEN } from "./media.ts";

// What it takes to keep a file, however it comes: what its bytes say decides.

/** Has the newsroom note what is kept. */
type Note<T> = (facts: FileFacts) => Promise<T>;

/** What came at once. */
export interface Sent {
  body: AsyncIterable<Uint8Array>;
  /** Bytes, where that was said. */
  length: number | null;
  /** What it was said to be, which counts for plain text alone. */
  type: string;
}

/** Keeps what came at once, or says why it cannot be. @throws MediaUnavailable */
export function takeWhole<T>(bucket: R2Bucket, sent: Sent, note: Note<T>): Promise<T | Response> {
  return orProblem(async () => {
    const { beginning, all } = await peek(sent.body, TELLING_BYTES);
    const sound = soundTypeOf(beginning);
    if (!sound) return takeSmall(bucket, beginning, all, sent.type, note);
    const size = sent.length;
    if (size === null)
      return problemResponse({ status: 411, detail: "Say how long the sound is: Content-Length." });
    if (size > LIMITS.partBytes)
      return tooLarge("What comes at once (others: /api/uploads)", LIMITS.partBytes);
    const id = newUpload(Date.now());
    try {
      const parts = [await writePart(bucket, id, 1, all, size)];
      return await keepSound(bucket, sound, { id, parts, size }, note);
    } finally {
      await removeUpload(bucket, id).catch((error) => console.error(`upload ${id} stays`, error));
    }
  });
}

/** Keeps what came in parts, or says why it cannot be. @throws MediaUnavailable */
export function takeParts<T>(
  bucket: R2Bucket,
  upload: { id: UploadId; parts: Part[]; size: number },
  note: Note<T>,
): Promise<T | Response> {
  const read = () => readParts(bucket, upload.id, upload.parts);
  return orProblem(async () => {
    const beginning = await beginningOf(read(), TELLING_BYTES);
    const sound = soundTypeOf(beginning);
    return sound ? keepSound(bucket, sound, upload, note) : takeSmall(bucket, beginning, read(), "", note);
  });
}

/** Keeps what fits into memory. */
async function takeSmall<T>(
  bucket: R2Bucket,
  beginning: Uint8Array,
  body: AsyncIterable<Uint8Array>,
  type: string,
  note: Note<T>,
): Promise<T | Response> {
  const bytes = await readUpTo(body, LIMITS.pictureBytes);
  if (!bytes) return tooLarge("A picture", LIMITS.pictureBytes);
  const said = textTypeOf(beginning, type);
  const picture = said === "text/vtt" ? null : pictureOf(bytes);
  if (picture) return keepPicture(bucket, picture, note);
  if (!said) return notTaken();
  if (bytes.length > LIMITS.textBytes) return tooLarge("A text", LIMITS.textBytes);
  return keepText(bucket, said, bytes, note);
}

/** Which text it may be: of plain text bytes do not tell, but that it is no page. */
function textTypeOf(beginning: Uint8Array, type: string): TextType | null {
  const text = ascii(beginning);
  if (/^(\xef\xbb\xbf)?WEBVTT/.test(text)) return "text/vtt";
  return /^text\/plain *(;|$)/i.test(type) && !/^(\xef\xbb\xbf)?\s*</.test(text) ? "text/plain" : null;
}

/** @throws UnreadableFile */
function pictureOf(bytes: Uint8Array): Picture | null {
  try {
    return readPicture(bytes);
  } catch (error) {
    if (error instanceof UnknownType) return null;
    throw error;
  }
}

async function beginningOf(body: AsyncIterable<Uint8Array>, count: number): Promise<Uint8Array> {
  const bytes: Uint8Array[] = [];
  for await (const chunk of body) {
    bytes.push(chunk.subarray(0, count));
    if (bytes.reduce((sum, { length }) => sum + length, 0) >= count) break; // which ends reading
  }
  return joined(bytes).subarray(0, count);
}

async function orProblem<T>(take: () => Promise<T | Response>): Promise<T | Response> {
  try {
    return await take();
  } catch (error) {
    if (error instanceof UnreadableFile) return problemResponse({ status: 422, detail: error.message });
    if (!(error instanceof ChangedUpload)) throw error;
    return problemResponse({
      status: 409,
      detail: "A part of it changed while it was read: finish it again.",
    });
  }
}

export function notTaken(): Response {
  const detail =
    "Send JPEG, PNG, GIF, WebP, AVIF or SVG, MP3, M4A or Ogg, WebVTT, or text that says so (text/plain), without Content-Encoding: what the bytes say counts, not their name.";
  return problemResponse({ status: 415, detail }, { Accept: TAKEN.join(", ") });
}

/** @param bytes at most */
export function tooLarge(what: string, bytes: number): Response {
  return problemResponse({ status: 413, detail: `${what} may have ${bytes} bytes.` });
}

/** The answer to a file that the newsroom noted. */
export function taken(outcome: Awaited<ReturnType<MediaDesk["add"]>>, site: string): Response {
  if (outcome.kind === "leaving") {
    const detail = "This very file is being removed at this moment; bring it again.";
    return problemResponse({ status: 503, detail }, { "Retry-After": "1" });
  }
  const { isNew, view } = outcome;
  const headers = {
    ...cacheHeaders("api"),
    ...(isNew && { Location: `${site}/api/media/${view.id}` }),
  };
  return Response.json(view, { status: isNew ? 201 : 200, headers });
}
