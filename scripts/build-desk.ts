// Builds what the desk's pages load: files of their own, named by their content, of which no reader loads any.
// wrangler runs it before it starts or deploys the Worker (`[build]`).
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { DESK_BUILD } from "./desk-build.ts";

const SOURCE = fileURLToPath(new URL("../src/desk/", import.meta.url));
const TARGET = fileURLToPath(new URL("../data/media/assets/desk/", import.meta.url));

const { metafile } = await build({
  ...DESK_BUILD,
  entryPoints: [join(SOURCE, "desk.ts"), join(SOURCE, "desk.css")],
  outdir: TARGET,
  entryNames: "[name].[hash]",
  chunkNames: "[name].[hash]",
  splitting: true,
  metafile: true,
  absWorkingDir: SOURCE,
});
const built = Object.keys(metafile.outputs).map((path) => basename(path));
const nameOf = (file: string) => `${file.split(".")[0]}.${file.split(".").at(-1)}`;
const manifest = Object.fromEntries(built.map((file) => [nameOf(file), `/assets/desk/${file}`]));
mkdirSync(TARGET, { recursive: true });
// Several may build at once: what one reads is whole.
const draft = join(TARGET, `manifest.${process.pid}.part`);
writeFileSync(draft, JSON.stringify(manifest));
renameSync(draft, join(TARGET, "manifest.json"));
for (const file of readdirSync(TARGET)) {
  if (!built.includes(file) && file !== "manifest.json" && !file.endsWith(".part"))
    rmSync(join(TARGET, file));
}
