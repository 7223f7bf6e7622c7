import { type Context, Hono } from "hono";
import type { Env } from "./env.ts";
import { FEED_FILES, FEED_FORMATS } from "./model/scope.ts";
import { ask } from "./routes/ask.ts";
import { elsewhere } from "./routes/canonical.ts";
import { changes, changesHead } from "./routes/changes.ts";
import {
  allComments,
  commentsFile,
  commentsPage,
  editOwnComment,
  ownComment,
  postComment,
  withdrawOwnComment,
} from "./routes/comments.ts";
import { failed, notFound, nowhere, otherMethod, secured } from "./routes/edges.ts";
import { ledFrom } from "./routes/led.ts";
import { LIMITED } from "./routes/limits.ts";
import { media } from "./routes/media.ts";
import { composeFeed, ownFeed } from "./routes/own-feed.ts";
import { archive, article, directory, feedAlias, list, llms, oembed } from "./routes/pages.ts";
import { searchFeed, searchPage } from "./routes/search.ts";
import { moved } from "./routes/serve.ts";
import { newsSitemap, sitemap, sitemapIndex } from "./routes/sitemaps.ts";
import { asset, extension, indexNowKey, privacy, robots } from "./routes/static.ts";
import { limited } from "./routes/visitor.ts";

const SCOPES = ["/tags/:slug", "/sources/:slug", "/authors/:slug", "/days/:slug"];

// Where readers guess feeds to be, here and under each list.
const GUESSED = {
  rss: [
    "feed",
    "feeds",
    "rss",
    "feed.xml",
    "index.xml",
    "rss2.xml",
    "feed.rss",
    "index.rss",
    "feed/rss",
    "feed/rss2",
    "feed/rdf",
  ],
  atom: ["atom", "feed.atom", "index.atom", "feed/atom"],
  json: ["json", "index.json", "feed/json"],
} as const;
const ALIAS = new RegExp(`/(?:${Object.values(GUESSED).flat().join("|").replaceAll(".", "\\.")})$`);

/** Every public URL. */
export const table = new Hono<{ Bindings: Env }>();
const own = new Hono<{ Bindings: Env }>();

// A writer's own link, in a table of its own: beside the lists of comments, a path of which each part is
// a parameter would keep Hono from the router that needs one expression for all of them.
const isOwn = (path: string) => path.startsWith("/comments/:");
for (const { method, path, limit } of LIMITED) (isOwn(path) ? own : table).on(method, path, limited(limit));

table.get("/", list("page"));
table.get("/rss.xml", list("rss"));
table.get("/atom.xml", list("atom"));
table.get("/feed.json", list("json"));

for (const scope of SCOPES) {
  table.get(scope, list("page"));
  table.get(`${scope}/rss.xml`, list("rss"));
  table.get(`${scope}/atom.xml`, list("atom"));
  table.get(`${scope}/feed.json`, list("json"));
}

// A day is a block of the front page's history itself.
for (const scope of ["", ...SCOPES.filter((path) => !path.startsWith("/days/"))]) {
  table.get(`${scope}/archive/:block`, archive);
  // `rss.xml`, `atom.xml`, `feed.json`; `newer`, and with `newer-` before them, those of the block that follows.
  table.get(`${scope}/archive/:block/:file`, archive);
}

// The page; with `.json` or `.md`, the same article in another form.
table.get("/articles/:file", article);
table.get("/oembed", oembed);
table.get("/llms.txt", llms);

table.post("/articles/:slug/comments", postComment);
table.get("/articles/:slug/comments", commentsPage);
// `rss.xml`, `atom.xml`, `feed.json`, or the number of a page.
table.get("/articles/:slug/comments/:file", commentsFile);
table.get("/comments", allComments("page"));
table.get("/comments/rss.xml", allComments("rss"));
table.get("/comments/atom.xml", allComments("atom"));
table.get("/comments/feed.json", allComments("json"));
for (const format of FEED_FORMATS) {
  for (const name of GUESSED[format])
    table.get(`/comments/${name}`, () => moved(`/comments/${FEED_FILES[format]}`));
}
table.all("/comments/*", (c) => own.fetch(c.req.raw, c.env, c.executionCtx));

table.get("/search", searchPage);
table.get("/search/rss.xml", searchFeed("rss"));
table.get("/search/atom.xml", searchFeed("atom"));
table.get("/search/feed.json", searchFeed("json"));

table.get("/ask", ask);
table.get("/translate", async (c) => (await import("./routes/translate.ts")).translate(c));

table.get("/tags", directory("tags"));
table.get("/sources", directory("sources"));
table.get("/authors", directory("authors"));
table.get("/subscribe", directory("subscribe"));
table.get("/subscribe/compose", composeFeed);
table.get("/subscribe/own", ownFeed);
table.get("/opml.xml", directory("opml"));

for (const scope of ["", ...SCOPES]) {
  for (const format of FEED_FORMATS) {
    for (const name of GUESSED[format]) table.get(`${scope}/${name}`, feedAlias(format));
  }
}

table.get("/sitemap.xml", sitemapIndex);
table.get("/sitemap/:file{[^/]+\\.xml}", sitemap);
table.get("/news-sitemap.xml", newsSitemap);
table.get("/changes.json", changesHead);
table.get("/changes/:file{[^/]+\\.json}", changes);
table.get("/privacy", privacy);
table.get("/robots.txt", robots);
table.get("/extension.txt", extension);
table.get("/indexnow.txt", indexNowKey);
table.get("/media/:file", media);
table.get("/assets/:file", (c) => asset(c) ?? notFound(c));

table.get("/hub", (c) => otherMethod(c, ["POST"]));
table.post("/hub", async (c) => (await import("./routes/hub.ts")).takeHubRequest(c));
table.get("/websub/:feed", async (c) => (await import("./routes/websub.ts")).verifyIntent(c));
table.post("/websub/:feed", async (c) => (await import("./routes/websub.ts")).receivePush(c));
for (const path of ["/api", "/api/*", "/openapi.json"]) table.all(path, api);
for (const path of ["/desk", "/desk/*"]) table.all(path, desk);

table.notFound(nowhere(table));
table.onError(failed);

own.get("/comments/:id/:key", ownComment);
own.post("/comments/:id/:key", editOwnComment);
own.post("/comments/:id/:key/withdraw", withdrawOwnComment);
own.notFound(nowhere(own));
own.onError(failed);

async function desk(c: Context<{ Bindings: Env }>): Promise<Response> {
  const { deskApp } = await import("./routes/desk/app.ts");
  return deskApp.fetch(c.req.raw, c.env, c.executionCtx);
}

async function api(c: Context<{ Bindings: Env }>): Promise<Response> {
  const { apiApp } = await import("./routes/api/app.ts");
  return apiApp.fetch(c.req.raw, c.env, c.executionCtx);
}

/**
 * Whoever is led to another spelling of an address that leads elsewhere itself is led there at once: to what
 * has the address by now, or to the feed that it stands for.
 */
async function further(
  spelt: Response,
  request: Request,
  env: Env,
  context: ExecutionContext,
): Promise<Response> {
  const to = URL.parse(spelt.headers.get("Location") ?? "", request.url);
  if (!to) return spelt;
  const isKnown = table.router.match("GET", to.pathname)[0].length > 0;
  if (!isKnown || to.pathname === "/") {
    const led = await ledFrom({ env, executionCtx: context }, request.url);
    if (led) return led;
  }
  if (!isKnown || !ALIAS.test(to.pathname)) return spelt;
  return table.fetch(new Request(to, { method: request.method }), env, context);
}

/**
 * The Worker's answers. What is the same for all of them stands around the table: as middleware within it,
 * each answer would wait for a chain of functions, where it now is one route's own.
 */
export const app = {
  routes: table.routes,
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    const spelt = elsewhere(request, env);
    const answer = spelt
      ? await further(spelt, request, env, context)
      : await table.fetch(request, env, context);
    return secured(answer, env);
  },
};
