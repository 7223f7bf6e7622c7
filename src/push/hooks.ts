import type { HookDelivery, HookOutcome } from "../model/webhooks.ts";
import { storedAs } from "../store/documents.ts";
import type { DocumentKey } from "../store/keys.ts";
import { hmacSha256 } from "../store/sha256.ts";
import { ask } from "./sending.ts";

/**
 * Sends what happened to a webhook, as Standard Webhooks say (https://www.standardwebhooks.com): with an id
 * that is the same each time, the time of this attempt, and signatures over both and the body.
 *
 * @throws Error when KV does not answer
 */
export async function sendHook(
  { id, url, secrets, event, body, after }: HookDelivery,
  kv: KVNamespace,
  userAgent: string,
  options: Parameters<typeof ask>[2],
): Promise<HookOutcome> {
  if (after && !(await isReadable(kv, after))) return { id, kind: "unreadable" };
  const began = Date.now();
  const time = String(Math.floor(began / 1000));
  const signed = await Promise.all(secrets.map((secret) => signature(secret, `${event}.${time}.${body}`)));
  const headers = {
    ...{ "Content-Type": "application/json", "User-Agent": userAgent },
    ...{ "webhook-id": event, "webhook-timestamp": time, "webhook-signature": signed.join(" ") },
  };
  try {
    const { status, text, took } = await ask(url, { method: "POST", headers, body }, options);
    return { id, kind: "answered", status, text, took };
  } catch (error) {
    return { id, kind: "failed", reason: (error as Error).message, took: Date.now() - began };
  }
}

/** Whether a document can be read from here as it was at a time, or later. */
async function isReadable(
  kv: KVNamespace,
  { key, changed }: NonNullable<HookDelivery["after"]>,
): Promise<boolean> {
  if (changed === 0) return true; // there is none any more
  const stored = await storedAs(kv, key as DocumentKey);
  return stored !== null && stored.changed >= changed;
}

const PREFIX = "whsec_";

/** A new secret: 24 bytes, in base64 after a prefix. */
export function newHookSecret(): string {
  return PREFIX + toBase64(crypto.getRandomValues(new Uint8Array(24)));
}

async function signature(secret: string, text: string): Promise<string> {
  const key = Uint8Array.from(atob(secret.slice(PREFIX.length)), (byte) => byte.charCodeAt(0));
  return `v1,${toBase64(await hmacSha256(key, new TextEncoder().encode(text)))}`;
}

const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
