import { beforeEach, describe, expect, it } from "vitest";
import { type Conditions, type Kind, run } from "./edge/world.ts";
import { clearKv } from "./newsroom.ts";

// What readers see of a change, and when, in a model of the edge (see edge/world.ts) around the real
// newsroom and Worker.

beforeEach(clearKv);

/** `npm run soak` asks for more, from other seeds. */
const { SOAK_RUNS, SOAK_SEED } = import.meta.env as Record<string, string | undefined>;
const RUNS = Math.ceil(Number(SOAK_RUNS || 25) / 12);
const FIRST = Number(SOAK_SEED || Date.now() % 1e9);
const seeds = Array.from({ length: RUNS }, (_, i) => FIRST + i);

const BUSY: Omit<Conditions, "seed"> = { seconds: 420, changes: 6, lag: 0, failing: 0 };
/** Seconds within which a change is seen everywhere. */
const BOUNDS: Record<Kind, number> = {
  ...{ published: 170, edited: 170, withdrawn: 170 },
  "published after a draft": 280,
};

describe.each(seeds)(
  "from seed %i",
  (seed) => {
    it("shows a change at every location in time, and no list links to what is not there", async () => {
      const course = await run({ ...BUSY, seed });
      expect(course.deadLinks).toEqual([]);
      expect(course.refused).toBe(0);
      for (const kind of Object.keys(BOUNDS) as Kind[]) {
        expect(Math.max(0, ...course.stale[kind]), kind).toBeLessThan(BOUNDS[kind]);
      }
      expect(course.reads).toBeGreaterThan(1000);
    });

    it("does so, only later, though the edge does not listen and KV does not answer at times", async () => {
      const course = await run({ ...BUSY, seed, failing: 0.2 });
      expect(course.deadLinks).toEqual([]);
      for (const stale of Object.values(course.stale)) expect(Math.max(0, ...stale)).toBeLessThan(600);
    });
  },
  60_000,
);
