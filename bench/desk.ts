import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../scripts/browser.ts";
import { call, publishSample } from "../scripts/publish-sample.ts";
import { publication } from "../scripts/sample.ts";
import { startServer } from "../scripts/server.ts";
import { freePort } from "../tests/setup/servers.ts";
import { spread, table } from "./tables.ts";

// How soon somebody with a slow phone sees the desk, and can write: Chromium with a processor four times slower
// and the network that Lighthouse takes for a phone's, nothing in its cache.

const TOKEN = "bench";
const ROUNDS = 5;
const SLOWER = 4;
/** ms, and bytes a second. */
const NETWORK = { latency: 150, downloadThroughput: 204_800, uploadThroughput: 96_000, offline: false };

/** Measures and prints. */
export async function measureDesk(): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), "dateline-bench-"));
  const server = await startServer({ port: await freePort(), state, token: TOKEN, publication });
  const browser = await launchBrowser();
  try {
    await publishSample(server.url, TOKEN);
    const { link } = await call(server.url, TOKEN, "POST", "people", { name: "Bench", role: "owner" });
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await page.goto(link);
    await page.getByRole("button", { name: "Open the desk" }).click();
    await page.waitForURL("**/desk/account");
    const story = page.url().replace(/account$/, "stories/new");
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    await session.send("Network.emulateNetworkConditions", NETWORK);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    const rows = [
      ["the list of stories", ...(await timesOf(page, `${server.url}/desk`, "h1"))],
      ["a story, to be read and written in", ...(await timesOf(page, story, "textarea[name=title]"))],
      ["the same, with the editor", ...(await timesOf(page, story, ".writing"))],
    ];
    table(["page", "first paint, ms", "there, ms"], rows);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(state, { recursive: true, force: true });
  }
}

/** Medians of when a page first shows something, and when an element is there, from the request on. */
async function timesOf(page: Page, url: string, selector: string): Promise<number[]> {
  const rounds: { paint: number; there: number }[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    await page.goto(url, { waitUntil: "commit" });
    await page.locator(selector).waitFor();
    const there = await page.evaluate(() => performance.now());
    await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
    const paint = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    );
    rounds.push({ paint, there });
  }
  const times = (key: "paint" | "there") => Math.round(spread(rounds.map((round) => round[key])).median);
  return [times("paint"), times("there")];
}
