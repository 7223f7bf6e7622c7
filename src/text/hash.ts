/**
 * A 64-bit name for a piece of text, as 13 or fewer base-36 characters: two 32-bit FNV-1a hashes over
 * UTF-16 code units, started apart. For telling texts apart, not for resisting whoever wants two alike.
 */
export function hash64(text: string): string {
  const high = hash32(text, 0x9747b28c);
  return ((BigInt(high) << 32n) | BigInt(hash32(text, 0x811c9dc5))).toString(36);
}

/** 32-bit FNV-1a from a given start. */
export function hash32(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
