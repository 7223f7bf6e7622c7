import type { MiddlewareHandler } from "hono";
import { readUpTo } from "../../http/body.ts";
import { strongTags } from "../../http/conditional.ts";
import { problemResponse } from "../../http/problem.ts";
import { LIMITS } from "../../model/limits.ts";
import type { Wait } from "../../newsroom/desk.ts";
import type { ApiEnv } from "./auth.ts";

const WITH_BODY = new Set(["POST", "PATCH", "PUT"]);

/**
 * Lets only JSON through: 415 for another type or coding, 413 for too much, 400 for bytes that are
 * not UTF-8 or text that is not JSON. Requests without a body that need none pass.
 */
export const jsonBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { raw } = c.req;
  if (!WITH_BODY.has(raw.method) || raw.body === null || promisesNothing(raw.headers)) return next();
  const [type = "", ...parameters] = (raw.headers.get("content-type") ?? "").toLowerCase().split(/;\s*/);
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  const isJson = /^application\/(json|[\w.-]+\+json)$/.test(type.trim());
  if (!isJson || (charset && !/^charset="?utf-?8"?$/.test(charset)) || raw.headers.has("content-encoding")) {
    const detail = "Send application/json in UTF-8, without Content-Encoding.";
    return problemResponse({ status: 415, detail }, { Accept: "application/json" });
  }
  const bytes = await readUpTo(raw.body, LIMITS.requestBytes);
  if (bytes === null) {
    return problemResponse({ status: 413, detail: `A request may have ${LIMITS.requestBytes} bytes.` });
  }
  const text = decodeUtf8(bytes);
  const json = text === null ? undefined : parseJson(text);
  if (json === undefined) {
    const detail = text === null ? "The body is not UTF-8." : "The body is not JSON.";
    return problemResponse({ status: 400, detail });
  }
  c.set("bodyBytes", bytes);
  // Where the validator looks for the parsed body.
  c.req.bodyCache.json = Promise.resolve(json);
  return next();
};

/** Whether the headers speak of no body: a stream may be there all the same, and empty. */
function promisesNothing(headers: Headers): boolean {
  return headers.get("content-length") === "0" && !headers.has("content-type");
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null; // the caller answers 400
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // JSON has no undefined; the caller answers 400
  }
}

/** The ETag of an article's revision. */
export function revisionTag(revision: number): string {
  return `"r${revision}"`;
}

/**
 * The revisions that `If-Match` lets a write replace; null for any.
 *
 * @returns an empty list where it names none that could exist
 */
export function expectedRevisions(ifMatch: string): number[] | null {
  const tags = strongTags(ifMatch);
  if (tags === "any") return null;
  return tags.flatMap((tag) => (/^"r\d{1,9}"$/.test(tag) ? [Number(tag.slice(2, -1))] : []));
}

const LONGEST_WAIT_S = 30;

/**
 * What the answer to a write waits for: all of its documents, as long as `Prefer: wait` says in seconds
 * (RFC 7240 §4.3) and half a minute at most; without a wish a moment for the page itself.
 */
export function patience(prefer: string | undefined): Wait {
  const wait = /(?:^|[,;\s])wait=(\d{1,6})/i.exec(prefer ?? "")?.[1];
  return wait === undefined ? "page" : Math.min(Number(wait), LONGEST_WAIT_S) * 1000;
}
