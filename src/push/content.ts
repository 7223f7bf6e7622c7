import { MEDIA_TYPES } from "../http/media.ts";
import type { Millis } from "../model/article.ts";
import type { ListDocument } from "../model/document.ts";
import type { Topic } from "../model/topic.ts";
import { LIST } from "../render/representations.ts";
import type { Site } from "../render/site.ts";
import { readDocument } from "../store/documents.ts";
import { topicKey } from "../store/keys.ts";

/** A feed as whoever asks for it gets it. */
export interface Content {
  bytes: Uint8Array;
  type: string;
}

/**
 * Reads a feed: one KV read.
 *
 * @param changed ms: of what was written before then nobody is told
 * @returns null where KV does not have what was written then, as seen from here
 * @throws StoreUnavailable when KV does not answer
 */
export async function contentOf(
  kv: KVNamespace,
  topic: Topic,
  changed: Millis,
  site: () => Promise<Site>,
): Promise<Content | null> {
  const found = await readDocument(kv, topicKey(topic));
  if (found === null) return null;
  const { stored, body } = found;
  if (stored.kind !== "document" || stored.changed < changed) {
    await body.cancel();
    return null;
  }
  const { media, rendering } = LIST[topic.format];
  const value = new Response(body);
  const bytes = rendering
    ? new TextEncoder().encode(rendering.render(await value.json<ListDocument>(), await site()))
    : new Uint8Array(await value.arrayBuffer());
  return { bytes, type: MEDIA_TYPES[media] };
}
