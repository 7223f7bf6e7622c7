import { call } from "../scripts/publish-sample.ts";
import { startBuilt } from "../scripts/worker.ts";
import { freePort } from "../tests/setup/servers.ts";
import { spread, table } from "./tables.ts";

// How long whoever publishes waits, one article after the other: for the ledger, for the page, for all lists.

const ARTICLES = 50;
const WAITED_FOR = 8;
const TOKEN = "bench";
const WAYS: [name: string, articles: number, headers: Record<string, string>][] = [
  ["the ledger has it (`Prefer: wait=0`)", ARTICLES, { Prefer: "wait=0" }],
  ["its page can be read (without a wish)", ARTICLES, {}],
  ["all lists and feeds have it (`Prefer: wait=10`)", WAITED_FOR, { Prefer: "wait=10" }],
];

/** Measures and prints. @param script the built Worker */
export async function measurePublishing(script: string): Promise<void> {
  const port = await freePort();
  const worker = await startBuilt(script, port, TOKEN);
  const rows: (string | number)[][] = [];
  try {
    for (const [name, articles, headers] of WAYS) {
      const times: number[] = [];
      for (let i = 0; i < articles; i++) {
        const article = { title: `${name} ${i}`, markdown: "A ship came in.", tags: ["Bench", "Ships"] };
        const began = performance.now();
        await call(`http://localhost:${port}`, TOKEN, "POST", "articles", article, headers);
        times.push(performance.now() - began);
      }
      const { least, median, most } = spread(times);
      const all = times.reduce((sum, ms) => sum + ms, 0) / 1000;
      rows.push([name, articles, ...[median, least, most].map((ms) => ms.toFixed(0)), all.toFixed(1)]);
    }
  } finally {
    await worker.dispose();
  }
  table(["answered when", "articles", "median, ms", "least", "most", "one after the other, s"], rows);
}
