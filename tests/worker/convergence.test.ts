import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { inMemory } from "./convergence/kv.ts";
import { KNOWN, program } from "./convergence/program.ts";
import { run } from "./convergence/trial.ts";
import { clearKv } from "./newsroom.ts";

// The promise: after any sequence of writes by several clients at once, and of faults, once the outbox is
// empty, KV equals what a rebuild from the ledger would write. At every moment in between what the ledger
// says is clean is what building it would give, the feeds agree with one another, and they link to
// nothing that is not there.

beforeEach(clearKv);

/** `npm run soak` asks for more of them. A run prints its seed, and the same seed gives the same run. */
const { SOAK_RUNS, SOAK_SEED } = import.meta.env as Record<string, string | undefined>;
const RUNS = Number(SOAK_RUNS || 100);
const SEED = Number(SOAK_SEED || Date.now() % 2 ** 31);
const PROGRAM_MS = 10_000;

let runs = 0;
const name = () => `convergence-${runs++}`;

it(
  `gives the same KV, byte for byte, incrementally and by a rebuild, after any writes and faults: ${RUNS} programs from seed ${SEED}`,
  async () => {
    await fc.assert(
      fc.asyncProperty(program, async (each) => {
        const { incremental, rebuilt } = await run(name(), each, inMemory());
        expect(rebuilt).toEqual(incremental);
      }),
      { numRuns: RUNS, seed: SEED, examples: KNOWN.map((each) => [each]) },
    );
  },
  RUNS * PROGRAM_MS,
);

const ON_KV = Math.ceil(RUNS / 20);

it(
  `does so on the platform's own KV: ${ON_KV} programs from seed ${SEED}`,
  async () => {
    await fc.assert(
      fc.asyncProperty(program, async (each) => {
        await clearKv();
        const { incremental, rebuilt } = await run(name(), each, env.DOCUMENTS);
        expect(rebuilt).toEqual(incremental);
      }),
      { numRuns: ON_KV, seed: SEED },
    );
  },
  ON_KV * PROGRAM_MS,
);

it("takes the same course again from the same seed", async () => {
  const [each] = fc.sample(program, { numRuns: 1, seed: SEED });
  if (!each) throw new Error("no program");
  const first = await run(name(), each, inMemory());
  expect(await run(name(), each, inMemory())).toEqual(first);
});
