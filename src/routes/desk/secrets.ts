import { sha256Hex } from "../../store/sha256.ts";

/** A secret of a session or a link: 32 random bytes, hexadecimal; and its hash, which is all that is kept. */
export async function newSecret(): Promise<{ secret: string; hash: string }> {
  const secret = crypto.getRandomValues(new Uint8Array(32)).toHex();
  return { secret, hash: await sha256Hex(secret) };
}
