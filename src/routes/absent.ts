import { type CachePolicy, cacheHeaders } from "../http/caching.ts";
import { mediaHeaders } from "../http/media.ts";
import { problemResponse } from "../http/problem.ts";
import type { ListDocument } from "../model/document.ts";
import { HOME } from "../model/scope.ts";
import { renderMessagePage, type Suggestions, suggest } from "../render/html/message.tsx";
import { siteOf } from "../render/site.ts";
import type { Strings } from "../render/strings/strings.ts";
import { settingsOf } from "../settings.ts";
import { readDocument } from "../store/documents.ts";
import { listKey } from "../store/keys.ts";
import type { Absence, AppContext } from "./serve.ts";

/** An error as a page. @param tag what brings a better answer to the edge when it changes */
export function messagePage(
  c: AppContext,
  status: keyof Strings["errors"],
  policy: CachePolicy,
  tag?: string,
  suggestions?: Suggestions,
): Response {
  const page = renderMessagePage(status, siteOf(settingsOf(c.env)), suggestions);
  return new Response(page, { status, headers: { ...mediaHeaders("html"), ...cacheHeaders(policy, tag) } });
}

/** 404 as a page that suggests where to go: one KV read, of the front page's document. */
export async function missingPage(c: AppContext, tag?: string): Promise<Response> {
  const home = await readDocument(c.env.DOCUMENTS, listKey(HOME));
  const suggestions = home
    ? suggest(c.req.path, await new Response(home.body).json<ListDocument>())
    : undefined;
  return messagePage(c, 404, "missing", tag, suggestions);
}

/** 404 or 410 for a program. */
export function publicProblem(why: Absence, tag?: string): Response {
  const problem =
    why === "gone"
      ? { status: 410, detail: "This article was withdrawn." }
      : { status: 404, detail: "There is nothing at this address." };
  return problemResponse(problem, {}, "missing", tag);
}
