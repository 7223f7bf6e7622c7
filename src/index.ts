import { cache, WorkerEntrypoint } from "cloudflare:workers";
import { app } from "./app.ts";
import type { Env } from "./env.ts";
import type { HostJob } from "./model/fetching.ts";
import type { PictureJob } from "./model/media.ts";
import type { PushJob } from "./model/push.ts";
import { newsroomOf } from "./routes/newsroom.ts";
import { cacheTag, type DocumentKey, PROFILE_KEY } from "./store/keys.ts";

export { Newsroom } from "./newsroom/newsroom.ts";

/** Cache tags in one call of the platform. */
const TAGS_PER_CALL = 100;

type Batch = MessageBatch<HostJob> | MessageBatch<PictureJob> | MessageBatch<PushJob>;

/** What the platform calls. */
export default class Dateline extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Response | Promise<Response> {
    return app.fetch(request, this.env, this.ctx);
  }

  override async scheduled(): Promise<void> {
    const newsroom = newsroomOf(this.env);
    await newsroom.wake();
    using gathering = await newsroom.gathering();
    const { handOut } = await import("./ingest/jobs.ts");
    await handOut(this.env, gathering);
  }

  override async queue(batch: Batch): Promise<void> {
    if (isOfPushes(batch)) return this.push(batch);
    if (isOfPictures(batch)) {
      for (const message of batch.messages) await this.picture(message);
      return;
    }
    using gathering = await newsroomOf(this.env).gathering();
    if (batch.queue.endsWith("-dead")) await gathering.bury(batch.messages.map(({ body }) => body));
    else {
      const { workOff } = await import("./ingest/jobs.ts");
      await workOff(batch, this.env, gathering);
    }
  }

  private async push(batch: MessageBatch<PushJob>): Promise<void> {
    const { pushIn } = await import("./routes/pushing.ts");
    const context = { env: this.env, executionCtx: this.ctx };
    await Promise.all(
      batch.messages.map(({ body }) =>
        pushIn(context, body).catch((error) =>
          console.error(`a push failed, and is handed out again: ${JSON.stringify(body)}`, error),
        ),
      ),
    );
  }

  private async picture(message: Message<PictureJob>): Promise<void> {
    const { body: job, attempts } = message;
    using media = await newsroomOf(this.env).media();
    try {
      if (job.kind === "forms") {
        const { makeForms } = await import("./media/jobs.ts");
        await makeForms(job.file, attempts, this.env, media);
      } else {
        const { fetchPictures } = await import("./ingest/pictures.ts");
        await fetchPictures(job, this.env, media);
      }
      message.ack();
    } catch (error) {
      console.error(`a job of pictures failed: ${JSON.stringify(job)}`, error);
      message.retry();
    }
  }

  /**
   * Makes the edge check changed documents again, and drop removed ones at once. Called by the
   * newsroom: a cache belongs to one entrypoint, and this one's answers are what it holds
   * (https://developers.cloudflare.com/workers/cache/purge/).
   *
   * @returns whether there is an edge: local development has none
   * @throws Error when the platform refuses, for instance for too many purges
   */
  async invalidate(changed: DocumentKey[], removed: DocumentKey[]): Promise<boolean> {
    // Asked within the call: the platform's `cache` is that of the call at hand, and none while a module loads.
    if (typeof cache?.invalidate !== "function") return false;
    await tell(changed, (which) => cache.invalidate(which));
    await tell(removed, (which) => cache.purge(which));
    return true;
  }
}

// Queues are told apart by the end of their names: a deployment may call them otherwise.
const isOfPictures = (batch: Batch): batch is MessageBatch<PictureJob> => batch.queue.endsWith("pictures");
const isOfPushes = (batch: Batch): batch is MessageBatch<PushJob> => batch.queue.endsWith("pushes");

/**
 * In one call, whatever the number: many tags are told as everything, which for most means a 304. So is
 * what every page tells.
 */
async function tell(
  keys: DocumentKey[],
  call: (which: CachePurgeOptions) => Promise<CachePurgeResult>,
): Promise<void> {
  if (keys.length === 0) return;
  const all = keys.length > TAGS_PER_CALL || keys.includes(PROFILE_KEY);
  const result = await call(all ? { purgeEverything: true } : { tags: keys.map(cacheTag) });
  if (!result.success) throw new Error(`purge refused: ${JSON.stringify(result.errors)}`);
}
