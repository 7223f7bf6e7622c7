// Imports go one way. Each folder of src/ may import from those listed, and from itself.
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const MAY_IMPORT: Record<string, string[]> = {
  text: [],
  model: ["text"],
  store: ["model"],
  // What the bytes of files say, and what is made of them. Of the newsroom only its type.
  media: ["model", "text", "store", "newsroom", "env.ts"],
  http: [],
  render: ["model", "text", "http", "settings.ts"],
  newsroom: ["model", "text", "store", "settings.ts", "env.ts"],
  // Of the newsroom only its type: what was read is handed to its binding.
  ingest: ["model", "text", "http", "media", "newsroom", "settings.ts", "env.ts"],
  // Of the newsroom only its type: what became of it is handed to its binding.
  push: ["model", "store", "http", "render", "newsroom", "settings.ts", "env.ts"],
  routes: [
    "model",
    "text",
    "store",
    "http",
    "render",
    "ingest",
    "media",
    "push",
    "newsroom",
    "settings.ts",
    "env.ts",
  ],
  // Runs in the browser: of the model and of the pages it runs in only types.
  desk: ["model", "text", "render"],
  "settings.ts": ["env.ts", "model", "text"],
  // The types of bindings and of the queue's messages.
  "env.ts": ["newsroom", "model"],
  "app.ts": ["routes", "model", "env.ts"],
  "index.ts": ["app.ts", "env.ts", "ingest", "media", "model", "newsroom", "push", "routes", "store"],
  "platform.d.ts": ["index.ts", "env.ts"],
};

/** Where time, randomness or I/O would make a pure function impure. */
const PURE = ["text", "model", "render"];
/** Text that runs in the browser. */
const BROWSER = "src/render/assets/script.ts";
const IMPURE = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bcrypto\.|\bfetch\(/;

const faults: string[] = [];
for (const file of globSync("src/**/*.{ts,tsx}")) {
  const [from = ""] = relative("src", file).split("/");
  const text = readFileSync(file, "utf8");
  const allowed = MAY_IMPORT[from];
  if (!allowed) faults.push(`${file}: ${from} is not a layer that scripts/check-imports.ts knows`);
  for (const [, target = ""] of text.matchAll(/(?:from\s+|import\(\s*|import\s+)"(\.[^"]+)"/g)) {
    const [to = ""] = relative("src", join(dirname(file), target)).split("/");
    if (to !== from && to !== ".." && !allowed?.includes(to))
      faults.push(`${file}: ${from} must not import ${to}`);
  }
  if (PURE.includes(from) && file !== BROWSER && IMPURE.test(text))
    faults.push(`${file}: ${from} is pure, but this asks the outside`);
  // Only the store names a key.
  if (from !== "store" && /["'`](?:article|list|index)\/(?:\$|["'`])/.test(text))
    faults.push(`${file}: names a KV key`);
}
// The command line has of the Worker what is pure, the schemas of its API, and how others are asked and read.
const FOR_CLI = /^(?:text|model|http|routes|ingest)\//;
for (const file of globSync("cli/**/*.ts")) {
  for (const [, target = ""] of readFileSync(file, "utf8").matchAll(/from\s+"([^"]*\/src\/[^"]+)"/g)) {
    const to = relative("src", join(dirname(file), target));
    if (!FOR_CLI.test(to)) faults.push(`${file}: cli must not import ${to}`);
  }
}
for (const fault of faults) console.error(fault);
if (faults.length) process.exit(1);
