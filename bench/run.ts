// `npm run bench`: speed of reading against peers, in one run, sides alternating; then what a publish
// and a search cost in the ledger. Printed as tables, for docs/performance.md.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { call } from "../scripts/publish-sample.ts";
import { freePort } from "../tests/setup/servers.ts";
import { load, type Round } from "./load.ts";
import { build, startBare, startDateline, TOKEN } from "./worker.ts";

const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 16;
const ENTRIES = 30;
/** Words of an entry, so that 30 of them make a feed of about 100 KB. */
const WORDS = 430;

interface Side {
  name: string;
  url: string;
  headers: Record<string, string>;
  status: number;
  rounds: Round[];
}

const script = build();
console.log(
  `${cpus().length} cores, Node ${process.version}; ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s, medians.\n`,
);

const port = await freePort();
const dateline = await startDateline(script, port);
const site = `http://localhost:${port}`;
for (let i = 0; i < ENTRIES; i++) {
  const markdown = Array.from({ length: WORDS }, (_, word) =>
    word % 60 === 59 ? "\n\nHarbour" : `word${word % 97}`,
  ).join(" ");
  const article = { title: `Story number ${i}`, markdown, tags: ["Bench"], authors: ["Salma Idris"] };
  await call(site, TOKEN, "POST", "articles", article, { Prefer: "wait=0" });
}
for (let left = 1; left > 0; ) {
  await new Promise((resolve) => setTimeout(resolve, 500));
  ({ length: left } = (await call(site, TOKEN, "GET", "status")).outbox);
}
const read = async (path: string) => {
  const response = await fetch(site + path);
  return { text: await response.text(), etag: response.headers.get("etag") ?? "" };
};
const [feed, page] = [await read("/tags/bench/rss.xml"), await read("/articles/story-number-0")];
console.log(`The feed has ${ENTRIES} entries and ${feed.text.length} bytes, the page ${page.text.length}.\n`);

const barePort = await freePort();
const bare = await startBare(barePort, { feed: feed.text, page: page.text });
const peer = `http://localhost:${barePort}`;

const side = (name: string, url: string, status = 200, headers: Record<string, string> = {}): Side => {
  return { name, url, headers, status, rounds: [] };
};
const sides = [
  side("Dateline: feed", `${site}/tags/bench/rss.xml`),
  side("bare Worker: one KV read, the feed", `${peer}/read?feed`),
  side("Dateline: feed, 304", `${site}/tags/bench/rss.xml`, 304, { "If-None-Match": feed.etag }),
  side("bare Worker: 304 from KV metadata", `${peer}/conditional?feed`, 304, { "If-None-Match": '"feed"' }),
  side("Dateline: article page", `${site}/articles/story-number-0`),
  side("bare Worker: one KV read, the page", `${peer}/read?page`),
  side("bare Worker: a constant", `${peer}/constant`),
];
for (const each of sides) await load(each.url, each.headers, CONNECTIONS, 1); // warm
for (let round = 0; round < ROUNDS; round++) {
  for (const each of sides) {
    const result = await load(each.url, each.headers, CONNECTIONS, SECONDS);
    if (result.status !== each.status) throw new Error(`${each.name} answers ${result.status}`);
    each.rounds.push(result);
  }
}
const sorted = (each: Side, field: keyof Round) =>
  each.rounds.map((round) => round[field]).sort((a, b) => a - b);
const median = (each: Side, field: keyof Round) => sorted(each, field)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
console.log("| side | answers/s | least to most | p50, ms | p99, ms | bytes |");
console.log("| ---- | --------- | ------------- | ------- | ------- | ----- |");
for (const each of sides) {
  const rates = sorted(each, "rate").map(Math.round);
  const [p50, p99] = (["p50", "p99"] as const).map((field) => median(each, field).toFixed(1));
  console.log(
    `| ${each.name} | ${Math.round(median(each, "rate"))} | ${rates[0]} to ${rates.at(-1)} | ${p50} | ${p99} | ${median(each, "bytes")} |`,
  );
}
const ratio = (a: number, b: number) => {
  // Of each round by itself: both sides of it ran within seconds of one another.
  const ratios =
    sides[a]?.rounds
      .map(({ rate }, i) => rate / (sides[b]?.rounds[i]?.rate ?? Number.NaN))
      .sort((x, y) => x - y) ?? [];
  return `${(ratios[Math.floor(ratios.length / 2)] ?? Number.NaN).toFixed(2)} (${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)})`;
};
console.log(`
| ratio | measured | goal |
| ----- | -------- | ---- |
| feed to one bare KV read | ${ratio(0, 1)} | 0.8 |
| 304 to a bare 304 | ${ratio(2, 3)} | 0.9 |
| article page to one bare KV read | ${ratio(4, 5)} | 0.8 |
`);

await firstRequest();
await Promise.all([dateline.dispose(), bare.dispose()]);
if (process.argv.includes("--reading")) process.exit(0);
console.log("In the ledger:\n");
execFileSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--config", "bench/vitest.config.ts"],
  { stdio: "inherit" },
);

/** How long the first answer of a new isolate takes, beside that of a Worker of a few lines. */
async function firstRequest(): Promise<void> {
  const first = async (start: (port: number) => Promise<{ dispose: () => Promise<void> }>, path: string) => {
    const at = await freePort();
    const worker = await start(at);
    const began = performance.now();
    await (await fetch(`http://localhost:${at}${path}`)).text();
    const took = performance.now() - began;
    await worker.dispose();
    return took;
  };
  const times: number[][] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    times[0]?.push(await first((at) => startDateline(script, at), "/robots.txt"));
    times[1]?.push(await first((at) => startBare(at, {}), "/constant"));
  }
  const [ours, bareOnes] = times.map((values) =>
    values.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]?.toFixed(0),
  );
  console.log(
    `The first answer of a new isolate, compiling included: Dateline ${ours} ms, the bare Worker ${bareOnes} ms.\n`,
  );
}
