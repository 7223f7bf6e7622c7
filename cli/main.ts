import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

// What it reads may have a gigabyte, and most of what is made of it is needed for a moment: without these the
// engine lets it lie for long (https://nodejs.org/api/v8.html#v8setflagsfromstringflags).
for (const flag of ["--optimize-for-size", "--max-semi-space-size=4"]) setFlagsFromString(flag);
// The next start needs neither the time nor the memory to make JavaScript of it.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/dateline", import.meta.url)));
// Whoever reads what is printed may have had enough of it, as `head` has.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});
const { run } = await import("./run.ts");
process.exitCode = await run(process.argv.slice(2));
