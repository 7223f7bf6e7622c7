import type { Env } from "../env.ts";
import type { Newsroom } from "../newsroom/newsroom.ts";

/** The one newsroom of this deployment. */
export function newsroomOf(env: Env): DurableObjectStub<Newsroom> {
  return env.NEWSROOM.get(env.NEWSROOM.idFromName("newsroom"));
}
