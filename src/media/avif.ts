import { ascii, slice, UnreadableFile, viewOf } from "./bytes.ts";

// An AVIF is a tree of boxes (ISO/IEC 14496-12 §4.2) whose parts are told by their place in the file: so
// what has to go is overwritten where it stands, and nothing moves.

const KEPT = new Set(["ftyp", "meta", "mdat"]);
const KEPT_IN_META = new Set("hdlr pitm iloc iinf iref iprp idat grpl dinf".split(" "));
/** What is said of the picture: its size, colours, rotation, crop, layers (ISO/IEC 23008-12 §6.5, AV1 in HEIF). */
const KEPT_PROPERTIES = new Set(
  "ispe pixi colr av1C auxC irot imir clap pasp clli mdcv cclv a1op a1lx lsel".split(" "),
);
/** Items that are pictures, or made of such. */
const PICTURES = new Set("av01 grid iovl iden tmap".split(" "));
const BOXES_MOST = 1000;

interface Box {
  type: string;
  start: number;
  /** Where its content begins. */
  body: number;
  end: number;
}

/** Places in a file: the first byte, and the one after the last. */
interface Range {
  from: number;
  to: number;
}

/**
 * An AVIF still picture without Exif, XMP and what else its items and boxes may say, and without
 * anything after its end.
 *
 * @throws UnreadableFile, also for one that moves
 */
export function cleanAvif(bytes: Uint8Array): Uint8Array {
  const all = boxesIn(bytes, 0, bytes.length);
  const last = all.findLast(({ type }) => KEPT.has(type));
  const cleaned = bytes.slice(0, last?.end);
  const meta = all.find(({ type }) => type === "meta");
  if (!meta) throw new UnreadableFile("The AVIF has no picture that stands still.");
  for (const box of all) if (box.end <= cleaned.length && !KEPT.has(box.type)) blank(cleaned, box);
  // Its content begins with a version and flags.
  const inMeta = boxesIn(cleaned, meta.body + 4, meta.end);
  for (const box of inMeta) if (!KEPT_IN_META.has(box.type)) blank(cleaned, box);
  for (const property of propertiesIn(cleaned, inMeta))
    if (!KEPT_PROPERTIES.has(property.type)) blank(cleaned, property);
  const kept = pixelsIn(cleaned, inMeta);
  for (const box of [...all, ...inMeta])
    if (box.type === "mdat" || box.type === "idat") keepOnly(cleaned, box, kept);
  return cleaned;
}

/** Where the bytes of pictures are, from the first: of items that are none, and between items, none is kept. */
function pixelsIn(bytes: Uint8Array, inMeta: Box[]): Range[] {
  const told = itemsOf(bytes, inMeta);
  const inside = inMeta.find(({ type }) => type === "idat")?.body ?? 0;
  return placesOf(bytes, inMeta)
    .filter(({ id }) => PICTURES.has(told.get(id) ?? ""))
    .flatMap(({ construction, extents }) =>
      extents.map(({ offset, length }) => {
        if (construction > 1 || length === 0)
          throw new UnreadableFile("The AVIF keeps its pixels elsewhere.");
        const from = construction === 1 ? inside + offset : offset;
        return { from, to: from + length };
      }),
    )
    .sort((a, b) => a.from - b.from);
}

/** Overwrites what of a box is not within some ranges. */
function keepOnly(bytes: Uint8Array, { body, end }: Box, ranges: Range[]): void {
  let at = body;
  for (const { from, to } of ranges) {
    if (to <= at || from >= end) continue;
    bytes.fill(0, at, Math.max(at, from));
    at = Math.min(to, end);
  }
  bytes.fill(0, at, end);
}

/** Whether an AVIF is looked at on its side. */
export function liesOnSide(bytes: Uint8Array): boolean {
  const meta = boxesIn(bytes, 0, bytes.length).find(({ type }) => type === "meta");
  if (!meta) return false;
  const properties = propertiesIn(bytes, boxesIn(bytes, meta.body + 4, meta.end));
  const rotation = properties.find(({ type }) => type === "irot");
  return rotation !== undefined && ((bytes[rotation.body] ?? 0) & 1) === 1;
}

/** The boxes that stand one after the other between two places; what follows the last whole one is none. */
function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] {
  const view = viewOf(bytes);
  const boxes: Box[] = [];
  for (let start = from; start + 8 <= to; ) {
    let length = view.getUint32(start);
    let body = start + 8;
    if (length === 1 && start + 16 <= to) {
      length = Number(view.getBigUint64(start + 8));
      body = start + 16;
    } else if (length === 0) length = to - start;
    const end = start + length;
    if (end < body || end > to) break;
    boxes.push({ type: ascii(bytes.subarray(start + 4, start + 8)), start, body, end });
    if (boxes.length > BOXES_MOST) throw new UnreadableFile("The AVIF has too many boxes.");
    start = end;
  }
  return boxes;
}

/** Makes of a box room that says nothing (ISO/IEC 14496-12 §8.1.2). */
function blank(bytes: Uint8Array, { start, body, end }: Box): void {
  bytes.set([0x66, 0x72, 0x65, 0x65], start + 4); // free
  bytes.fill(0, body, end);
}

function propertiesIn(bytes: Uint8Array, inMeta: Box[]): Box[] {
  const holder = inMeta.find(({ type }) => type === "iprp");
  const container = holder && boxesIn(bytes, holder.body, holder.end).find(({ type }) => type === "ipco");
  return container ? boxesIn(bytes, container.body, container.end) : [];
}

/** What each item is (ISO/IEC 14496-12 §8.11.6). */
function itemsOf(bytes: Uint8Array, inMeta: Box[]): Map<number, string> {
  const items = new Map<number, string>();
  const info = inMeta.find(({ type }) => type === "iinf");
  if (!info) return items;
  const view = viewOf(bytes);
  const first = info.body + (bytes[info.body] === 0 ? 6 : 8);
  for (const { type, body } of boxesIn(bytes, first, info.end)) {
    const version = bytes[body] ?? 0;
    if (type !== "infe" || version < 2) continue;
    const id = version === 2 ? view.getUint16(body + 4) : view.getUint32(body + 4);
    const at = body + (version === 2 ? 8 : 10);
    items.set(id, ascii(slice(bytes, at, at + 4)));
  }
  return items;
}

interface Placed {
  id: number;
  /** 0: in the file; 1: in the box `idat`. */
  construction: number;
  extents: { offset: number; length: number }[];
}

/** Where the bytes of each item are (ISO/IEC 14496-12 §8.11.3). */
function placesOf(bytes: Uint8Array, inMeta: Box[]): Placed[] {
  const box = inMeta.find(({ type }) => type === "iloc");
  if (!box) return [];
  const view = viewOf(bytes);
  let at = box.body;
  const number = (size: number): number => {
    slice(bytes, at, at + size);
    at += size;
    if (size === 8) return Number(view.getBigUint64(at - 8));
    return size === 4 ? view.getUint32(at - 4) : size === 2 ? view.getUint16(at - 2) : 0;
  };
  const version = bytes[at] ?? 0;
  at += 4;
  const sizes = number(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  const count = number(version < 2 ? 2 : 4);
  const places: Placed[] = [];
  for (let i = 0; i < count; i++) {
    const id = number(version < 2 ? 2 : 4);
    const construction = version === 0 ? 0 : number(2) & 15;
    number(2);
    const base = number(baseSize);
    const extents = [];
    for (let left = number(2); left > 0; left--) {
      number(indexSize);
      extents.push({ offset: base + number(offsetSize), length: number(lengthSize) });
    }
    places.push({ id, construction, extents });
  }
  return places;
}
