import { brotliCompressSync, constants } from "node:zlib";
import { publishSample } from "../scripts/publish-sample.ts";
import { startBuilt } from "../scripts/worker.ts";
import { freePort } from "../tests/setup/servers.ts";
import { randomFrom } from "../tests/worker/edge/random.ts";
import { load } from "./load.ts";
import { table } from "./tables.ts";

// What a day of a feed's readers costs: the sizes are measured, the day is simulated, and the prices
// are the platform's list (https://developers.cloudflare.com/workers/platform/pricing/,
// https://developers.cloudflare.com/kv/platform/pricing/), without what a plan includes.

const TOKEN = "day";
const READERS = 100_000;
const DAY_S = 86_400;
const LOCATIONS = 100;
const REGIONS = 10;
const PUBLISHED = 24;
/** KV writes of a publish (the ledger's part of this bench). */
const WRITES = 13;
/** When the edge is told of a publish, and how long it keeps an answer, s. */
const TOLD_AFTER_S = [1, 35, 95];
const EDGE_S = 3600;
/** How often readers poll, s, and which share of them does; the rest of them four times a day. */
const POLLS: [seconds: number, share: number][] = [
  [900, 0.1],
  [1800, 0.2],
  [3600, 0.5],
];
const SELDOM_S = 21_600;
/** The share of readers that send what they have (If-None-Match). */
const CONDITIONAL = 0.75;

/** US dollars: for a request, a read and a write of KV, a millisecond of CPU. */
const PRICE = { request: 0.3e-6, read: 0.5e-6, write: 5e-6, cpu: 0.02e-6 };
/** Milliseconds of CPU of an answer: ours, and WordPress's, from the answers a second of this bench. */
const CPU_MS = { dateline: 1, blog: 37 };
/** US dollars that a cloud which sells bandwidth takes for a gigabyte. */
const GIGABYTE = 0.09;

interface Day {
  polls: number;
  /** Answered with 304. */
  unchanged: number;
  /** How often the Worker ran, each time with one read of KV. */
  runs: number;
}

/** Measures the sizes, simulates the day and prints both. */
export async function measureDay(script: string): Promise<void> {
  const sizes = await measureSizes(script);
  const day = simulate();
  const full = day.polls - day.unchanged;
  const bytes = full * sizes.feed + day.unchanged * sizes.unchanged;
  const all = day.polls * sizes.feed;
  console.log(
    `The sample's feed takes ${sizes.feedPlain} bytes, ${sizes.feed} with Brotli; a 304 ${sizes.unchanged}; ` +
      `an article page ${sizes.pagePlain}, ${sizes.page} with Brotli; heads included.\n`,
  );
  console.log(`${READERS} readers, ${PUBLISHED} articles, one day:\n`);
  const money = ({ runs, cpu, writes }: { runs: number; cpu: number; writes: number }) => {
    const sum = day.polls * PRICE.request + runs * (PRICE.read + cpu * PRICE.cpu) + writes * PRICE.write;
    return `$${sum.toFixed(2)}`;
  };
  const row = (name: string, runs: number, transfer: number, cost: string) => [
    ...[name, day.polls, runs, transfer === bytes ? day.unchanged : 0],
    ...[`${(transfer / 1e9).toFixed(1)} GB`, cost, `$${((transfer / 1e9) * GIGABYTE).toFixed(2)}`],
  ];
  const writes = PUBLISHED * WRITES;
  table(
    [
      "who answers",
      "polls",
      "origin runs, KV reads",
      "304",
      "bytes",
      "by the price list",
      "if bytes were sold",
    ],
    [
      row("Dateline", day.runs, bytes, money({ runs: day.runs, cpu: CPU_MS.dateline, writes })),
      row("a blog, always in full", day.polls, all, money({ runs: day.polls, cpu: CPU_MS.blog, writes })),
    ],
  );
}

/** Lets every reader poll through a day, past caches that are told of each publish. */
function simulate(): Day {
  const random = randomFrom(1);
  const published = Array.from({ length: PUBLISHED }, () => random() * DAY_S).sort((a, b) => a - b);
  const told = published.flatMap((at) => TOLD_AFTER_S.map((after) => at + after)).sort((a, b) => a - b);
  const newest = (list: number[], at: number) => list.findLast((each) => each <= at) ?? -1;
  const polls: { at: number; reader: number }[] = [];
  for (let reader = 0; reader < READERS; reader++) {
    const every = draw(random());
    for (let at = random() * every; at < DAY_S; at += every) polls.push({ at, reader });
  }
  polls.sort((a, b) => a.at - b.at);

  // A few locations have most of the readers, as cities do.
  const locationOf = Array.from({ length: READERS }, () => Math.floor(LOCATIONS ** random()) - 1);
  const isConditional = Array.from({ length: READERS }, () => random() < CONDITIONAL);
  const filled = { location: Array(LOCATIONS).fill(-Infinity), region: Array(REGIONS).fill(-Infinity) };
  const lastPoll = Array<number>(READERS).fill(-Infinity);
  const day: Day = { polls: polls.length, unchanged: 0, runs: 0 };
  for (const { at, reader } of polls) {
    const isFresh = (since: number) => since > newest(told, at) && at - since < EDGE_S;
    const location = locationOf[reader] ?? 0;
    const region = location % REGIONS;
    if (!isFresh(filled.location[location])) {
      if (!isFresh(filled.region[region])) {
        day.runs++;
        filled.region[region] = at;
      }
      filled.location[location] = filled.region[region];
    }
    const before = lastPoll[reader] ?? -Infinity;
    if (isConditional[reader] && before >= 0 && newest(published, at) <= before) day.unchanged++;
    lastPoll[reader] = at;
  }
  return day;
}

/** How often a reader polls, by a number from 0 to 1. */
function draw(at: number): number {
  let sum = 0;
  for (const [every, share] of POLLS) {
    sum += share;
    if (at < sum) return every;
  }
  return SELDOM_S;
}

async function measureSizes(script: string) {
  const port = await freePort();
  const dateline = await startBuilt(script, port, TOKEN);
  const site = `http://localhost:${port}`;
  await publishSample(site, TOKEN);
  const compressed = (text: string) =>
    // What an edge does on the fly.
    brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }).length;
  const of = async (path: string) => {
    const response = await fetch(site + path);
    const text = await response.text();
    const etag = response.headers.get("etag") ?? "";
    const { bytes } = await load(site + path, {}, 1, 0.05);
    const { bytes: unchanged } = await load(site + path, { "If-None-Match": etag }, 1, 0.05);
    return { plain: bytes, full: bytes - Buffer.byteLength(text) + compressed(text), unchanged };
  };
  const feed = await of("/rss.xml");
  const page = await of("/articles/algiers-metro-tests-late-trains");
  await dateline.dispose();
  return {
    ...{ feedPlain: feed.plain, feed: feed.full, unchanged: feed.unchanged },
    ...{ pagePlain: page.plain, page: page.full },
  };
}
