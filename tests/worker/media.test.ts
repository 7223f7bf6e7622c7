import { env } from "cloudflare:workers";
import { beforeEach, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import type { ArticleDocument } from "../../src/model/document.ts";
import { NO_CONTEXT, replaced } from "./bindings.ts";
import { clearKv, type Desk, openDesk, SITE } from "./newsroom.ts";

// Files of ours where something fails, or was left behind.

const HOUR = 3_600_000;
const id = (n: number) => String(n).padStart(32, "0");
const file = (n: number) => `media/${id(n)}.png`;
/** The shortest there is. */
const GIF = Uint8Array.of(
  ...[71, 73, 70, 56, 57, 97, 1, 0, 1, 0, 0, 0, 0],
  ...[44, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 68, 1, 0, 59],
);
const facts = (n: number) => ({
  ...{ id: id(n), type: "image/png" as const, size: 5, width: 2, height: 1 },
  ...{ name: "a.png", alt: "A ship", credit: "" },
});

beforeEach(async () => {
  await clearKv();
  const { objects } = await env.MEDIA.list();
  await env.MEDIA.delete(objects.map(({ key }) => key));
});

const kept = async () => (await env.MEDIA.list()).objects.map(({ key }) => key);
const bring = (desk: Desk, n: number) => desk.inside((newsroom) => newsroom.media().add(facts(n)));

it("bytes that nobody knows go after a day, those of files and those just brought stay", async () => {
  const desk = await openDesk("media-sweep");
  for (const n of [1, 2]) await env.MEDIA.put(file(n), "bytes");
  await bring(desk, 1);
  // The clock of the newsroom is behind that of R2: to it, all of it is yet to come.
  await desk.pass(25 * HOUR);
  expect(await kept()).toEqual([file(1), file(2)]);
  const ahead = Date.now() - (await desk.inside((newsroom) => newsroom.clock())) + 2 * HOUR;
  await desk.pass(ahead);
  await desk.pass(1000);
  await expect.poll(kept).toEqual([file(1)]);
});

it("a file that is removed does not come back while its bytes go, however often R2 fails, and does afterwards", async () => {
  const desk = await openDesk("media-removal");
  await env.MEDIA.put(file(3), "bytes");
  await bring(desk, 3);
  let failing = true;
  await desk.inside((newsroom) => {
    const object = newsroom as unknown as { env: typeof env };
    const MEDIA = replaced(env.MEDIA, {
      delete: (key: string) => (failing ? Promise.reject(new Error("R2 is away")) : env.MEDIA.delete(key)),
    });
    Object.defineProperty(object, "env", { value: { ...env, MEDIA } });
  });
  expect(await desk.inside((newsroom) => newsroom.media().remove(id(3)))).toEqual({ kind: "removed" });
  await desk.pass(1000);
  expect(await kept()).toEqual([file(3)]);
  expect(await bring(desk, 3)).toEqual({ kind: "leaving" });
  failing = false;
  await desk.pass(61_000);
  expect(await kept()).toEqual([]);
  expect(await bring(desk, 3)).toMatchObject({ kind: "kept", isNew: true });
});

it("what R2 does not give is asked for again: 503 to a reader, and nothing is noted of an upload", async () => {
  const away = () => Promise.reject(new Error("R2 is away"));
  const MEDIA = replaced(env.MEDIA, { get: away, head: away, put: away });
  const ask = (path: string, init?: RequestInit) =>
    app.fetch(new Request(SITE + path, init), { ...env, MEDIA }, NO_CONTEXT);
  const read = await ask(`/${file(1)}`);
  expect([read.status, read.headers.get("retry-after"), read.headers.get("cache-control")]).toEqual([
    503,
    "30",
    expect.stringContaining("no-store"),
  ]);
  const headers = { Authorization: "Bearer operator-token" };
  const sent = await ask("/api/media", { method: "POST", headers, body: GIF });
  expect(sent.status).toBe(503);
  const { media } = (await (await ask("/api/media", { headers })).json()) as { media: unknown[] };
  expect(media).toEqual([]);
});

it("bytes that a removal took while they came are there all the same", async () => {
  let first = true;
  const put = async (...args: Parameters<R2Bucket["put"]>) => {
    await env.MEDIA.put(...args);
    if (first) await env.MEDIA.delete(args[0]);
    first = false;
  };
  const headers = { Authorization: "Bearer operator-token" };
  const request = new Request(`${SITE}/api/media`, { method: "POST", headers, body: GIF });
  const bindings = { ...env, MEDIA: replaced(env.MEDIA, { put }) };
  const response = await app.fetch(request, bindings, NO_CONTEXT);
  const { id: brought } = (await response.json()) as { id: string };
  expect([response.status, await kept()]).toEqual([201, [`media/${brought}.gif`]]);
});

it("an article that shows a file is told anew when what is said of the file changes", async () => {
  const desk = await openDesk("media-follow");
  await bring(desk, 4);
  await desk.publish({ title: "A ship", image: { media: id(4) } });
  await desk.drain();
  const image = async () =>
    (await env.DOCUMENTS.get<ArticleDocument>("article/a-ship", "json"))?._dateline.image;
  expect(await image()).toEqual({ alt: "A ship", width: 2, height: 1 });
  await desk.inside((newsroom) => newsroom.media().change(id(4), { credit: "Hana" }, 0));
  await desk.drain();
  expect(await image()).toEqual({ alt: "A ship", width: 2, height: 1, credit: "Hana" });
});
