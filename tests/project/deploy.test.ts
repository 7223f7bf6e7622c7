import { spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parse } from "smol-toml";
import { afterAll, beforeAll, expect, it } from "vitest";

// `dateline deploy`, with a stand-in for wrangler: a program that notes what it is asked and remembers what it made.

const folder = mkdtempSync(join(tmpdir(), "dateline-deploy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WRANGLER = `#!/bin/sh
echo "$*" >> calls
case "$*" in
  whoami) [ -f loggedin ] && echo "You are logged in." || { echo "You are not authenticated."; exit 1; } ;;
  "queues list"|"r2 bucket list") cat made 2>/dev/null ;;
  "secret list") [ -f deployed ] && cat secrets 2>/dev/null || exit 1 ;;
  "queues create dateline-pushes") [ -f refuses ] && { echo "no room"; exit 1; }; echo "│ dateline-pushes │" >> made ;;
  "queues create "*) echo "│ $3 │" >> made ;;
  "r2 bucket create "*) echo "name: $4" >> made ;;
  deploy) touch deployed ;;
  "secret put "*) echo "[{\\"name\\":\\"$3\\"}]" >> secrets; cat > token ;;
esac
`;

beforeAll(() => {
  copyFileSync("wrangler.toml", join(folder, "wrangler.toml"));
  writeFileSync(join(folder, "wrangler"), WRANGLER);
  chmodSync(join(folder, "wrangler"), 0o755);
});

const path = (name: string) => join(folder, name);
const calls = () => (existsSync(path("calls")) ? readFileSync(path("calls"), "utf8").trim().split("\n") : []);

/** Runs it until it ends, or has nothing left to do but to wait for an address that is nobody's. */
function deploy(...words: string[]): Promise<{ code: number | null; said: string; out: string }> {
  return new Promise((done) => {
    rmSync(path("calls"), { force: true });
    const env = { ...process.env, PATH: folder + delimiter + process.env.PATH, XDG_CONFIG_HOME: folder };
    const child = spawn(resolve("node_modules/.bin/node"), [resolve("cli/main.ts"), "deploy", ...words], {
      cwd: folder,
      env,
    });
    let [said, out] = ["", ""];
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said += chunk;
      if (said.includes("Waiting for")) child.kill("SIGINT");
    });
    child.stdin.end();
    child.on("close", (code) => done({ code, said, out }));
  });
}

it("says what it would do, and does nothing of it", async () => {
  const before = readFileSync(path("wrangler.toml"), "utf8");
  const { code, out } = await deploy(
    "--title",
    'The "Shore"',
    "--address",
    "shore.invalid",
    "--time-zone",
    "Africa/Tripoli",
    "--dry-run",
  );
  expect(code).toBe(0);
  for (const step of [
    'SITE_URL = "https://shore.invalid"',
    "make the queue dateline-fetches-dead",
    "make the bucket dateline-media",
    "- deploy",
    "make the secret",
  ])
    expect(out).toContain(step);
  expect(out).toContain("Nobody is logged in");
  expect(calls()).toEqual(["whoami"]);
  expect(readFileSync(path("wrangler.toml"), "utf8")).toBe(before);
});

it("asks what it must, refuses what cannot be, and needs somebody who is logged in", async () => {
  expect(await deploy()).toMatchObject({ code: 2, said: expect.stringContaining("--title") });
  expect((await deploy("--title", "x", "--address", "http://shore.invalid")).code).toBe(2);
  expect((await deploy("--title", "x", "--address", "shore.invalid", "--language", "no language")).code).toBe(
    2,
  );
  expect((await deploy("--title", "x", "--address", "shore.invalid", "--time-zone", "Nowhere")).code).toBe(2);
  expect((await deploy("--title", "x", "--address", "shore.invalid")).code).toBe(3);
});

it("makes what is not there, deploys, and goes on where it failed; again, it changes only what differs", async () => {
  writeFileSync(path("loggedin"), "");
  writeFileSync(path("refuses"), "");
  const words = ["--title", 'The "Shore" $&', "--address", "shore.invalid", "--language", "ar"];
  const failed = await deploy(...words);
  expect(failed).toMatchObject({ code: 1, said: expect.stringContaining("no room") });
  expect(existsSync(path("deployed"))).toBe(false);
  rmSync(path("refuses"));
  expect((await deploy(...words)).code).toBe(130); // it waited, and was interrupted
  expect(calls().filter((call) => !/list$|^whoami$/.test(call))).toEqual([
    ...[
      "queues create dateline-pushes",
      "r2 bucket create dateline-media",
      "deploy",
      "secret put DATELINE_TOKEN",
    ],
  ]);
  expect(readFileSync(path("token"), "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
  const toml = parse(readFileSync(path("wrangler.toml"), "utf8")) as {
    name: string;
    routes: object[];
    vars: Record<string, string>;
  };
  expect(toml.vars).toMatchObject({
    SITE_TITLE: 'The "Shore" $&',
    SITE_URL: "https://shore.invalid",
    SITE_LANGUAGE: "ar",
    ENTRY_AUTHORITY: expect.stringMatching(/^shore\.invalid,20\d\d$/),
  });
  expect(toml.routes).toEqual([{ pattern: "shore.invalid", custom_domain: true }]);
  // Comments and all else are as they were.
  const lines = (text: string) =>
    text.split("\n").filter((line) => !/^(?:SITE_\w+|ENTRY_AUTHORITY|routes) = /.test(line));
  expect(lines(readFileSync(path("wrangler.toml"), "utf8"))).toEqual(
    lines(readFileSync("wrangler.toml", "utf8")),
  );

  await deploy();
  expect(calls().filter((call) => !/list$|^whoami$/.test(call))).toEqual(["deploy"]);
  await deploy("--address", "shore.workers.dev");
  const moved = parse(readFileSync(path("wrangler.toml"), "utf8")) as {
    routes?: object[];
    vars: Record<string, string>;
  };
  expect(moved.routes).toBeUndefined();
  // Who owns the ids of what is published stays.
  expect(moved.vars.ENTRY_AUTHORITY).toMatch(/^shore\.invalid,/);
}, 60_000);
