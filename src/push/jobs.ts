import type { Env } from "../env.ts";
import type { Millis } from "../model/article.ts";
import { PROMPT_MS, type PushJob, type PushOutcome, type PushTask } from "../model/push.ts";
import { HUB_PATH } from "../model/topic.ts";
import type { Newsroom } from "../newsroom/newsroom.ts";
import type { Site } from "../render/site.ts";
import { settingsOf } from "../settings.ts";
import { type Content, contentOf } from "./content.ts";
import { deliver } from "./deliver.ts";
import { sendHook } from "./hooks.ts";
import { forEach, reachOf, type Send, userAgentOf } from "./sending.ts";
import { verify } from "./verify.ts";

/** The newsroom's side: a stub, for whoever made it to dispose of. */
type Desk = Awaited<ReturnType<DurableObjectStub<Newsroom>["pushing"]>>;

/** What is told within a message's time: whoever was not begun with by then is told later, ms. */
const BEGUN_WITHIN_MS: Millis = 90_000;

/** Whatever the work needs besides what the newsroom says. */
export interface Means {
  env: Env;
  /** The publication as it is shown. */
  site: () => Promise<Site>;
  send: Send;
}

/**
 * Works off a message: whom it names is asked, or told. What breaks off, or cannot be reported, is handed
 * out again by the newsroom, so that everybody is told at least once.
 *
 * @throws Error when the newsroom or KV is out of reach
 */
export async function workOffPush(job: PushJob, desk: Desk, means: Means): Promise<void> {
  const task = await desk.task(job);
  if (!task) return;
  if (task.kind === "hooks") {
    const agent = userAgentOf(settingsOf(means.env));
    const kv = means.env.DOCUMENTS;
    const outcomes = await forEach(task.deliveries, (each) =>
      sendHook(each, kv, agent, optionsOf(task, means)),
    );
    return desk.reportHooks(job, outcomes);
  }
  if (task.kind === "verify") {
    const outcomes = await forEach(task.intents, (intent) => verify(intent, optionsOf(task, means)));
    return desk.report(job, null, outcomes);
  }
  const content = await contentOf(means.env.DOCUMENTS, task.topic, task.changed, means.site);
  if (!content) return desk.postpone(job);
  await desk.report(job, task.version, (await tell(task, content, means)).filter(isWorthSaying));
}

type Telling = Extract<PushTask, { kind: "content" }>;

function tell(task: Telling, content: Content, means: Means): Promise<PushOutcome[]> {
  const settings = settingsOf(means.env);
  const links = `<${settings.url}${HUB_PATH}>; rel="hub", <${task.url}>; rel="self"`;
  const until = Date.now() + BEGUN_WITHIN_MS;
  return forEach(task.subscribers, async (subscriber): Promise<PushOutcome> => {
    if (Date.now() > until) return { id: subscriber.id, kind: "failed", reason: "There was no time left." };
    return deliver(subscriber, content, links, userAgentOf(settings), optionsOf(task, means));
  });
}

const optionsOf = ({ patience }: PushTask, { env, send }: Means) => ({
  ...{ patience, send },
  reach: reachOf(settingsOf(env)),
});

const isWorthSaying = (outcome: PushOutcome) => outcome.kind !== "taken" || outcome.took > PROMPT_MS;
