import type { PublicProfile } from "../model/profile.ts";
import { readDocument } from "./documents.ts";
import { PROFILE_KEY } from "./keys.ts";

/** What the publication is called and looks like, as the newsroom last said. */
export interface KeptProfile {
  profile: PublicProfile;
  /** Of its bytes. */
  hash: string;
  /** ms */
  changed: number;
}

/**
 * Reads it: one KV read.
 *
 * @returns null where the newsroom has not begun
 * @throws StoreUnavailable when KV does not answer
 */
export async function readProfile(kv: KVNamespace): Promise<KeptProfile | null> {
  const found = await readDocument(kv, PROFILE_KEY);
  if (!found) return null;
  const { hash, changed } = found.stored;
  return { profile: await new Response(found.body).json<PublicProfile>(), hash, changed };
}
