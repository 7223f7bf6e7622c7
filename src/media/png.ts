import { ascii, joined, slice, UnreadableFile, viewOf } from "./bytes.ts";

const SIGNATURE_LENGTH = 8;
/** Pixels, how they are shown, and how they move (PNG §11, third edition). */
const KEPT = new Set(
  "IHDR PLTE tRNS IDAT IEND gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split(" "),
);

/**
 * A PNG without texts, Exif and times, and without anything after its end.
 *
 * @throws UnreadableFile
 */
export function cleanPng(bytes: Uint8Array): Uint8Array {
  const kept = chunksOf(bytes).filter((chunk) => KEPT.has(nameOf(chunk)));
  return joined([bytes.subarray(0, SIGNATURE_LENGTH), ...kept]);
}

/** Whether a PNG has more than one picture. */
export function movesPng(bytes: Uint8Array): boolean {
  return chunksOf(bytes).some((chunk) => nameOf(chunk) === "acTL");
}

const nameOf = (chunk: Uint8Array) => ascii(chunk.subarray(4, 8));

/** The chunks of a PNG, to its end. @throws UnreadableFile */
function chunksOf(bytes: Uint8Array): Uint8Array[] {
  const view = viewOf(bytes);
  const chunks: Uint8Array[] = [];
  for (let at = SIGNATURE_LENGTH; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    const chunk = slice(bytes, at, end);
    chunks.push(chunk);
    if (nameOf(chunk) === "IEND") return chunks;
    at = end;
  }
  throw new UnreadableFile("The PNG is cut off.");
}
