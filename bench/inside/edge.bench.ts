import { it } from "vitest";
import { type Conditions, type Course, type Kind, run } from "../../tests/worker/edge/world.ts";

// When readers see a change, in the model of the edge that the tests use. Printed, never asserted.

const SEEDS = 6;
const DOCUMENTED = { seconds: 600, lag: 0, failing: 0 };
const CASES: Record<string, Omit<Conditions, "seed">> = {
  "a change in five minutes": { ...DOCUMENTED, changes: 0.2 },
  "a change a minute": { ...DOCUMENTED, changes: 1 },
  "ten changes a minute": { ...DOCUMENTED, changes: 10 },
  "ten a minute, a fifth of all calls failing": { ...DOCUMENTED, changes: 10, failing: 0.2 },
  "ten a minute, KV 5 s behind its documentation": { ...DOCUMENTED, changes: 10, lag: 5000 },
};
const KINDS: Kind[] = ["published", "published after a draft", "edited", "withdrawn"];

it("time until a change is seen", async () => {
  console.error = () => {}; // of the calls that fail on purpose
  // Printed at once: what is printed apart is no table.
  const lines: string[] = [];
  lines.push(`| edge | ${KINDS.join(" | ")} | reads | Worker ran | dead links |`);
  lines.push(`| ---- | ${KINDS.map(() => "---").join(" | ")} | --- | --- | --- |`);
  for (const [name, conditions] of Object.entries(CASES)) {
    const courses: Course[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) courses.push(await run({ ...conditions, seed }));
    const cells = KINDS.map((kind) => {
      const all = courses.flatMap((course) => course.stale[kind]).sort((a, b) => a - b);
      const at = (share: number) => all[Math.min(all.length - 1, Math.floor(all.length * share))];
      return `${at(0.5)}, ${at(0.95)}, ${at(1)}`;
    });
    const sum = (field: "reads" | "runs") => courses.reduce((total, course) => total + course[field], 0);
    const ran = ((sum("runs") / sum("reads")) * 100).toFixed(0);
    const dead = courses.reduce((total, { deadLinks }) => total + deadLinks.length, 0);
    lines.push(`| ${name} | ${cells.join(" | ")} | ${sum("reads")} | ${ran} % | ${dead} |`);
  }
  console.log(lines.join("\n"));
});
