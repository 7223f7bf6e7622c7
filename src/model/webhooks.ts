import type { Millis } from "./article.ts";

/** What can be told of to a webhook. */
export const HOOK_EVENTS = [
  ...["article.published", "article.updated", "article.withdrawn"],
  ...["comment.received", "comment.approved", "source.failing", "source.recovered"],
] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

/** `paused` by somebody, by an answer of 410, or since it failed for days. */
export type HookStatus = "active" | "paused";

/** A webhook without its secret. */
export interface WebhookView {
  id: string;
  url: string;
  events: HookEvent[];
  status: HookStatus;
  /** Why it is paused, where nobody did that. */
  why: string | null;
  /** RFC 3339: since when nothing has been taken; null where the last was. */
  failing_since: string | null;
  /** Until when what is sent is signed with the secret before this one, too. */
  old_secret_until: string | null;
  created: string;
}

/** How one attempt went. */
export interface Attempt {
  /** RFC 3339. */
  at: string;
  /** Of HTTP; null without an answer. */
  status: number | null;
  /** The beginning of the answer, or why there was none. */
  answer: string;
  took_ms: number;
}

/** `waiting` for its next attempt, `delivered`, or `given-up`. */
export type DeliveryState = "waiting" | "delivered" | "given-up";

export interface DeliveryView {
  id: number;
  /** The same over all attempts: `webhook-id`. */
  event: string;
  type: string;
  state: DeliveryState;
  /** What is sent, as JSON. */
  payload: string;
  /** The newest first. */
  attempts: Attempt[];
  next_attempt: string | null;
}

/** One to be sent now. */
export interface HookDelivery {
  id: number;
  url: string;
  /** What it is signed with, each by itself; as Standard Webhooks write them. */
  secrets: string[];
  event: string;
  body: string;
  /** The document that has to be readable first, as it was at that time, ms. */
  after: { key: string; changed: Millis } | null;
}

/** What became of it. */
export type HookOutcome = { id: number } & (
  | { kind: "answered"; status: number; text: string; took: Millis }
  | { kind: "failed"; reason: string; took: Millis }
  /** What it tells of cannot be read yet where it is sent from. */
  | { kind: "unreadable" }
);
