#!/usr/bin/env node
// The command line is TypeScript, which Node runs from version 24 on. An older one starts the one that was
// installed beside it.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";

const main = new URL("./main.ts", import.meta.url);
if (Number(process.versions.node.split(".")[0]) >= 24) await import(main.href);
else {
  const node = createRequire(import.meta.url).resolve("node/bin/node");
  const child = spawn(node, [main.pathname, ...process.argv.slice(2)], { stdio: "inherit" });
  // What the terminal sends goes to both; the child decides when it ends.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
}
