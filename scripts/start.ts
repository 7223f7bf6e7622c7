// `npm start`: the Worker in `wrangler dev`, with the sample newsroom published.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { call, publishSample } from "./publish-sample.ts";
import { publication, sampleArticles } from "./sample.ts";
import { startServer } from "./server.ts";
import { startUpstreams, type Upstreams } from "./upstreams.ts";

const TICK_MS = 5000;
/** One more story of each upstream feed appears after each of these periods, ms. */
const ARRIVAL_MS = 30_000;

const port = Number(process.env.PORT || 8787);
const state = resolve(process.env.DATELINE_STATE || ".dateline");
const token = process.env.DATELINE_TOKEN || developmentToken();

console.log(`Starting Dateline on port ${port} …`);
const server = await startServer({ port, state, token, publication });
let stopping = false;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, async () => {
    if (stopping) return;
    stopping = true;
    clearInterval(schedule);
    upstreams.stop();
    await server.stop();
    process.exit(0);
  });
}
server.process.once("exit", (code) => {
  if (!stopping) {
    console.error("wrangler dev ended by itself");
    process.exit(code || 1);
  }
});

const { articles } = await call(server.url, token, "GET", "status");
if (Object.values<number>(articles).every((count) => count === 0)) {
  await publishSample(server.url, token, (done, of) => {
    // A line that is written over is for people who watch; a log has one line, at the end.
    if (process.stdout.isTTY) process.stdout.write(`\rPublishing the sample newsroom: ${done} of ${of}`);
  });
  process.stdout.write(process.stdout.isTTY ? "\n" : "Published the sample newsroom.\n");
} else {
  console.log(`The newsroom is as you left it: ${articles.published} articles published.`);
}
const upstreams = await followUpstreams();
// The platform fires the schedule every minute; here it is fired more often, as there is no platform.
const schedule = setInterval(() => {
  fetch(`${server.url}/cdn-cgi/local/scheduled`).catch(() => {}); // stopping
}, TICK_MS);
printAddresses(server.url, await deskLink());

/** Serves the sample's upstream feeds where the newsroom knows them, and has it follow them. */
async function followUpstreams(): Promise<Upstreams> {
  const { sources } = await call(server.url, token, "GET", "sources");
  const local = (sources as { feed_url: string }[])
    .map(({ feed_url }) => new URL(feed_url))
    .find(({ hostname }) => hostname === "localhost");
  const served = await startUpstreams(
    Number(local?.port || process.env.UPSTREAM_PORT || port + 1),
    ARRIVAL_MS,
    !local,
  );
  if (!local) {
    for (const feed of served.feeds) await call(server.url, token, "POST", "sources", { url: feed });
    await followMissing(served.port);
    console.log(`Following ${served.feeds.length} upstream feeds, and one that is not there.`);
  }
  return served;
}

/** Follows a feed that fails, since some always do: the desk says how it is. */
async function followMissing(upstream: number): Promise<void> {
  const feed = `http://localhost:${upstream}/gulf-courier.xml`;
  const response = await fetch(`${server.url}/api/sources/import`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "text/x-opml" },
    body: `<opml version="2.0"><body><outline type="rss" text="Gulf Courier" xmlUrl="${feed}"/></body></opml>`,
  });
  if (!response.ok) throw new Error(`import: ${response.status} ${await response.text()}`);
}

/** A random token of this folder's newsroom, the same at every start. */
function developmentToken(): string {
  const file = join(state, "token");
  mkdirSync(state, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

/** An address that opens the desk as its owner, once. */
async function deskLink(): Promise<string> {
  const { people } = await call(server.url, token, "GET", "people");
  const owner = (people as { id: string; role: string }[]).find(({ role }) => role === "owner");
  if (!owner) return `${server.url}/desk/setup`;
  return (await call(server.url, token, "POST", `people/${owner.id}/link`)).link;
}

function printAddresses(url: string, desk: string): void {
  const article = sampleArticles().at(-1)?.slug ?? "";
  console.log(`
${publication.title} is ready. Ctrl-C ends it.

  Front page   ${url}/
  A tag        ${url}/tags/libya
  An article   ${url}/articles/${article}
  RSS          ${url}/rss.xml
  Atom         ${url}/atom.xml
  JSON Feed    ${url}/feed.json
  Sources      ${url}/sources
  Search       ${url}/search?q=ferry
  Ask          ${url}/ask?q=who+met+in+moscow
  Comments     ${url}/articles/tripoli-counts-its-trees#comments
  Subscribe    ${url}/subscribe
  API          ${url}/openapi.json

  Desk         ${desk}
               lets you in once, as the owner; add a passkey then.

  Upstream     ${upstreams.feeds.join("\n               ")}
               are followed: two more stories of each arrive within the minute. Change
               data/upstreams/*.xml, and see what becomes of it.

  Token        ${token}

Publish something:

  curl ${url}/api/articles -H 'Authorization: Bearer ${token}' \\
    -H 'Content-Type: application/json' \\
    -d '{"title": "Hello", "markdown": "The *first* one.", "tags": ["Libya", "Trade"]}'
`);
}
