import type { Context } from "hono";
import type { Env } from "../env.ts";
import type { PushJob } from "../model/push.ts";
import { workOffPush } from "../push/jobs.ts";
import { newsroomOf } from "./newsroom.ts";
import { siteIn } from "./site.ts";

/** Works off a message of pushes; see `workOffPush`. */
export async function pushIn(
  c: Pick<Context<{ Bindings: Env }>, "env" | "executionCtx">,
  job: PushJob,
): Promise<void> {
  using pushing = await newsroomOf(c.env).pushing();
  await workOffPush(job, pushing, {
    env: c.env,
    site: async () => siteIn(c),
    send: (request) => fetch(request),
  });
}
