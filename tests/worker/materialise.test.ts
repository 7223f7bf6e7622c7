import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { Newsroom } from "../../src/newsroom/newsroom.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { bindings } from "./bindings.ts";
import { clearKv, type Desk, dumpKv, input, openDesk, SITE } from "./newsroom.ts";

// How what the newsroom acknowledged comes to KV and to the edge.

beforeEach(clearKv);

interface Journal {
  writes: string[];
  invalidated: { changed: string[]; removed: string[] }[];
  failing: (key: string) => boolean;
  /** Writes land, and are reported as failed. */
  lying: boolean;
  purgesFail: boolean;
}

/** Lets the newsroom write through bindings that keep a journal, and fail on demand. */
async function watch(desk: Desk): Promise<Journal> {
  const journal: Journal = {
    writes: [],
    invalidated: [],
    failing: () => false,
    lying: false,
    purgesFail: false,
  };
  await desk.inside((newsroom: Newsroom) => {
    bindings(newsroom, {
      kv: {
        put: async (...args: Parameters<KVNamespace["put"]>) => {
          if (journal.failing(args[0])) throw new Error("KV is not well");
          journal.writes.push(args[0]);
          await env.DOCUMENTS.put(...args);
          if (journal.lying) throw new Error("KV does not know");
        },
      },
      invalidate: async (changed: string[], removed: string[]) => {
        if (journal.purgesFail) throw new Error("too many purges");
        journal.invalidated.push({ changed: [...changed].sort(), removed: [...removed].sort() });
      },
    });
  });
  await desk.drain();
  journal.writes = [];
  journal.invalidated = [];
  return journal;
}

async function published(desk: Desk, title: string, tags: string[] = []): Promise<string> {
  const answer = await desk.publish({ title, tags });
  if (answer.kind !== "saved") throw new Error(answer.kind);
  return answer.article.id;
}

const undated = (key: string) => key.replace(/\d{4}-\d\d-\d\d/, "DATE");
const SECOND = 1000;
/** KV has forgotten everywhere what it held. */
const FORGOTTEN = 40 * SECOND;
const DAY = 86_400 * SECOND;

describe("publishing", () => {
  it.each([0, 1, 3, 20])(
    "writes at most 10 + %i tags documents, those of 7 other articles, and 2 of the history of each long list, with 1 article as with 200",
    async (tags) => {
      const desk = await openDesk(`cost-${tags}`);
      const journal = await watch(desk);
      const labels = Array.from({ length: tags }, (_, i) => `Tag ${i}`);
      const publish = async (title: string) => {
        journal.writes = [];
        await desk.publish({ title, tags: labels, authors: ["Salma Idris"] });
        await desk.drain();
        return journal.writes.length;
      };
      const first = await publish("The first");
      for (let i = 0; i < 198; i++) await desk.publish({ title: `Number ${i}`, tags: labels });
      await desk.drain();
      expect(first).toBe(10 + tags + 1); // the sitemaps' index, once in 1,000 articles
      const last = await publish("The last");
      expect(last).toBeGreaterThanOrEqual(10 + tags + (1 + tags));
      expect(last).toBeLessThanOrEqual(10 + tags + 7 + 2 * (1 + tags));
    },
  );

  it("puts out of date what shows an article, and no more, whatever happens to it", async () => {
    const desk = await openDesk("concerned");
    await watch(desk);
    for (let i = 0; i < 120; i++) await desk.publish({ title: `Story ${i}`, tags: [`Tag ${i % 40}`] });
    const answer = await desk.publish({ title: "A draft", tags: ["Tag 1"], status: "draft" });
    const id = answer.kind === "saved" ? answer.article.id : "";
    const change = (patch: Parameters<typeof toChange>[0]) =>
      desk.inside((newsroom) => newsroom.edit(id, null, toChange(patch, SITE), "test", 0));
    const concerned = async (work: () => Promise<unknown>) => {
      await desk.drain();
      await desk.pass(300 * SECOND);
      await desk.drain();
      // Counted before any of it is written.
      return desk.inside(async (newsroom, { storage }) => {
        newsroom.wake = async () => {};
        await work();
        const { n } = storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM outbox").one();
        Reflect.deleteProperty(newsroom, "wake");
        return n;
      });
    };
    const all = await desk.inside((_, { storage }) =>
      storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM document").one(),
    );
    expect(all.n).toBeGreaterThan(280);
    for (const [name, work] of Object.entries({
      published: () => change({ status: "published" }),
      edited: () => change({ markdown: "Other words." }),
      retagged: () => change({ tags: ["Tag 2"] }),
      withdrawn: () => desk.inside((newsroom) => newsroom.withdraw(id, null, "test", 0)),
      "back again": () => change({ status: "published" }),
    })) {
      // Its own two, home, its day, two tags, the directory, three sitemaps, two neighbours, six related.
      expect(await concerned(work), name).toBeLessThanOrEqual(18);
    }
  });

  it("writes the article before the lists that link to it", async () => {
    const desk = await openDesk("order");
    const journal = await watch(desk);
    await published(desk, "A ship", ["Harbours"]);
    await desk.drain();
    expect(journal.writes[0]).toBe("article/a-ship");
    const lists = journal.writes
      .slice(1)
      .map(undated)
      .filter((key) => !/^index\/(news|sitemap)/.test(key));
    // What counts comes last.
    expect(lists.slice(-2).sort()).toEqual(["index/changes", "index/directory"]);
    expect(lists.slice(0, -2).sort()).toEqual([
      ...["changes/1", "comments/a-ship", "list/day:DATE", "list/home", "list/tag:harbours"],
    ]);
  });

  it("keeps a list back while an article that it would link to cannot be written", async () => {
    const desk = await openDesk("kept-back");
    const journal = await watch(desk);
    await published(desk, "First");
    await desk.drain();
    journal.failing = (key) => key === "article/second";
    await published(desk, "Second");
    for (let i = 0; i < 20; i++) await desk.pass(SECOND);
    const { value } = (await dumpKv())["list/home"] as { value: string };
    expect(value).not.toContain("/articles/second");
    journal.failing = () => false;
    await desk.drain();
    await desk.pass(FORGOTTEN);
    await desk.pass(5 * SECOND);
    await desk.drain();
    expect(((await dumpKv())["list/home"] as { value: string }).value).toContain("/articles/second");
  });

  it.each(["a draft", "a scheduled one", "a withdrawn one"])(
    "lists %s half a minute after it is there: elsewhere KV may still know its address as empty",
    async (name) => {
      const desk = await openDesk(`known-before-${name}`);
      const journal = await watch(desk);
      const soon = await desk.inside((newsroom) => newsroom.clock() + 60 * SECOND);
      const answer = await desk.publish({
        ...{ title: "Known", tags: ["Trade"] },
        ...(name === "a draft" && { status: "draft" }),
        ...(name === "a scheduled one" && { published: new Date(soon).toISOString() }),
      });
      const id = answer.kind === "saved" ? answer.article.id : "";
      const change = (patch: Parameters<typeof toChange>[0]) =>
        desk.inside((newsroom) => newsroom.edit(id, null, toChange(patch, SITE), "test", 0));
      if (name === "a withdrawn one") {
        await desk.drain();
        await desk.inside((newsroom) => newsroom.withdraw(id, null, "test", 0));
      }
      if (name !== "a scheduled one") await desk.drain();
      journal.writes = [];
      await desk.pass(61 * SECOND);
      if (name !== "a scheduled one") await change({ status: "published" });
      await desk.pass(2 * SECOND);
      expect(journal.writes).toContain("article/known");
      const listed = async () =>
        ["list/home", "list/tag:trade"].map(async (key) => {
          const document = (await dumpKv())[key] as { value: string } | undefined;
          return document?.value.includes("/articles/known") ?? false;
        });
      // Others are not kept waiting by it.
      await published(desk, "Meanwhile");
      await desk.pass(2 * SECOND);
      expect(((await dumpKv())["list/home"] as { value: string }).value).toContain("/articles/meanwhile");
      expect(await Promise.all(await listed())).toEqual([false, false]);
      await desk.pass(FORGOTTEN);
      await desk.drain();
      expect(await Promise.all(await listed())).toEqual([true, true]);
    },
  );

  it("keeps what KV refused in the outbox, says so, and writes it when KV is well", async () => {
    const desk = await openDesk("refused");
    const journal = await watch(desk);
    journal.failing = () => true;
    await published(desk, "Acknowledged");
    await desk.pass(30 * SECOND);
    const { outbox } = await desk.inside((newsroom) => newsroom.status());
    expect(outbox.length).toBeGreaterThan(0);
    expect(outbox.oldest_seconds).toBeGreaterThanOrEqual(30);
    expect(outbox.error).toContain("KV is not well");
    journal.failing = () => false;
    await desk.drain();
    expect(await dumpKv()).toHaveProperty(["article/acknowledged"]);
  });

  it("undoes a write that landed though KV said it failed", async () => {
    const desk = await openDesk("undone");
    const journal = await watch(desk);
    const id = await published(desk, "Before");
    await desk.drain();
    const before = (await dumpKv())["article/before"] as { value: string };
    const rename = (title: string) => {
      const change = toChange({ title, updated: "2025-07-01T00:00:00.000Z" }, SITE);
      return desk.inside((newsroom) => newsroom.edit(id, null, change, "test", 0));
    };
    journal.lying = true;
    await rename("After");
    await desk.pass(5 * SECOND);
    expect(((await dumpKv())["article/before"] as { value: string }).value).toContain('"After"');
    journal.lying = false;
    await rename("Before");
    await desk.drain();
    expect(((await dumpKv())["article/before"] as { value: string }).value).toBe(before.value);
  });

  it("coalesces changes of a document: KV takes one write a second for a key", async () => {
    const desk = await openDesk("coalesce");
    const journal = await watch(desk);
    const id = await published(desk, "Draft one");
    await desk.drain();
    journal.writes = [];
    for (let i = 0; i < 30; i++) {
      await desk.inside((newsroom) => newsroom.edit(id, null, toChange({ title: `${i}` }, SITE), "test", 0));
      await desk.pass(100);
    }
    await desk.drain();
    const articles = journal.writes.filter((key) => key === "article/draft-one");
    expect(articles.length).toBeGreaterThanOrEqual(2);
    expect(articles.length).toBeLessThanOrEqual(4);
    expect(((await dumpKv())["article/draft-one"] as { value: string }).value).toContain('"title":"29"');
  });

  describe("what is brought with many others", () => {
    const many = (desk: Desk, ...titles: string[]) =>
      desk.inside(async (newsroom) => {
        const inputs = titles.map((title) => ({ input: input({ title, tags: ["Ports"] }), request: null }));
        await newsroom.publishAll(inputs, "test", 0);
      });

    it("is written once, when nothing changes it any more", async () => {
      const desk = await openDesk("many");
      const journal = await watch(desk);
      for (let i = 0; i < 5; i++) {
        await many(desk, `One of ${i}`, `Two of ${i}`);
        await desk.pass(2 * SECOND);
      }
      const lists = () => journal.writes.filter((key) => key === "list/home" || key === "list/tag:ports");
      expect(lists()).toEqual([]);
      await desk.pass(1.5 * SECOND);
      expect(lists()).toEqual(["list/home", "list/tag:ports"]);
      const articles = journal.writes.filter((key) => key.startsWith("article/"));
      expect(new Set(articles).size).toBe(10);
    });

    it("is written a minute later though more and more comes", async () => {
      const desk = await openDesk("ever-more");
      const journal = await watch(desk);
      for (let i = 0; i < 31; i++) {
        await many(desk, `One of ${i}`);
        await desk.pass(2 * SECOND);
      }
      expect(journal.writes).toContain("article/one-of-0");
      expect(journal.writes).not.toContain("article/one-of-30");
      await desk.pass(2 * SECOND);
      expect(journal.writes).toContain("list/tag:ports");
    });

    it("keeps nobody waiting who brings one, nor lists that name both", async () => {
      const desk = await openDesk("many-and-one");
      const journal = await watch(desk);
      await many(desk, "One", "Two");
      await desk.publish({ title: "At once", tags: ["Ports"] });
      await desk.pass(0);
      expect(journal.writes).toContain("article/at-once");
      await desk.pass(1.2 * SECOND);
      expect(journal.writes).toEqual(
        expect.arrayContaining(["article/one", "article/two", "list/tag:ports"]),
      );
    });

    it("is waited for where somebody says so", async () => {
      const desk = await openDesk("many-awaited");
      const journal = await watch(desk);
      await desk.inside(async (newsroom) => {
        // Time passes while it waits.
        const { clock } = newsroom;
        const began = Date.now();
        newsroom.clock = () => clock() + Date.now() - began;
        await newsroom.publishAll([{ input: input({ title: "One" }), request: null }], "test", 5000);
      });
      expect(journal.writes).toEqual(expect.arrayContaining(["article/one", "list/home"]));
    });
  });

  it("writes nothing for a change that changes no byte", async () => {
    const desk = await openDesk("no-change");
    const journal = await watch(desk);
    const id = await published(desk, "Same");
    await desk.drain();
    journal.writes = [];
    await desk.inside((newsroom) => newsroom.edit(id, null, toChange({ title: "Same" }, SITE), "test", 0));
    await desk.drain();
    expect(journal.writes).toEqual([]);
  });
});

describe("the edge", () => {
  it("is told at once, and twice more as replicas catch up, of every document that changed", async () => {
    const desk = await openDesk("edge");
    const journal = await watch(desk);
    await desk.pass(120 * SECOND);
    journal.invalidated = [];
    await published(desk, "News", ["Libya"]);
    const changed = [
      ...["article/news", "changes/1", "comments/news", "index/changes", "index/directory"],
      ...["list/day:DATE", "list/home", "list/tag:libya"],
    ];
    const told = () =>
      journal.invalidated
        .flatMap((call) => call.changed.map(undated))
        .filter((key) => !/^index\/(news|sitemap)/.test(key)); // later, at their own pace
    await desk.pass(SECOND);
    expect(told().sort()).toEqual(changed);
    for (const [quiet, next] of [
      [33, 3],
      [56, 5],
    ] as const) {
      journal.invalidated = [];
      await desk.pass(quiet * SECOND);
      expect(told()).toEqual([]);
      await desk.pass(next * SECOND);
      expect(told().sort()).toEqual(changed);
    }
    journal.invalidated = [];
    await desk.pass(600 * SECOND);
    expect(told()).toEqual([]);
  });

  it("is called five times a minute at most in the long run, and misses nothing", async () => {
    const desk = await openDesk("edge-limits");
    const journal = await watch(desk);
    await desk.pass(600 * SECOND);
    journal.invalidated = [];
    const calls = () => journal.invalidated.flatMap(({ changed, removed }) => [changed, removed]).length;
    for (let i = 0; i < 100; i++) {
      await published(desk, `Story ${i}`);
      await desk.pass(3 * SECOND);
    }
    expect(journal.invalidated.length).toBeLessThanOrEqual(20 + 25);
    expect(calls()).toBeLessThanOrEqual(2 * (20 + 25));
    await desk.pass(12 * SECOND);
    const told = new Set(journal.invalidated.flatMap(({ changed }) => changed));
    expect(
      Array.from({ length: 100 }, (_, i) => `article/story-${i}`).filter((key) => !told.has(key)),
    ).toEqual([]);
  });

  it("is told to drop what was withdrawn, not to check it", async () => {
    const desk = await openDesk("edge-withdrawn");
    const journal = await watch(desk);
    const id = await published(desk, "Wrong");
    await desk.drain();
    await desk.pass(120 * SECOND);
    journal.invalidated = [];
    await desk.inside((newsroom) => newsroom.withdraw(id, null, "test", 0));
    await desk.drain();
    expect(new Set(journal.invalidated.flatMap((call) => call.removed))).toEqual(
      new Set(["article/wrong", "comments/wrong"]),
    );
    expect(journal.invalidated.flatMap((call) => call.changed)).not.toContain("article/wrong");
  });

  it("is told again later when a purge was refused, for an hour", async () => {
    const desk = await openDesk("edge-refused");
    const journal = await watch(desk);
    await desk.pass(120 * SECOND);
    journal.purgesFail = true;
    await published(desk, "News");
    await desk.drain();
    for (let i = 0; i < 10; i++) await desk.pass(65 * SECOND);
    journal.purgesFail = false;
    journal.invalidated = [];
    await desk.pass(65 * SECOND);
    expect(journal.invalidated[0]?.changed).toContain("list/home");
    journal.invalidated = [];
    await desk.pass(65 * SECOND);
    expect(journal.invalidated).toEqual([]);
  });
});

describe("time", () => {
  it("publishes a scheduled article when its time has come, and not before", async () => {
    const desk = await openDesk("schedule");
    const journal = await watch(desk);
    const at = await desk.inside((newsroom) => newsroom.clock() + 3600 * SECOND);
    const answer = await desk.publish({ title: "Tomorrow", published: new Date(at).toISOString() });
    expect(answer).toMatchObject({ kind: "saved", article: { status: "scheduled" } });
    await desk.pass(3590 * SECOND);
    expect(journal.writes).toEqual([]);
    await desk.pass(20 * SECOND);
    await desk.drain();
    expect(journal.writes).toContain("article/tomorrow");
  });

  it("forgets which requests it answered after a day, however many come", async () => {
    const desk = await openDesk("requests");
    await watch(desk);
    const kept = () =>
      desk.inside((_, { storage }) =>
        storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM idempotency").one(),
      );
    for (let hour = 0; hour < 60; hour++) {
      const request = { token: "t", key: `${hour}`, fingerprint: "f" };
      await desk.inside((newsroom) =>
        newsroom.publish(input({ title: `Hour ${hour}` }), "test", { request, wait: 0 }),
      );
      await desk.pass(3600 * SECOND);
    }
    const { n } = await kept();
    expect(n).toBeGreaterThan(20);
    expect(n).toBeLessThan(30);
    await desk.pass(2 * DAY);
    expect(await kept()).toEqual({ n: 0 });
  });

  it("announces a withdrawal in the lists for 30 days", async () => {
    const desk = await openDesk("deleted");
    await watch(desk);
    const id = await published(desk, "Gone", ["Libya"]);
    await desk.drain();
    await desk.inside((newsroom) => newsroom.withdraw(id, null, "test", 0));
    await desk.drain();
    const deleted = async () => {
      const { value } = (await dumpKv())["list/tag:libya"] as { value: string };
      return JSON.parse(value)._dateline.deleted;
    };
    expect(await deleted()).toHaveLength(1);
    await desk.pass(29 * DAY);
    await desk.drain();
    expect(await deleted()).toHaveLength(1);
    await desk.pass(2 * DAY);
    await desk.drain();
    expect(await deleted()).toBeUndefined();
  });
});

it("leaves a tag's feed alone when an unrelated article is published", async () => {
  const desk = await openDesk("unrelated");
  await watch(desk);
  await published(desk, "One", ["Libya"]);
  await desk.drain();
  const before = (await dumpKv())["list/tag:libya"];
  await desk.pass(60 * SECOND);
  await published(desk, "Two", ["Trade"]);
  await desk.drain();
  expect((await dumpKv())["list/tag:libya"]).toEqual(before);
});

it("never tells readers of a list that it was changed earlier than they were told before", async () => {
  const desk = await openDesk("told");
  const told: number[] = [];
  const look = async () => {
    await desk.drain();
    const { value } = (await dumpKv())["list/tag:ships"] as { value: string };
    told.push(Date.parse(JSON.parse(value)._dateline.updated));
  };
  const edit = (id: string, change: Parameters<typeof toChange>[0]) =>
    desk.inside((newsroom) => newsroom.edit(id, null, toChange(change, SITE), "test", 0));
  await published(desk, "One", ["Ships"]);
  const two = await published(desk, "Two", ["Ships"]);
  const three = await published(desk, "Three", ["Ships"]);
  await look();
  await desk.pass(3_600_000);
  await edit(two, { markdown: "Another text." });
  await look();
  await edit(two, { tags: ["Trees"] }); // it leaves the list with its newer date
  await look();
  await desk.pass(3_600_000);
  await desk.inside((newsroom) => newsroom.withdraw(three, null, "test", 0));
  await look();
  await desk.pass(31 * 86_400_000); // nobody is told of the withdrawal any more
  await look();
  await desk.inside((newsroom) => newsroom.rebuild());
  await look();
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(new Set(told).size).toBe(3);
});

it("offers news search our own stories of the last two days, and drops them as time passes", async () => {
  const desk = await openDesk("news");
  const titles = async () => {
    await desk.drain();
    const { value } = (await dumpKv())["index/news"] as { value: string };
    return (JSON.parse(value).urls as { title: string }[]).map(({ title }) => title);
  };
  const HOUR = 3_600_000;
  await desk.drain(); // what a newsroom writes when it starts, by the machine's clock
  const clock = await desk.inside((newsroom) => newsroom.clock());
  const at = (ago: number) => new Date(clock - ago).toISOString();
  await desk.publish({ title: "Old", published: at(49 * HOUR) });
  await desk.publish({
    title: "Gathered",
    published: at(0),
    source: { name: "Wire", url: "https://wire.example/" },
  });
  const reprint = await desk.publish({
    ...{ title: "Reprint", published: at(1), canonical_url: "https://paper.example/1" },
  });
  await desk.publish({ title: "Yesterday", published: at(24 * HOUR) });
  await desk.publish({ title: "Now", published: at(0) });
  await desk.pass(61_000);
  expect(await titles()).toEqual(["Now", "Yesterday"]);
  if (reprint.kind !== "saved") throw new Error(reprint.kind);
  await desk.inside((newsroom) =>
    newsroom.edit(reprint.article.id, null, toChange({ canonical_url: null }, SITE), "test", 0),
  );
  await desk.pass(61_000);
  expect((await titles()).sort()).toEqual(["Now", "Reprint", "Yesterday"]);
  await desk.pass(24 * HOUR);
  await desk.pass(61_000);
  expect((await titles()).sort()).toEqual(["Now", "Reprint"]);
  await desk.pass(25 * HOUR);
  await desk.pass(61_000);
  expect(await titles()).toEqual([]);
});
