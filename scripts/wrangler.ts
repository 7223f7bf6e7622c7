import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
export const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");

/** What wrangler runs in: nothing is told to anybody. */
export const ENVIRONMENT = { ...process.env, WRANGLER_SEND_METRICS: "false" };

/**
 * What a command of wrangler writes: a file of a folder that is there only for it.
 *
 * @param name the file that is wanted
 * @param command makes the arguments, from the folder
 * @throws Error when the command fails
 */
export function writtenBy(name: string, command: (folder: string) => string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "dateline-wrangler-"));
  try {
    execFileSync(process.execPath, [WRANGLER, ...command(folder)], {
      cwd: ROOT,
      stdio: ["ignore", "ignore", "inherit"],
      env: ENVIRONMENT,
    });
    return readFileSync(join(folder, name), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The Worker as it is deployed, in one file. */
export function build(): string {
  return writtenBy("index.js", (folder) => ["deploy", "--dry-run", "--outdir", folder]);
}
