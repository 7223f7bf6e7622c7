import { env } from "cloudflare:workers";
import { encode } from "fast-png";
import { beforeEach, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import { makeForms } from "../../src/media/jobs.ts";
import type { ArticleDocument } from "../../src/model/document.ts";
import type { Made, PictureJob } from "../../src/model/media.ts";
import { MP3 } from "../setup/sounds.ts";
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
  ...{ id: id(n), type: "image/png" as const, size: 5, width: 2, height: 1, duration: null },
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

/** A newsroom whose messages to the queue of pictures are kept here. */
async function withQueue(name: string): Promise<{ desk: Desk; sent: PictureJob[] }> {
  const desk = await openDesk(name);
  const sent: PictureJob[] = [];
  await desk.inside((newsroom) => {
    const PICTURES = { send: async (job: PictureJob) => void sent.push(job) };
    Object.defineProperty(newsroom, "env", { value: { ...env, PICTURES } });
  });
  return { desk, sent };
}

it("smaller forms are asked for every hour until they are made, and no more after a day", async () => {
  const { desk, sent } = await withQueue("media-asked");
  await bring(desk, 5);
  await bring(desk, 6);
  await desk.pass(1000);
  const [five, six] = [5, 6].map((n) => ({ kind: "forms", file: file(n).slice("media/".length) }));
  expect(sent).toEqual([five, six]);
  await desk.inside((newsroom) => newsroom.media().made(five?.file ?? "", { forms: {}, colour: null }));
  await desk.pass(2 * HOUR);
  expect(sent.slice(2)).toEqual([six]);
  for (let hour = 0; hour < 30; hour++) await desk.pass(HOUR);
  const asked = sent.length;
  expect(asked).toBeGreaterThan(20);
  await desk.pass(24 * HOUR);
  expect(sent.length).toBe(asked);
});

it("a queue that takes nothing is asked again in a minute", async () => {
  const desk = await openDesk("media-queue");
  let sent = 0;
  let failing = true;
  await desk.inside((newsroom) => {
    const send = async () => {
      if (failing) throw new Error("the queue is full");
      sent++;
    };
    Object.defineProperty(newsroom, "env", { value: { ...env, PICTURES: { send } } });
  });
  await bring(desk, 7);
  await desk.pass(1000);
  failing = false;
  await desk.pass(61_000);
  expect(sent).toBe(1);
});

it("forms of a file that was removed meanwhile go, too", async () => {
  const { desk } = await withQueue("media-late");
  await bring(desk, 8);
  await desk.inside((newsroom) => newsroom.media().remove(id(8)));
  await desk.pass(1000);
  const form = file(8).replace(".png", "-320.webp");
  await env.MEDIA.put(form, "late");
  const made = { forms: { "image/webp": [320] }, colour: null };
  await desk.inside((newsroom) => newsroom.media().made(file(8).slice("media/".length), made));
  await desk.pass(1000);
  await expect.poll(kept).toEqual([]);
});

/** What comes of a message: what the newsroom is told, and whether it is to come again. */
async function formed(bytes: Uint8Array, bindings: Partial<typeof env>, attempts = 1) {
  const name = `${id(9)}.png`;
  await env.MEDIA.put(`media/${name}`, bytes);
  const told: Made[] = [];
  const desk = { made: async (_: string, made: Made) => void told.push(made) };
  type Desk = Parameters<typeof makeForms>[3];
  const made = makeForms(name, attempts, { ...env, ...bindings }, desk as unknown as Desk);
  const fate = await made.then(
    () => "done",
    () => "again",
  );
  return { told, fate };
}

/** So irregular that a smaller form has fewer bytes. */
const noise = (width: number) =>
  encode({ ...{ width, height: 20, channels: 3 }, data: crypto.getRandomValues(new Uint8Array(width * 60)) });

it("forms are made once: what R2 has of them stays as it is", async () => {
  const picture = noise(700);
  const first = await formed(picture, {});
  expect(first).toMatchObject({ fate: "done", told: [{ colour: expect.stringMatching(/^#[0-9a-f]{6}$/) }] });
  expect(first.told[0]?.forms).toMatchObject({ "image/webp": [320, 640, 700], "image/png": [320, 640] });
  const etags = async () => (await env.MEDIA.list()).objects.map(({ key, etag }) => `${key} ${etag}`);
  const before = await etags();
  const another = new Blob([noise(700) as Uint8Array<ArrayBuffer>]);
  const IMAGES = replaced(env.IMAGES as ImagesBinding, { input: () => env.IMAGES?.input(another.stream()) });
  expect(await formed(picture, { IMAGES })).toMatchObject({ told: [{ forms: first.told[0]?.forms }] });
  expect(await etags()).toEqual(before);
});

it("what the platform cannot make comes again, and is done without at last", async () => {
  const IMAGES = replaced(env.IMAGES as ImagesBinding, {
    input: () => {
      throw new Error("Images is away");
    },
  });
  const picture = noise(400);
  expect(await formed(picture, { IMAGES })).toEqual({ fate: "again", told: [] });
  expect(await formed(picture, { IMAGES }, 3)).toEqual({ fate: "done", told: [{ forms: {}, colour: null }] });
});

it.each([
  [
    "what one sees through has no colour",
    encode({ width: 2, height: 1, data: Uint8Array.of(9, 9, 9, 255, 9, 9, 9, 0), channels: 4 }),
    null,
  ],
  [
    "what is grey has one",
    encode({ width: 2, height: 1, data: Uint8Array.of(9, 9), channels: 1 }),
    "#090909",
  ],
])("%s", async (_, picture, colour) => {
  expect((await formed(picture, {})).told).toMatchObject([{ colour }]);
});

it("a film keeps moving: no still form is made of it", async () => {
  const frame = GIF.subarray(13, -1);
  const film = Uint8Array.of(...GIF.subarray(0, 13), ...frame, ...frame, 59);
  expect((await formed(film, {})).told).toMatchObject([{ forms: {} }]);
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
  const made = { forms: { "image/webp": [320] }, colour: "#0a0b0c" };
  await desk.inside((newsroom) => newsroom.media().made(file(4).slice("media/".length), made));
  await desk.drain();
  expect(await image()).toMatchObject(made);
});

it("sound that is broken off leaves nothing to read, and what it left goes after a day", async () => {
  const failing = replaced(env.MEDIA, {
    put: async (...args: Parameters<R2Bucket["put"]>) => {
      await env.MEDIA.put(...args);
      throw new Error("R2 is away");
    },
    delete: () => Promise.reject(new Error("R2 is away")),
  });
  const headers = { Authorization: "Bearer operator-token", "Content-Length": String(MP3.length) };
  const request = new Request(`${SITE}/api/media`, { method: "POST", headers, body: MP3 });
  expect((await app.fetch(request, { ...env, MEDIA: failing }, NO_CONTEXT)).status).toBe(503);
  expect(await kept()).toEqual([expect.stringMatching(/^upload\//)]);
  const desk = await openDesk("media-broken-off");
  await bring(desk, 11);
  await env.MEDIA.put(file(11), "bytes");
  const ahead = Date.now() - (await desk.inside((newsroom) => newsroom.clock()));
  await desk.pass(ahead + 23 * HOUR);
  expect((await kept()).length).toBe(2);
  await desk.pass(26 * HOUR);
  await expect.poll(kept).toEqual([file(11)]);
});
