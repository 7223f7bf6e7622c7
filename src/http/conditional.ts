/** What a client may know a representation by. */
export interface Validators {
  /** Strong, quoted (RFC 9110 §8.8.3). */
  etag: string;
  /** When the document last changed, ms. */
  lastModified: number;
}

/**
 * Whether a client's copy is still current.
 *
 * `If-None-Match` wins and is compared weakly; only without it counts `If-Modified-Since`, in whole
 * seconds, and a value that is no HTTP date is ignored (RFC 9110 §13.1.2, §13.1.3).
 */
export function isFresh(request: Headers, current: Validators): boolean {
  const tags = request.get("if-none-match");
  if (tags !== null) return matchesAny(tags, current.etag);
  const since = parseHttpDate(request.get("if-modified-since"));
  return since >= wholeSeconds(current.lastModified); // NaN compares false
}

/**
 * Whether a request is for another state than the current one: `If-Match`, compared strongly, or else
 * `If-Unmodified-Since`, where there is a date (RFC 9110 §13.1.1, §13.1.4).
 */
export function isOutdated(request: Headers, current: Validators): boolean {
  const match = request.get("if-match");
  if (match !== null) {
    const tags = strongTags(match);
    return tags !== "any" && !tags.includes(current.etag);
  }
  const since = parseHttpDate(request.get("if-unmodified-since"));
  const isDated = Number.isFinite(current.lastModified);
  return isDated && wholeSeconds(current.lastModified) > since; // NaN compares false
}

/** A time as HTTP dates have it, ms. */
const wholeSeconds = (millis: number) => Math.floor(millis / 1000) * 1000;

/**
 * Whether a list of entity tags names `etag`, compared weakly. Tags without quotes, and tags that
 * a compressing proxy marked (`-gzip`, `;br`), are understood: our tags hold no such suffix, so
 * this cannot take one version for another.
 */
function matchesAny(list: string, etag: string): boolean {
  if (list === etag) return true;
  const current = etag.slice(1, -1);
  const tags = list.match(/(?:W\/)?"[^"]*"(?:[-;]{1,2}\w+)?|[^,\s]+/gi) ?? [];
  return tags.some((tag) => tag === "*" || opaque(tag) === current);
}

function opaque(tag: string): string {
  return tag
    .replace(/^W\//i, "")
    .replaceAll('"', "")
    .replace(/(?:--|[-;])(?:gzip|br|zstd|deflate|df)$/i, "");
}

const HTTP_DATES = [
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
  /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/,
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/,
];

/** An HTTP date in any of its three forms (RFC 9110 §5.6.7), as ms; NaN for anything else, and for none. */
function parseHttpDate(text: string | null): number {
  if (text === null) return Number.NaN;
  const form = HTTP_DATES.findIndex((pattern) => pattern.test(text));
  if (form === -1) return Number.NaN;
  // The last form names no zone and means GMT.
  return Date.parse(form === 2 ? `${text} GMT` : text);
}

/**
 * The strong entity tags of an `If-Match`, or "any" for `*`. Weak ones are left out: they never
 * match (RFC 9110 §13.1.1).
 */
export function strongTags(header: string): string[] | "any" {
  if (header.trim() === "*") return "any";
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.filter((tag) => !tag.startsWith("W/"));
}
