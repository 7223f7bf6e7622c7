import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { handOut, workOff } from "../../../src/ingest/jobs.ts";
import type { HostJob } from "../../../src/model/fetching.ts";
import { openReader, type Reader, serve } from "./reader.ts";

// Any read may run twice, at the same time, or be cut anywhere: no article appears twice, none is lost.

let feeds = 0;

function rss(stories: number[], version = 1): string {
  const items = stories.map(
    (n) =>
      `<item><guid isPermaLink="false">${n}</guid><title>Story ${n}, version ${version}</title><link>/s/${n}</link><description>Text ${n} in version ${version}.</description></item>`,
  );
  return `<rss version="2.0"><channel><title>Paper ${feeds}</title>${items.join("")}</channel></rss>`;
}

const titles = async (reader: Reader) => (await reader.articles()).map(({ title }) => title).sort();
const all = (stories: number[], version: number) =>
  stories.map((n) => `Story ${n}, version ${version}`).sort();

/** A feed that was followed, and has changed since: two stories changed, three are new. */
async function changed() {
  const reader = await openReader();
  const path = `/faults/${feeds++}`;
  const source = await reader.follow(await serve(path, rss([1, 2]), { etag: '"1"' }));
  await serve(path, rss([5, 4, 3, 2, 1], 2), { etag: '"2"' });
  reader.later(3_600_000);
  return { reader, id: source.id, path };
}

type Desk = Awaited<ReturnType<Reader["stub"]["gathering"]>>;

/** Lets a call of the newsroom fail on its way there, or on its way back. */
async function failing({ stub }: Reader, method: "take" | "settle", when: "before" | "after"): Promise<Desk> {
  const desk = await stub.gathering();
  const take: Desk["take"] = (...args) => desk.take(...args);
  const settle: Desk["settle"] = (...args) => desk.settle(...args);
  const calls = { take, settle };
  const failed = async (...args: never[]) => {
    if (when === "before") throw new Error("the newsroom is out of reach");
    await (calls[method] as (...given: never[]) => Promise<unknown>)(...args);
    throw new Error("the answer was lost");
  };
  return { ...calls, [method]: failed } as unknown as Desk;
}

async function work(jobs: HostJob[], desk: Desk) {
  const outcome = { acked: 0, retried: 0 };
  const messages = jobs.map((body) => ({
    body,
    ack: () => void outcome.acked++,
    retry: () => void outcome.retried++,
  }));
  const batch = { queue: "dateline-fetches", messages } as unknown as MessageBatch<HostJob>;
  await workOff(batch, env, desk).catch(() => {
    outcome.retried += messages.length - outcome.retried; // the platform brings the whole batch again
  });
  return outcome;
}

describe.each<[string, (reader: Reader) => Promise<void>]>([
  [
    "the queue takes nothing",
    async (reader) => {
      const FETCHES = { sendBatch: () => Promise.reject(new Error("the queue is full")) };
      await handOut({ ...env, FETCHES } as unknown as typeof env, await reader.stub.gathering()).catch(
        () => {},
      );
    },
  ],
  ["the message is lost", async (reader) => void (await reader.stub.gathering().claim())],
  ...(["take", "settle"] as const).flatMap((method) =>
    (["before", "after"] as const).map((when): [string, (reader: Reader) => Promise<void>] => [
      `the newsroom is lost ${when} ${method}`,
      async (reader) => {
        const jobs = await reader.stub.gathering().claim();
        const outcome = await work(jobs, await failing(reader, method, when));
        expect(outcome).toEqual({ acked: 0, retried: 1 });
        // The queue brings it again, and it works this time.
        await work(jobs, await reader.stub.gathering());
      },
    ]),
  ),
  [
    "the reader is cut off after it took the entries in, and never reports",
    async (reader) => {
      const jobs = await reader.stub.gathering().claim();
      await work(jobs, await failing(reader, "settle", "before"));
    },
  ],
  [
    "the same message comes twice, one after the other",
    async (reader) => {
      const jobs = await reader.stub.gathering().claim();
      await work(jobs, await reader.stub.gathering());
      await work(jobs, await reader.stub.gathering());
    },
  ],
  [
    "the same message comes twice at the same time",
    async (reader) => {
      const jobs = await reader.stub.gathering().claim();
      await Promise.all([
        work(jobs, await reader.stub.gathering()),
        work(jobs, await reader.stub.gathering()),
      ]);
    },
  ],
  [
    "a late reader comes when the host is somebody else's",
    async (reader) => {
      const late = await reader.stub.gathering().claim();
      reader.later(11 * 60_000);
      await reader.round();
      await work(late, await reader.stub.gathering());
    },
  ],
  [
    "the transaction breaks in the middle",
    async (reader) => {
      const jobs = await reader.stub.gathering().claim();
      await runInDurableObject(reader.stub, (newsroom) => {
        const storage = (newsroom as unknown as { ctx: DurableObjectState }).ctx.storage;
        const exec = storage.sql.exec.bind(storage.sql);
        let inserts = 0;
        storage.sql.exec = ((query: string, ...parameters: SqlStorageValue[]) => {
          if (query.startsWith("INSERT OR REPLACE INTO entry") && ++inserts === 4)
            throw new Error("no more disk");
          return exec(query, ...parameters);
        }) as typeof storage.sql.exec;
      });
      await work(jobs, await reader.stub.gathering());
      await runInDurableObject(reader.stub, (newsroom) => {
        const storage = (newsroom as unknown as { ctx: DurableObjectState }).ctx.storage;
        Reflect.deleteProperty(storage.sql, "exec");
      });
      // Whole or not at all: nothing of the broken one is there.
      expect(await titles(reader)).toEqual(all([1, 2], 1));
    },
  ],
])("when %s", (_, fault) => {
  it("every story is there in the end, once and in its last version", async () => {
    const { reader, id } = await changed();
    await fault(reader);
    for (let i = 0; i < 4; i++) {
      reader.later(25 * 3_600_000);
      await reader.round();
    }
    expect(await titles(reader)).toEqual(all([1, 2, 3, 4, 5], 2));
    const revisions = (await reader.articles()).map(({ title, revision }) => [title, revision]).sort();
    expect(revisions.map(([, revision]) => revision)).toEqual([2, 2, 1, 1, 1]);
    expect((await reader.source(id)).last_fetch?.kind).toBe("same");
  });
});

it("holds for any mixture of changes upstream, lost jobs, doubled jobs and failing calls", async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant("publish" as const) }),
    fc.record({ do: fc.constant("change" as const) }),
    fc.record({ do: fc.constant("lose" as const) }),
    fc.record({ do: fc.constant("double" as const) }),
    fc.record({ do: fc.constant("read" as const) }),
    fc.record({
      do: fc.constant("fail" as const),
      method: fc.constantFrom("take" as const, "settle" as const),
      when: fc.constantFrom("before" as const, "after" as const),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 15 }), async (steps) => {
      const reader = await openReader();
      const path = `/faults/${feeds++}`;
      let [stories, version] = [[1], 1];
      const put = () =>
        serve(path, rss(stories.toReversed(), version), { etag: `"${stories.length}.${version}"` });
      await reader.follow(await put());
      for (const action of steps) {
        reader.later(25 * 3_600_000);
        if (action.do === "publish") stories = [...stories, stories.length + 1];
        if (action.do === "change") version++;
        await put();
        const jobs =
          action.do === "publish" || action.do === "change" ? [] : await reader.stub.gathering().claim();
        if (action.do === "read") await work(jobs, await reader.stub.gathering());
        if (action.do === "double")
          await Promise.all([
            work(jobs, await reader.stub.gathering()),
            work(jobs, await reader.stub.gathering()),
          ]);
        if (action.do === "fail") await work(jobs, await failing(reader, action.method, action.when));
      }
      for (let i = 0; i < 2; i++) {
        reader.later(25 * 3_600_000);
        await reader.round();
      }
      expect(await titles(reader)).toEqual(all(stories, version));
    }),
    { numRuns: 12 },
  );
}, 120_000);
