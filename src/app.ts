import { type Context, Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Env } from "./env.ts";
import { ask } from "./routes/ask.ts";
import { canonicalUrl } from "./routes/canonical.ts";
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
import { failed, notFound, otherMethod, secure } from "./routes/edges.ts";
import { LIMITED } from "./routes/limits.ts";
import { media } from "./routes/media.ts";
import { composeFeed, ownFeed } from "./routes/own-feed.ts";
import { archive, article, directory, feedAlias, list, llms, oembed } from "./routes/pages.ts";
import { searchFeed, searchPage } from "./routes/search.ts";
import { newsSitemap, sitemap, sitemapIndex } from "./routes/sitemaps.ts";
import { asset, extension, indexNowKey, privacy, robots } from "./routes/static.ts";
import { limited } from "./routes/visitor.ts";

const SCOPES = ["/tags/:slug", "/sources/:slug", "/authors/:slug", "/days/:slug"];

/** Every public URL. */
export const app = new Hono<{ Bindings: Env }>();
const own = new Hono<{ Bindings: Env }>();
own.use(methodNotAllowed({ app: own, onMethodNotAllowed: otherMethod }));

app.use(secure);
app.use(methodNotAllowed({ app, onMethodNotAllowed: otherMethod }));
app.use(canonicalUrl);

// A writer's own link, in a table of its own: beside the lists of comments, a path of which each part is
// a parameter would keep Hono from the router that needs one expression for all of them.
const isOwn = (path: string) => path.startsWith("/comments/:");
for (const { method, path, limit } of LIMITED) (isOwn(path) ? own : app).on(method, path, limited(limit));

app.get("/", list("page"));
app.get("/rss.xml", list("rss"));
app.get("/atom.xml", list("atom"));
app.get("/feed.json", list("json"));

for (const scope of SCOPES) {
  app.get(scope, list("page"));
  app.get(`${scope}/rss.xml`, list("rss"));
  app.get(`${scope}/atom.xml`, list("atom"));
  app.get(`${scope}/feed.json`, list("json"));
}

// A day is a block of the front page's history itself.
for (const scope of ["", ...SCOPES.filter((path) => !path.startsWith("/days/"))]) {
  app.get(`${scope}/archive/:block`, archive);
  // `rss.xml`, `atom.xml`, `feed.json`; `newer`, and with `newer-` before them, those of the block that follows.
  app.get(`${scope}/archive/:block/:file`, archive);
}

// The page; with `.json` or `.md`, the same article in another form.
app.get("/articles/:file", article);
app.get("/oembed", oembed);
app.get("/llms.txt", llms);

app.post("/articles/:slug/comments", postComment);
app.get("/articles/:slug/comments", commentsPage);
// `rss.xml`, `atom.xml`, `feed.json`, or the number of a page.
app.get("/articles/:slug/comments/:file", commentsFile);
app.get("/comments", allComments("page"));
app.get("/comments/rss.xml", allComments("rss"));
app.get("/comments/atom.xml", allComments("atom"));
app.get("/comments/feed.json", allComments("json"));
app.all("/comments/*", (c) => own.fetch(c.req.raw, c.env, c.executionCtx));

app.get("/search", searchPage);
app.get("/search/rss.xml", searchFeed("rss"));
app.get("/search/atom.xml", searchFeed("atom"));
app.get("/search/feed.json", searchFeed("json"));

app.get("/ask", ask);
app.get("/translate", async (c) => (await import("./routes/translate.ts")).translate(c));

app.get("/tags", directory("tags"));
app.get("/sources", directory("sources"));
app.get("/authors", directory("authors"));
app.get("/subscribe", directory("subscribe"));
app.get("/subscribe/compose", composeFeed);
app.get("/subscribe/own", ownFeed);
app.get("/opml.xml", directory("opml"));

// Where readers guess feeds to be, here and under each list.
const GUESSED = {
  rss: ["feed", "feeds", "rss", "feed.xml", "index.xml", "rss2.xml", "feed.rss", "index.rss", "feed/rss"],
  atom: ["atom", "feed.atom", "index.atom", "feed/atom"],
  json: ["json", "index.json", "feed/json"],
} as const;
for (const scope of ["", ...SCOPES]) {
  for (const format of ["rss", "atom", "json"] as const) {
    for (const name of GUESSED[format]) app.get(`${scope}/${name}`, feedAlias(format));
  }
}

app.get("/sitemap.xml", sitemapIndex);
app.get("/sitemap/:file{[^/]+\\.xml}", sitemap);
app.get("/news-sitemap.xml", newsSitemap);
app.get("/changes.json", changesHead);
app.get("/changes/:file{[^/]+\\.json}", changes);
app.get("/privacy", privacy);
app.get("/robots.txt", robots);
app.get("/extension.txt", extension);
app.get("/indexnow.txt", indexNowKey);
app.get("/media/:file", media);
app.get("/assets/:file", (c) => asset(c) ?? notFound(c));

app.get("/hub", (c) => otherMethod(c, ["POST"]));
app.post("/hub", async (c) => (await import("./routes/hub.ts")).takeHubRequest(c));
app.get("/websub/:feed", async (c) => (await import("./routes/websub.ts")).verifyIntent(c));
app.post("/websub/:feed", async (c) => (await import("./routes/websub.ts")).receivePush(c));
for (const path of ["/api", "/api/*", "/openapi.json"]) app.all(path, api);
for (const path of ["/desk", "/desk/*"]) app.all(path, desk);

app.notFound(notFound);
app.onError(failed);

own.get("/comments/:id/:key", ownComment);
own.post("/comments/:id/:key", editOwnComment);
own.post("/comments/:id/:key/withdraw", withdrawOwnComment);
own.notFound(notFound);
own.onError(failed);

async function desk(c: Context<{ Bindings: Env }>): Promise<Response> {
  const { deskApp } = await import("./routes/desk/app.ts");
  return deskApp.fetch(c.req.raw, c.env, c.executionCtx);
}

async function api(c: Context<{ Bindings: Env }>): Promise<Response> {
  const { apiApp } = await import("./routes/api/app.ts");
  return apiApp.fetch(c.req.raw, c.env, c.executionCtx);
}
