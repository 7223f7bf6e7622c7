import { ascii, joined, slice, UnreadableFile, viewOf } from "./bytes.ts";
import { orientationOf, tiffOf } from "./orientation.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP15 = 0xef;
const COM = 0xfe;
const EXIF = "Exif\0\0";
/** Segments of a JPEG: one has some twenty, a large profile of colours as many again. */
const SEGMENTS_MOST = 200;

/** What of the application's segments belongs to the picture: its frame, its colours. */
const isKept = (marker: number, name: string) =>
  (marker === APP0 && name.startsWith("JFIF")) ||
  (marker === 0xe2 && name.startsWith("ICC_PROFILE")) ||
  (marker === 0xee && name.startsWith("Adobe"));

/**
 * A JPEG (ITU-T T.81 Annex B) with its pixels, colours and orientation, and nothing else: no Exif, XMP,
 * IPTC or comment, and nothing after its end, where phones put more.
 *
 * @throws UnreadableFile
 */
export function cleanJpeg(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [Uint8Array.of(0xff, SOI)];
  let turned: Uint8Array | null = null;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw new UnreadableFile("A segment of the JPEG does not begin where it should.");
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++; // fill bytes
      continue;
    }
    if (parts.length > SEGMENTS_MOST) throw new UnreadableFile("The JPEG has too many segments.");
    const end = at + 2 + view.getUint16(at + 2);
    const segment = slice(bytes, at, end);
    const name = ascii(segment.subarray(4, 16));
    if (marker === APP1 && name.startsWith(EXIF))
      turned ??= tiffOf(orientationOf(segment.subarray(4 + EXIF.length)));
    const isMetadata = (marker >= APP0 && marker <= APP15) || marker === COM;
    if (!isMetadata || isKept(marker, name)) parts.push(segment);
    at = end;
    if (marker !== SOS) continue;
    const next = endOfScan(bytes, at);
    parts.push(bytes.subarray(at, next));
    at = next;
    if (bytes[at + 1] === EOI) {
      parts.push(Uint8Array.of(0xff, EOI));
      return joined(turned ? [...parts.slice(0, 1), exifSegment(turned), ...parts.slice(1)] : parts);
    }
  }
  throw new UnreadableFile("The JPEG is cut off.");
}

/** Where coded data ends: at a marker that is no restart and no stuffed byte. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1];
    if (marker === undefined) break;
    if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at;
  }
  throw new UnreadableFile("The JPEG is cut off.");
}

function exifSegment(tiff: Uint8Array): Uint8Array {
  const body = joined([new TextEncoder().encode(EXIF), tiff]);
  return joined([Uint8Array.of(0xff, APP1, 0, body.length + 2), body]);
}
