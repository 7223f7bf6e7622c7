import { startBuilt } from "../scripts/worker.ts";
import { freePort } from "../tests/setup/servers.ts";
import { BARE_HOST, BARE_WORKER, fillBare } from "./bare.ts";
import { children, processorTime } from "./cpu.ts";
import { load, type Round } from "./load.ts";
import { nginx, startFiles } from "./peers/nginx.ts";
import { HOW_TO_INSTALL } from "./peers/service.ts";
import { hasWordPress, startWordPress } from "./peers/wordpress.ts";
import { ENTRIES, publishPosts } from "./posts.ts";
import { spread, table } from "./tables.ts";

// How fast a feed, an article page and a 304 are read, beside peers that hold the same.

const TOKEN = "bench";
const ROUNDS = 100;
const SECONDS = 0.1;
const WARM_SECONDS = 1;
const CONNECTIONS = 16;

/** One thing that is asked of one server. */
interface Side {
  name: string;
  url: string;
  headers: Record<string, string>;
  status: number;
  /** The number of the process that answers; null where it is not the only one, or cannot be told. */
  pid: number | null;
  rounds: Round[];
  /** Processor time of each round, µs for an answer. */
  costs: number[];
}

const SIDES = {
  feed: "Dateline: feed",
  demandedFeed: "bare Worker: the feed with all that it has to say",
  keptFeed: "bare Worker: the same feed, of bytes that it keeps",
  bareFeed: "bare Worker: one KV read, the feed",
  feed304: "Dateline: feed, 304",
  bare304: "bare Worker: 304 from KV metadata",
  demanded304: "bare Worker: 304 with all that it has to say",
  page: "Dateline: article page",
  demandedPage: "bare Worker: the page with all that it has to say",
  keptPage: "bare Worker: the same page, of bytes that it keeps",
  barePage: "bare Worker: one KV read, the page",
  constant: "bare Worker: a constant",
  nginxFeed: "nginx: the feed as a file",
  nginx304: "nginx: 304",
  wordPressFeed: "WordPress: feed",
  wordPress304: "WordPress: 304",
};
type Name = keyof typeof SIDES;

const GOALS: [what: string, ours: Name, theirs: Name, goal: string][] = [
  ["feed to a bare Worker that says all that it has to, of bytes that it keeps", "feed", "keptFeed", "0.95"],
  ["feed to one that sends the document as it is", "feed", "demandedFeed", "none"],
  ["feed to one bare KV read", "feed", "bareFeed", "none"],
  ["304 to a bare 304", "feed304", "bare304", "none"],
  ["304 to a bare 304 that says all that it has to", "feed304", "demanded304", "0.95"],
  ["the latter to a bare 304", "demanded304", "bare304", "none"],
  [
    "article page to a bare Worker that says all that it has to, of bytes that it keeps",
    "page",
    "keptPage",
    "0.9",
  ],
  ["article page to one that sends the document as it is", "page", "demandedPage", "none"],
  ["article page to one bare KV read", "page", "barePage", "none"],
  ["feed to WordPress", "feed", "wordPressFeed", "15"],
  ["304 to WordPress", "feed304", "wordPress304", "15"],
  ["feed to nginx", "feed", "nginxFeed", "none"],
];

/** Measures and prints. @param script the built Worker */
export async function measureReading(script: string): Promise<void> {
  const running: (() => Promise<unknown>)[] = [];
  try {
    const sides = await startSides(script, running);
    for (const each of sides.values()) await ask(each, WARM_SECONDS);
    for (let round = 0; round < ROUNDS; round++) {
      // In another order each time: whoever comes after somebody else has a colder processor.
      for (const each of [...sides.values()].sort(() => Math.random() - 0.5)) {
        const before = each.pid && processorTime(each.pid);
        const result = await ask(each, SECONDS);
        if (result.status !== each.status) throw new Error(`${each.name} answers ${result.status}`);
        each.rounds.push(result);
        if (each.pid) each.costs.push((processorTime(each.pid) - (before ?? 0)) / result.answers);
      }
    }
    print(sides);
  } finally {
    for (const stop of running.reverse()) await stop();
  }
}

const ask = ({ url, headers }: Side, seconds: number) => load(url, headers, CONNECTIONS, seconds);

function print(sides: Map<Name, Side>): void {
  console.log(`${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s, medians of the rounds.\n`);
  const of = ({ rounds }: Side, field: keyof Round) => spread(rounds.map((round) => round[field]));
  table(
    ["side", "answers/s", "least to most", "processor, µs", "p50, ms", "p99, ms", "bytes"],
    [...sides.values()].map((each) => {
      const { least, median, most } = of(each, "rate");
      return [
        ...[each.name, Math.round(median), `${Math.round(least)} to ${Math.round(most)}`],
        each.costs.length ? Math.round(spread(each.costs).median) : "",
        ...[of(each, "p50").median.toFixed(1), of(each, "p99").median.toFixed(1), of(each, "bytes").median],
      ];
    }),
  );
  table(
    ["ratio", "by processor time", "95 %", "by answers/s", "goal"],
    GOALS.flatMap(([what, ours, theirs, goal]) => {
      const [a, b] = [sides.get(ours), sides.get(theirs)];
      if (!a || !b) return [];
      const rate = (side: Side) => of(side, "rate").median;
      const ratios =
        a.pid && b.pid ? b.costs.map((cost, round) => cost / (a.costs[round] ?? Number.NaN)) : [];
      const byTime = ratios.length
        ? [
            spread(ratios).median.toFixed(2),
            interval(ratios)
              .map((end) => end.toFixed(2))
              .join(" to "),
          ]
        : ["", ""];
      return [[what, ...byTime, (rate(a) / rate(b)).toFixed(2), goal]];
    }),
  );
}

const RESAMPLES = 1000;

/** Between what the median lies in 95 of 100 cases, by the bootstrap (Efron and Tibshirani, 1993). */
function interval(values: number[]): [number, number] {
  const any = () => values[Math.floor(Math.random() * values.length)] ?? Number.NaN;
  const medians = Array.from({ length: RESAMPLES }, () => spread(values.map(any)).median).sort(
    (a, b) => a - b,
  );
  const at = (share: number) => medians[Math.floor(RESAMPLES * share)] ?? Number.NaN;
  return [at(0.025), at(0.975)];
}

async function startSides(script: string, running: (() => Promise<unknown>)[]): Promise<Map<Name, Side>> {
  const sides = new Map<Name, Side>();
  let pid: number | null = null;
  const add = (name: Name, url: string, status = 200, headers: Record<string, string> = {}) =>
    sides.set(name, { name: SIDES[name], url, headers, status, pid, rounds: [], costs: [] });

  const others = children();
  const port = await freePort();
  // In one process, so that what that is worth to the system is the same for both.
  const dateline = await startBuilt(script, port, TOKEN, { beside: [BARE_WORKER] });
  pid = newest(others);
  running.push(() => dateline.dispose());
  const site = `http://localhost:${port}`;
  const posts = await publishPosts(site, TOKEN);
  const feed = await read(`${site}/tags/bench/rss.xml`);
  const page = await read(`${site}/articles/story-number-0`);
  console.log(`The feed has ${ENTRIES} entries and ${feed.text.length} bytes, the page ${page.text.length}.`);
  add("feed", `${site}/tags/bench/rss.xml`);
  add("feed304", `${site}/tags/bench/rss.xml`, 304, feed.validators);
  add("page", `${site}/articles/story-number-0`);

  await fillBare(dateline, { feed: feed.text, page: page.text }, { feed: feed.head, page: page.head });
  const addBare = (name: Name, path: string, status = 200, headers: Record<string, string> = {}) =>
    add(name, site + path, status, { ...headers, Host: BARE_HOST });
  addBare("demandedFeed", "/demanded?feed");
  addBare("demandedPage", "/demanded?page");
  addBare("keptFeed", "/kept?feed");
  addBare("keptPage", "/kept?page");
  addBare("bareFeed", "/read?feed");
  addBare("demanded304", "/demanded?feed", 304, { "If-None-Match": '"feed"' });
  addBare("bare304", "/conditional?feed", 304, { "If-None-Match": '"feed"' });
  addBare("barePage", "/read?page");
  addBare("constant", "/constant");

  pid = null; // those below have several processes
  if (nginx) {
    const filesPort = await freePort();
    const files = await startFiles(filesPort, { "feed.rss": feed.text });
    running.push(() => files.stop());
    const url = `http://localhost:${filesPort}/feed.rss`;
    add("nginxFeed", url);
    add("nginx304", url, 304, (await read(url)).validators);
  } else console.log(`nginx is not here, and left out: ${HOW_TO_INSTALL}.`);

  if (nginx && hasWordPress) {
    const wordPressPort = await freePort();
    const wordPress = await startWordPress(wordPressPort, posts);
    running.push(() => wordPress.stop());
    const url = `http://localhost:${wordPressPort}/feed/`;
    add("wordPressFeed", url);
    add("wordPress304", url, 304, (await read(url)).validators);
  } else console.log(`WordPress is not here, and left out: ${HOW_TO_INSTALL}.`);
  // Beside one another in the order of the table above, so that those compared run one after another.
  return new Map((Object.keys(SIDES) as Name[]).flatMap((name) => entry(sides, name)));
}

/** The process that was started since, if it is one. */
function newest(before: Set<number>): number | null {
  const [pid, ...more] = [...children()].filter((each) => !before.has(each));
  return more.length === 0 ? (pid ?? null) : null;
}

function entry(sides: Map<Name, Side>, name: Name): [Name, Side][] {
  const side = sides.get(name);
  return side ? [[name, side]] : [];
}

/** Headers that are of a connection, or of what this client can read, and not of the Worker's answer. */
const CONNECTION = new Set([
  "connection",
  "keep-alive",
  "date",
  "transfer-encoding",
  "content-encoding",
  "content-length",
  "vary",
]);

/** What a client would keep of an answer, to ask again. */
async function read(url: string) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const [etag, date] = ["etag", "last-modified"].map((name) => response.headers.get(name) ?? "");
  const validators = { "If-None-Match": etag ?? "", ...(date && { "If-Modified-Since": date }) };
  const said = [...response.headers].filter(([name]) => !CONNECTION.has(name));
  return { text: await response.text(), validators, head: Object.fromEntries(said) };
}
