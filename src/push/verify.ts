import type { Intent, PushOutcome } from "../model/push.ts";
import { type Answered, ask } from "./sending.ts";

/**
 * Asks a callback whether it wants what was asked for it, or tells it that there is nothing to be had
 * (WebSub §5.2, §5.3). Only 2xx with exactly the challenge says yes; a redirect does not.
 */
export async function verify(intent: Intent, options: Parameters<typeof ask>[2]): Promise<PushOutcome> {
  const { id, mode, topic, callback } = intent;
  const challenge = crypto.randomUUID();
  const asked = {
    ...{ "hub.mode": mode, "hub.topic": topic },
    ...(mode === "denied" ? { "hub.reason": intent.reason } : { "hub.challenge": challenge }),
    ...(mode === "subscribe" && { "hub.lease_seconds": String(intent.lease) }),
  };
  let answer: Answered;
  try {
    answer = await ask(withQuery(callback, new URLSearchParams(asked).toString()), {}, options);
  } catch (error) {
    return { id, kind: "failed", reason: (error as Error).message };
  }
  if (answer.status >= 500) return { id, kind: "failed", reason: `It answered ${answer.status}.` };
  const isYes = mode !== "denied" && answer.status >= 200 && answer.status < 300 && answer.text === challenge;
  return isYes ? { id, kind: "taken", took: answer.took } : { id, kind: "gone" };
}

/** A callback's own query stays to the letter (WebSub §5.3: "MUST preserve"). */
function withQuery(callback: string, query: string): string {
  const joint = !callback.includes("?") ? "?" : /[?&]$/.test(callback) ? "" : "&";
  return callback + joint + query;
}
