import { beforeEach, expect, it } from "vitest";
import type { HookEvent } from "../../../src/model/webhooks.ts";
import { clearKv, dumpKv } from "../newsroom.ts";
import { openWorld, type World } from "./world.ts";

// What webhooks are told, over days, and whatever breaks off.

beforeEach(clearKv);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const URL_ = "https://hook.example/";

/** A newsroom with a webhook that has been tried. */
async function withHook(name: string, ...events: HookEvent[]): Promise<{ world: World; id: string }> {
  const world = await openWorld(name);
  const added = await world.desk.inside((newsroom) =>
    newsroom.webhooks().add({ url: URL_, events }, `whsec_${btoa("a secret of ours")}`, "operator"),
  );
  if (added.kind !== "done") throw new Error(added.kind);
  await world.settle();
  expect(bodies(world).map(({ type }) => type)).toEqual(["webhook.test"]);
  world.came.length = 0;
  return { world, id: added.webhook.id };
}

const bodies = ({ came }: World) =>
  came.map(({ body }) => JSON.parse(body) as { type: string; data: object });
const hook = ({ desk }: World, id: string) => desk.inside((newsroom) => newsroom.webhooks().read(id));

it("what is not taken is sent again over three days, with the same id, and is then given up", async () => {
  const { world, id } = await withHook("hooks-again", "article.published");
  world.answers.set("hook", () => new Response(null, { status: 500 }));
  await world.desk.publish({ title: "One" });
  await world.desk.pass(2000);
  await world.settle();
  const began = 1;
  const waits: number[] = [];
  const steps = [
    5000,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
  ];
  for (const wait of steps) {
    await world.desk.pass(wait - 1000);
    await world.settle();
    const early = world.came.length;
    await world.desk.pass(1000);
    await world.settle();
    waits.push(world.came.length - early);
  }
  expect(waits).toEqual(steps.map(() => 1));
  expect(world.came).toHaveLength(began + steps.length);
  expect(new Set(world.came.map(({ headers }) => headers.get("webhook-id"))).size).toBe(1);
  await world.desk.pass(DAY * 2);
  await world.settle();
  expect(world.came).toHaveLength(began + steps.length);
  const [delivery] = await world.desk.inside((newsroom) => newsroom.webhooks().deliveries(id, 1e9, 10));
  expect([delivery?.state, delivery?.attempts.length]).toEqual(["given-up", 10]);
});

it("one that takes nothing for five days is paused, and has what waits when somebody says so", async () => {
  const { world, id } = await withHook("hooks-paused", "article.published");
  world.answers.set("hook", () => {
    throw new Error("no connection");
  });
  for (let day = 0; day < 5; day++) {
    expect((await hook(world, id))?.status).toBe("active");
    await world.desk.publish({ title: `Day ${day}` });
    await world.desk.pass(2000);
    await world.settle();
    await world.desk.pass(DAY);
    await world.settle();
  }
  await world.desk.publish({ title: "The last" });
  await world.desk.pass(2000);
  await world.settle();
  expect(await hook(world, id)).toMatchObject({
    status: "paused",
    why: "It has taken nothing for five days.",
  });
  const status = await world.desk.inside((newsroom) => newsroom.status());
  expect(status.webhooks).toMatchObject({ active: 0, paused: [{ id, url: URL_ }] });
  world.answers.delete("hook");
  world.came.length = 0;
  await world.desk.pass(DAY);
  await world.settle();
  expect(world.came).toEqual([]);
  await world.desk.inside((newsroom) => newsroom.webhooks().change(id, { status: "active" }, "operator"));
  await world.settle();
  expect(bodies(world).length).toBeGreaterThan(2);
});

it("nothing is told before it can be read where it is sent from", async () => {
  const { world } = await withHook("hooks-readable", "article.published", "article.updated");
  const before = await dumpKv();
  const stale = {
    getWithMetadata: async (key: string) => ({ value: null, metadata: null, ...(before[key] as object) }),
  } as unknown as KVNamespace;
  await world.desk.publish({ title: "One" });
  await world.desk.pass(2000);
  await world.desk.pass(0);
  for (let i = 0; i < 3; i++) {
    const [job] = world.queue.splice(0);
    if (!job) throw new Error("nothing is handed out");
    await world.work(job, stale);
    expect(world.came).toEqual([]);
    await world.desk.pass(5000);
  }
  await world.settle();
  expect(bodies(world).map(({ type }) => type)).toEqual(["article.published"]);
});

it("what breaks off is sent again, and a message that comes twice is not", async () => {
  const { world } = await withHook("hooks-broken", "article.published");
  await world.desk.publish({ title: "One" });
  await world.desk.pass(2000);
  await world.desk.pass(0);
  const [job] = world.queue.splice(0);
  if (!job) throw new Error("nothing is handed out");
  await expect(world.work(job, undefined, "report")).rejects.toThrow("no more");
  expect(world.came).toHaveLength(1);
  await world.work(job);
  expect(world.came).toHaveLength(1);
  await world.desk.pass(4 * MINUTE);
  await world.settle();
  expect(world.came).toHaveLength(2);
  expect(new Set(world.came.map(({ headers }) => headers.get("webhook-id"))).size).toBe(1);
});

it("a secret that was replaced is good for a day", async () => {
  const { world, id } = await withHook("hooks-secrets", "article.published");
  const signed = async () => {
    await world.desk.inside((newsroom) => newsroom.webhooks().test(id));
    await world.settle();
    return world.came.at(-1)?.headers.get("webhook-signature")?.split(" ").length;
  };
  expect(await signed()).toBe(1);
  await world.desk.inside((newsroom) =>
    newsroom.webhooks().replaceSecret(id, `whsec_${btoa("new")}`, "operator"),
  );
  expect(await signed()).toBe(2);
  await world.desk.pass(DAY);
  expect(await signed()).toBe(1);
});

it("deliveries are forgotten after two weeks", async () => {
  const { world, id } = await withHook("hooks-forgotten", "article.published");
  await world.desk.publish({ title: "One" });
  await world.desk.pass(2000);
  await world.settle();
  const count = () => world.desk.inside((newsroom) => newsroom.webhooks().deliveries(id, 1e9, 10).length);
  await world.desk.pass(13 * DAY);
  expect(await count()).toBe(2);
  await world.desk.pass(3 * DAY);
  expect(await count()).toBe(0);
});

it("a source that fails three times is told of once, and once when it is read again", async () => {
  const { world } = await withHook("hooks-sources", "source.failing", "source.recovered");
  await world.desk.inside(async (newsroom) => {
    const gathering = newsroom.gathering();
    const url = "https://wire.example/feed";
    const answer = { at: newsroom.clock(), status: 200, notBefore: null, movedTo: null };
    const read = {
      info: { id: null, title: "Wire", homePage: null, language: null, hub: null, topic: null },
      wishes: { every: null, skipHours: [], skipDays: [] },
      entries: [],
    };
    const validators = { etag: null, lastModified: null, bodyHash: null };
    const followed = await gathering.follow(
      { url, read, answer: { ...answer, ...validators }, wishes: {} },
      0,
    );
    if (followed.kind !== "saved") throw new Error(followed.kind);
    const { clock } = newsroom;
    let now = clock();
    newsroom.clock = () => now;
    const round = (kind: "failed" | "same") => {
      now += 25 * HOUR;
      const [job] = gathering.claim();
      if (!job) throw new Error("it is not due");
      const quiet = { feed: followed.source.id, ...answer, at: now };
      gathering.settle(job, [
        kind === "same"
          ? { ...quiet, kind, status: 304 }
          : { ...quiet, kind, status: 500, failure: "error", reason: "It answered 500." },
      ]);
    };
    for (const kind of [
      "failed",
      "failed",
      "same",
      "failed",
      "failed",
      "failed",
      "failed",
      "same",
      "same",
    ] as const)
      round(kind);
    newsroom.clock = clock;
  });
  await world.desk.pass(10 * DAY);
  await world.settle();
  expect(bodies(world)).toMatchObject([
    { type: "source.failing", data: { title: "Wire", reason: "It answered 500." } },
    { type: "source.recovered", data: { title: "Wire" } },
  ]);
});
