import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { ListDocument } from "../../../src/model/document.ts";
import { toChange } from "../../../src/routes/api/content.ts";
import { clearKv, dumpKv } from "../newsroom.ts";
import { callbackOf, openWorld, type World } from "./world.ts";

// Whoever is subscribed is told of each change, after it can be read, in order, whatever breaks off.

beforeEach(clearKv);

const MINUTE = 60_000;
const DAY = 86_400_000;
const HOME = "/feed.json";

const published = async ({ desk }: World, title: string) => {
  const answer = await desk.publish({ title });
  if (answer.kind !== "saved") throw new Error(answer.kind);
  return answer.article.id;
};
const posts = ({ came }: World, name: string) =>
  came.filter(({ url, method }) => method === "POST" && url === callbackOf(name)).map(({ body }) => body);
const titles = (body: string | undefined) =>
  (JSON.parse(body ?? "{}") as ListDocument).items?.map(({ title }) => title);

/** A world with a front page that was written a while ago, and subscribers of it. */
async function withSubscribers(name: string, ...names: string[]): Promise<World> {
  const world = await openWorld(name);
  await published(world, "First");
  await world.desk.drain();
  await world.desk.pass(3 * MINUTE);
  for (const each of names) await world.ask({ path: HOME, name: each });
  await world.settle();
  expect(names.flatMap((each) => posts(world, each))).toEqual([]);
  return world;
}

it("who subscribes just after a change is told of it: what they read may have been older", async () => {
  const world = await openWorld("hub-just-now");
  await published(world, "First");
  await world.desk.drain();
  await world.ask({ path: HOME, name: "a" });
  await world.settle();
  expect(posts(world, "a").map(titles)).toEqual([["First"]]);
});

it("several changes that wait become one", async () => {
  const world = await withSubscribers("hub-become-one", "a");
  for (const title of ["Second", "Third"]) {
    await published(world, title);
    await world.desk.drain();
  }
  await world.settle();
  expect(posts(world, "a").map(titles)).toEqual([["Third", "Second", "First"]]);
});

it("nobody is told before what is told of can be read where it is sent from", async () => {
  const world = await withSubscribers("hub-readable", "a");
  const before = await dumpKv();
  const stale = {
    getWithMetadata: async (key: string) => {
      const { value, metadata } = before[key] as { value: string; metadata: unknown };
      return { value: new Blob([value]).stream(), metadata };
    },
  } as unknown as KVNamespace;
  await published(world, "Second");
  await world.desk.drain();
  for (let i = 0; i < 5; i++) {
    const [job] = world.queue.splice(0);
    if (!job) throw new Error("nothing is handed out");
    await world.work(job, stale);
    expect(posts(world, "a")).toEqual([]);
    await world.desk.pass(5000);
  }
  await world.settle();
  expect(posts(world, "a").map(titles)).toEqual([["Second", "First"]]);
});

it("nobody is told before the edge is, or has had to look for itself: who comes then finds what they are told of", async () => {
  const world = await withSubscribers("hub-edge", "a");
  world.deafen(true);
  await published(world, "Second");
  for (let i = 0; i < 3; i++) await world.desk.pass(2000);
  expect(world.queue).toEqual([]);
  world.deafen(false);
  await world.desk.pass(12_000);
  await world.settle();
  expect(posts(world, "a")).toHaveLength(1);
  world.deafen(true);
  await published(world, "Third");
  await world.desk.pass(2000);
  await world.desk.pass(20_000);
  expect(world.queue).toEqual([]);
  await world.desk.pass(16_000);
  await world.settle();
  expect(posts(world, "a")).toHaveLength(2);
});

it("who does not answer is told later and later, and keeps nobody waiting; who answers again is told with the others", async () => {
  const world = await withSubscribers("hub-late", "well", "ill");
  const statuses = [500, 302, 404];
  world.answers.set(
    "ill",
    () => new Response(null, { status: statuses.shift() ?? 200, headers: { Location: callbackOf("well") } }),
  );
  await published(world, "Second");
  await world.desk.drain();
  await world.settle();
  expect([posts(world, "well").length, posts(world, "ill").length]).toEqual([1, 1]);
  const waits: number[] = [];
  for (let waited = 0; posts(world, "ill").length < 4; waited += 10_000) {
    await world.desk.pass(10_000);
    const before = posts(world, "ill").length;
    await world.settle();
    if (posts(world, "ill").length > before) waits.push(waited + 10_000);
  }
  expect(waits).toEqual([30_000, 90_000, 210_000]);
  expect(posts(world, "well")).toHaveLength(1);
  await published(world, "Third");
  await world.desk.drain();
  const [job] = world.queue.splice(0);
  if (!job) throw new Error("nothing is handed out");
  expect([job.kind, world.queue.length]).toEqual(["batch", 0]);
  await world.work(job);
  expect([posts(world, "well").length, posts(world, "ill").length]).toEqual([2, 5]);
});

/** Somebody who has taken what came, and answers when they are let. */
function slow(world: World, name: string): { answers: () => void; isAsked: Promise<void> } {
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  world.answers.set(name, async () => {
    asked.resolve();
    await gate.promise;
    return new Response();
  });
  return { answers: gate.resolve, isAsked: asked.promise };
}

it("while a batch is being told nobody else tells it, a message that comes twice neither; what is new comes after", async () => {
  const world = await withSubscribers("hub-in-order", "a");
  const { answers, isAsked } = slow(world, "a");
  await published(world, "Second");
  await world.desk.drain();
  const [job] = world.queue.splice(0);
  if (!job) throw new Error("nothing is handed out");
  const work = world.work(job);
  await isAsked;
  await published(world, "Third");
  await world.desk.pass(2000);
  await world.work(job);
  expect([world.queue.length, posts(world, "a").length]).toEqual([0, 1]);
  answers();
  await work;
  await world.settle();
  expect(posts(world, "a").map(titles)).toEqual([
    ["Second", "First"],
    ["Third", "Second", "First"],
  ]);
});

it("who is told by itself while the others hear of something newer hears of that, too", async () => {
  const world = await withSubscribers("hub-late-and-new", "well", "ill");
  world.answers.set("ill", () => new Response(null, { status: 500 }));
  await published(world, "Second");
  await world.desk.drain();
  await world.settle();
  const { answers, isAsked } = slow(world, "ill");
  await world.desk.pass(30_000);
  const [late] = world.queue.splice(0);
  if (!late) throw new Error("nothing is handed out");
  const work = world.work(late);
  await isAsked;
  await published(world, "Third");
  await world.desk.drain();
  await world.settle();
  expect([posts(world, "well").length, posts(world, "ill").length]).toEqual([2, 2]);
  answers();
  await work;
  await world.settle();
  expect(posts(world, "ill").map(titles).at(-1)).toEqual(["Third", "Second", "First"]);
});

it("nothing is sent when a lease has ended, and nothing is left of it; a renewed one goes on", async () => {
  const world = await withSubscribers("hub-leases", "renewed");
  await world.ask({ path: HOME, name: "short", lease: 3600 });
  await world.settle();
  await world.desk.pass(5 * DAY);
  await world.ask({ path: HOME, name: "renewed" });
  await world.settle();
  await world.desk.pass(7 * DAY);
  await published(world, "Second");
  await world.desk.drain();
  await world.settle();
  expect([posts(world, "short").length, posts(world, "renewed").length]).toEqual([0, 1]);
  await world.desk.pass(30 * DAY);
  await world.desk.pass(3_600_001);
  const left = await world.desk.inside((_, { storage: { sql } }) =>
    ["topic", "subscription", "subscriber_batch", "late_subscriber", "subscription_request"].map(
      (table) => sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n,
    ),
  );
  expect(left).toEqual([0, 0, 0, 0, 0]);
});

it("whoever comes while the others are told that there is nothing any more, and it is there again, stays", async () => {
  const world = await withSubscribers("hub-back");
  const id = await published(world, "Discussed");
  await world.desk.drain();
  await world.desk.pass(3 * MINUTE);
  const path = "/articles/discussed/comments/feed.json";
  await world.ask({ path, name: "a" });
  await world.settle();
  const { answers, isAsked } = slow(world, "a");
  await world.desk.inside((newsroom) => newsroom.withdraw(id, null, "t", 0));
  await world.desk.pass(2000);
  await world.desk.pass(0);
  const [denial] = world.queue.splice(0);
  if (!denial) throw new Error("nothing is handed out");
  const work = world.work(denial);
  await isAsked;
  const back = toChange({ status: "published" }, "https://littoral.example");
  await world.desk.inside((newsroom) => newsroom.edit(id, null, back, "t", 0));
  await world.desk.pass(2000);
  await world.ask({ path, name: "b" });
  const verification = world.queue.at(-1);
  if (verification) await world.work(verification);
  answers();
  await work;
  const left = await world.desk.inside((_, { storage: { sql } }) =>
    sql.exec<{ callback: string }>("SELECT callback FROM subscription").toArray(),
  );
  expect(left).toEqual([{ callback: callbackOf("b") }]);
});

it("a callback that cannot be reached is asked once more, and then forgotten", async () => {
  const world = await withSubscribers("hub-unreachable");
  let asked = 0;
  world.answers.set("away", () => {
    asked++;
    throw new Error("no connection");
  });
  await world.ask({ path: HOME, name: "away" });
  await world.settle();
  await world.desk.pass(MINUTE);
  await world.settle();
  await world.desk.pass(DAY);
  await world.settle();
  expect(asked).toBe(2);
});

it("requests that nobody confirms are bounded, for one host and for one topic", async () => {
  const world = await withSubscribers("hub-bounded");
  const path = (i: number) => `https://victim.example/${i}`;
  const ask = (callback: string) =>
    world.desk.inside((newsroom) =>
      newsroom.pushing().request({
        ...{ mode: "subscribe", topic: { kind: "list", scope: { kind: "home" }, format: "json" } },
        ...{ url: `https://littoral.example${HOME}`, callback, secret: "", lease: 1000 },
      }),
    );
  const outcomes: string[] = [];
  for (let i = 0; i < 52; i++) outcomes.push((await ask(path(i))).kind);
  expect(outcomes.map((kind) => kind === "noted")).toEqual([...new Array(50).fill(true), false, false]);
  expect(await ask("https://another.example/")).toMatchObject({ kind: "noted" });
  let noted = outcomes.filter((kind) => kind === "noted").length + 1;
  for (let i = 0; i < 500; i++) if ((await ask(`https://host-${i}.example/`)).kind === "noted") noted++;
  expect(noted).toBe(500);
  expect(await ask("https://one-more.example/")).toEqual({ kind: "too-many", of: "topic" });
});

describe("after any writes and faults", () => {
  const who = fc.constantFrom("a", "b", "c");
  const where = fc.constantFrom(HOME, "/tags/libya/feed.json");
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant("publish" as const), tagged: fc.boolean() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("edit" as const), which: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("withdraw" as const), which: fc.nat(5) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("subscribe" as const), who, where }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("unsubscribe" as const), who, where }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("answer" as const),
        who,
        status: fc.constantFrom(200, 500, 410, 302),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant("pass" as const),
        ms: fc.constantFrom(500, 1500, 40_000, 200_000),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant("break off" as const),
        at: fc.constantFrom("task", "send", "report"),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant("work" as const),
        many: fc.integer({ min: 1, max: 3 }),
        twice: fc.boolean(),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("hold" as const), who }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("release" as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("refuse" as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("fail" as const), writes: fc.integer({ min: 1, max: 4 }) }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
  );
  const RUNS = Number(import.meta.env.SOAK_RUNS || 60);
  const SEED = Number(import.meta.env.SOAK_SEED || Date.now() % 2 ** 31);
  let runs = 0;

  it(
    `everybody has what is there, each was told in order and only of what they were subscribed to: ${RUNS} programs from seed ${SEED}`,
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
          await clearKv();
          await new Trial(steps, `hub-any-${runs++}`).run();
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
    RUNS * 10_000,
  );

  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

  class Trial {
    private failing = 0;
    private readonly articles: string[] = [];
    /** What KV held under each key, one after the other. */
    private readonly held = new Map<string, string[]>();
    /** Since when somebody is subscribed, as a number of what was held then; none where they are not. */
    private readonly since = new Map<string, number>();
    /** How far each was told. */
    private readonly told = new Map<string, number>();
    private readonly status = new Map<string, number>();
    /** Those who take their time to answer, and what ends it. */
    private readonly holding = new Set<string>();
    private releases: (() => void)[] = [];
    /** What the Worker is at, and for how long in all, ms. */
    private works: Promise<void>[] = [];
    private passed = 0;
    private world!: World;

    constructor(
      private readonly steps: Step[],
      private readonly name: string,
    ) {}

    async run(): Promise<void> {
      this.world = await openWorld(this.name, {
        put: async (...args: Parameters<KVNamespace["put"]>) => {
          const fails = this.failing > 0 && this.failing--;
          if (!fails || fails % 2) {
            await env.DOCUMENTS.put(...args);
            const [key, value] = args;
            const before = this.held.get(key) ?? [];
            if (before.at(-1) !== value) this.held.set(key, [...before, String(value)]);
          }
          if (fails) throw new Error("KV is not well");
        },
      });
      for (const name of ["a", "b", "c"]) {
        this.world.answers.set(name, (request) => this.answer(name, request));
      }
      for (const each of this.steps) await this.take(each);
      this.failing = 0;
      this.status.clear();
      this.world.refuse(0);
      await this.release();
      for (let i = 0; i < 6; i++) {
        await this.world.desk.drain();
        await this.world.settle();
        await this.world.desk.pass(7 * 3_600_000); // longer than anybody has to wait
      }
      await this.world.settle();
      await this.expectTold();
    }

    private async answer(name: string, { url, method, body }: World["came"][number]): Promise<Response> {
      const { searchParams } = new URL(url);
      const topic = searchParams.get("hub.topic");
      const status = this.status.get(name) ?? 200;
      if (method === "GET") return new Response(searchParams.get("hub.challenge"), { status });
      if (topic) throw new Error("a callback without a query was subscribed");
      if (this.holding.has(name)) await new Promise<void>((resolve) => this.releases.push(resolve));
      const { feed_url } = JSON.parse(body) as ListDocument;
      const id = `${name} ${new URL(feed_url).pathname}`;
      const held = this.held.get(keyOf(new URL(feed_url).pathname)) ?? [];
      const place = held.lastIndexOf(body);
      expect(place, "it can be read").toBeGreaterThanOrEqual(0);
      if (status === 200) {
        expect(place, `${id} is told in order`).toBeGreaterThanOrEqual(this.told.get(id) ?? 0);
        this.told.set(id, place);
      }
      return new Response(null, { status });
    }

    private async expectTold(): Promise<void> {
      const subscribed = await this.world.desk.inside((_, { storage: { sql } }) =>
        sql
          .exec<{ callback: string; url: string; since: number }>(
            "SELECT callback, url, since FROM subscription s JOIN topic t ON t.id = s.topic",
          )
          .toArray(),
      );
      for (const { callback, url } of subscribed) {
        const path = new URL(url).pathname;
        const id = `${new URL(callback).host.replace(".example", "")} ${path}`;
        const held = this.held.get(keyOf(path)) ?? [];
        const since = this.since.get(id) ?? 0;
        const last = held.length - 1;
        if (last <= since) continue; // nothing was new
        const told = this.told.get(id) ?? -1;
        expect(saying(held[told]), `${id} has what is there`).toEqual(saying(held[last]));
      }
      const waiting = await this.world.desk.inside((_, { storage: { sql } }) => [
        ...sql.exec("SELECT * FROM late_subscriber"),
        ...sql.exec(
          "SELECT b.* FROM subscriber_batch b JOIN topic t ON t.id = b.topic WHERE b.version < t.version",
        ),
      ]);
      expect(waiting).toEqual([]);
    }

    private async take(each: Step): Promise<void> {
      const { desk, queue } = this.world;
      const article = "which" in each ? this.articles[each.which % (this.articles.length || 1)] : undefined;
      switch (each.do) {
        case "publish": {
          const answer = await desk.publish({
            title: `Story ${this.articles.length}`,
            tags: each.tagged ? ["Libya"] : [],
          });
          if (answer.kind === "saved") this.articles.push(answer.article.id);
          return;
        }
        case "edit": {
          const change = toChange(
            { markdown: `Text ${runs} ${this.world.came.length}` },
            "https://littoral.example",
          );
          if (article) await desk.inside((newsroom) => newsroom.edit(article, null, change, "t", 0));
          return;
        }
        case "withdraw":
          if (article) await desk.inside((newsroom) => newsroom.withdraw(article, null, "t", 0));
          return;
        case "subscribe":
        case "unsubscribe": {
          const id = `${each.who} ${each.where}`;
          const done = await this.world.ask({ mode: each.do, path: each.where, name: each.who });
          if (each.do === "subscribe" && done === "noted") {
            const known = await this.isSubscribed(each.who, each.where);
            // What is new from now on is to be told, though not before it is confirmed.
            if (!known) this.since.set(id, Number.POSITIVE_INFINITY);
          }
          return;
        }
        case "answer":
          this.status.set(each.who, each.status);
          return;
        case "pass":
          // Nobody takes longer than what was handed to them is theirs.
          this.passed += each.ms;
          if (this.passed > 100_000) await this.release();
          return desk.pass(each.ms);
        case "hold":
          this.holding.add(each.who);
          return;
        case "release":
          return this.release();
        case "fail":
          this.failing = each.writes;
          return;
        case "refuse":
          return this.world.refuse(1);
        case "restart":
          await this.release();
          return this.world.restart();
        case "break off":
          return this.breakOff(each.at);
        case "work": {
          const jobs = queue.splice(0, each.many);
          if (each.twice) jobs.push(...jobs);
          this.works.push(...jobs.map((job) => this.world.work(job)));
          if (this.holding.size === 0) return this.release();
          for (let i = 0; i < 20; i++) await desk.inside(() => scheduler.wait(0));
          return this.noteConfirmed();
        }
      }
    }

    private async release(): Promise<void> {
      this.holding.clear();
      for (const release of this.releases.splice(0)) release();
      await Promise.all(this.works.splice(0));
      this.passed = 0;
      await this.noteConfirmed();
    }

    /** The Worker is gone before it has done what a message says, or before it could tell. */
    private async breakOff(at: string): Promise<void> {
      const job = this.world.queue.shift();
      if (!job) return;
      if (at === "task") return;
      if (this.holding.size) await this.release();
      await this.world.work(job, undefined, at === "send" ? "send" : "report").catch(() => {});
      await this.noteConfirmed();
    }

    private async isSubscribed(who: string, where: string): Promise<boolean> {
      const found = await this.world.desk.inside((_, { storage: { sql } }) =>
        sql
          .exec(
            "SELECT 1 FROM subscription s JOIN topic t ON t.id = s.topic WHERE callback = ? AND t.url = ?",
            callbackOf(who),
            `https://littoral.example${where}`,
          )
          .toArray(),
      );
      return found.length > 0;
    }

    private async noteConfirmed(): Promise<void> {
      for (const [id, since] of this.since) {
        const [who = "", where = ""] = id.split(" ");
        if (since !== Number.POSITIVE_INFINITY || !(await this.isSubscribed(who, where))) continue;
        this.since.set(id, (this.held.get(keyOf(where)) ?? []).length - 1);
      }
    }
  }

  const keyOf = (path: string) => (path === HOME ? "list/home" : "list/tag:libya");

  /** What subscribers are told of. */
  function saying(value: string | undefined): unknown {
    const { items, _dateline } = JSON.parse(value ?? "{}") as ListDocument;
    return [items, _dateline?.deleted];
  }
});
