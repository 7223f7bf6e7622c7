// `npm run soak [runs]`: random programs of writes and faults, and the model of the edge, for as long as
// it takes, two minutes of load, and ten of siege. A failure prints its seed; SOAK_SEED runs that one again.
import { spawnSync } from "node:child_process";

const FILES = ["worker/convergence", "worker/edge", "project/load", "project/siege"].map(
  (name) => `tests/${name}.test.ts`,
);

const { status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...FILES], {
  stdio: "inherit",
  env: { ...process.env, SOAK_RUNS: process.argv[2] ?? "500" },
});
process.exit(status ?? 1);
