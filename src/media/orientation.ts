/** The tag of Exif that says how a picture was held (CIPA DC-008 §4.6.5). */
const ORIENTATION = 0x0112;
const UPRIGHT = 1;

/** How a picture is to be turned, 1 to 8, by its Exif in a TIFF file of its own; 1 where that says nothing. */
export function orientationOf(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const little = view.getUint16(0) === 0x4949;
    if (view.getUint16(2, little) !== 42) return UPRIGHT;
    const first = view.getUint32(4, little);
    const entries = view.getUint16(first, little);
    for (let i = 0; i < entries; i++) {
      const at = first + 2 + 12 * i;
      if (view.getUint16(at, little) !== ORIENTATION) continue;
      const value = view.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : UPRIGHT;
    }
    return UPRIGHT;
  } catch (error) {
    if (error instanceof RangeError) return UPRIGHT; // it ends before it says
    throw error;
  }
}

/** Exif that says how a picture is to be turned, and nothing else; null where it stands upright. */
export function tiffOf(orientation: number): Uint8Array | null {
  if (orientation === UPRIGHT) return null;
  // Big-endian, one directory with one entry (TIFF 6.0 §2).
  return Uint8Array.of(
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[ORIENTATION >> 8, ORIENTATION & 0xff, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0],
  );
}
