import { ascii, joined, slice, UnreadablePicture } from "./bytes.ts";

const HEADER_LENGTH = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;
/** Extensions that say how often a film is shown. */
const LOOPS = new Set(["NETSCAPE2.0", "ANIMEXTS1.0"]);

/**
 * A GIF (GIF89a) without comments, texts and what applications add, XMP among it, and without anything
 * after its end.
 *
 * @throws UnreadablePicture
 */
export function cleanGif(bytes: Uint8Array): Uint8Array {
  const afterHeader = HEADER_LENGTH + colours(bytes[10] ?? 0);
  const parts = [slice(bytes, 0, afterHeader)];
  for (let at = afterHeader; at < bytes.length; ) {
    const kind = bytes[at];
    if (kind === TRAILER) return joined([...parts, Uint8Array.of(TRAILER)]);
    if (kind === EXTENSION) {
      const end = afterBlocks(bytes, at + 2);
      const label = bytes[at + 1];
      const isLoop = label === APPLICATION && LOOPS.has(ascii(bytes.subarray(at + 3, at + 14)));
      if (label === GRAPHIC_CONTROL || isLoop) parts.push(slice(bytes, at, end));
      at = end;
    } else if (kind === IMAGE) {
      const end = afterBlocks(bytes, at + 11 + colours(bytes[at + 9] ?? 0));
      parts.push(slice(bytes, at, end));
      at = end;
    } else throw new UnreadablePicture("The GIF holds a block of no known kind.");
  }
  throw new UnreadablePicture("The GIF is cut off.");
}

/** Bytes of a table of colours, by the flags that announce it. */
function colours(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function afterBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const length = bytes[at] ?? 0;
    at += 1 + length;
    if (length === 0) return at;
  }
  throw new UnreadablePicture("The GIF is cut off.");
}
