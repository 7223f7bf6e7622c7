import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { call } from "../../scripts/publish-sample.ts";
import { sampleArticles } from "../../scripts/sample.ts";
import { freePort } from "../setup/servers.ts";

// `npm start`, as a newcomer types it.

const state = mkdtempSync(join(tmpdir(), "dateline-start-"));
const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(state, { recursive: true, force: true });
});

interface Started {
  url: string;
  output: string;
  /** Ends it as Ctrl-C does, and gives the exit code. */
  interrupt: () => Promise<number | null>;
}

async function start(token: string): Promise<Started> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), DATELINE_STATE: state, DATELINE_TOKEN: token };
  const child = spawn("npm", ["start"], { env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  for (let waited = 0; !output.includes("Publish something"); waited += 100) {
    if (waited > 60_000 || child.exitCode !== null) throw new Error(output);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const interrupt = async () => {
    child.kill("SIGINT");
    const code = await ended;
    running.delete(child);
    return code;
  };
  return { url: `http://localhost:${port}`, output, interrupt };
}

it("publishes the sample, prints where to look, ends on Ctrl-C, and finds everything again", async () => {
  const first = await start("one-token");
  const article = sampleArticles().at(-1)?.slug;
  for (const path of [
    "/",
    "/tags/libya",
    `/articles/${article}`,
    "/rss.xml",
    "/atom.xml",
    "/feed.json",
    "/openapi.json",
  ]) {
    expect(first.output).toContain(`${first.url}${path}\n`);
    expect((await fetch(first.url + path)).status, path).toBe(200);
  }
  expect(first.output).toContain("one-token");
  // Three upstream feeds are followed, and more of their stories arrive while nobody asks.
  const { sources } = await call(first.url, "one-token", "GET", "sources");
  expect(sources).toHaveLength(4);
  // One of them is not there, which the desk says of it.
  const missing = sources.find((each: { title: string }) => each.title === "Gulf Courier");
  await expect
    .poll(async () => (await call(first.url, "one-token", "GET", `sources/${missing.id}`)).failures, {
      timeout: 60_000,
    })
    .toBeGreaterThan(0);
  const stories = async () => {
    const { articles } = await call(first.url, "one-token", "GET", "status");
    return articles.published as number;
  };
  const before = await stories();
  for (let i = 0; i < 600 && (await stories()) === before; i++) await new Promise((r) => setTimeout(r, 100));
  expect(await stories()).toBeGreaterThan(before);
  const { id } = await call(first.url, "one-token", "POST", "articles", {
    title: "Still here",
    tags: ["Kept"],
  });
  expect(await first.interrupt()).toBe(0);
  await expect(fetch(first.url)).rejects.toThrow();

  const second = await start("another-token");
  const { articles } = await call(second.url, "another-token", "GET", "status");
  expect(articles.withdrawn).toBe(1);
  expect(articles.published).toBeGreaterThan(sampleArticles().length);
  expect(await call(second.url, "another-token", "GET", `articles/${id}`)).toMatchObject({
    title: "Still here",
  });
  // At another address now: every document says so, without being published again.
  const feed = async () => (await fetch(`${second.url}/tags/kept/feed.json`)).text();
  for (let i = 0; i < 100 && !(await feed()).includes(second.url); i++)
    await new Promise((r) => setTimeout(r, 100));
  expect(await feed()).toContain(`${second.url}/articles/still-here`);
  expect(await second.interrupt()).toBe(0);
}, 150_000);
