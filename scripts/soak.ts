// `npm run soak [runs]`: random programs of writes and faults, and the model of the edge, for as long as
// it takes. A failure prints its seed; SOAK_SEED runs that one again.
import { spawnSync } from "node:child_process";

const runs = process.argv[2] ?? "500";
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "worker",
    "tests/worker/convergence.test.ts",
    "tests/worker/edge.test.ts",
  ],
  { stdio: "inherit", env: { ...process.env, SOAK_RUNS: runs } },
);
process.exit(status ?? 1);
