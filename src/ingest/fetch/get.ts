import { readUpTo } from "../../http/body.ts";
import { type Reach, refusal } from "../../http/guard.ts";
import type { Millis } from "../../model/article.ts";
import { decodeText } from "./charset.ts";
import { type NotBefore, notBefore } from "./freshness.ts";

/** Milliseconds for all of it: connection, redirects, body. */
export const TIMEOUT_MS: Millis = 10_000;
/** Bytes, decoded. */
export const BODY_LIMIT = 5 * 1024 * 1024;
const REDIRECTS = 5;

/** What we know of a feed from the last time, exactly as it was sent. */
export interface Known {
  etag: string | null;
  lastModified: string | null;
}

/** Who asks, and how. */
export interface Asking extends Reach {
  /** Name, version, an address about us, and for how many we ask. */
  userAgent: string;
  /** Ends the waiting in ms; tests are more impatient. */
  timeout?: Millis;
}

/**
 * What became of a request. `failed` says why for a person; its kind says what follows:
 * `gone` never ask again, `refused` not until somebody says so, `busy` leave the whole host alone.
 */
type Answer<Content> = { notBefore: NotBefore | null; movedTo: string | null } & (
  | { kind: "unchanged" }
  | ({ type: string; url: string; link: string | null } & Content & Known)
  | { kind: "failed"; failure: "gone" | "refused" | "busy" | "error"; status: number | null; reason: string }
);
export type Asked = Answer<{ kind: "bytes"; bytes: Uint8Array }>;
export type Fetched = Answer<{ kind: "text"; text: string }>;
type Failed = Extract<Asked, { kind: "failed" }>;

/** What is asked for. */
export interface Wish {
  /** The header `Accept`. */
  accept: string;
  /** At most, decoded. */
  bytes: number;
  /** As a person calls it. */
  what: string;
}

const FEED: Wish = {
  accept:
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1",
  bytes: BODY_LIMIT,
  what: "feed",
};

/** Asks for a feed, or a page that names one, once; see `ask`. */
export async function get(address: string, known: Known, asking: Asking): Promise<Fetched> {
  const asked = await ask(address, known, asking, FEED);
  if (asked.kind !== "bytes") return asked;
  const { bytes, ...rest } = asked;
  return { ...rest, kind: "text", text: decodeText(bytes, rest.type) };
}

/**
 * Asks for a URL once: conditionally, following up to five redirects, each checked, within ten
 * seconds and as many bytes as are wished for. Never throws for what the other side does.
 *
 * @param known validators of what we have; sent back exactly as received
 * @returns also where a permanent redirect leads (301, 308 only, and only before any other), and
 *   when we may ask again
 */
export async function ask(address: string, known: Known, asking: Asking, wish: Wish): Promise<Asked> {
  const signal = AbortSignal.timeout(asking.timeout ?? TIMEOUT_MS);
  const headers = new Headers({
    "Accept-Encoding": "gzip, br",
    "User-Agent": asking.userAgent,
    Accept: wish.accept,
  });
  if (known.etag) headers.set("If-None-Match", known.etag);
  if (known.lastModified) headers.set("If-Modified-Since", known.lastModified);
  let url = URL.parse(address);
  let movedTo: string | null = null;
  let permanently = true;
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    const refused = url ? refusal(url, asking) : "this is no address";
    if (!url || refused)
      return failed("error", null, hop ? `A redirect leads astray: ${refused}.` : `${refused}.`);
    let response: Response;
    try {
      response = await fetch(url, { headers, redirect: "manual", signal });
    } catch (error) {
      return failed("error", null, unreachable(error));
    }
    const location = response.headers.get("location");
    if (!isRedirect(response.status) || !location) return settle(response, url.href, movedTo, wish);
    await response.body?.cancel();
    permanently &&= response.status === 301 || response.status === 308;
    url = URL.parse(location, url.href);
    if (permanently && url) movedTo = withoutFragment(url);
  }
  return failed("error", null, `It redirects more than ${REDIRECTS} times.`);
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

function withoutFragment(url: URL): string {
  url.hash = "";
  return url.href;
}

function failed(
  failure: "gone" | "refused" | "busy" | "error",
  status: number | null,
  reason: string,
  before: NotBefore | null = null,
): Failed {
  const sentence = reason.charAt(0).toUpperCase() + reason.slice(1);
  return { kind: "failed", failure, status, reason: sentence, notBefore: before, movedTo: null };
}

async function settle(response: Response, url: string, movedTo: string | null, wish: Wish): Promise<Asked> {
  const { status, headers, body } = response;
  const before = notBefore(headers, Date.now());
  if (status !== 200) await body?.cancel();
  if (status === 304) return { kind: "unchanged", notBefore: before, movedTo };
  if (status !== 200) return failed(...failureOf(status, wish.what), before);
  try {
    const bytes = body ? await readUpTo(body, wish.bytes) : new Uint8Array();
    if (bytes === null) return failed("error", status, `It has more than ${wish.bytes} bytes.`, before);
    return {
      ...{ kind: "bytes", bytes, type: headers.get("content-type") ?? "", url, link: headers.get("link") },
      ...{ etag: headers.get("etag"), lastModified: headers.get("last-modified") },
      ...{ notBefore: before, movedTo },
    };
  } catch (error) {
    return failed("error", status, brokenOff(error), before);
  }
}

function failureOf(status: number, what: string): ["gone" | "refused" | "busy" | "error", number, string] {
  if (status === 410) return ["gone", status, "It says that it is gone for good (410)."];
  if (status === 401)
    return ["refused", status, "It asks for a name and password (401), so we leave it alone."];
  if (status === 403)
    return ["refused", status, "It does not want to be read by us (403), so we leave it alone."];
  if (status === 404) return ["error", status, "There is nothing at this address (404)."];
  if (status === 429)
    return ["busy", status, "We asked too often (429); its whole host is left in peace for a while."];
  if (status >= 500) return ["error", status, `The server has a problem (${status}).`];
  return ["error", status, `It answers with ${status}, which is no ${what}.`];
}

const timedOut = (error: unknown) => (error as Error).name === "TimeoutError";

function unreachable(error: unknown): string {
  return timedOut(error) ? "It did not answer in time." : `It cannot be reached${why(error)}.`;
}

function brokenOff(error: unknown): string {
  return timedOut(error)
    ? "It did not finish its answer in time."
    : `Its answer broke off or could not be unpacked${why(error)}.`;
}

/** The platform's own words, where they tell anything. */
function why(error: unknown): string {
  const { message } = error as Error;
  return message.startsWith("internal error") ? "" : ` (${message})`;
}
