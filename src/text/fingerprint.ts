/**
 * A short name for a piece of text: the same text, the same name, in any isolate.
 *
 * 64-bit FNV-1a over UTF-16 code units, as 11 or fewer base-36 characters. For naming versions of
 * our own bytes; it resists no one who looks for a collision.
 */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  }
  return hash.toString(36);
}
