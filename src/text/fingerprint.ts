/**
 * A short name for a piece of text: the same text, the same name, in any isolate.
 *
 * 64-bit FNV-1a over UTF-16 code units, as 11 or fewer base-36 characters. For naming versions of
 * our own bytes; it resists no one who looks for a collision.
 */
export function fingerprint(text: string): string {
  // The prime is 2^40 + 0x1b3. In halves of 32 bits, since big integers are made anew at every step.
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let i = 0; i < text.length; i++) {
    low = (low ^ text.charCodeAt(i)) >>> 0;
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return ((BigInt(high) << 32n) | BigInt(low)).toString(36);
}
