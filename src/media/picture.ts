import { imageSize } from "image-size";
import { LIMITS } from "../model/limits.ts";
import type { PictureType } from "../model/media.ts";
import { cleanAvif, liesOnSide } from "./avif.ts";
import { ascii, UnknownType, UnreadableFile } from "./bytes.ts";
import { cleanGif, movesGif } from "./gif.ts";
import { cleanJpeg } from "./jpeg.ts";
import { cleanPng, movesPng } from "./png.ts";
import { cleanSvg } from "./svg.ts";
import { cleanWebp, movesWebp } from "./webp.ts";

/** What is taken in, of a picture that was sent. */
export interface Picture {
  type: PictureType;
  /** Without what it knows besides its pixels. */
  bytes: Uint8Array;
  /** Pixels, as it is looked at. */
  width: number;
  height: number;
  /** Whether it moves. */
  animated: boolean;
}

interface Format {
  type: PictureType;
  /** How its bytes begin. */
  begins: RegExp;
  clean: (bytes: Uint8Array) => Uint8Array;
  /** Whether one that was cleaned moves. */
  moves: (bytes: Uint8Array) => boolean;
}

const FORMATS: readonly Format[] = [
  { type: "image/jpeg", begins: /^\xff\xd8\xff/, clean: cleanJpeg, moves: () => false },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are how it begins
  { type: "image/png", begins: /^\x89PNG\r\n\x1a\n/, clean: cleanPng, moves: movesPng },
  { type: "image/gif", begins: /^GIF8[79]a/, clean: cleanGif, moves: movesGif },
  { type: "image/webp", begins: /^RIFF.{4}WEBP/s, clean: cleanWebp, moves: movesWebp },
  { type: "image/avif", begins: /^.{4}ftypavif/s, clean: cleanAvif, moves: () => false },
  {
    type: "image/svg+xml",
    begins: /^(?:\xef\xbb\xbf)?\s*</,
    clean: (bytes) => cleanSvg(bytes, readPicture),
    moves: () => false,
  },
];

/** Orientations of Exif that lie on their side. */
const ON_ITS_SIDE = 5;

/**
 * Reads a picture by what its bytes say, whatever it is called, and leaves out what must not get out:
 * where it was taken, by whom, with what, and what it looked like before it was cut.
 *
 * @throws UnknownType for anything but JPEG, PNG, GIF, WebP, AVIF and SVG
 * @throws UnreadableFile when it is broken, or has more pixels than are taken
 */
export function readPicture(bytes: Uint8Array): Picture {
  const beginning = ascii(bytes.subarray(0, 12));
  const format = FORMATS.find(({ begins }) => begins.test(beginning));
  if (!format) throw new UnknownType();
  const cleaned = whole(() => format.clean(bytes));
  const { width, height, orientation = 1 } = sizeOf(cleaned);
  if (width < 1 || height < 1) throw new UnreadableFile("It has no pixels.");
  // By the header alone: what unpacks to more is never unpacked here.
  if (width * height > LIMITS.picturePixels) {
    throw new UnreadableFile(`It has more than ${LIMITS.picturePixels} pixels.`);
  }
  const turned = format.type === "image/avif" ? liesOnSide(cleaned) : orientation >= ON_ITS_SIDE;
  return {
    ...{ type: format.type, bytes: cleaned, animated: format.moves(cleaned) },
    ...(turned ? { width: height, height: width } : { width, height }),
  };
}

/** @throws UnreadableFile where reading went beyond the end */
function whole<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableFile("The file is cut off.", { cause: error });
    throw error;
  }
}

function sizeOf(bytes: Uint8Array): ReturnType<typeof imageSize> {
  try {
    const size = imageSize(bytes);
    // An AVIF may be made of tiles, which have sizes, too.
    const [largest = size] = [...(size.images ?? [])].sort((a, b) => b.width * b.height - a.width * a.height);
    return { ...size, width: largest.width, height: largest.height };
  } catch (error) {
    throw new UnreadableFile("Its size cannot be read.", { cause: error });
  }
}
