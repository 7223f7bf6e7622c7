import type { DocumentKey } from "./keys.ts";

/** What KV keeps beside a value: enough to answer a conditional request without reading it. */
export type Stored =
  | {
      kind: "document";
      /** Of the value's bytes. */
      hash: string;
      /** ms */
      changed: number;
      /** Its page asks other servers for pictures or sound. */
      linked?: true;
      /** It never changes any more. */
      full?: true;
    }
  | { kind: "redirect" /** A path. */; to: string; hash: string; changed: number }
  | {
      kind: "gone" /** ms; not in what releases before 0.4.0 wrote. */;
      since?: number;
      /** Why, in its writer's words. */
      reason?: string;
      hash: string;
      changed: number;
    };

export interface StoredDocument {
  stored: Stored;
  body: ReadableStream<Uint8Array>;
}

/**
 * Seconds that a location may answer with what it read before, or that it found nothing: the least
 * that KV allows (https://developers.cloudflare.com/kv/api/read-key-value-pairs/#cachettl-parameter).
 */
const READ = { type: "stream", cacheTtl: 30 } as const;

/** A KV read that failed. The document may well be there. */
export class StoreUnavailable extends Error {}

/**
 * Reads a document: one KV read.
 *
 * @returns null where there is none
 * @throws StoreUnavailable when KV does not answer
 */
export async function readDocument(kv: KVNamespace, key: DocumentKey): Promise<StoredDocument | null> {
  let result: KVNamespaceGetWithMetadataResult<ReadableStream<Uint8Array>, Stored>;
  try {
    result = await kv.getWithMetadata<Stored>(key, READ);
  } catch (error) {
    throw new StoreUnavailable(`KV did not give ${key}`, { cause: error });
  }
  if (result.value === null || result.metadata === null) return null;
  return { stored: result.metadata, body: result.value };
}

/** What KV says of what it holds under a key; null for nothing. @throws Error when KV does not answer */
export async function storedAs(kv: KVNamespace, key: DocumentKey): Promise<Stored | null> {
  const { value, metadata } = await kv.getWithMetadata<Stored>(key, READ);
  await value?.cancel();
  return metadata;
}

/** Writes a document with its metadata: one KV write. */
export async function writeDocument(
  kv: KVNamespace,
  key: DocumentKey,
  value: string,
  stored: Stored,
): Promise<void> {
  await kv.put(key, value, { metadata: stored });
}

/** Removes a document that should not be there. */
export async function removeDocument(kv: KVNamespace, key: DocumentKey): Promise<void> {
  await kv.delete(key);
}

/** All keys in KV, in pages of up to 1,000. */
export async function* storedKeys(kv: KVNamespace): AsyncGenerator<DocumentKey[]> {
  let cursor: string | null = null;
  do {
    const page: KVNamespaceListResult<Stored> = await kv.list<Stored>({ cursor });
    yield page.keys.map(({ name }) => name as DocumentKey);
    cursor = page.list_complete ? null : page.cursor;
  } while (cursor);
}
