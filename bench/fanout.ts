import { createServer, type Server } from "node:http";
import { call } from "../scripts/publish-sample.ts";
import { startBuilt } from "../scripts/worker.ts";
import { listen, stopListening } from "../tests/setup/listen.ts";
import { freePort } from "../tests/setup/servers.ts";
import { table } from "./tables.ts";

// How soon ten thousand subscribers of one feed have a story, when a tenth of them misbehave: some hang,
// some fail, some redirect, some break off.

const SUBSCRIBERS = 10_000;
/** Servers that they are at. */
const RECEIVERS = 100;
/** Who subscribes sooner after a change is told of it, too. */
const JUST_NOW_MS = 125_000;
/** Requests to the hub that wait for their verification at once. */
const WAVE = 1000;
const TOKEN = "bench";
const TAG = "Fanout";

type Habit = "well" | "hangs" | "fails" | "redirects" | "breaks off";
const ILL: Habit[] = ["hangs", "fails", "redirects", "breaks off"];
const habitOf = (n: number): Habit => (n % 10 ? "well" : (ILL[(n / 10) % ILL.length] ?? "well"));

/** Measures and prints. @param script the built Worker */
export async function measureFanout(script: string): Promise<void> {
  const port = await freePort();
  const worker = await startBuilt(script, port, TOKEN, { local: true });
  const site = `http://localhost:${port}`;
  const receivers: { server: Server; origin: string }[] = [];
  let confirmed = 0;
  let told = new Map<number, number>();
  try {
    for (let i = 0; i < RECEIVERS; i++) {
      const server = createServer((request, response) => {
        const url = new URL(request.url ?? "/", "http://x");
        const n = Number(url.pathname.slice(1));
        if (request.method === "GET") {
          confirmed++;
          return response.end(url.searchParams.get("hub.challenge"));
        }
        request.resume();
        request.on("end", () => {
          const habit = habitOf(n);
          if (!told.has(n)) told.set(n, performance.now());
          if (habit === "well") response.writeHead(204).end();
          if (habit === "fails") response.writeHead(500).end();
          if (habit === "redirects") response.writeHead(302, { Location: "/" }).end();
          if (habit === "breaks off") response.destroy();
        });
      });
      receivers.push({ server, origin: await listen(server) });
    }
    const story = { title: "The first", markdown: "A ship came in.", tags: [TAG] };
    await call(site, TOKEN, "POST", "articles", story, { Prefer: "wait=10" });
    await sleep(JUST_NOW_MS);
    const began = performance.now();
    for (let from = 0; from < SUBSCRIBERS; from += WAVE) {
      for (let n = from; n < from + WAVE; n++) {
        const at = receivers[n % RECEIVERS]?.origin;
        const body = new URLSearchParams({
          ...{ "hub.mode": "subscribe", "hub.topic": `${site}/tags/fanout/atom.xml` },
          ...{ "hub.callback": `${at}/${n}`, "hub.secret": `secret ${n}` },
        });
        const answer = await fetch(`${site}/hub`, { method: "POST", body });
        if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
      }
      while (confirmed < from + WAVE) await sleep(50);
    }
    const subscribing = performance.now() - began;
    await sleep(8000);
    const rows: (string | number)[][] = [];
    // The first time nobody knows yet who misbehaves; then they are told by themselves.
    for (const round of ["the first story", "the second"]) {
      told = new Map();
      const published = performance.now();
      await call(site, TOKEN, "POST", "articles", { ...story, title: round }, { Prefer: "wait=10" });
      const readable = performance.now();
      const well = SUBSCRIBERS * 0.9;
      const times = () =>
        [...told].filter(([n]) => habitOf(n) === "well").map(([, at]) => (at - readable) / 1000);
      while (times().length < well) await sleep(100);
      const sorted = times().sort((a, b) => a - b);
      const at = (share: number) => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(1);
      rows.push([round, well, at(0.5), at(0.99), at(1), ((readable - published) / 1000).toFixed(1)]);
      await sleep(8000);
    }
    console.log(`${SUBSCRIBERS} subscribers were verified in ${(subscribing / 1000).toFixed(0)} s.\n`);
    table(["told of", "who take it", "half of them after, s", "99 %", "all", "readable after, s"], rows);
  } finally {
    for (const { server } of receivers) await stopListening(server);
    await worker.dispose();
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
