import type { Millis } from "../../model/article.ts";
import { parseFeedDate } from "../parse/date.ts";

/** When an answer lets us ask again, and which of its headers says so. */
export interface NotBefore {
  at: Millis;
  why: "max-age" | "expires" | "retry-after";
}

/**
 * The latest of what an answer asks for: `Retry-After` in seconds or as a date, `max-age`, and
 * `Expires` where there is no `max-age` (RFC 9110 §10.2.3, RFC 9111 §5.2.2.1, §5.3).
 */
export function notBefore(headers: Headers, now: Millis): NotBefore | null {
  const wishes: NotBefore[] = [];
  const retry = headers.get("retry-after")?.trim() ?? "";
  const retryAt = /^\d{1,9}$/.test(retry) ? now + Number(retry) * 1000 : parseFeedDate(retry);
  if (retryAt !== null) wishes.push({ at: retryAt, why: "retry-after" });
  const cacheControl = headers.get("cache-control") ?? "";
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl)?.[1];
  const expires = headers.get("expires");
  if (maxAge !== undefined) {
    const age = Number(/^\d{1,9}$/.exec(headers.get("age")?.trim() ?? "")?.[0] ?? 0);
    wishes.push({ at: now + Math.max(0, Number(maxAge) - age) * 1000, why: "max-age" });
  } else if (expires && !/no-(cache|store)/i.test(cacheControl)) {
    const [at, date] = [parseFeedDate(expires), parseFeedDate(headers.get("date") ?? "")];
    // By the server's own clock: ours may be another.
    if (at !== null) wishes.push({ at: now + Math.max(0, at - (date ?? now)), why: "expires" });
  }
  return wishes.sort((a, b) => b.at - a.at).find(({ at }) => at > now) ?? null;
}
