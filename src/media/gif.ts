import { ascii, joined, slice, UnreadableFile } from "./bytes.ts";

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
 * @throws UnreadableFile
 */
export function cleanGif(bytes: Uint8Array): Uint8Array {
  const parts = [slice(bytes, 0, HEADER_LENGTH + colours(bytes[10] ?? 0))];
  for (const block of blocksOf(bytes)) {
    const [kind, label] = block;
    const isLoop = label === APPLICATION && LOOPS.has(ascii(block.subarray(3, 14)));
    if (kind === IMAGE || label === GRAPHIC_CONTROL || isLoop) parts.push(block);
  }
  return joined([...parts, Uint8Array.of(TRAILER)]);
}

/** Whether a GIF has more than one picture. */
export function movesGif(bytes: Uint8Array): boolean {
  return blocksOf(bytes).filter(([kind]) => kind === IMAGE).length > 1;
}

/** The images and extensions of a GIF. @throws UnreadableFile */
function blocksOf(bytes: Uint8Array): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = HEADER_LENGTH + colours(bytes[10] ?? 0); at < bytes.length; ) {
    const kind = bytes[at];
    if (kind === TRAILER) return blocks;
    if (kind !== EXTENSION && kind !== IMAGE)
      throw new UnreadableFile("The GIF holds a block of no known kind.");
    const end = afterBlocks(bytes, kind === IMAGE ? at + 11 + colours(bytes[at + 9] ?? 0) : at + 2);
    blocks.push(slice(bytes, at, end));
    at = end;
  }
  throw new UnreadableFile("The GIF is cut off.");
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
  throw new UnreadableFile("The GIF is cut off.");
}
