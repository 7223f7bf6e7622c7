import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { publishSample } from "../../scripts/publish-sample.ts";
import { publication } from "../../scripts/sample.ts";
import { type Server, startServer } from "../../scripts/server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A server with the sample newsroom, which tests only read. */
    sample: string;
    /** An empty server, which tests write to. */
    scratch: string;
    /** An empty server that stays so: it is sent what has to be refused. */
    refusing: string;
  }
}

export const TOKEN = "test-token";

/** Starts the servers for all tests over HTTP. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const state = mkdtempSync(join(tmpdir(), "dateline-tests-"));
  const servers: Server[] = [];
  for (const name of ["sample", "scratch", "refusing"] as const) {
    const port = await freePort();
    const server = await startServer({ port, state: join(state, name), token: TOKEN, publication });
    servers.push(server);
    project.provide(name, server.url);
    if (name === "sample") await publishSample(server.url, TOKEN);
  }
  return async () => {
    for (const server of servers) await server.stop();
    rmSync(state, { recursive: true, force: true });
  };
}

/**
 * A port that nothing listens on: below those that the system gives to whoever asks for any, so that nobody
 * is given it until it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once("error", () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}
