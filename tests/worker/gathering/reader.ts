import {
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
  runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { inject } from "vitest";
import { askingFor } from "../../../src/ingest/asking.ts";
import { discover } from "../../../src/ingest/discover.ts";
import { workOff } from "../../../src/ingest/jobs.ts";
import type { HostJob } from "../../../src/model/fetching.ts";
import type { SourceView, SourceWishes } from "../../../src/model/source.ts";
import type { ArticleView } from "../../../src/model/view.ts";
import type { Newsroom } from "../../../src/newsroom/newsroom.ts";
import { settingsOf } from "../../../src/settings.ts";
import "../../setup/upstream-constants.ts";

// What tests of gathering share: a newsroom whose clock runs ahead as told, and an upstream to read.

export const UPSTREAM = inject("upstream");

/** Puts a feed where the upstream serves it. */
export async function serve(
  path: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<string> {
  const set = Object.entries(headers).map(([name, value]) => [`x-set-${name}`, value]);
  await fetch(UPSTREAM + path, { method: "PUT", body, headers: Object.fromEntries(set) });
  return UPSTREAM + path;
}

export interface Reader {
  stub: DurableObjectStub<Newsroom>;
  /** Lets time pass, ms. */
  later: (millis: number) => void;
  follow: (url: string, wishes?: SourceWishes) => Promise<SourceView>;
  source: (id: string) => Promise<SourceView>;
  /** Hands out what is due, and works it off; which jobs there were. */
  round: () => Promise<HostJob[]>;
  /** Works off jobs; which of them have to come again. */
  work: (jobs: HostJob[]) => Promise<number>;
  /** Reads a source now, whatever its schedule. */
  read: (id: string) => Promise<SourceView>;
  /** All articles, newest first, whole. */
  articles: () => Promise<ArticleView[]>;
}

export const asking = () => askingFor(settingsOf(env));

/** A newsroom of its own that reads feeds. */
export async function openReader(): Promise<Reader> {
  const stub = env.NEWSROOM.get(env.NEWSROOM.newUniqueId());
  let shift = 0;
  await runInDurableObject(stub, (newsroom) => {
    newsroom.clock = () => Date.now() + shift;
  });
  const source = async (id: string) => {
    const view = await stub.gathering().source(id);
    if (!view) throw new Error(`no source ${id}`);
    return view;
  };
  const work = async (jobs: HostJob[]) => {
    const messages = jobs.map((body, i) => ({ id: String(i), timestamp: new Date(), attempts: 1, body }));
    const batch = createMessageBatch<HostJob>("dateline-fetches", messages);
    using gathering = await stub.gathering();
    await workOff(batch, env, gathering);
    return (await getQueueResult(batch, createExecutionContext())).retryMessages.length;
  };
  const round = async () => {
    const jobs = await stub.gathering().claim();
    await work(jobs);
    return jobs;
  };
  return {
    stub,
    source,
    work,
    round,
    later: (millis) => {
      shift += millis;
    },
    follow: async (url, wishes = {}) => {
      const found = await discover(url, asking());
      if (found.kind === "not-found") throw new Error(found.reason);
      const { etag, lastModified, bodyHash, notBefore, read } = found;
      const answer = {
        at: Date.now() + shift,
        status: 200,
        notBefore,
        movedTo: null,
        etag,
        lastModified,
        bodyHash,
      };
      const outcome = await stub.gathering().follow({ url: found.url, read, answer, wishes }, 0);
      if (outcome.kind !== "saved") throw new Error(outcome.kind);
      return outcome.source;
    },
    read: async (id) => {
      shift += 10_000; // the host rests between jobs
      await stub.gathering().readSoon(id);
      await round();
      return source(id);
    },
    articles: async () => {
      const { articles } = await stub.articles(null, null, 1000);
      const views = await Promise.all(articles.map(({ id }) => stub.article(id)));
      return views.filter((view) => view !== null).sort((a, b) => b.published.localeCompare(a.published));
    },
  };
}
