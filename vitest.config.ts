import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    silent: "passed-only",
    // Much of the time is waiting, for servers and for the clock: two files at a time, whatever the machine.
    maxWorkers: 2,
    reporters: ["default", "./tests/setup/counts.ts"],
    projects: [
      {
        // Inside the Worker, in workerd, with real local KV and Durable Objects.
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                DATELINE_TOKEN: "operator-token",
                SITE_URL: "https://littoral.example",
                ALLOW_LOCAL_FEEDS: "yes",
              },
            },
          }),
        ],
        test: {
          name: "worker",
          include: ["tests/worker/**/*.test.ts"],
          globalSetup: "tests/setup/upstream.ts",
          testTimeout: 60_000,
          // How long random programs go on, and from which seed (`npm run soak`).
          env: { SOAK_RUNS: process.env.SOAK_RUNS ?? "", SOAK_SEED: process.env.SOAK_SEED ?? "" },
        },
      },
      {
        // Outside, over real HTTP and in a real browser, against `wrangler dev`.
        test: {
          name: "http",
          include: ["tests/{conformance,browser,project}/**/*.test.ts"],
          globalSetup: "tests/setup/servers.ts",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A click does not wait for the page that it leads to: what a page shows is asked until it is so.
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
});
