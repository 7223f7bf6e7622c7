// The Worker bundles, and stays small: 1 MiB gzipped is what a first request should cost at most. So do the
// files of the desk, all together.
import { globSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "./wrangler.ts";

const LIMIT_KIB = 1024;
const DESK_LIMIT_KIB = 250;
let isTooLarge = false;

function check(name: string, bytes: number, limit: number): void {
  console.log(`${name} has ${Math.ceil(bytes / 1024)} KiB gzipped, of at most ${limit}.`);
  isTooLarge ||= bytes > limit * 1024;
}

check("The Worker", gzipSync(build()).length, LIMIT_KIB);
// The build has made them.
const files = globSync("data/media/assets/desk/*.{js,css}");
if (!files.length) throw new Error("the desk has no files");
const sizes = files.map((file) => gzipSync(readFileSync(file)).length);
check(
  "The desk",
  sizes.reduce((sum, size) => sum + size, 0),
  DESK_LIMIT_KIB,
);
if (isTooLarge) process.exit(1);
