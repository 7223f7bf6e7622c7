import { startBuilt } from "../scripts/worker.ts";
import { freePort } from "../tests/setup/servers.ts";
import { startBare } from "./bare.ts";
import { spread } from "./tables.ts";

const REPEATS = 5;

/** How long the first answer of a new isolate takes, beside that of a Worker of a few lines. Printed. */
export async function measureStart(script: string): Promise<void> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    ours.push(await first((at) => startBuilt(script, at, "bench"), "/robots.txt"));
    bare.push(await first((at) => startBare(at, {}), "/constant"));
  }
  const text = (values: number[]) => {
    const { least, median, most } = spread(values);
    return `${median.toFixed(0)} ms (${least.toFixed(0)} to ${most.toFixed(0)})`;
  };
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
