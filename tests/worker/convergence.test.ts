import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import type { Slug } from "../../src/model/slug.ts";
import type { Newsroom } from "../../src/newsroom/newsroom.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { bindings } from "./bindings.ts";
import { clearKv, type Desk, dumpKv, openDesk, SITE } from "./newsroom.ts";

// The promise: after any sequence of writes and faults, once the outbox is empty, KV equals what a
// rebuild from the ledger would write.

beforeEach(clearKv);

const TAGS = ["Libya", "Trade", "ليبيا", "city life", "libya"];
const AUTHORS = ["Salma Idris", "Tom Aldous"];
const SOURCE = { name: "Tripoli Wire", url: "https://wire.example/" };

const tags = fc.subarray(TAGS);
const which = fc.nat(9);

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("publish" as const),
      title: fc.string({ maxLength: 12 }),
      tags,
      authors: fc.subarray(AUTHORS),
      sourced: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("edit" as const), which, text: fc.string({ maxLength: 20 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("retag" as const), which, tags }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("move" as const),
      which,
      slug: fc.constantFrom("one", "two", "three"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("rename" as const),
      tag: fc.constantFrom("libya", "trade", "handel"),
      label: fc.constantFrom("Handel", "Libya!", "LIBYA", "Trade"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("withdraw" as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("republish" as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pass" as const), seconds: fc.nat(90) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("fail" as const), writes: fc.nat(4) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(desk: Desk, ids: string[], action: Step, fail: (writes: number) => void): Promise<void> {
  const edit = async (index: number, patch: Parameters<typeof toChange>[0]) => {
    const id = ids[index % Math.max(1, ids.length)];
    if (id) await desk.inside((newsroom) => newsroom.edit(id, null, toChange(patch, SITE), "test", 0));
  };
  switch (action.do) {
    case "publish": {
      const source = action.sourced ? SOURCE : undefined;
      const { title, authors } = action;
      const answer = await desk.publish({
        title,
        markdown: `Text of ${title}`,
        tags: action.tags,
        authors,
        source,
      });
      if (answer.kind === "saved") ids.push(answer.article.id);
      return;
    }
    case "edit":
      return edit(action.which, { markdown: `Now: ${action.text}` });
    case "retag":
      return edit(action.which, { tags: action.tags });
    case "move":
      return edit(action.which, { slug: action.slug as Slug });
    case "republish":
      return edit(action.which, { status: "published" });
    case "rename":
      await desk.inside((newsroom) => newsroom.renameTag(action.tag as Slug, action.label, 0));
      return;
    case "withdraw": {
      const id = ids[action.which % Math.max(1, ids.length)];
      if (id) await desk.inside((newsroom) => newsroom.withdraw(id, null, "test", 0));
      return;
    }
    case "pass":
      return desk.pass(action.seconds * 1000);
    case "fail":
      fail(action.writes);
  }
}

const RELATED: Step[] = [
  "anchor",
  "ferry",
  "anchor ferry",
  "tugs",
  "anchor tugs",
  "ferry tugs",
  "wreck",
  "wreck ferry",
].map((title, i) => ({
  ...{ do: "publish" as const, title: `The ${title} of the harbour`, authors: [] },
  ...{ tags: [TAGS[i % TAGS.length] ?? "", "Trade"], sourced: i % 2 === 0 },
}));

/** Lets the newsroom's next writes to KV fail, as many as told, some of them after having written. */
function failOnDemand(newsroom: Newsroom): (writes: number) => void {
  let failing = 0;
  const put = async (...args: Parameters<KVNamespace["put"]>) => {
    const fails = failing > 0 && failing--;
    if (fails === false || fails % 2 === 0) await env.DOCUMENTS.put(...args);
    if (fails !== false) throw new Error("KV is not well");
  };
  bindings(newsroom, { kv: { put } });
  return (writes) => {
    failing = writes;
  };
}

it("gives the same KV, byte for byte, incrementally and by a rebuild, after any sequence of writes and faults", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      await clearKv();
      const desk = await openDesk(`convergence-${run++}`);
      const fail = await desk.inside(failOnDemand);
      const ids: string[] = [];
      // Enough stories for some to be related, so that a change of one concerns others.
      for (const step of RELATED) await take(desk, ids, step, fail);
      for (const action of steps) await take(desk, ids, action, fail);
      fail(0);
      await desk.drain();
      const incremental = await dumpKv();

      await clearKv();
      await env.DOCUMENTS.put("article/an-orphan", "left over");
      await desk.inside((newsroom) => newsroom.rebuild());
      await desk.drain();
      expect(await dumpKv()).toEqual(incremental);
    }),
    { numRuns: 25 },
  );
}, 120_000);
