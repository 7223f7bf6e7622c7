import type { Millis } from "../../model/article.ts";
import type { PictureJob } from "../../model/media.ts";
import type { PushJob } from "../../model/push.ts";
import type { DocumentKey } from "../../store/keys.ts";

/** How long KV may answer elsewhere as it was before a write, or that there is nothing: 30 s and a little. */
export const KV_STALE_MS: Millis = 35_000;

/** What the newsroom's work needs from outside the ledger. */
export interface Outside {
  kv: KVNamespace;
  media: R2Bucket;
  pictures: Queue<PictureJob>;
  /** Who is told of what changed, and who is told by themselves. */
  pushes: Queue<PushJob>;
  latePushes: Queue<PushJob>;
  /** How long KV may take for a write, ms: one that hangs must not keep all others back. */
  patience: Millis;
  /** Asks another server. */
  send: (request: Request) => Promise<Response>;
  /** Makes the edge forget what it holds under these documents' cache tags; whether there is one. */
  invalidate(changed: DocumentKey[], removed: DocumentKey[]): Promise<boolean>;
}
