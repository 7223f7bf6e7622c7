import { ascii, joined, slice, UnreadableFile, viewOf } from "./bytes.ts";

const HEADER_LENGTH = 12;
const KEPT = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
/** Flag of pictures that move, and of what is left out. */
const IS_ANIMATED = 0x02;
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

/**
 * A WebP (RFC 9649 §2) without Exif and XMP, and without anything after its end. It stands upright as it
 * is: no browser turns a WebP by its Exif.
 *
 * @throws UnreadableFile
 */
export function cleanWebp(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const whole = slice(bytes, 0, 8 + view.getUint32(4, true));
  const chunks: Uint8Array[] = [];
  for (let at = HEADER_LENGTH; at + 8 <= whole.length; ) {
    const length = view.getUint32(at + 4, true);
    const chunk = whole.slice(at, at + 8 + length + (length % 2));
    const name = ascii(chunk.subarray(0, 4));
    if (name === "VP8X") chunk[8] = (chunk[8] ?? 0) & ~(HAS_EXIF | HAS_XMP);
    if (KEPT.has(name)) chunks.push(chunk);
    at += 8 + length + (length % 2);
  }
  if (chunks.length === 0) throw new UnreadableFile("The WebP has no pixels.");
  const body = joined(chunks);
  const header = bytes.slice(0, HEADER_LENGTH);
  viewOf(header).setUint32(4, 4 + body.length, true);
  return joined([header, body]);
}

/** Whether a WebP has more than one picture. */
export function movesWebp(bytes: Uint8Array): boolean {
  return ascii(bytes.subarray(12, 16)) === "VP8X" && ((bytes[20] ?? 0) & IS_ANIMATED) !== 0;
}
