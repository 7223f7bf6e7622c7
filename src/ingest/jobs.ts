import type { Env } from "../env.ts";
import type { FeedRead } from "../model/entry.ts";
import type {
  Answered,
  FeedJob,
  HistoryJob,
  HistoryRead,
  HostJob,
  Quiet,
  Read,
  Subscription,
} from "../model/fetching.ts";
import { hostRest } from "../model/schedule.ts";
import type { Newsroom } from "../newsroom/newsroom.ts";
import { settingsOf } from "../settings.ts";
import { hash64 } from "../text/hash.ts";
import { askingFor } from "./asking.ts";
import { type Asking, get } from "./fetch/get.ts";
import { readFeed, UnreadableFeed } from "./read.ts";
import { hubOf, subscribe } from "./websub.ts";

/** The newsroom's side: a stub, for whoever made it to dispose of. */
type Desk = Awaited<ReturnType<DurableObjectStub<Newsroom>["gathering"]>>;

/** Messages in one call of the platform. */
const MESSAGES_PER_CALL = 100;

/**
 * One tick of the clock: what is due goes from the ledger to the queue. If the queue does not take
 * it, it is handed out again when its claim has run out.
 */
export async function handOut(env: Env, desk: Desk): Promise<void> {
  const jobs = await desk.claim();
  for (let i = 0; i < jobs.length; i += MESSAGES_PER_CALL) {
    await env.FETCHES.sendBatch(jobs.slice(i, i + MESSAGES_PER_CALL).map((body) => ({ body })));
  }
}

/**
 * Works off jobs, one after the other; the platform hands over one at a time (`wrangler.toml`), so that
 * a feed on which the Worker is ended takes no other host's along. A job that could not be reported
 * comes again.
 */
export async function workOff(batch: MessageBatch<HostJob>, env: Env, desk: Desk): Promise<void> {
  const asking = askingFor(settingsOf(env));
  for (const message of batch.messages) {
    const job = message.body;
    // Too late: the host is somebody else's by now.
    if (Date.now() >= job.until) {
      message.ack();
      continue;
    }
    try {
      await desk.settle(job, await workOffHost(job, asking, env, desk));
      message.ack();
    } catch (error) {
      console.error(`feeds of ${job.host} could not be taken in`, error);
      message.retry();
    }
  }
}

/** Reads the feeds of one host, one after the other; those that brought nothing are handed back. */
async function workOffHost(job: HostJob, asking: Asking, env: Env, desk: Desk): Promise<Quiet[]> {
  const quiet: Quiet[] = [];
  const { betweenFeeds } = hostRest(settingsOf(env).fetchInterval);
  for (const [i, feed] of job.feeds.entries()) {
    if (i > 0) await scheduler.wait(betweenFeeds);
    const result = await readOne(feed, asking);
    if (result.kind === "read") {
      const taken = await takeIn(feed, job, result, desk);
      if (taken.kind === "failed") quiet.push(taken);
      else await subscribeTo(taken.subscribe, env, asking);
    } else {
      quiet.push(result);
      await subscribeTo(feed.subscribe, env, asking);
      // The whole host asked for peace.
      if (result.kind === "failed" && result.failure === "busy") break;
    }
  }
  if (job.history && !quiet.some((each) => each.kind === "failed" && each.failure === "busy")) {
    if (job.feeds.length > 0) await scheduler.wait(betweenFeeds);
    await readHistory(job, job.history, asking, env, desk);
  }
  return quiet;
}

/** Pages of a feed's past that are read for one job. */
const PAGES_PER_JOB = 5;

/** Reads some pages of a feed's past, one after the other, at the pace of its host. */
async function readHistory(
  job: HostJob,
  first: HistoryJob,
  asking: Asking,
  env: Env,
  desk: Desk,
): Promise<void> {
  const { betweenJobs } = hostRest(settingsOf(env).fetchInterval);
  let page: HistoryJob | null = first;
  for (let i = 0; page && i < PAGES_PER_JOB; i++) {
    if (i > 0) await scheduler.wait(betweenJobs);
    page = await desk.takeHistory(job, page, await readPage(page.url, asking));
  }
}

async function readPage(url: string, asking: Asking): Promise<HistoryRead> {
  const guessed = new URL(url).searchParams.has("paged");
  const fetched = await get(url, { etag: null, lastModified: null }, asking);
  const failed = { kind: "failed", notBefore: fetched.notBefore, guessed } as const;
  if (fetched.kind === "unchanged")
    return { ...failed, status: 304, failure: "error", reason: "Nobody asked for 304." };
  if (fetched.kind === "failed") {
    const { status, failure, reason } = fetched;
    return { ...failed, status, failure, reason };
  }
  const read = readOrWhyNot(fetched.text, fetched.url);
  return "reason" in read ? { ...failed, ...read } : { kind: "read", read };
}

/**
 * Hands what a feed brought to the newsroom. If its content is more than the newsroom can bear, that
 * is a failure of this feed, and of nothing else; if the newsroom is out of reach, it is thrown.
 */
async function takeIn(
  feed: FeedJob,
  job: HostJob,
  { read, answer }: { read: FeedRead; answer: Read },
  desk: Desk,
): Promise<{ kind: "taken"; subscribe: Subscription | null } | Extract<Quiet, { kind: "failed" }>> {
  try {
    return { kind: "taken", subscribe: await desk.take(feed.id, job, read, answer) };
  } catch (error) {
    // What the platform marks on errors: thrown by the newsroom's own code, or on the way to it.
    const { remote, retryable, overloaded } = error as Error & Record<string, unknown>;
    if (!remote || retryable || overloaded) throw error;
    console.error(`${feed.url} could not be taken in`, error);
    const reason = `Its entries could not be taken in (${(error as Error).message}).`;
    return { ...answer, feed: feed.id, kind: "failed", failure: "error", reason };
  }
}

async function subscribeTo(subscription: Subscription | null, env: Env, asking: Asking): Promise<void> {
  if (subscription) await subscribe(subscription, settingsOf(env).url, asking);
}

/** Reads one feed: what it brought, or why nothing. */
async function readOne(
  feed: FeedJob,
  asking: Asking,
): Promise<Quiet | { kind: "read"; read: FeedRead; answer: Read }> {
  const fetched = await get(feed.url, { etag: feed.etag, lastModified: feed.lastModified }, asking);
  const { notBefore, movedTo } = fetched;
  const answered: Answered & { feed: string } = {
    feed: feed.id,
    at: Date.now(),
    status: null,
    notBefore,
    movedTo,
  };
  if (fetched.kind === "unchanged") return { ...answered, kind: "same", status: 304 };
  if (fetched.kind === "failed") {
    const { status, failure, reason } = fetched;
    return { ...answered, kind: "failed", status, failure, reason };
  }
  const { text, url, link, etag, lastModified } = fetched;
  const bodyHash = hash64(text);
  if (bodyHash === feed.bodyHash) return { ...answered, kind: "same", status: 200 };
  const read = readOrWhyNot(text, url);
  if ("reason" in read) return { ...answered, kind: "failed", ...read };
  const info = { ...read.info, ...hubOf(link, url, read.info) };
  return {
    kind: "read",
    read: { ...read, info },
    answer: { ...answered, status: 200, etag, lastModified, bodyHash },
  };
}

/** A feed that has come, or why it is none that can be read. */
function readOrWhyNot(
  text: string,
  url: string,
): FeedRead | { status: 200; failure: "error"; reason: string } {
  try {
    return readFeed(text, url);
  } catch (error) {
    if (!(error instanceof UnreadableFeed)) throw error;
    return { status: 200, failure: "error", reason: error.message };
  }
}
