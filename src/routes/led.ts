import type { Env } from "../env.ts";
import { type FormerPath, ledByPattern, pathOfPart } from "../model/redirect.ts";
import { FEED_FILES, KINDS_BY_FOLDER } from "../model/scope.ts";
import { cleanQuery } from "../model/search.ts";
import { isSlug } from "../model/slug.ts";
import { readDocument } from "../store/documents.ts";
import { articleKey, cacheTag, type DocumentKey, listKey, redirectKey } from "../store/keys.ts";
import { formerIn, isOurs } from "./former.ts";
import { type AppContext, moved } from "./serve.ts";
import { shownIn } from "./site.ts";

/** What is asked of the whole publication by a parameter: its feeds, and its search. */
function ofPublication(query: URLSearchParams): string | null {
  const feed = query.get("feed") ?? "";
  if (/^comments-(?:rss2|atom)$/.test(feed))
    return `/comments/${FEED_FILES[feed.endsWith("atom") ? "atom" : "rss"]}`;
  const found = cleanQuery(query.get("s") ?? "");
  return found ? `/search?${new URLSearchParams({ q: found })}` : null;
}

type Asked = Pick<AppContext, "env" | "executionCtx">;

/**
 * Where an address leads that is none of ours, or none any more: in one step to where it is now, whatever
 * is asked for there. One KV read, and one more where a pattern fits it.
 *
 * @returns null where nobody has said so
 * @throws StoreUnavailable when KV does not answer
 */
export async function ledFrom(c: Asked, asked: string): Promise<Response | null> {
  const url = new URL(asked);
  const former = formerIn(url.href);
  if (!former) return null;
  const { path, address, part } = former;
  if (isOurs(path)) {
    const target = ofPublication(url.searchParams) ?? pathOfPart(address, part);
    return target === url.pathname ? null : moved(target);
  }
  const key = redirectKey(path);
  const target = (await storedAt(c.env, key)) ?? (await byPattern(c, path));
  return target === null ? null : moved(pathOfPart(target, part), cacheTag(key));
}

/** Where a redirect leads; null where there is none. */
async function storedAt(env: Env, key: DocumentKey): Promise<string | null> {
  const found = await readDocument(env.DOCUMENTS, key);
  await found?.body.cancel();
  return found?.stored.kind === "redirect" ? found.stored.to : null;
}

/** Where a pattern leads, if something is there: to where that has moved meanwhile. */
async function byPattern(c: Asked, path: FormerPath): Promise<string | null> {
  const { site } = await shownIn(c);
  const target = ledByPattern(site.redirects ?? [], path);
  if (target === null || !target.startsWith("/")) return target;
  const [, folder = "", name = ""] = target.split("/");
  const slug = decodeURIComponent(name);
  const kind = KINDS_BY_FOLDER[folder];
  if (!isSlug(slug)) return null;
  const found = await readDocument(c.env.DOCUMENTS, kind ? listKey({ kind, slug }) : articleKey(slug));
  await found?.body.cancel();
  if (!found) return null;
  return found.stored.kind === "redirect" ? found.stored.to : target;
}
