import type { Millis } from "./article.ts";
import type { Topic } from "./topic.ts";
import type { HookDelivery } from "./webhooks.ts";

// What passes between the newsroom, which knows who is to be told what, and whoever tells them.

/**
 * A message of the queues of pushes: it names what there is to do, and the newsroom tells the rest when
 * somebody begins with it. `until`, ms, is when it may be given to somebody else; it tells an answer to
 * this message from one that comes too late.
 */
export type PushJob = { until: Millis } & (
  | { kind: "verify"; ids: number[] }
  | { kind: "late"; ids: number[] }
  | { kind: "hooks"; ids: number[] }
  | { kind: "batch"; id: number }
);

/** Somebody who is told of a topic's changes. */
export interface Subscriber {
  id: number;
  callback: string;
  /** What is sent is signed with it; empty for none. */
  secret: string;
}

/** What a callback is asked (WebSub §5.3), or told (§5.2). */
export type Intent = { id: number; topic: string; callback: string } & (
  | { mode: "subscribe" /** Seconds. */; lease: number }
  | { mode: "unsubscribe" }
  | { mode: "denied"; reason: string }
);

/** What a message of theirs is about, as of now. `patience`: ms that each may take to answer. */
export type PushTask = { patience: Millis } & (
  | { kind: "verify"; intents: Intent[] }
  | { kind: "hooks"; deliveries: HookDelivery[] }
  | {
      kind: "content";
      /** The address of the feed. */
      url: string;
      topic: Topic;
      /** Its document as of then, ms, or later is what they are told. */
      changed: Millis;
      /** How many changes there were. */
      version: number;
      subscribers: Subscriber[];
    }
);

/** Whoever takes what is sent within this time is told with others, and nothing is said of them. */
export const PROMPT_MS: Millis = 5000;

/** What became of one request; what was taken promptly goes without saying. */
export type PushOutcome = { id: number } & (
  | { kind: "taken" /** ms */; took: Millis }
  /** They want no more of it. */
  | { kind: "gone" }
  | { kind: "failed"; reason: string }
);
