import type { SoundType } from "../model/media.ts";
import { ascii, UnreadableFile } from "./bytes.ts";

/** Bytes at the beginning of a file that tell what it is. */
export const TELLING_BYTES = 16;

// Frames of MPEG audio begin with eleven bits that are set; its layer is one of three (ISO/IEC 11172-3 §2.4).
const isFrame = ([first = 0, second = 0]: Uint8Array) =>
  first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) !== 0;

/** Which sound a file is, by how it begins; null for none that is taken. */
export function soundTypeOf(beginning: Uint8Array): SoundType | null {
  const text = ascii(beginning.subarray(0, TELLING_BYTES));
  if (text.startsWith("ID3") || isFrame(beginning)) return "audio/mpeg";
  if (/^.{4}ftyp(M4A |M4B |mp4[12]|isom|iso[2-9]|dash)/s.test(text)) return "audio/mp4";
  return text.startsWith("OggS") ? "audio/ogg" : null;
}

/** What the library calls what holds the sound, by what it is to be. */
const CONTAINERS: Record<SoundType, RegExp> = {
  "audio/mpeg": /^MPEG$/,
  "audio/mp4": /^(M4A|M4B|isom|iso|mp4|dash|MPEG-4)/i,
  "audio/ogg": /^Ogg$/,
};

/**
 * How long a sound is, in seconds, read to its end (`music-metadata`).
 *
 * @param size bytes of all of it
 * @throws UnreadableFile where it is broken, or not what it begins as, or a film; what reading it throws
 */
export async function durationOf(
  sound: AsyncGenerator<Uint8Array>,
  type: SoundType,
  size: number,
): Promise<number> {
  const { parseWebStream } = await import("music-metadata");
  let failed: unknown;
  let enough = false;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = sound.next().catch((error) => {
        failed = error;
        throw error;
      });
      const { value, done } = await next;
      if (enough) return;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      enough = true;
      await sound.return(undefined);
    },
  });
  let format: Awaited<ReturnType<typeof parseWebStream>>["format"];
  try {
    const about = { mimeType: type, size };
    ({ format } = await parseWebStream(stream, about, { duration: true, skipCovers: true }));
  } catch (error) {
    throw failed ?? new UnreadableFile("The sound cannot be read.", { cause: error });
  }
  const { duration = 0, container = "", hasVideo } = format;
  if (hasVideo || !CONTAINERS[type].test(container)) throw new UnreadableFile("It holds no sound alone.");
  if (!(duration > 0)) throw new UnreadableFile("It holds no sound.");
  return Math.round(duration * 100) / 100;
}
