import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import type { ListDocument } from "../../src/model/document.ts";
import type { Slug } from "../../src/model/slug.ts";
import type { Newsroom } from "../../src/newsroom/newsroom.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { articleKey } from "../../src/store/keys.ts";
import { bindings, NO_CONTEXT } from "./bindings.ts";
import { writeComment } from "./comments.ts";
import { clearKv, type Desk, dumpKv, input, openDesk, SITE } from "./newsroom.ts";

// The promise: after any sequence of writes by several clients at once, and of faults, once the outbox is
// empty, KV equals what a rebuild from the ledger would write; and at every moment in between the feeds
// agree with one another, and link to nothing that is not there.

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
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("insist" as const),
      title: fc.string({ maxLength: 12 }),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("comment" as const), which, reply: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("decide" as const),
      which,
      status: fc.constantFrom("approved", "approved", "rejected", "spam"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("close" as const), which, closed: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("fail" as const), writes: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("hang" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("land" as const) }) },
);
/** What happens while nobody else does anything. */
const pause = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("pass" as const), seconds: fc.nat(90) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("look" as const) }) },
);
/** Steps of several clients at once, one after another. */
const program = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.array(step, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.tuple(pause) },
  ),
  { minLength: 4, maxLength: 18 },
);
type Step = typeof program extends fc.Arbitrary<(infer T)[][]> ? T : never;

/** A newsroom under test, and what was written to it. */
interface Trial {
  desk: Desk;
  articles: string[];
  comments: string[];
  kv: Faults;
}

async function take({ desk, articles, comments, kv }: Trial, action: Step): Promise<void> {
  const ids = articles;
  const chosen = (from: string[], index: number) => from[index % Math.max(1, from.length)];
  const edit = async (index: number, patch: Parameters<typeof toChange>[0]) => {
    const id = chosen(ids, index);
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
    case "insist": {
      // A client that hears nothing asks again, with the same key: at once, and after a restart.
      const request = { token: "client", key: `${articles.length} ${action.title}`, fingerprint: "same" };
      const article = input({ title: `Once: ${action.title}` });
      const ask = () => desk.inside((newsroom) => newsroom.publish(article, "test", { request, wait: 0 }));
      const answers = await Promise.all(Array.from({ length: action.times }, ask));
      const saved = answers.map((answer) => (answer.kind === "saved" ? answer.article.id : answer.kind));
      expect(new Set(saved).size).toBe(1);
      if (!articles.includes(saved[0] ?? "")) articles.push(saved[0] ?? "");
      return;
    }
    case "look":
      return look();
    case "pass":
      await kv.landBefore(action.seconds);
      return desk.pass(action.seconds * 1000);
    case "comment": {
      const article = chosen(articles, action.which);
      const parent = (action.reply && chosen(comments, action.which)) || null;
      if (!article) return;
      const outcome = await desk.inside((newsroom) => tryComment(newsroom, article, { parent }));
      if (outcome) comments.push(outcome);
      return;
    }
    case "decide": {
      const id = chosen(comments, action.which);
      const { status } = action;
      if (id) await desk.inside((newsroom) => newsroom.comments().decide(id, status, 0));
      return;
    }
    case "close": {
      const id = chosen(articles, action.which);
      if (id) await desk.inside((newsroom) => newsroom.comments().close(id, action.closed, 0));
      return;
    }
    case "fail":
      kv.failing = action.writes;
      return;
    case "hang":
      kv.hanging = true;
      return;
    case "land":
      return kv.land();
    case "restart":
      await desk.restart();
      await desk.inside(kv.install);
  }
}

/** The feeds agree with one another, and link to nothing that is not there. */
async function look(): Promise<void> {
  const read = async (path: string) => {
    const response = await app.fetch(new Request(SITE + path), env, NO_CONTEXT);
    const [hash] = (response.headers.get("etag") ?? "").split(".");
    return { hash, text: await response.text() };
  };
  const [json, rss, atom] = await Promise.all([read("/feed.json"), read("/rss.xml"), read("/atom.xml")]);
  // The newsroom goes on meanwhile, and may have written the list between two of them.
  if (json.hash !== rss.hash || json.hash !== atom.hash) return look();
  const feed = JSON.parse(json.text) as ListDocument;
  const ids = feed.items.map(({ id }) => id);
  const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found);
  expect(all(rss.text, /<guid isPermaLink="false">([^<]*)</g)).toEqual(ids);
  expect(all(atom.text, /<entry>.*?<id>([^<]*)</gs)).toEqual(ids);
  for (const { url } of feed.items) {
    const slug = decodeURI(new URL(url ?? "").pathname).replace("/articles/", "");
    const held = await env.DOCUMENTS.getWithMetadata(articleKey(slug));
    expect(held.metadata, slug).not.toBeNull();
  }
}

/** A comment's id; null where it was refused: for a closed thread, or an answer to what is not there. */
function tryComment(newsroom: Newsroom, article: string, more: { parent: string | null }): string | null {
  try {
    return writeComment(newsroom, article, `On ${article}`, more);
  } catch {
    return null; // a program of random steps asks for what cannot be, too
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

/** Less than the time until what was written is looked at again. */
const LONGEST_HANG_S = 50;

/** KV that is not well: some writes fail, after having landed or not; some hang, and land when nobody waits. */
class Faults {
  failing = 0;
  hanging = false;
  private readonly late: (() => Promise<void>)[] = [];
  private waited = 0;

  /** Puts it in the place of the newsroom's KV, which has less patience than it is used to. */
  install = (newsroom: Newsroom): void => {
    newsroom.patience = 20;
    bindings(newsroom, {
      kv: {
        put: (...args: Parameters<KVNamespace["put"]>) => this.put(args),
        getWithMetadata: async (key: string, options: KVNamespaceGetOptions<"stream">) => {
          if (this.fails()) throw new Error("KV is not well");
          return env.DOCUMENTS.getWithMetadata(key, options);
        },
      },
      invalidate: async () => {
        if (this.fails()) throw new Error("the edge is not well");
      },
    });
  };

  /** Lets the writes that hang land, over whatever was written since. */
  async land(): Promise<void> {
    for (const write of this.late.splice(0)) await write();
  }

  /** A write hangs for less than a minute: what hangs longer lands before so many seconds pass. */
  async landBefore(seconds: number): Promise<void> {
    this.waited += seconds;
    if (this.waited > LONGEST_HANG_S) await this.land();
  }

  private async put(args: Parameters<KVNamespace["put"]>): Promise<void> {
    if (this.hanging) {
      this.hanging = false;
      this.waited = 0;
      this.late.push(() => env.DOCUMENTS.put(...args));
      return new Promise(() => {});
    }
    const fails = this.fails();
    if (!fails || fails % 2 === 0) await env.DOCUMENTS.put(...args);
    if (fails) throw new Error("KV is not well");
  }

  /** Which one of those to come this fault is; 0 where all is well. */
  private fails(): number {
    return this.failing > 0 ? this.failing-- : 0;
  }
}

/** Until what was written last is looked at again, ms. */
const CHECKED_MS = 100_000;
/** `npm run soak` asks for more of them, and for others each time. */
const { SOAK_RUNS, SOAK_SEED } = import.meta.env as Record<string, string | undefined>;
const RUNS = Number(SOAK_RUNS || 25);

it(
  "gives the same KV, byte for byte, incrementally and by a rebuild, after any sequence of writes and faults",
  async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(program, async (groups) => {
        await clearKv();
        const desk = await openDesk(`convergence-${run++}`);
        const trial: Trial = { desk, articles: [], comments: [], kv: new Faults() };
        await desk.inside(trial.kv.install);
        // Enough stories for some to be related, so that a change of one concerns others.
        for (const action of RELATED) await take(trial, action);
        for (const steps of groups) await Promise.all(steps.map((action) => take(trial, action)));
        trial.kv.failing = 0;
        trial.kv.hanging = false;
        for (let i = 0; i < 5; i++) await desk.pass(1000);
        await trial.kv.land();
        await desk.drain();
        await desk.pass(CHECKED_MS);
        await desk.drain();
        const incremental = await dumpKv();

        await clearKv();
        await env.DOCUMENTS.put("article/an-orphan", "left over");
        await desk.inside((newsroom) => newsroom.rebuild());
        await desk.drain();
        expect(await dumpKv()).toEqual(incremental);
        // Nothing that was acknowledged is lost.
        const known = await desk.inside((_, { storage }) =>
          storage.sql.exec<{ id: string }>("SELECT id FROM article").toArray(),
        );
        // And nothing is there that was not.
        expect(known.map(({ id }) => id).sort()).toEqual([...trial.articles].sort());
        await look();
        await desk.close();
      }),
      { numRuns: RUNS, ...(SOAK_SEED && { seed: Number(SOAK_SEED) }) },
    );
  },
  RUNS * 10_000,
);
