// `npm run lighthouse`: what Lighthouse says of each kind of page that may be indexed, in all of its four
// categories. Ends with 1 where one of them is below 100, and names what it found.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { formsMade } from "../tests/setup/media.ts";
import { freePort } from "../tests/setup/servers.ts";
import { launchBrowser } from "./browser.ts";
import { publishSample } from "./publish-sample.ts";
import { publication } from "./sample.ts";
import { startServer } from "./server.ts";
import { PAGES } from "./views.ts";

const KINDS = [
  ...(["front", "tag", "source", "author", "day", "article", "long", "arabic", "programme"] as const),
  ...(["tags", "sources"] as const),
  ...(["subscribe", "comments", "search", "privacy"] as const),
];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

/**
 * The same pages at another address, without `Referrer-Policy`, which no audit looks at: with any value
 * of it, Lighthouse's navigation is given up by the headless browser (net::ERR_ABORTED).
 */
async function startBefore(origin: string): Promise<{ url: string; stop: () => void }> {
  const at = await freePort();
  const url = `http://localhost:${at}`;
  const proxy = createServer(async (request, response) => {
    const answer = await fetch(origin + request.url, { redirect: "manual" });
    const text = /text|json|xml|script|svg/.test(answer.headers.get("content-type") ?? "");
    const bytes = Buffer.from(await answer.arrayBuffer());
    const body = text ? Buffer.from(bytes.toString().replaceAll(origin, url)) : bytes;
    const left = ["referrer-policy", "content-length", "content-encoding", "transfer-encoding"];
    const headers = [...answer.headers]
      .filter(([name]) => !left.includes(name))
      .map(([name, value]) => [name, value.replaceAll(origin, url)] as const);
    response.writeHead(answer.status, Object.fromEntries(headers)).end(body);
  }).listen(at);
  return {
    url,
    stop: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}

const state = mkdtempSync(join(tmpdir(), "dateline-lighthouse-"));
// A page that names an original elsewhere is not to be indexed itself, which is a fault to an audit.
const vars = { REPRINTS: "here" };
const server = await startServer({ port: await freePort(), state, token: "t", publication, vars });
const port = await freePort();
const browser = await launchBrowser(port);
const before = await startBefore(server.url);
let below = 0;
try {
  await publishSample(server.url, "t");
  await formsMade(server.url, "t");
  console.log(`| page | ${CATEGORIES.join(" | ")} |`);
  console.log(`| ---- | ${CATEGORIES.map(() => "---").join(" | ")} |`);
  for (const kind of KINDS) {
    const result = await lighthouse(before.url + PAGES[kind], {
      ...{ port, logLevel: "error", output: "json", onlyCategories: CATEGORIES },
    });
    if (!result) throw new Error(`Lighthouse says nothing of ${PAGES[kind]}`);
    const { categories, audits, runtimeError } = result.lhr;
    if (runtimeError) throw new Error(`${kind}: ${runtimeError.message}`);
    const scores = CATEGORIES.map((name) => Math.round((categories[name]?.score ?? 0) * 100));
    console.log(`| ${kind} | ${scores.join(" | ")} |`);
    if (scores.every((score) => score === 100)) continue;
    below++;
    for (const { id, title, score, displayValue = "" } of Object.values(audits)) {
      if (score !== null && score < 1) console.log(`  ${id}: ${title} ${displayValue} (${score})`);
    }
  }
} finally {
  await browser.close();
  before.stop();
  await server.stop();
  rmSync(state, { recursive: true, force: true });
}
process.exit(below ? 1 : 0);
