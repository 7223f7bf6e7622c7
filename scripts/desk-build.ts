import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";

/** How what runs in the desk's browser is built: HTML is read by the browser itself. */
export const DESK_BUILD: BuildOptions = {
  ...{ bundle: true, minify: true, format: "esm", target: "es2022" },
  alias: {
    "hast-util-from-html": fileURLToPath(new URL("../src/desk/editor/from-html.ts", import.meta.url)),
  },
};
