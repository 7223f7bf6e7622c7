import type { Env } from "../env.ts";
import type { Newsroom } from "../newsroom/newsroom.ts";

/** The one newsroom of this deployment. */
export function newsroomOf(env: Env): DurableObjectStub<Newsroom> {
  return env.NEWSROOM.get(env.NEWSROOM.idFromName("newsroom"));
}

/** The part of it that gathers feeds: a stub, for the caller to dispose of with `using`. */
export function gatheringOf(env: Env) {
  return newsroomOf(env).gathering();
}
