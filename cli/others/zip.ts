import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { EXIT, Failure } from "../failure.ts";
import type { Report } from "../moving/report.ts";

/** Bytes of one text, and of all of them: a small file may say that it is a very large one. */
const TEXT_BYTES = 10_000_000;
const ALL_BYTES = 1_000_000_000;

/**
 * The texts of an archive, by their names. Nothing is written anywhere, so no name leads astray; what says that
 * it is too large is left out, and what is larger than it says cannot be read.
 *
 * @param wanted which files are texts
 * @throws Failure for what is no archive
 */
export function textsIn(file: string, wanted: RegExp, report: Report): Map<string, string> {
  let bytes = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(readFileSync(file), {
      filter: ({ name, originalSize }) => {
        if (!wanted.test(name)) return false;
        bytes += originalSize;
        const fits = originalSize <= TEXT_BYTES && bytes <= ALL_BYTES;
        if (!fits) report.note("story", "left out", { file, name }, "it is too large");
        return fits;
      },
    });
  } catch (error) {
    throw new Failure(`${file} is no archive that can be read: ${(error as Error).message}`, EXIT.usage);
  }
  const decoder = new TextDecoder();
  return new Map(Object.entries(entries).map(([name, content]) => [name, decoder.decode(content)]));
}
