import { canonicalPath } from "../http/canonical.ts";
import { LIMITS } from "../model/limits.ts";
import { RESERVED } from "../model/page.ts";
import { type FormerPath, formerOf, type Part } from "../model/redirect.ts";
import { foldCase } from "../model/slug.ts";

const encoder = new TextEncoder();

export interface Former {
  path: FormerPath;
  /** The same as an address has it, percent-encoded. */
  address: string;
  part: Part;
}

/**
 * Whose a former address was, and what of it is asked for.
 *
 * @param text a path with its query, or a URL, whatever its host
 * @returns null for what is no address, or one that is too long to be kept
 */
export function formerIn(text: string): Former | null {
  const url = URL.parse(text, "https://former.invalid");
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  const spelt = canonicalPath(url.pathname, foldCase);
  if (spelt.kind === "malformed") return null;
  const address = spelt.kind === "elsewhere" ? spelt.path : url.pathname;
  const former = formerOf(decodeURI(address), url.searchParams);
  if (encoder.encode(former.path).length > LIMITS.formerPath) return null;
  return { ...former, address: formerOf(address, url.searchParams).path };
}

/** What Blogger has below names that are ours, too, and nothing of ours is. */
const ELSEWHERE = /^\/(?:search\/label|feeds\/(?:posts|comments))\//;

/** Whether what begins so is ours, so that nothing else can stand there. */
export function isOurs(path: FormerPath): boolean {
  const [, folder = ""] = path.split("/");
  return path === "/" || (RESERVED.has(folder) && !ELSEWHERE.test(path));
}
