/** Longer paths name nothing here: two slugs of 100 four-byte letters, percent-encoded. */
const PATH_LIMIT = 2600;

/** Most addresses are spelt right, in ASCII, and have no query: nothing else is to be found out about them. */
const PLAIN = /^https?:\/\/[^/?#]+(?:\/[a-z0-9]+(?:[.-][a-z0-9]+)*)+$/;

/** Whether an absolute URL is plainly in its one spelling. Others may be, too: see `canonicalPath`. */
export function isPlainlyCanonical(url: string): boolean {
  return url.length <= PATH_LIMIT && PLAIN.test(url);
}

export type CanonicalPath =
  | { kind: "canonical" }
  | { kind: "elsewhere"; path: string }
  | { kind: "malformed"; status: 400 | 414; detail: string };

/**
 * The one spelling of a path: no trailing or double slash, lower case, compatibility-normalised,
 * percent-encoded as `encodeURIComponent` does (RFC 3986 §6.2.2 and our own slugs' rule).
 *
 * @param pathname as the URL has it, percent-encoded
 * @param fold how a decoded segment is normalised
 */
export function canonicalPath(pathname: string, fold: (segment: string) => string): CanonicalPath {
  if (pathname.length > PATH_LIMIT) {
    return { kind: "malformed", status: 414, detail: "The address is too long." };
  }
  const segments: string[] = [];
  for (const raw of pathname.split("/").filter(Boolean)) {
    const segment = decode(raw);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
    if (segment === null || /[\u0000-\u001F\u007F\uFFFD]/.test(segment)) {
      const detail = "The address holds bytes that are no text: check its percent-encoding.";
      return { kind: "malformed", status: 400, detail };
    }
    segments.push(encodeURIComponent(fold(segment)));
  }
  const path = `/${segments.join("/")}`;
  return path === pathname ? { kind: "canonical" } : { kind: "elsewhere", path };
}

/**
 * The one spelling of a query: of the parameters that an address takes, the first of each, in order.
 *
 * @param search with its question mark, or empty
 * @param clean how the value of each parameter is written; what it leaves empty is left out
 * @returns with its question mark, or empty
 */
export function canonicalQuery(search: string, clean: Record<string, (value: string) => string>): string {
  const given = new URLSearchParams(search);
  const kept = Object.entries(clean).flatMap(([name, write]) => {
    const value = write(given.get(name) ?? "");
    return value ? [[name, value]] : [];
  });
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null; // a malformed escape: the caller answers 400
  }
}
