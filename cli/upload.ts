import { openAsBlob } from "node:fs";
import type { Api } from "./api.ts";
import { EXIT, Failure } from "./failure.ts";

/** Bytes of what comes at once; what has more comes in parts of so many. */
const PART_BYTES = 50_000_000;

/** What is said of a file. */
export interface Said {
  name?: string;
  alt?: string;
  credit?: string;
}

/** A file of the newsroom. */
export interface Brought {
  id: string;
  url: string;
}

/** Brings a file. @throws Failure, Refused */
export async function bringFile(api: Api, path: string, said: Said, signal?: AbortSignal): Promise<Brought> {
  const blob = await openAsBlob(path).catch(() => {
    throw new Failure(`${path} cannot be read.`, EXIT.usage);
  });
  return bring(api, blob, { ...said, ...(path.endsWith(".txt") && { type: "text/plain" }) }, signal);
}

/** Brings bytes: what was brought before is the same file. @param said `type` where its bytes do not tell it */
export async function bring(
  api: Api,
  blob: Blob,
  { type = "application/octet-stream", ...said }: Said & { type?: string },
  signal?: AbortSignal,
): Promise<Brought> {
  const given = Object.entries(said).filter(([, value]) => value);
  const query = new URLSearchParams(Object.fromEntries(given));
  if (blob.size <= PART_BYTES) {
    const headers = { "Content-Type": type };
    return api.call<Brought>(`media?${query}`, { body: blob, headers, signal });
  }
  const upload = await api.call<{ id: string }>("uploads", { json: { size: blob.size, ...said }, signal });
  for (let i = 0; i * PART_BYTES < blob.size; i++) {
    const body = blob.slice(i * PART_BYTES, (i + 1) * PART_BYTES);
    await api.call(`uploads/${upload.id}/parts/${i + 1}`, { method: "PUT", body, signal });
  }
  return api.call<Brought>(`uploads/${upload.id}`, { method: "POST", signal });
}
