import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { SamplePublication } from "./sample.ts";
import { ENVIRONMENT, ROOT, WRANGLER } from "./wrangler.ts";

export interface ServerOptions {
  port: number;
  /** A folder for the local KV and SQLite. */
  state: string;
  token: string;
  publication: SamplePublication;
  /** Variables that are to be other than in development. */
  vars?: Record<string, string>;
}

export interface Server {
  url: string;
  process: ChildProcess;
  /** Stops it, and resolves when it has ended. */
  stop: () => Promise<void>;
}

const READY_MS = 60_000;
const STOP_MS = 8000;

/** Starts the real Worker in `wrangler dev` and waits until it answers. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { port, state, token, publication } = options;
  const url = `http://localhost:${port}`;
  const vars = {
    SITE_URL: url,
    SITE_TITLE: publication.title,
    SITE_DESCRIPTION: publication.description,
    SITE_LANGUAGE: publication.language,
    SITE_TIME_ZONE: publication.timeZone,
    SITE_RIGHTS: publication.rights,
    // Feeds on this machine, and no patience: what changes there is to be seen here soon.
    ALLOW_LOCAL_FEEDS: "yes",
    FETCH_INTERVAL_SECONDS: "5",
    DATELINE_TOKEN: token,
    ...options.vars,
  };
  // A registry of its own: another one's Durable Objects and queues are none of its business.
  const environment = { ...ENVIRONMENT, WRANGLER_REGISTRY_PATH: join(state, "registry") };
  const child = spawn(
    process.execPath,
    [
      ...[WRANGLER, "dev", "--port", String(port), "--inspector-port", "0", "--persist-to", state],
      ...["--log-level", "error", "--show-interactive-dev-session=false"],
      ...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}:${value}`]),
    ],
    { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], env: environment },
  );
  // However we end, it does not go on without us.
  process.once("exit", () => child.kill("SIGTERM"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-10_000);
    });
  }
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await ended;
    clearTimeout(timer);
  };
  const deadline = Date.now() + READY_MS;
  while (!(await answers(`${url}/robots.txt`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`wrangler dev did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { url, process: child, stop };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false, // not listening yet
  );
}
