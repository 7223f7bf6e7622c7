import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { handOut } from "../../../src/ingest/jobs.ts";
import type { Quiet } from "../../../src/model/fetching.ts";
import { firstInterval, nextRead, type Rhythm } from "../../../src/model/schedule.ts";
import { openReader, type Reader } from "./reader.ts";

// When feeds are read: as often as they change, as seldom as they ask, fairly among them.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2025, 6, 1, 10);

const rhythm = (given: Partial<Rhythm> = {}): Rhythm => ({
  ...{ now: NOW, outcome: "same", interval: 3600, failures: 0, wishes: null, notBefore: null, lease: 0 },
  ...{ least: 900, random: 0 },
  ...given,
});
const wishes = { every: null, skipHours: [], skipDays: [] };

describe("the next read", () => {
  it.each<[string, Partial<Rhythm>, number, string]>([
    ["sooner after something new", { outcome: "new" }, 30 * MINUTE, "changes"],
    ["later after nothing new", {}, 72 * MINUTE, "changes"],
    ["never sooner than 15 minutes", { outcome: "new", interval: 900 }, 15 * MINUTE, "changes"],
    ["never later than a day", { interval: 90_000 }, DAY, "changes"],
    ["not before ttl", { wishes: { ...wishes, every: 7200 } }, 2 * HOUR, "wishes"],
    ["not before max-age", { notBefore: { at: NOW + 3 * HOUR, why: "max-age" } }, 3 * HOUR, "max-age"],
    [
      "as learned where max-age is shorter",
      { notBefore: { at: NOW + MINUTE, why: "max-age" } },
      72 * MINUTE,
      "changes",
    ],
    [
      "within a week, whatever is asked",
      { notBefore: { at: NOW + 365 * DAY, why: "expires" } },
      7 * DAY,
      "expires",
    ],
    [
      "after the hours to skip",
      { interval: 900, wishes: { ...wishes, skipHours: [10, 11] } },
      2 * HOUR,
      "skip",
    ],
    ["after the days to skip", { wishes: { ...wishes, skipDays: [2, 3] } }, 2 * DAY - 10 * HOUR, "skip"],
    ["a little later after a failure", { outcome: "failed" }, 15 * MINUTE, "failed"],
    ["much later after many", { outcome: "failed", failures: 5 }, 8 * HOUR, "failed"],
    ["a day later after too many", { outcome: "failed", failures: 90 }, DAY, "failed"],
    ["an hour later for a busy host", { outcome: "busy" }, HOUR, "busy"],
    [
      "when a busy host says",
      { outcome: "busy", notBefore: { at: NOW + 5 * HOUR, why: "retry-after" } },
      5 * HOUR,
      "retry-after",
    ],
    ["seldom while a hub tells us", { lease: NOW + DAY }, 12 * HOUR, "hub"],
    ["as usual when the hub's lease is over", { lease: NOW - 1 }, 72 * MINUTE, "changes"],
  ])("comes %s", (_, given, wait, why) => {
    const next = nextRead(rhythm(given));
    expect([next.due - NOW, next.why]).toEqual([wait, why]);
  });

  it("is never sooner than anything asks, and drifts later only", () => {
    const arbitrary = fc.record({
      outcome: fc.constantFrom("new" as const, "same" as const, "failed" as const, "busy" as const),
      interval: fc.integer({ min: 1, max: 100_000 }),
      failures: fc.nat(50),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
      every: fc.option(fc.integer({ min: 1, max: 600_000 })),
      skipHours: fc.subarray(
        Array.from({ length: 24 }, (_, i) => i),
        { maxLength: 23 },
      ),
      ask: fc.option(fc.integer({ min: 0, max: 7 * DAY })),
    });
    fc.assert(
      fc.property(arbitrary, ({ every, skipHours, ask, ...given }) => {
        const notBefore = ask === null ? null : { at: NOW + ask, why: "max-age" as const };
        const next = nextRead(rhythm({ ...given, wishes: { every, skipHours, skipDays: [] }, notBefore }));
        const wait = next.due - NOW;
        expect(wait).toBeGreaterThanOrEqual(15 * MINUTE);
        if (ask !== null) expect(wait).toBeGreaterThanOrEqual(ask);
        if (every !== null && (given.outcome === "new" || given.outcome === "same")) {
          expect(wait).toBeGreaterThanOrEqual(Math.min(every * 1000, 7 * DAY));
        }
        expect(skipHours).not.toContain(new Date(next.due).getUTCHours());
        expect(wait).toBeLessThanOrEqual(7 * DAY * 1.1 + DAY);
      }),
    );
  });

  it("begins with half the usual time between entries, at most three quarters of an hour", () => {
    expect(
      firstInterval(
        [0, 40, 80, 120].map((m) => NOW - m * MINUTE),
        900,
      ),
    ).toBe(20 * 60);
    expect(firstInterval([NOW, NOW - DAY], 900)).toBe(45 * 60);
    expect(firstInterval([], 900)).toBe(45 * 60);
    expect(firstInterval([NOW, NOW - 1, NOW - 2], 900)).toBe(900);
  });
});

/** Follows many feeds at once, with nothing read yet. */
async function follow(reader: Reader, feeds: number, hosts: number): Promise<void> {
  const list = Array.from({ length: feeds }, (_, i) => ({
    url: `https://host-${i % hosts}.example/feed/${i}`,
    title: `Feed ${i}`,
    homePage: null,
    tags: [],
  }));
  for (let i = 0; i < feeds; i += 1000) await reader.stub.gathering().followLater(list.slice(i, i + 1000));
}

/** Answers for all feeds of some jobs: nothing new. */
function answered(jobs: Awaited<ReturnType<Reader["round"]>>, at: number): Quiet[] {
  return jobs.flatMap(({ feeds }) =>
    feeds.map(
      ({ id }): Quiet => ({ feed: id, kind: "same", at, status: 304, notBefore: null, movedTo: null }),
    ),
  );
}

it("reads 10,000 feeds of 2,000 hosts fairly, with bounded work at each tick", async () => {
  const reader = await openReader();
  await follow(reader, 10_000, 2000);
  const reads = new Map<string, number>();
  const lastOfHost = new Map<string, number>();
  const { mostHosts, mostFeeds, gaps } = await runInDurableObject(reader.stub, (newsroom) => {
    const desk = newsroom.gathering();
    const start = Date.now();
    let [hosts, feeds] = [0, 0];
    const spacings: number[] = [];
    for (let minute = 2; minute <= 150; minute++) {
      const now = start + minute * MINUTE;
      newsroom.clock = () => now;
      const jobs = desk.claim();
      hosts = Math.max(hosts, jobs.length);
      feeds = Math.max(feeds, jobs.flatMap((job) => job.feeds).length);
      expect(new Set(jobs.map(({ host }) => host)).size).toBe(jobs.length);
      for (const job of jobs) {
        const last = lastOfHost.get(job.host);
        if (last !== undefined) spacings.push(now - last);
        lastOfHost.set(job.host, now);
      }
      // One in ten jobs is lost on the way.
      const arrived = jobs.filter((_, i) => i % 10 !== 0);
      for (const { id } of arrived.flatMap((job) => job.feeds)) reads.set(id, (reads.get(id) ?? 0) + 1);
      for (const job of arrived) desk.settle(job, answered([job], now));
    }
    return { mostHosts: hosts, mostFeeds: feeds, gaps: spacings };
  });
  expect(mostHosts).toBeLessThanOrEqual(400);
  expect(mostFeeds).toBeLessThanOrEqual(2000);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MINUTE);
  // Everybody was read, and nobody much more often than the rest.
  expect(reads.size).toBe(10_000);
  const counts = [...reads.values()];
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...counts)).toBeLessThanOrEqual(8);
}, 120_000);

it("lets one host with 5,000 feeds keep nobody waiting", async () => {
  const reader = await openReader();
  await follow(reader, 5000, 1);
  await reader.stub
    .gathering()
    .followLater([{ url: "https://small.example/feed", title: "Small", homePage: null, tags: [] }]);
  reader.later(2 * MINUTE);
  const jobs = await reader.stub.gathering().claim();
  expect(jobs.map(({ host, feeds }) => [host, feeds.length])).toEqual([
    ["host-0.example", 5],
    ["small.example", 1],
  ]);
});

it("costs one transaction and a few rows for a host that brings nothing new", async () => {
  const reader = await openReader();
  await follow(reader, 5, 1);
  reader.later(2 * MINUTE);
  const jobs = await reader.stub.gathering().claim();
  const [job] = jobs;
  if (!job) throw new Error("nothing is due");
  expect(job.feeds).toHaveLength(5);
  const written = await runInDurableObject(reader.stub, (newsroom, { storage }) => {
    let transactions = 0;
    const real = storage.transactionSync.bind(storage);
    storage.transactionSync = (change) => {
      transactions++;
      return real(change);
    };
    const changes = () => storage.sql.exec<{ n: number }>("SELECT total_changes() AS n").one().n;
    const before = changes();
    newsroom.gathering().settle(job, answered(jobs, Date.now()));
    return { transactions, rows: changes() - before };
  });
  expect(written.transactions).toBe(1);
  expect(written.rows).toBeLessThanOrEqual(5 * 5);
});

it("hands a host to one reader at a time, and again when that one is lost", async () => {
  const reader = await openReader();
  await follow(reader, 1, 1);
  reader.later(2 * MINUTE);
  const [job] = await reader.stub.gathering().claim();
  expect(await reader.stub.gathering().claim()).toEqual([]);
  reader.later(11 * MINUTE);
  const [again] = await reader.stub.gathering().claim();
  expect(again).toMatchObject({ host: "host-0.example", claim: (job?.claim ?? 0) + 1 });
});

it("counts jobs that nobody could carry out, and reads their feeds again", async () => {
  const reader = await openReader();
  await follow(reader, 1, 1);
  reader.later(2 * MINUTE);
  const jobs = await reader.stub.gathering().claim();
  await reader.stub.gathering().bury(jobs);
  const { fetching } = await reader.stub.status();
  expect(fetching).toMatchObject({
    ...{ feeds: 1, in_flight: 0 },
    dead_letters: { count: 1, last: { host: "host-0.example", feeds: [jobs[0]?.feeds[0]?.id] } },
  });
  reader.later(11 * MINUTE);
  expect(await reader.stub.gathering().claim()).toHaveLength(1);
});

it("sends what is due from the clock to the queue", async () => {
  const sent: unknown[] = [];
  const reader = await openReader();
  await follow(reader, 250, 250);
  reader.later(2 * MINUTE);
  const FETCHES = { sendBatch: async (messages: unknown[]) => void sent.push(messages) };
  await handOut({ ...env, FETCHES } as unknown as typeof env, await reader.stub.gathering());
  expect(sent.map((messages) => (messages as unknown[]).length)).toEqual([100, 100, 50]);
});
