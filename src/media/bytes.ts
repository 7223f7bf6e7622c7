/** Bytes of no type that is taken. */
export class UnknownType extends Error {}

/** A file that is broken, or not what it begins as. */
export class UnreadableFile extends Error {}

/** Parts of bytes, in a row. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Bytes that are there. @throws UnreadableFile when the file ends before */
export function slice(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (to > bytes.length || from > to) throw new UnreadableFile("The file is cut off.");
  return bytes.subarray(from, to);
}

export const ascii = (bytes: Uint8Array) => String.fromCharCode(...bytes);

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
