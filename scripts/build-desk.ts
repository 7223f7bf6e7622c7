// Builds what the desk's pages load: files of their own, named by their content, of which no reader loads any.
// wrangler runs it before it starts or deploys the Worker (`[build]`).
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { DESK_BUILD } from "./desk-build.ts";

const SOURCE = fileURLToPath(new URL("../src/desk/", import.meta.url));
const TARGET = fileURLToPath(new URL("../data/media/assets/desk/", import.meta.url));

const { outputFiles } = await build({
  ...DESK_BUILD,
  entryPoints: [join(SOURCE, "desk.ts"), join(SOURCE, "desk.css")],
  outdir: TARGET,
  entryNames: "[name].[hash]",
  chunkNames: "[name].[hash]",
  splitting: true,
  write: false,
  absWorkingDir: SOURCE,
});
const built = outputFiles.map(({ path }) => basename(path));
const nameOf = (file: string) => `${file.split(".")[0]}.${file.split(".").at(-1)}`;
const manifest = Object.fromEntries(built.map((file) => [nameOf(file), `/assets/desk/${file}`]));

// Several may build at once, and a browser may be loading what is there: what one reads is whole, and what
// is the same stays untouched, so that no development server reloads for it.
const put = (file: string, content: Uint8Array) => {
  const path = join(TARGET, file);
  if (existsSync(path) && readFileSync(path).equals(content)) return;
  const draft = `${path}.${process.pid}.part`;
  writeFileSync(draft, content);
  renameSync(draft, path);
};
mkdirSync(TARGET, { recursive: true });
for (const { path, contents } of outputFiles) put(basename(path), contents);
put("manifest.json", Buffer.from(JSON.stringify(manifest)));
for (const file of readdirSync(TARGET)) {
  if (!built.includes(file) && file !== "manifest.json" && !file.endsWith(".part"))
    rmSync(join(TARGET, file));
}
