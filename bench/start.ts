import { join } from "node:path";
import { startBuilt } from "../scripts/worker.ts";
import { writtenBy } from "../scripts/wrangler.ts";
import { freePort } from "../tests/setup/servers.ts";
import { startBare } from "./bare.ts";
import { spread } from "./tables.ts";

const REPEATS = 5;

/** How a new isolate starts, beside that of a Worker of a few lines. Printed. */
export async function measureStart(script: string): Promise<void> {
  await measureFirstAnswer(script);
  const busy = Array.from({ length: REPEATS }, startUp);
  console.log(
    `Start-up, by the profile of \`wrangler check startup\`: ${text(busy.map(({ all }) => all))} of CPU, of which ` +
      `${text(busy.map(({ engine }) => engine))} in the engine itself, and ${text(busy.map(({ garbage }) => garbage))} collecting garbage.\n`,
  );
}

interface Profile {
  nodes: { id: number; callFrame: { functionName: string } }[];
  samples: number[];
  /** Microseconds. */
  timeDeltas: number[];
}

/** Milliseconds of CPU of one start: all that is not idle, and what of it is not our code. */
function startUp(): { all: number; engine: number; garbage: number } {
  const name = "start.cpuprofile";
  const profile = writtenBy(name, (folder) => ["check", "startup", "--outfile", join(folder, name)]);
  const { nodes, samples, timeDeltas } = JSON.parse(profile) as Profile;
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  const of = (isIt: (name: string) => boolean) =>
    samples.reduce((sum, id, i) => sum + (isIt(names.get(id) ?? "") ? (timeDeltas[i] ?? 0) : 0), 0) / 1000;
  return {
    all: of((name) => name !== "(idle)"),
    engine: of((name) => name === "(program)"),
    garbage: of((name) => name === "(garbage collector)"),
  };
}

/** How long the first answer takes. */
async function measureFirstAnswer(script: string): Promise<void> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    ours.push(await first((at) => startBuilt(script, at, "bench"), "/robots.txt"));
    bare.push(await first((at) => startBare(at), "/constant"));
  }
  console.log(
    `The first answer of a new isolate, compiling included: Dateline ${text(ours)}, the bare Worker ${text(bare)}.\n`,
  );
}

async function first(
  start: (port: number) => Promise<{ dispose: () => Promise<void> }>,
  path: string,
): Promise<number> {
  const at = await freePort();
  const worker = await start(at);
  const began = performance.now();
  await (await fetch(`http://localhost:${at}${path}`)).text();
  const took = performance.now() - began;
  await worker.dispose();
  return took;
}

function text(values: number[]): string {
  const { least, median, most } = spread(values);
  return `${median.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;
}
