// `npm run soak [runs]`: random programs of writes and faults, and the model of the edge, for as long as
// it takes, and two minutes of load. A failure prints its seed; SOAK_SEED runs that one again.
import { spawnSync } from "node:child_process";

const FILES = ["tests/worker/convergence.test.ts", "tests/worker/edge.test.ts", "tests/project/load.test.ts"];

const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...FILES], {
  stdio: "inherit",
  env: { ...process.env, SOAK_RUNS: process.argv[2] ?? "500" },
});
process.exit(status ?? 1);
