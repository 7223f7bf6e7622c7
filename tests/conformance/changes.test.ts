import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, inject, it } from "vitest";
import type { ChangesBlock, ChangesHead } from "../../src/model/changes.ts";
import { api, publish, type Saved } from "../setup/client.ts";

// The history of everything public, over real HTTP, as a program reads it that knows nothing else of us.

const scratch = inject("scratch");
const get = async <T>(path: string) => (await fetch(scratch + path)).json() as Promise<T>;

it("a mirror that follows the changes has exactly what is public, whatever is written, and asks for nothing twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "mirror-"));
  const mirror = async () =>
    (await promisify(execFile)(process.execPath, ["examples/mirror.mjs", scratch, folder])).stdout;
  const step = fc.record({
    what: fc.constantFrom("publish", "edit", "edit", "move", "withdraw", "bring back", "draft"),
    which: fc.nat(5),
    look: fc.boolean(),
  });
  const seed = Date.now() % 2 ** 31;
  const [steps = []] = fc.sample(fc.array(step, { minLength: 16, maxLength: 16 }), { numRuns: 1, seed });
  const own: Saved[] = [];
  const name = crypto.randomUUID().slice(0, 8);
  for (const [i, { what, which, look }] of steps.entries()) {
    const article = own[which % Math.max(1, own.length)];
    const patch = (body: object) =>
      article && api("PATCH", `articles/${article.id}`, body, { "If-Match": "*" });
    if (what === "publish" || !article) own.push(await publish({ title: `Mirrored ${name} ${i}` }));
    else if (what === "draft") await publish({ title: `Unseen ${name} ${i}`, status: "draft" });
    else if (what === "edit") await patch({ markdown: `Edited in step ${i}.` });
    else if (what === "move") await patch({ slug: `mirrored-${name}-moved-${i}` });
    else if (what === "withdraw") await api("DELETE", `articles/${article.id}`);
    else await patch({ status: "published" });
    if (look) await mirror();
  }
  const shown = ({ id, url, title, content_html, date_modified }: Record<string, unknown>) => ({
    ...{ id, url, title, content_html, date_modified },
  });
  for (const { id } of own) {
    const { status, url } = await (await api("GET", `articles/${id}`)).json();
    await expect
      .poll(
        async () => {
          await mirror();
          const held = await readFile(join(folder, `${id}.json`), "utf8").then(JSON.parse, () => null);
          return held && shown(held);
        },
        { timeout: 20_000, message: `seed ${seed}` },
      )
      .toEqual(status === "published" ? shown(await (await fetch(`${url}.json`)).json()) : null);
  }
  const files = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), "utf8")),
  );
  expect(files.filter((text) => text.includes(`Unseen ${name}`))).toEqual([]);
  await rm(folder, { recursive: true });
}, 120_000);

it("a mirror misses nothing where a block is older than the head, or the document is yet to come", async () => {
  const folder = await mkdtemp(join(tmpdir(), "mirror-"));
  const story = await publish({ title: "Behind the edge" });
  const change = (n: number) => ({
    n,
    kind: "published",
    id: `${story.id}-${n}`,
    url: story.url,
    revision: 1,
  });
  let known = 1;
  let isThere = true;
  const edge = createServer(async (request, response) => {
    const { url = "" } = request;
    const say = (value: object) => response.setHeader("ETag", '"head"').end(JSON.stringify(value));
    if (url === "/changes.json")
      return request.headers["if-none-match"] ? response.writeHead(304).end() : say({ newest: 2, block: "" });
    if (url === "/changes/1.json") return say({ block: 1, changes: [change(1), change(2)].slice(0, known) });
    if (!isThere) return response.writeHead(404).end();
    return response.end(await (await fetch(scratch + url)).text());
  });
  await new Promise<void>((resolve) => edge.listen(0, "127.0.0.1", resolve));
  const { port } = edge.address() as AddressInfo;
  const run = () =>
    promisify(execFile)(process.execPath, ["examples/mirror.mjs", `http://127.0.0.1:${port}`, folder]);
  const files = async () => (await readdir(folder)).filter((file) => file.startsWith(story.id)).length;
  await run();
  expect(await files()).toBe(1);
  [known, isThere] = [2, false];
  await expect(run()).rejects.toThrow("404");
  isThere = true;
  await run();
  expect(await files()).toBe(2);
  expect((await run()).stdout).toBe("Nothing has changed.\n");
  edge.close();
  await rm(folder, { recursive: true });
});

it("changes are numbered without gaps, told in the order in which they could be read, and full blocks are for good", async () => {
  const story = await publish({ title: "Told of" });
  await api("PATCH", `articles/${story.id}`, { tags: ["Told"] }, { "If-Match": "*" });
  await api("DELETE", `articles/${story.id}`);
  const told = async () => {
    const { newest, block } = await get<ChangesHead>("/changes.json");
    const last = Number(/\/changes\/(\d+)\.json$/.exec(block ?? "")?.[1]);
    const blocks = await Promise.all(
      Array.from({ length: last }, (_, i) => get<ChangesBlock>(`/changes/${i + 1}.json`)),
    );
    const changes = blocks.flatMap((each) => each.changes);
    expect(changes.map(({ n }) => n)).toEqual(changes.map((_, i) => i + 1));
    expect(changes.length).toBeGreaterThanOrEqual(newest);
    for (const full of blocks.slice(0, -1)) expect(full.changes).toHaveLength(100);
    const times = changes.map(({ time }) => time);
    expect(times).toEqual([...times].sort());
    return {
      last,
      own: changes.filter(({ id }) => id === story.id).map(({ kind, revision }) => [kind, revision]),
    };
  };
  await expect
    .poll(async () => (await told()).own, { timeout: 20_000 })
    .toEqual([
      ["published", 1],
      ["updated", 2],
      ["withdrawn", 3],
    ]);
  // A hundred more, so that there is a full one.
  const tag = `Counted ${story.id}`;
  await Promise.all(Array.from({ length: 100 }, (_, i) => publish({ title: `Counted ${i}`, tags: [tag] })));
  const full = await fetch(`${scratch}/changes/1.json`);
  expect(full.headers.get("cache-control")).toContain("immutable");
  const { last } = await told();
  expect((await fetch(`${scratch}/changes/${last}.json`)).headers.get("cache-control")).toContain(
    "max-age=60",
  );
  for (const name of ["0", "-1", "1e9", "01", "1000000000", String(last + 50), "x"])
    expect((await fetch(`${scratch}/changes/${name}.json`)).status, name).toBe(404);
}, 120_000);
