import type { PushOutcome, Subscriber } from "../model/push.ts";
import { hex, hmacSha256 } from "../store/sha256.ts";
import type { Content } from "./content.ts";
import { ask } from "./sending.ts";

/**
 * Sends a feed to a subscriber, signed where it gave a secret (WebSub §7). 2xx is success, 410 ends the
 * subscription, and whatever else, a redirect among it, is to be tried again.
 *
 * @param links the header `Link`, with the hub and the topic's own address
 */
export async function deliver(
  { id, callback, secret }: Subscriber,
  { bytes, type }: Content,
  links: string,
  userAgent: string,
  options: Parameters<typeof ask>[2],
): Promise<PushOutcome> {
  const headers = {
    ...{ "Content-Type": type, Link: links, "User-Agent": userAgent },
    ...(secret && {
      "X-Hub-Signature": `sha256=${hex(await hmacSha256(new TextEncoder().encode(secret), bytes))}`,
    }),
  };
  try {
    const { status, took } = await ask(callback, { method: "POST", headers, body: bytes }, options);
    if (status === 410) return { id, kind: "gone" };
    if (status < 200 || status > 299) return { id, kind: "failed", reason: `It answered ${status}.` };
    return { id, kind: "taken", took };
  } catch (error) {
    return { id, kind: "failed", reason: (error as Error).message };
  }
}
