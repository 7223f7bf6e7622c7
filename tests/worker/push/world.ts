import { env } from "cloudflare:workers";
import type { PushJob } from "../../../src/model/push.ts";
import { topicAt } from "../../../src/model/topic.ts";
import { workOffPush } from "../../../src/push/jobs.ts";
import { siteIn } from "../../../src/routes/site.ts";
import { bindings, type Faults, NO_CONTEXT } from "../bindings.ts";
import { type Desk, openDesk, SITE } from "../newsroom.ts";

// A newsroom whose queues the test works off itself, and whose subscribers are functions.

interface Heard {
  url: string;
  method: string;
  body: string;
  headers: Headers;
}

export interface World {
  desk: Desk;
  /** Messages that wait, the oldest first. */
  queue: PushJob[];
  /** What came to callbacks, in order. */
  came: Heard[];
  /** What a callback answers; by itself it confirms, and takes what comes. */
  answers: Map<string, (request: Heard) => Response | Promise<Response>>;
  /** Makes the edge's cache refuse to hear of anything, or hear again. */
  deafen: (isDeaf: boolean) => void;
  /** Makes the queues refuse so many calls. */
  refuse: (calls: number) => void;
  /**
   * Works off one message, as the Worker would.
   *
   * @param gone where it is no more: before its second request, or before it could report
   * @throws Error when it is no more
   */
  work: (job: PushJob, kv?: KVNamespace, gone?: "send" | "report") => Promise<void>;
  /** Works off all that waits, and what comes of it. */
  settle: () => Promise<void>;
  ask: (fields: {
    mode?: "subscribe" | "unsubscribe";
    path: string;
    name: string;
    lease?: number;
  }) => Promise<string>;
  restart: () => Promise<void>;
}

export const callbackOf = (name: string) => `https://${name}.example/callback`;

export async function openWorld(name: string, kv: Faults["kv"] = {}): Promise<World> {
  const desk = await openDesk(name);
  const queue: PushJob[] = [];
  const came: Heard[] = [];
  const answers: World["answers"] = new Map();
  let refused = 0;
  let isDeaf = false;
  const bind = () =>
    desk.inside((newsroom) =>
      bindings(newsroom, {
        kv,
        alarms: "none",
        invalidate: async () => {
          if (isDeaf) throw new Error("the edge is not well");
        },
        pushes: {
          sendBatch: async (messages: { body: PushJob }[]) => {
            if (refused > 0) {
              refused--;
              throw new Error("the queue is not well");
            }
            queue.push(...messages.map(({ body }) => body));
          },
        },
      }),
    );
  await bind();
  const send = async (sent: Request): Promise<Response> => {
    const { url, method, headers } = sent;
    const request = { url, method, headers, body: await sent.text() };
    came.push(request);
    const answer = answers.get(new URL(url).host.replace(".example", ""));
    if (answer) return answer(request);
    return new Response(new URL(url).searchParams.get("hub.challenge"));
  };
  const work: World["work"] = async (job, documents = env.DOCUMENTS, gone) => {
    let sent = 0;
    const ends = () => {
      throw new Error("the Worker is no more");
    };
    // Each of its methods on its own, as by a stub.
    const inside =
      <Name extends "task" | "postpone" | "report" | "reportHooks">(name: Name) =>
      (...args: unknown[]) =>
        desk.inside((newsroom) =>
          (newsroom.pushing()[name] as (...given: unknown[]) => unknown).apply(newsroom.pushing(), args),
        );
    const pushing = {
      task: inside("task"),
      postpone: inside("postpone"),
      report: gone ? ends : inside("report"),
      reportHooks: gone ? ends : inside("reportHooks"),
    };
    const bound = { ...env, DOCUMENTS: documents };
    await workOffPush(job, pushing as unknown as Parameters<typeof workOffPush>[1], {
      env: bound,
      send: async (request) => (gone === "send" && sent++ > 0 ? Response.error() : send(request)),
      site: async () => siteIn({ env: bound, executionCtx: NO_CONTEXT }),
    });
  };
  return {
    ...{ desk, queue, came, answers, work },
    deafen: (deaf) => {
      isDeaf = deaf;
    },
    refuse: (calls) => {
      refused = calls;
    },
    settle: async () => {
      for (let i = 0; i < 200; i++) {
        const job = queue.shift();
        if (job) await work(job);
        else {
          await desk.pass(0);
          if (queue.length === 0) return;
        }
      }
      throw new Error("there is no end of it");
    },
    ask: async ({ mode = "subscribe", path, name: callback, lease = 864_000 }) => {
      const topic = topicAt(path);
      if (!topic) throw new Error(`${path} is no topic`);
      const asked = { mode, topic, url: SITE + path, callback: callbackOf(callback), secret: "", lease };
      const outcome = await desk.inside((newsroom) => newsroom.pushing().request(asked));
      if (outcome.kind === "noted") queue.push(outcome.job);
      return outcome.kind;
    },
    restart: async () => {
      await desk.restart();
      await bind();
    },
  };
}
