/** Bytes of rendered documents that an isolate keeps. */
const LIMIT_BYTES = 16 * 1024 * 1024;

const kept = new Map<string, Uint8Array>();
let size = 0;

/** What was rendered under an ETag in this isolate, if it is still kept. */
export function renderedBefore(etag: string): Uint8Array | undefined {
  const bytes = kept.get(etag);
  if (!bytes) return undefined;
  // Map keeps insertion order: what was used last goes to the end.
  kept.delete(etag);
  kept.set(etag, bytes);
  return bytes;
}

/** Keeps rendered bytes, letting the least recently used ones go. */
export function keepRendered(etag: string, bytes: Uint8Array): void {
  if (bytes.length > LIMIT_BYTES / 4 || kept.has(etag)) return;
  kept.set(etag, bytes);
  size += bytes.length;
  for (const [oldest, old] of kept) {
    if (size <= LIMIT_BYTES) break;
    kept.delete(oldest);
    size -= old.length;
  }
}
