import { describe, expect, inject, it } from "vitest";
import { api, publish } from "../setup/client.ts";
import { PNG } from "../setup/pictures.ts";
import { TOKEN } from "../setup/servers.ts";
import { MP3 } from "../setup/sounds.ts";

// Files that come in parts, from the first byte to the file that they are kept as.

const scratch = inject("scratch");
const authorization = { Authorization: `Bearer ${TOKEN}` };

/** A second of a tone that nobody brought before: what its encoder calls itself is anybody's guess. */
function another(): Uint8Array<ArrayBuffer> {
  const sound = MP3.slice();
  const name = Buffer.from(sound.buffer).indexOf("Lavf");
  for (let i = name; i < name + 12; i++) sound[i] = 97 + Math.floor(Math.random() * 26);
  return sound;
}

async function begin(size: number, more: object = {}): Promise<string> {
  const response = await api("POST", "uploads", { size, ...more });
  expect(response.status).toBe(201);
  const upload = await response.json();
  expect(response.headers.get("location")).toBe(upload.url);
  expect(upload).toMatchObject({ size, parts: [], media: null });
  return upload.id;
}

const put = (id: string, number: number | string, body: Uint8Array<ArrayBuffer>) =>
  fetch(`${scratch}/api/uploads/${id}/parts/${number}`, { method: "PUT", headers: authorization, body });
const finish = (id: string) => api("POST", `uploads/${id}`);

describe("a file that comes in parts", () => {
  it("is kept when all have come, in any order, as often as one is sent again", async () => {
    const sound = another();
    const id = await begin(sound.length, { name: "tone.mp3", credit: "Hana" });
    const parts = [sound.slice(0, 5), sound.slice(5, 900), sound.slice(900)];
    expect((await put(id, 3, parts[0] as Uint8Array<ArrayBuffer>)).status).toBe(200);
    for (const number of [3, 1]) {
      const response = await put(id, number, parts[number - 1] as Uint8Array<ArrayBuffer>);
      expect(await response.json()).toMatchObject({ number, size: parts[number - 1]?.length });
    }
    const early = await finish(id);
    expect([early.status, (await early.json()).detail]).toEqual([409, "Part 2 is missing."]);
    await put(id, 2, parts[1] as Uint8Array<ArrayBuffer>);
    const come = await (await api("GET", `uploads/${id}`)).json();
    expect(come.parts.map(({ number }: { number: number }) => number)).toEqual([1, 2, 3]);

    const done = await finish(id);
    expect(done.status).toBe(201);
    const media = await done.json();
    expect(done.headers.get("location")).toBe(`${scratch}/api/media/${media.id}`);
    expect(media).toMatchObject({ type: "audio/mpeg", size: sound.length, name: "tone.mp3", credit: "Hana" });
    expect(await (await fetch(media.url)).bytes()).toEqual(sound);
    const again = await finish(id);
    expect([again.status, (await again.json()).id]).toEqual([200, media.id]);
    expect(await (await api("GET", `uploads/${id}`)).json()).toMatchObject({ parts: [], media: media.id });
    // As one that comes at once.
    const whole = await fetch(`${scratch}/api/media`, {
      method: "POST",
      headers: authorization,
      body: sound,
    });
    expect([whole.status, (await whole.json()).id]).toEqual([200, media.id]);
  });

  it("may be a picture, in parts of a few bytes", async () => {
    const id = await begin(PNG.length);
    for (let i = 0; i * 20 < PNG.length; i++) await put(id, i + 1, PNG.slice(i * 20, i * 20 + 20));
    expect(await (await finish(id)).json()).toMatchObject({ type: "image/png", width: 24 });
  });

  it("is gone when it is given up, and nothing of it can be read", async () => {
    const id = await begin(5);
    await put(id, 1, Uint8Array.of(1, 2, 3, 4, 5));
    expect((await fetch(`${scratch}/media/${id}`)).status).toBe(404);
    expect((await api("DELETE", `uploads/${id}`)).status).toBe(204);
    for (const response of [
      await api("GET", `uploads/${id}`),
      await put(id, 1, PNG.slice()),
      await finish(id),
      await api("DELETE", `uploads/${id}`),
    ])
      expect(response.status).toBe(404);
  });

  it.each<[number, string, () => Promise<Response>]>([
    [404, "under a name that is none", () => api("GET", "uploads/..%2Fmedia")],
    [404, "that began long ago", () => api("GET", `uploads/${"0".repeat(13)}-${crypto.randomUUID()}`)],
    [422, "of more bytes than are taken", () => api("POST", "uploads", { size: 500_000_001 })],
    [422, "of no bytes", () => api("POST", "uploads", { size: 0 })],
    [422, "in part 0", async () => put(await begin(3), 0, Uint8Array.of(1))],
    [422, "in a part that has no number", async () => put(await begin(3), "x", Uint8Array.of(1))],
    [400, "in a part of nothing", async () => put(await begin(3), 1, new Uint8Array())],
    [
      409,
      "that has more bytes than were said",
      async () => {
        const id = await begin(3);
        await put(id, 1, PNG.slice());
        return finish(id);
      },
    ],
    [
      415,
      "of no type that is taken",
      async () => {
        const id = await begin(30);
        await put(id, 1, new Uint8Array(30).fill(65));
        return finish(id);
      },
    ],
    [
      422,
      "that is broken",
      async () => {
        const id = await begin(60);
        await put(id, 1, PNG.slice(0, 60));
        return finish(id);
      },
    ],
  ])("is answered with %i %s", async (status, _, ask) => {
    const response = await ask();
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
  });
});

describe("plain text that comes with sound", () => {
  const bring = (text: string, type = "text/plain") =>
    fetch(`${scratch}/api/media`, {
      ...{ method: "POST", body: new TextEncoder().encode(text) },
      headers: { ...authorization, "Content-Type": type },
    });

  it("is a transcript in paragraphs, and chapters where its lines say when they begin", async () => {
    const word = `trireme${crypto.randomUUID().slice(0, 6)}`;
    const sound = await (
      await fetch(`${scratch}/api/media`, { method: "POST", headers: authorization, body: another() })
    ).json();
    const said = await (await bring(`It sails & "turns".\nStill.\n\nA ${word}.`)).json();
    expect(said).toMatchObject({ type: "text/plain", duration: null });
    const parts = await (
      await bring(`0:00 The ship ${word}\n\n[00:00:01] - The sea`, "text/plain; charset=utf-8")
    ).json();
    const files = (transcript: string, chapters: string) => [
      { media: sound.id },
      { media: transcript, kind: "transcript" },
      { media: chapters, kind: "chapters" },
    ];
    const refused = await api("POST", "articles", { title: "No", attachments: files(said.id, said.id) });
    expect((await refused.json()).errors).toEqual([
      { pointer: "#/attachments/2/media", detail: "says of no part when it begins" },
    ]);
    const story = await publish({
      title: "Said",
      markdown: "Listen.",
      attachments: files(said.id, parts.id),
    });
    const page = await (await fetch(story.url)).text();
    expect(page).toContain(`<p>It sails &amp; &quot;turns&quot;. Still.</p><p>A ${word}.</p>`);
    expect(page).toContain(`<a href="${sound.url}#t=1">0:01 The sea</a>`);
    const served = await fetch(said.url);
    expect(served.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const results = await (await fetch(`${scratch}/search/feed.json?q=${word}`)).json();
    expect(results.items.map(({ url }: { url: string }) => url)).toEqual([story.url]);
  });

  it.each<[number, string, string, string]>([
    [415, "says that it is something else", "It sails.", "application/octet-stream"],
    [422, "says nothing", "  \n", "text/plain"],
    [422, "holds what no text does", "It\u0000sails", "text/plain"],
    [413, "is too long", "a".repeat(1_048_577), "text/plain"],
  ])("is refused with %i where it %s", async (status, _, text, type) => {
    expect((await bring(text, type)).status).toBe(status);
  });
});
