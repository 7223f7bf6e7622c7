import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { workOff } from "../../../src/ingest/jobs.ts";
import type { HostJob } from "../../../src/model/fetching.ts";
import { openReader, type Reader, serve } from "./reader.ts";

// A feed on which the Worker is ended, since it takes more than a run may cost: what becomes of it, and of
// those beside it. The platform ends the run without a word, hands the message over twice more, and then
// to the dead ones; so does this.

const MINUTE = 60_000;
const ATTEMPTS = 3;
/** How long a run goes on until it is ended, ms. */
const RUN_MS = 150;
let papers = 0;

function rss(name: string, stories: number): string {
  const items = Array.from(
    { length: stories },
    (_, i) => `<item><title>${name} ${i}</title><link>/${name}/${i}</link></item>`,
  );
  return `<rss version="2.0"><channel><title>${name}</title>${items.join("")}</channel></rss>`;
}

type Desk = Awaited<ReturnType<Reader["stub"]["gathering"]>>;

/** The newsroom's desk for a run that ends when a feed comes to be taken in: nothing after that happens. */
function burning(desk: Desk, burner: string): Desk {
  const take: Desk["take"] = (feed, ...rest) =>
    feed === burner ? (new Promise(() => {}) as never) : desk.take(feed, ...rest);
  const settle: Desk["settle"] = (...args) => desk.settle(...args);
  return { take, settle } as unknown as Desk;
}

/** What the queue does with jobs: each in a run of its own. Which were handed over to the dead ones. */
async function deliver({ stub }: Reader, jobs: HostJob[], burner: string): Promise<HostJob[]> {
  const dead: HostJob[] = [];
  for (const job of jobs) {
    let isDone = false;
    for (let attempt = 1; attempt <= ATTEMPTS && !isDone; attempt++) {
      const message = {
        body: job,
        attempts: attempt,
        ack: () => {
          isDone = true;
        },
        retry: () => {},
      };
      const batch = { queue: "dateline-fetches", messages: [message] } as unknown as MessageBatch<HostJob>;
      const run = workOff(batch, env, burning(await stub.gathering(), burner));
      await Promise.race([run, scheduler.wait(RUN_MS + (job.feeds.length - 1) * 2000)]);
    }
    if (!isDone) dead.push(job);
  }
  if (dead.length) await stub.gathering().bury(dead);
  return dead;
}

describe("a feed that takes more than a run may cost", () => {
  it("is found out, remembered as that, asked less and less often, and keeps no other waiting", async () => {
    const reader = await openReader();
    const paths = ["a", "b", "c"].map((name) => `/costly/${papers++}-${name}`);
    const sources = [];
    for (const path of paths) sources.push(await reader.follow(await serve(path, rss(path, 1))));
    const [before, burner, after] = sources.map(({ id }) => id) as [string, string, string];
    for (const path of paths) await serve(path, rss(path, 2));

    reader.later(25 * 60 * MINUTE); // all of them are due
    const jobs: string[][] = [];
    for (let minute = 0; minute < 90; minute += 2) {
      reader.later(2 * MINUTE);
      const due = await reader.stub.gathering().claim();
      jobs.push(...due.map(({ feeds }) => feeds.map(({ id }) => id)));
      await deliver(reader, due, burner);
    }
    expect(new Set(jobs[0])).toEqual(new Set([before, burner, after]));
    // From then on it is read by itself, and when that fails, too, as seldom as what fails.
    const alone = jobs.slice(1).filter((feeds) => feeds.includes(burner));
    for (const feeds of alone) expect(feeds).toEqual([burner]);
    expect((await reader.source(burner)).last_fetch).toMatchObject({
      kind: "failed",
      text: expect.stringContaining("more than a feed may cost"),
    });
    expect(alone.length).toBeLessThanOrEqual(4);
    for (const id of [before, after]) {
      const { last_fetch } = await reader.source(id);
      expect(["new", "same"]).toContain(last_fetch?.kind);
    }
    const titles = (await reader.articles()).map(({ title }) => title);
    for (const [i, path] of paths.entries()) expect(titles.includes(`${path} 1`)).toBe(i !== 1);

    // Once it can be read, it is one of them again.
    for (let i = 0; i < 2; i++) {
      reader.later(25 * 60 * MINUTE);
      await reader.round();
    }
    expect((await reader.source(burner)).last_fetch?.kind).not.toBe("failed");
    reader.later(25 * 60 * MINUTE);
    expect((await reader.stub.gathering().claim()).map(({ feeds }) => feeds.length)).toEqual([3]);
  });

  it("ends its own run and no other's: the platform hands over one host at a time", async () => {
    const config = (await import("../../../wrangler.toml?raw")).default;
    const consumer = config.slice(
      config.indexOf('queue = "dateline-fetches"\n', config.indexOf("queues.consumers")),
    );
    expect(/max_batch_size = (\d+)/.exec(consumer)?.[1]).toBe("1");
  });
});
