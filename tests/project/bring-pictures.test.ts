import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { publication } from "../../scripts/sample.ts";
import { startServer } from "../../scripts/server.ts";
import { apiOf } from "../setup/client.ts";
import { PNG } from "../setup/pictures.ts";
import { freePort, TOKEN } from "../setup/servers.ts";

// `npm run bring-pictures`: what our own articles point at elsewhere comes here.

it("brings the pictures of our own articles, in their texts too, and is no update to readers", async () => {
  const state = mkdtempSync(join(tmpdir(), "dateline-bring-"));
  const server = await startServer({ port: await freePort(), state, token: TOKEN, publication });
  const api = (method: string, path: string, body?: unknown, headers = {}) =>
    apiOf(server.url, method, path, body, headers);
  const asked: string[] = [];
  const elsewhere = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (request.url?.startsWith("/gone")) response.writeHead(404).end();
    else response.end(PNG);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const address = elsewhere.address();
  const at = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  const image = { url: `${at}/a.png?b=1&c=2`, alt: "A ship" };
  const written = { title: "Old", image, markdown: `See ![it](${at}/a.png?b=1&c=2) and ![](${at}/gone.png)` };
  const publish = async (fields: object) => (await api("POST", "articles", fields)).json();
  const old = await publish(written);
  const reprinted = await publish({
    ...{ title: "Reprinted", markdown: "x", image },
    source: { name: "Wire", url: "https://wire.example/" },
  });
  const before = await (await api("GET", `articles/${old.id}`)).json();
  const env = { ...process.env, DATELINE_URL: server.url, DATELINE_TOKEN: TOKEN };
  const run = async () =>
    (await promisify(execFile)("npm", ["run", "--silent", "bring-pictures"], { env })).stdout;
  expect(await run()).toMatch(/1 pictures brought, 1 could not be; 1 articles changed\.\n$/);
  const after = await (await api("GET", `articles/${old.id}`)).json();
  expect(after.updated).toBe(before.updated);
  expect(after.image).toMatchObject({ media: expect.any(String), alt: "A ship", width: 24 });
  expect(after.markdown).toBe(`See ![it](media:${after.image.media}) and ![](${at}/gone.png)`);
  expect((await (await api("GET", `articles/${reprinted.id}`)).json()).image.url).toBe(image.url);
  expect(asked.filter((path) => path.startsWith("/a.png"))).toHaveLength(1);
  expect(await run()).toMatch(/0 pictures brought, 1 could not be; 0 articles changed\.\n$/);
  elsewhere.close();
  await server.stop();
  rmSync(state, { recursive: true, force: true });
}, 120_000);
