import { canonicalPath } from "../http/canonical.ts";
import { LIMITS } from "../model/limits.ts";
import { RESERVED } from "../model/page.ts";
import { type FormerPath, formerOf, type Part } from "../model/redirect.ts";
import { foldCase } from "../model/slug.ts";

const encoder = new TextEncoder();

/**
 * Whose a former address was, and what of it is asked for.
 *
 * @param text a path with its query, or a URL, whatever its host
 * @returns null for what is no address, or one that is too long to be kept
 */
export function formerIn(text: string): { path: FormerPath; part: Part } | null {
  const url = URL.parse(text, "https://former.invalid");
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  const spelt = canonicalPath(url.pathname, foldCase);
  if (spelt.kind === "malformed") return null;
  const path = decodeURI(spelt.kind === "elsewhere" ? spelt.path : url.pathname);
  const former = formerOf(path, url.searchParams);
  return encoder.encode(former.path).length <= LIMITS.formerPath ? former : null;
}

/** What Blogger has below names that are ours, too, and nothing of ours is. */
const ELSEWHERE = /^\/(?:search\/label|feeds\/(?:posts|comments))\//;

/** Whether what begins so is ours, so that nothing else can stand there. */
export function isOurs(path: FormerPath): boolean {
  const [, folder = ""] = path.split("/");
  return path === "/" || (RESERVED.has(folder) && !ELSEWHERE.test(path));
}
