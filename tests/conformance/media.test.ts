import { readFileSync } from "node:fs";
import { imageSize } from "image-size";
import { describe, expect, inject, it } from "vitest";
import { api, publish } from "../setup/client.ts";
import { parseXml } from "../setup/feeds.ts";
import { AVIF, GIF, JPEG, PNG, SECRET, TELLING, tellingJpeg, WEBP } from "../setup/pictures.ts";
import { TOKEN } from "../setup/servers.ts";
import { FILM, M4A, MP3, OGG } from "../setup/sounds.ts";

// Pictures of our own, from the upload to the page and the feeds.

const scratch = inject("scratch");

interface Kept {
  id: string;
  url: string;
  type: string;
  size: number;
  width: number;
  height: number;
  used: { id: string; title: string; url: string }[];
  [field: string]: unknown;
}

function bring(body: BodyInit, query = "", headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${scratch}/api/media${query}`, {
    ...{ method: "POST", body },
    headers: { Authorization: `Bearer ${TOKEN}`, ...headers },
  });
}

async function kept(bytes: Uint8Array<ArrayBuffer>, query = ""): Promise<Kept> {
  const response = await bring(bytes, query, { "Content-Type": "application/octet-stream" });
  expect([200, 201]).toContain(response.status);
  return response.json();
}

/** A picture that nobody brought before: bytes after a JPEG's end do not make one, a row of its table does. */
function another(): Uint8Array<ArrayBuffer> {
  const jpeg = JPEG.slice();
  const table = jpeg.indexOf(0xdb) + 4;
  crypto.getRandomValues(jpeg.subarray(table, table + 60));
  return jpeg.map((byte, i) => (i >= table && i < table + 60 ? (byte % 200) + 1 : byte));
}

const bytesAt = async (url: string, init?: RequestInit) =>
  new Uint8Array(await (await fetch(url, init)).arrayBuffer());

describe("a picture that is brought", () => {
  it.each([
    ["image/jpeg", JPEG, 24, 16],
    ["image/png", PNG, 24, 16],
    ["image/webp", WEBP, 24, 16],
    ["image/avif", AVIF, 24, 16],
    ["image/gif", GIF, 2, 1],
  ] as const)("is %s by what its bytes say, and is served as it is", async (type, bytes, width, height) => {
    const media = await kept(bytes, "?name=a.svg");
    expect(media).toMatchObject({ type, width, height, size: bytes.length, name: "a.svg" });
    const response = await fetch(media.url);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("cache-control")).toBe("max-age=31536000, immutable");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
  });

  it.each(Object.entries(TELLING))("%s tells nothing of where it was taken", async (type, telling) => {
    expect(Buffer.from(telling).includes(SECRET)).toBe(true);
    const media = await kept(telling as Uint8Array<ArrayBuffer>);
    expect(media.type).toBe(type);
    const served = Buffer.from(await bytesAt(media.url));
    expect(served.length).toBe(media.size);
    for (const word of [SECRET, "xap/1.0", "XMP", "Photoshop", "after the end"])
      expect(served.includes(word), word).toBe(false);
    // What it is of is all there: brought again, it loses nothing more.
    expect(await kept(new Uint8Array(served))).toMatchObject({ id: media.id, size: media.size });
  });

  it("stands as it was held", async () => {
    const media = await kept(TELLING["image/jpeg"] as Uint8Array<ArrayBuffer>);
    expect([media.width, media.height]).toEqual([16, 24]);
    // The one thing that is left of Exif.
    expect(Buffer.from(await bytesAt(media.url)).includes("Exif")).toBe(true);
  });

  it("may be a drawing, of which nothing runs, nor is it shown where only pictures are", async () => {
    const id = `d${crypto.randomUUID().slice(0, 8)}`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><style>g{fill:red}</style><script>1</script><g id="${id}" onload="1"/></svg>`;
    const media = await kept(new TextEncoder().encode(svg), "?alt=A+map");
    expect(media).toMatchObject({ type: "image/svg+xml", width: 40, height: 30 });
    const response = await fetch(media.url);
    expect(response.headers.get("content-type")).toBe("image/svg+xml");
    expect(response.headers.get("content-security-policy")).toBe(
      "default-src 'none'; sandbox; style-src 'unsafe-inline'; img-src data:",
    );
    expect(await response.text()).toBe(
      `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" viewBox="0 0 40 30"><style>g{fill:red}</style><g id="${id}"/></svg>`,
    );
    const forms = async () => (await (await api("GET", `media/${media.id}`)).json()).forms;
    await expect.poll(forms, { timeout: 30_000 }).toEqual([]);
    const story = await publish({ title: "Drawn", markdown: "A map.", image: { media: media.id } });
    const page = await (await fetch(story.url)).text();
    expect(page).toContain(
      `<figure class="picture"><img src="${media.url}" alt="A map" width="40" height="30"`,
    );
    expect(page).not.toMatch(new RegExp(`og:image" content="${media.url}|"image":\\["${media.url}`));
  });

  it("is the same when its bytes come again, from a form as from a body", async () => {
    const bytes = another();
    const first = await bring(bytes, "?alt=A+ship&credit=Hana", { "Content-Type": "image/png" });
    expect(first.status).toBe(201);
    const media: Kept = await first.json();
    expect(first.headers.get("location")).toBe(`${scratch}/api/media/${media.id}`);
    const form = new FormData();
    form.set("file", new Blob([bytes]), "ship.jpg");
    const second = await bring(form, "?alt=Another");
    expect([second.status, await second.json()]).toEqual([200, { ...media }]);
    expect(media).toMatchObject({ alt: "A ship", credit: "Hana", used: [] });
  });

  it.each<[number, string, () => BodyInit]>([
    [415, "a text that does not say so", () => new TextEncoder().encode("Hello")],
    [415, "a page", () => "<!doctype html><script>1</script>"],
    [422, "an SVG that breaks off", () => '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">'],
    [422, "half a JPEG", () => JPEG.slice(0, 300)],
    [422, "a PNG without its end", () => PNG.slice(0, PNG.length - 12)],
    [
      422,
      "more pixels than are taken",
      () => {
        const bomb = PNG.slice();
        new DataView(bomb.buffer).setUint32(16, 60_000);
        new DataView(bomb.buffer).setUint32(20, 60_000);
        return bomb;
      },
    ],
    [413, "more bytes than are taken", () => new Uint8Array(20_000_001)],
    [
      400,
      "a form without a file",
      () => {
        const form = new FormData();
        form.set("text", "x");
        return form;
      },
    ],
  ])("is refused with %i when it is %s", async (status, _, body) => {
    const response = await bring(body());
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
  });

  it("needs a token that may write", async () => {
    const token = await (await api("POST", "tokens", { name: "reader", scopes: ["read"] })).json();
    const headers = { Authorization: `Bearer ${token.token}` };
    expect((await bring(JPEG, "", headers)).status).toBe(403);
    expect((await fetch(`${scratch}/api/media`, { method: "POST", body: JPEG })).status).toBe(401);
  });
});

describe("a part of a file (RFC 9110 §14)", async () => {
  const { length } = JPEG;
  it.each<[string | undefined, number, [number, number] | null]>([
    [undefined, 200, [0, length]],
    ["bytes=0-0", 206, [0, 1]],
    ["bytes=10-19", 206, [10, 20]],
    ["bytes=100-", 206, [100, length]],
    ["bytes=-7", 206, [length - 7, length]],
    ["bytes=-100000", 206, [0, length]],
    [`bytes=5-${length + 100}`, 206, [5, length]],
    [`bytes=${length}-`, 416, null],
    ["bytes=-0", 416, null],
    ["bytes=9-5", 200, [0, length]],
    ["bytes=0-1,5-6", 200, [0, length]],
    ["lines=0-1", 200, [0, length]],
    ["bytes=a-b", 200, [0, length]],
  ])("%s: %i", async (range, status, part) => {
    const { url } = await kept(JPEG);
    const response = await fetch(url, { headers: range ? { Range: range } : {} });
    expect(response.status).toBe(status);
    const said = response.headers.get("content-range");
    if (!part) {
      expect(said).toBe(`bytes */${length}`);
      return;
    }
    expect(response.headers.get("accept-ranges")).toBe("bytes");
    expect(said).toBe(status === 206 ? `bytes ${part[0]}-${part[1] - 1}/${length}` : null);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(JPEG.slice(...part));
  });

  it("is given to who has the same version, and the whole to who has another", async () => {
    const { url, id } = await kept(JPEG);
    const etag = (await fetch(url)).headers.get("etag") ?? "";
    const status = async (headers: Record<string, string>, method = "GET") =>
      (await fetch(url, { method, headers })).status;
    expect(await status({ Range: "bytes=0-1", "If-Range": etag })).toBe(206);
    expect(await status({ Range: "bytes=0-1", "If-Range": '"other"' })).toBe(200);
    expect(await status({ Range: "bytes=0-1", "If-Range": `W/${etag}` })).toBe(200);
    expect(await status({ "If-None-Match": etag })).toBe(304);
    expect(await status({ Range: "bytes=0-1", "If-None-Match": etag })).toBe(304);
    expect(await status({ "If-Match": '"other"' })).toBe(412);
    expect(await status({ Range: "bytes=0-1" }, "HEAD")).toBe(200);
    const head = await fetch(url, { method: "HEAD" });
    expect(head.headers.get("content-length")).toBe(String(length));
    expect((await fetch(`${scratch}/media/${"0".repeat(32)}.jpg`)).status).toBe(404);
    expect((await fetch(`${scratch}/media/${id}.svg`)).status).toBe(404);
  });
});

describe("an article with a picture of ours", () => {
  it("shows it on its page and in all feeds, with its size, alt text and credit, and follows what is said of it", async () => {
    const media = await kept(another(), "?alt=A+ship+at+the+quay&credit=Hana+Meftah");
    const tag = `Pictured ${crypto.randomUUID().slice(0, 8)}`;
    const story = await publish({
      title: "Seen",
      markdown: "It sails.",
      image: { media: media.id },
      tags: [tag],
    });
    const page = async () => (await fetch(story.url)).text();
    // Smaller forms may be there by now.
    const shown = (alt: string) =>
      new RegExp(
        `<figure class="picture">(?:<picture>.*)?<img src="${media.url}" alt="${alt}" width="24" height="16" fetchpriority="high"`,
      );
    expect(await page()).toMatch(shown("A ship at the quay"));
    expect(await page()).toContain("<figcaption>Hana Meftah</figcaption></figure>");
    expect(await page()).toContain(`<meta property="og:image" content="${media.url}"/>`);
    const list = `${scratch}/tags/${tag.toLowerCase().replaceAll(" ", "-")}`;
    const atom = await (await fetch(`${list}/atom.xml`)).text();
    const [credit] = parseXml(atom, (root) =>
      root.find("//m:content/m:credit", { m: "http://search.yahoo.com/mrss/" }).map(({ content }) => content),
    );
    expect(credit).toBe("Hana Meftah");
    expect(atom).toContain("<figcaption>Hana Meftah</figcaption>");

    await api("PATCH", `media/${media.id}`, { alt: "A tug", credit: "" });
    expect(await page()).toMatch(shown("A tug"));
    expect(await page()).not.toContain("figcaption");
    await api(
      "PATCH",
      `articles/${story.id}`,
      { image: { media: media.id, alt: "Here" } },
      { "If-Match": "*" },
    );
    expect(await page()).toContain('alt="Here"');
    const article = await (await api("GET", `articles/${story.id}`)).json();
    expect(article.image).toMatchObject({ media: media.id, alt: "Here", width: 24 });
  });

  it("keeps it from being removed until nobody shows it; then it is gone", async () => {
    const media = await kept(another());
    const story = await publish({ title: "Shown", markdown: "It sails.", image: { media: media.id } });
    const refused = await api("DELETE", `media/${media.id}`);
    expect([refused.status, (await refused.json()).errors]).toEqual([
      409,
      [{ pointer: story.url, detail: "Shown" }],
    ]);
    expect((await (await api("GET", `media/${media.id}`)).json()).used).toEqual([
      { id: story.id, title: "Shown", url: story.url },
    ]);
    await api("PATCH", `articles/${story.id}`, { image: null }, { "If-Match": "*" });
    expect((await api("DELETE", `media/${media.id}`)).status).toBe(204);
    await expect.poll(async () => (await fetch(media.url)).status).toBe(404);
    expect((await api("DELETE", `media/${media.id}`)).status).toBe(404);
  });

  it("may have it in its text, by its address, and it is in use there, too", async () => {
    const media = await kept(another());
    const { pathname } = new URL(media.url);
    const story = await publish({ title: "Within", markdown: `It sails.\n\n![A ship](${pathname})` });
    const page = await (await fetch(story.url)).text();
    const sized = `<img src="${media.url}" alt="A ship" loading="lazy" width="24" height="16"`;
    expect(page).toContain(sized);
    expect(await (await fetch(`${story.url}.json`)).json()).toMatchObject({
      content_html: expect.stringContaining(sized),
    });
    expect((await api("DELETE", `media/${media.id}`)).status).toBe(409);
    await api("PATCH", `articles/${story.id}`, { markdown: "It sails." }, { "If-Match": "*" });
    expect((await api("DELETE", `media/${media.id}`)).status).toBe(204);
  });

  it("may have it in its text by its id, with what is said of it where the text says nothing", async () => {
    const media = await kept(another(), "?alt=A+%22ship%22");
    const elsewhere = { canonical_url: "https://elsewhere.example/a" };
    const story = await publish({ title: "Named", html: `<img src="media:${media.id}">`, ...elsewhere });
    const { html } = await (await api("GET", `articles/${story.id}`)).json();
    expect(html).toContain(`<img src="${media.url}" alt="A &quot;ship&quot;" loading="lazy" width="24"`);
    await api("PATCH", `media/${media.id}`, { alt: "A tug" });
    expect(await (await fetch(story.url)).text()).toContain('alt="A tug"');
    const none = await api("POST", "articles", { title: "No", markdown: `![](media:${"0".repeat(32)})` });
    expect([none.status, (await none.json()).errors[0].pointer]).toEqual([422, "#/markdown"]);
  });

  it("is refused when there is no such file", async () => {
    const response = await api("POST", "articles", { title: "None", image: { media: "0".repeat(32) } });
    expect([response.status, (await response.json()).errors]).toEqual([
      422,
      [{ pointer: "#/image/media", detail: "names no file of ours" }],
    ]);
  });

  it("is found in the list of files, the newest first", async () => {
    const [one, two] = [await kept(another()), await kept(another())];
    // Other tests bring files, too: page by page, until both were there.
    const seen: string[] = [];
    for (let cursor = ""; !seen.includes(one.id); ) {
      const page = await (await api("GET", `media?limit=1${cursor && `&cursor=${cursor}`}`)).json();
      seen.push(...page.media.map(({ id }: Kept) => id));
      cursor = page.next;
    }
    expect(seen.indexOf(two.id)).toBeGreaterThan(-1);
    expect(seen.indexOf(two.id)).toBeLessThan(seen.indexOf(one.id));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe("sound that is brought", () => {
  it.each([
    ["audio/mpeg", MP3, "mp3"],
    ["audio/mp4", M4A, "m4a"],
    ["audio/ogg", OGG, "ogg"],
  ] as const)("is %s by what its bytes say, and is known to last a second", async (type, bytes, ending) => {
    const media = await kept(bytes, "?name=a.png");
    expect(media).toMatchObject({ type, size: bytes.length, width: null, forms: null });
    expect(media.duration).toBeCloseTo(1, 0);
    expect(media.url).toMatch(new RegExp(`/media/[0-9a-f]{32}\\.${ending}$`));
    const form = new FormData();
    form.set("file", new Blob([bytes]), "tone");
    expect((await bring(form)).status).toBe(200);
    const response = await fetch(media.url, { headers: { Range: "bytes=10-19" } });
    expect([response.status, response.headers.get("content-type")]).toEqual([206, type]);
    expect(await response.bytes()).toEqual(bytes.slice(10, 20));
  });

  it.each<[number, string, BodyInit]>([
    [422, "a film", FILM],
    [422, "half an M4A", M4A.slice(0, 60)],
    [422, "something that begins like MP3", `ID3${"x".repeat(400)}`],
  ])("is refused with %i when it is %s, and leaves nothing", async (status, _, body) => {
    expect((await bring(body)).status).toBe(status);
  });

  it("says how long it is, or is not taken", async () => {
    const body = new Blob([MP3]).stream();
    const init = { method: "POST", body, duplex: "half", headers: { Authorization: `Bearer ${TOKEN}` } };
    expect((await fetch(`${scratch}/api/media`, init as RequestInit)).status).toBe(411);
  });

  it("comes with an article: a player on its page, an enclosure in its feeds, and is in use", async () => {
    const media = await kept(MP3, "");
    const tag = `Heard ${crypto.randomUUID().slice(0, 8)}`;
    const story = await publish({
      ...{ title: "Heard", markdown: "Listen.", tags: [tag] },
      attachments: [{ media: media.id, title: "The tone" }],
    });
    const page = await fetch(story.url);
    expect(page.headers.get("content-security-policy")).toContain("media-src 'self';");
    expect(await page.text()).toContain(`<audio controls="" preload="none" src="${media.url}"`);
    const list = `${scratch}/tags/${tag.toLowerCase().replaceAll(" ", "-")}`;
    const rss = await (await fetch(`${list}/rss.xml`)).text();
    expect(rss).toContain(`<enclosure url="${media.url}" length="${MP3.length}" type="audio/mpeg"/>`);
    const [item] = (await (await fetch(`${list}/feed.json`)).json()).items;
    expect(item.attachments).toEqual([
      {
        ...{ url: media.url, mime_type: "audio/mpeg", title: "The tone" },
        ...{ size_in_bytes: MP3.length, duration_in_seconds: media.duration },
      },
    ]);
    expect((await api("DELETE", `media/${media.id}`)).status).toBe(409);
    const asPicture = await api("POST", "articles", { title: "No", image: { media: media.id } });
    expect((await asPicture.json()).errors).toEqual([{ pointer: "#/image/media", detail: "is no picture" }]);
    const missing = await api("POST", "articles", { title: "No", attachments: [{ media: "0".repeat(32) }] });
    expect((await missing.json()).errors[0].pointer).toBe("#/attachments/0/media");
    await api("PATCH", `articles/${story.id}`, { attachments: null }, { "If-Match": "*" });
  });
});

describe("smaller forms of a picture", async () => {
  const folder = new URL("../../data/pictures/", import.meta.url);
  /** Held sideways: of 960 by 1280 pixels it is looked at as 1280 by 960. */
  const photograph = tellingJpeg(new Uint8Array(readFileSync(new URL("ras-tarfa.jpg", folder))));
  const made = async (media: Kept): Promise<(Kept & { forms: Form[] }) | null> => {
    const now = await (await api("GET", `media/${media.id}`)).json();
    return now.forms && now;
  };

  it("are made in AVIF, WebP and its own type, upright, and tell nothing either", async () => {
    const media = await kept(photograph, "?alt=A+lighthouse");
    const tag = `formed-${crypto.randomUUID().slice(0, 8)}`;
    const story = await publish({
      ...{ title: "Formed", markdown: "It shines.", tags: [tag] },
      image: { media: media.id },
    });
    await expect.poll(() => made(media), { timeout: 30_000, interval: 200 }).not.toBeNull();
    const { forms, colour } = (await made(media)) as Kept & { forms: Form[] };
    expect(forms.map(({ type, width }) => `${type} ${width}`).sort()).toEqual([
      ...["image/avif 1280", "image/avif 320", "image/avif 640"],
      ...["image/jpeg 320", "image/jpeg 640"],
      ...["image/webp 1280", "image/webp 320", "image/webp 640"],
    ]);
    for (const { url, type, width } of forms) {
      const response = await fetch(url);
      expect(response.headers.get("content-type")).toBe(type);
      expect(response.headers.get("cache-control")).toBe("max-age=31536000, immutable");
      const form = await response.bytes();
      expect(imageSize(form)).toMatchObject({ width, height: (width * 3) / 4 });
      for (const word of [SECRET, "Exif", "XMP"]) expect(Buffer.from(form).includes(word), word).toBe(false);
      const again = await fetch(url, { headers: { "If-None-Match": response.headers.get("etag") ?? "" } });
      expect(again.status).toBe(304);
    }
    // Pages follow.
    await expect.poll(async () => (await fetch(story.url)).text()).toContain("<picture>");
    const page = await (await fetch(story.url)).text();
    expect(page).toContain(`data-colour="${colour}"`);
    for (const { url, width } of forms) expect(page).toContain(`${url} ${width}w`);
    expect(page).toContain(`<meta property="og:image" content="${media.url}"/>`);
    // A list is written once a second.
    await expect
      .poll(async () => (await fetch(`${scratch}/tags/${tag}/rss.xml`)).text(), { timeout: 10_000 })
      .toContain(
        `<media:thumbnail url="${media.url.replace(".jpg", "-320.jpg")}" width="320" height="240"/>`,
      );

    await api("DELETE", `articles/${story.id}`);
    await api("PATCH", `articles/${story.id}`, { image: null }, { "If-Match": "*" });
    expect((await api("DELETE", `media/${media.id}`)).status).toBe(204);
    await expect.poll(async () => (await fetch(forms[0]?.url ?? "")).status).toBe(404);
  });

  it("do not exist in other sizes", async () => {
    const { id } = await kept(JPEG);
    for (const file of [`${id}-321.webp`, `${id}-320.gif`, `${id}-1.avif`, `${id}-320x.webp`])
      expect((await fetch(`${scratch}/media/${file}`)).status, file).toBe(404);
  });
});

interface Form {
  url: string;
  type: string;
  width: number;
}
