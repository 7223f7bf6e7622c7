import { ascii, joined, slice, UnreadablePicture, viewOf } from "./bytes.ts";

const SIGNATURE_LENGTH = 8;
/** Pixels, how they are shown, and how they move (PNG §11, third edition). */
const KEPT = new Set(
  "IHDR PLTE tRNS IDAT IEND gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split(" "),
);

/**
 * A PNG without texts, Exif and times, and without anything after its end.
 *
 * @throws UnreadablePicture
 */
export function cleanPng(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const parts = [bytes.subarray(0, SIGNATURE_LENGTH)];
  for (let at = SIGNATURE_LENGTH; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    const chunk = slice(bytes, at, end);
    const name = ascii(chunk.subarray(4, 8));
    if (KEPT.has(name)) parts.push(chunk);
    if (name === "IEND") return joined(parts);
    at = end;
  }
  throw new UnreadablePicture("The PNG is cut off.");
}
