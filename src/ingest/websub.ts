import { refusal } from "../http/guard.ts";
import { parseLinks } from "../http/links.ts";
import type { FeedInfo } from "../model/entry.ts";
import type { Subscription } from "../model/fetching.ts";
import { type Asking, TIMEOUT_MS } from "./fetch/get.ts";

/** The lease that we ask hubs for, seconds. */
const LEASE_S = 10 * 86_400;
const ALGORITHMS: Record<string, string> = {
  sha1: "SHA-1",
  sha256: "SHA-256",
  sha384: "SHA-384",
  sha512: "SHA-512",
};

/**
 * The hub of a feed and the address it knows the feed by: `Link` headers win over what the feed
 * says (https://www.w3.org/TR/websub/#discovery).
 *
 * @param url where the feed was read
 */
export function hubOf(header: string | null, url: string, info: FeedInfo): Pick<FeedInfo, "hub" | "topic"> {
  const links = parseLinks(header);
  const linked = (rel: string) => {
    const href = links.find((link) => link.rel.includes(rel))?.href;
    return href === undefined ? undefined : URL.parse(href, url)?.href;
  };
  return { hub: linked("hub") ?? info.hub, topic: linked("self") ?? info.topic };
}

/**
 * Asks a hub to tell us of a feed's changes (WebSub §5.1). The hub answers by asking back; one that
 * does not, or cannot be reached, is asked again a day later, and polling goes on meanwhile.
 */
export async function subscribe(
  { feed, hub, topic, secret }: Subscription,
  site: string,
  asking: Asking,
): Promise<void> {
  const url = URL.parse(hub);
  const refused = url ? refusal(url, asking) : "it is no address";
  if (!url || refused) return console.warn(`not subscribing at ${hub}: ${refused}`);
  const body = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.topic": topic,
    "hub.callback": `${site}/websub/${feed}`,
    "hub.secret": secret,
    "hub.lease_seconds": String(LEASE_S),
  });
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { "User-Agent": asking.userAgent },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (!response.ok) console.warn(`${hub} did not take a subscription: ${response.status}`);
  } catch (error) {
    console.warn(`${hub} cannot be reached`, error);
  }
}

/**
 * Whether a hub's signature is right: `X-Hub-Signature: method=hex`, an HMAC of the body with the
 * secret we gave (WebSub §8).
 */
export async function isSigned(
  header: string | null,
  body: Uint8Array<ArrayBuffer>,
  secret: string,
): Promise<boolean> {
  const [, method = "", hex = ""] = /^(sha\d+)=([0-9a-f]+)$/i.exec(header?.trim() ?? "") ?? [];
  const hash = ALGORITHMS[method.toLowerCase()];
  if (!hash || hex.length % 2) return false;
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret),
    { name: "HMAC", hash },
    false,
    ["verify"],
  );
  const signature = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  return crypto.subtle.verify("HMAC", key, signature, body);
}
