import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { publishSample } from "../../scripts/publish-sample.ts";
import { publication } from "../../scripts/sample.ts";
import { startServer } from "../../scripts/server.ts";
import { PAGES } from "../../scripts/views.ts";
import { formsMade } from "../setup/media.ts";
import { freePort } from "../setup/servers.ts";

it("gives the same bytes, tags and dates after a restart, from another isolate", async () => {
  const state = mkdtempSync(join(tmpdir(), "dateline-restart-"));
  const options = { port: await freePort(), state, token: "t", publication };
  const seen: unknown[] = [];
  for (const round of [0, 1]) {
    const server = await startServer(options);
    if (round === 0) await publishSample(server.url, "t");
    await formsMade(server.url, "t");
    const answers: unknown[] = [];
    for (const path of [...Object.values(PAGES), "/atom.xml", "/feed.json", "/opml.xml", "/openapi.json"]) {
      const response = await fetch(server.url + path);
      const { headers } = response;
      answers.push([path, headers.get("etag"), headers.get("last-modified"), await response.text()]);
    }
    seen.push(answers);
    await server.stop();
  }
  rmSync(state, { recursive: true, force: true });
  expect(seen[1]).toEqual(seen[0]);
}, 180_000);
