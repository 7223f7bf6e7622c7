import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { cacheHeaders } from "../../http/caching.ts";
import { canonicalPath } from "../../http/canonical.ts";
import { problemResponse } from "../../http/problem.ts";
import { LIMITS } from "../../model/limits.ts";
import { faultOf, isPattern, pathOfPart } from "../../model/redirect.ts";
import { foldCase } from "../../model/slug.ts";
import type { RedirectWish } from "../../newsroom/publication/redirects.ts";
import { settingsOf } from "../../settings.ts";
import { formerIn, isOurs } from "../former.ts";
import { newsroomOf } from "../newsroom.ts";
import { type ApiEnv, needs } from "./auth.ts";
import { answers, json, jsonBodyOf, SECURITY } from "./describe.ts";
import { patience } from "./request.ts";

const RedirectInput = z
  .strictObject({
    from: z.string().min(1).max(LIMITS.url).openapi({
      description:
        "A former path, with its query where that made an address of it (`/?p=12`), or a URL, whatever its host; or a pattern: `/:year/:month/:slug.html`, `/blog/*`.",
    }),
    to: z.string().min(1).max(LIMITS.url).openapi({
      description:
        "A path of ours, or a URL elsewhere. For a pattern with its names: `/articles/:slug`. What it leads to has to be there, and is followed when it moves.",
    }),
  })
  .openapi("RedirectInput");
const RedirectsInput = z
  .strictObject({ redirects: z.array(RedirectInput).min(1).max(LIMITS.redirects) })
  .openapi("RedirectsInput", {
    example: { redirects: [{ from: "/2019/05/the-harbour/", to: "/articles/the-harbour" }] },
  });
const Redirect = z
  .object({
    from: z.string(),
    to: z.string().openapi({ description: "A URL; of a pattern as it was given." }),
    article: z.uuid().nullable().openapi({ description: "The article that it follows." }),
  })
  .openapi("Redirect");
const Redirects = z
  .object({
    redirects: z.array(Redirect),
    next: z.string().nullable().openapi({ description: "The next page's `after`." }),
  })
  .openapi("Redirects");

const save = createRoute({
  method: "put",
  path: "/redirects",
  summary: "Let former addresses lead to new ones",
  description:
    "Each in place of the one that its address had; all of them, or none. What stands under an address follows it: its feeds to feeds, `/page/2`, `/amp` and the like to the page. None leads to another one, so nobody is led in a chain or a circle.",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: { headers: z.object({ prefer: z.string().optional() }), ...jsonBodyOf(RedirectsInput) },
  responses: answers(
    { 200: { description: "Kept", ...json(z.object({ saved: z.int() })) } },
    ...([400, 413, 415, 422] as const),
  ),
});
const list = createRoute({
  method: "get",
  path: "/redirects",
  summary: "List redirects, by their former addresses",
  security: SECURITY,
  middleware: [needs("read")] as const,
  request: {
    query: z.strictObject({
      after: z.string().max(LIMITS.url).default(""),
      limit: z.coerce.number().int().min(1).max(LIMITS.redirects).default(LIMITS.page),
    }),
  },
  responses: answers({ 200: { description: "A page of them", ...json(Redirects) } }, 422),
});
const remove = createRoute({
  method: "delete",
  path: "/redirects",
  summary: "Take a redirect away",
  security: SECURITY,
  middleware: [needs("write")] as const,
  request: {
    query: z.strictObject({ from: z.string().min(1).max(LIMITS.url) }),
    headers: z.object({ prefer: z.string().optional() }),
  },
  responses: answers({ 204: { description: "Nobody is led there any more" } }, 404, 422),
});

/** The routes of former addresses. */
export function redirectRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(save, async (c) => {
    const { redirects } = c.req.valid("json");
    const wishes = redirects.map((each) => wishOf(each, settingsOf(c.env).url));
    const faults = wishes.flatMap((wish, index) => ("detail" in wish ? [{ index, ...wish }] : []));
    if (faults.length) return refused(faults);
    using publication = await newsroomOf(c.env).publication();
    const wait = patience(c.req.header("prefer"));
    const outcome = await publication.redirect(wishes as RedirectWish[], c.get("editor").id, wait);
    return outcome.kind === "refused"
      ? refused(outcome.faults)
      : c.json({ saved: outcome.count }, 200, cacheHeaders("api"));
  });
  api.openapi(list, async (c) => {
    const { after, limit } = c.req.valid("query");
    using publication = await newsroomOf(c.env).publication();
    return c.json(await publication.redirects(after, limit), 200, cacheHeaders("api"));
  });
  api.openapi(remove, async (c) => {
    const { from } = c.req.valid("query");
    using publication = await newsroomOf(c.env).publication();
    const path = isPattern(from) ? from : formerIn(from)?.path;
    const wait = patience(c.req.header("prefer"));
    const known = path !== undefined && (await publication.removeRedirect(path, c.get("editor").id, wait));
    if (!known) return problemResponse({ status: 404, detail: "Nothing is led from this address." });
    return c.body(null, 204, cacheHeaders("api"));
  });
}

interface Fault {
  of: "from" | "to";
  detail: string;
}

function refused(faults: (Fault & { index: number })[]): Response {
  const errors = faults.map(({ index, of, detail }) => ({ pointer: `#/redirects/${index}/${of}`, detail }));
  return problemResponse({ status: 422, detail: "Some addresses cannot be led so; none was.", errors });
}

/** A redirect in its one spelling, or why it cannot be. @param site the public origin */
function wishOf({ from, to }: z.infer<typeof RedirectInput>, site: string): RedirectWish | Fault {
  const url = URL.parse(to, site);
  if (!url || !/^https?:$/.test(url.protocol)) return { of: "to", detail: "must be a path or a URL" };
  const own = url.origin === site;
  if (own && canonicalPath(url.pathname, foldCase).kind === "malformed")
    return { of: "to", detail: "must be a path or a URL" };
  if (isPattern(from)) {
    const wish = { from, to: own ? to.slice(to.startsWith("/") ? 0 : site.length) : to };
    const detail = faultOf(wish);
    return detail === null ? wish : { of: /^leads/.test(detail) ? "to" : "from", detail };
  }
  const former = formerIn(from);
  if (!former)
    return { of: "from", detail: `must be a path or a URL, of ${LIMITS.formerPath} bytes at most` };
  if (isOurs(former.path)) return { of: "from", detail: "is an address of ours" };
  return { from: former.path, to: own ? targetOf(url) : url.href };
}

/** A path of ours in its one spelling, with what follows it. */
function targetOf(url: URL): string {
  const spelt = canonicalPath(url.pathname, foldCase);
  const path = spelt.kind === "elsewhere" ? spelt.path : url.pathname;
  const former = formerIn(path);
  const target = former && isOurs(former.path) ? pathOfPart(former.address, former.part) : path;
  return target + url.search;
}
