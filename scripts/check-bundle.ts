// The Worker bundles, and stays small: 1 MiB gzipped is what a first request should cost at most.
import { gzipSync } from "node:zlib";
import { build } from "./wrangler.ts";

const LIMIT_BYTES = 1024 * 1024;
const size = gzipSync(build()).length;
console.log(`The Worker has ${Math.ceil(size / 1024)} KiB gzipped.`);
if (size > LIMIT_BYTES) {
  console.error(`That is more than ${LIMIT_BYTES / 1024} KiB.`);
  process.exit(1);
}
