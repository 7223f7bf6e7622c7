import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** The part of `npm run bench` that measures inside the Durable Object, in workerd. */
export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "./wrangler.toml" },
      miniflare: { bindings: { SITE_URL: "https://littoral.example", ALLOW_LOCAL_FEEDS: "no" } },
    }),
  ],
  test: { include: ["bench/inside/*.bench.ts"], testTimeout: 900_000, reporters: ["dot"], silent: false },
});
