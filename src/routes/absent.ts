import { type CachePolicy, cacheHeaders } from "../http/caching.ts";
import { mediaHeaders } from "../http/media.ts";
import { problemResponse } from "../http/problem.ts";
import type { ListDocument } from "../model/document.ts";
import { timestamp } from "../model/item.ts";
import { HOME } from "../model/scope.ts";
import { renderMessagePage, type Suggestions, suggest } from "../render/html/message.tsx";
import type { Strings } from "../render/strings/strings.ts";
import { readDocument } from "../store/documents.ts";
import { listKey } from "../store/keys.ts";
import type { Absence, AppContext, Withdrawal } from "./serve.ts";
import { shownIn, siteAtHand } from "./site.ts";

/** An error as a page. @param tag what brings a better answer to the edge when it changes */
export function messagePage(
  c: Pick<AppContext, "env">,
  status: keyof Strings["errors"],
  policy: CachePolicy,
  tag?: string,
  suggestions?: Suggestions,
  withdrawn?: Withdrawal,
): Response {
  const page = renderMessagePage(
    status,
    siteAtHand(c.env),
    suggestions,
    withdrawn && {
      since: withdrawn.since === undefined ? undefined : timestamp(withdrawn.since),
      reason: withdrawn.reason,
    },
  );
  return new Response(page, { status, headers: { ...mediaHeaders("html"), ...cacheHeaders(policy, tag) } });
}

/**
 * 404 or 410 as a page that suggests where to go: one KV read, of the front page's document.
 */
export async function absentPage(
  c: AppContext,
  why: Absence,
  tag?: string,
  withdrawn?: Withdrawal,
): Promise<Response> {
  const [home] = await Promise.all([readDocument(c.env.DOCUMENTS, listKey(HOME)), shownIn(c)]);
  const found = home ? suggest(c.req.path, await new Response(home.body).json<ListDocument>()) : undefined;
  return why === "missing"
    ? messagePage(c, 404, "missing", tag, found)
    : messagePage(c, 410, "missing", tag, found && { similar: [], latest: found.latest }, withdrawn);
}

/** 404 as a page. */
export const missingPage = (c: AppContext, tag?: string) => absentPage(c, "missing", tag);

/** 404 or 410 for a program. */
export function publicProblem(why: Absence, tag?: string, withdrawn?: Withdrawal): Response {
  const problem =
    why === "gone"
      ? { status: 410, detail: ["This article was withdrawn.", withdrawn?.reason].filter(Boolean).join(" ") }
      : { status: 404, detail: "There is nothing at this address." };
  return problemResponse(problem, {}, "missing", tag);
}
