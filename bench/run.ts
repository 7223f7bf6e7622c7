// `npm run bench`: speed of reading against peers, in one run, sides alternating; how a new isolate
// starts; what a day of readers costs; what pictures and sound cost; how soon the desk is there; what a publish, a search, an import and a
// rebuild cost; when the edge shows a change. Printed as tables, for docs/performance.md and docs/reliability.md, and drawn in docs/plots/. `--reading`
// prints the first of them alone, `--fanout` how soon ten thousand subscribers are told.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { build } from "../scripts/wrangler.ts";
import { measureDay } from "./day.ts";
import { measureDesk } from "./desk.ts";
import { measureFanout } from "./fanout.ts";
import { measureMedia } from "./media.ts";
import { writePlots } from "./plots.ts";
import { measurePublishing } from "./publishing.ts";
import { measureReading } from "./reading.ts";
import { measureStart } from "./start.ts";

let printed = "";
const log = console.log;
console.log = (...words: unknown[]) => {
  printed += `${words.join(" ")}\n`;
  log(...words);
};

const script = build();
console.log(`${cpus().length} cores, Node ${process.version}.\n`);
if (process.argv.includes("--fanout")) {
  await measureFanout(script);
  process.exit();
}
await measureReading(script);
if (!process.argv.includes("--reading")) {
  await measureStart(script);
  await measurePublishing(script);
  await measureDay(script);
  await measureFanout(script);
  await measureMedia();
  await measureDesk();
  const inside = execFileSync(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--config", "bench/inside/vitest.config.ts"],
    {
      env: { ...process.env, NO_COLOR: "1" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      maxBuffer: 1e8,
    },
  );
  console.log(inside);
}
writePlots(printed);
