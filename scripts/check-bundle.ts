// The Worker bundles, and stays small: 1 MiB gzipped is what a first request should cost at most.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), "dateline-bundle-"));
execFileSync(
  process.execPath,
  ["node_modules/wrangler/bin/wrangler.js", "deploy", "--dry-run", "--outdir", folder],
  {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
  },
);
const size = gzipSync(readFileSync(join(folder, "index.js"))).length;
rmSync(folder, { recursive: true });
console.log(`The Worker has ${Math.ceil(size / 1024)} KiB gzipped.`);
if (size > LIMIT_BYTES) {
  console.error(`That is more than ${LIMIT_BYTES / 1024} KiB.`);
  process.exit(1);
}
