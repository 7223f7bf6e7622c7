import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../scripts/browser.ts";
import { call, upload } from "../scripts/publish-sample.ts";
import { publication } from "../scripts/sample.ts";
import { startServer } from "../scripts/server.ts";
import { formsMade } from "../tests/setup/media.ts";
import { freePort } from "../tests/setup/servers.ts";
import { load } from "./load.ts";
import { spread, table } from "./tables.ts";

// What pictures and sound cost: a page with six of them, the way from an upload to all forms, a part of a
// file against all of it. In `wrangler dev`, which has the platform's stand-in for making pictures smaller.

const TOKEN = "bench";
const PICTURES = ["park", "solar-field", "storm", "school-ship", "sea-grass", "bus"];
const SCREENS = [
  { name: "360 px", width: 360, height: 740, density: 1 },
  { name: "360 px, three pixels to a CSS pixel", width: 360, height: 740, density: 3 },
  { name: "1280 px", width: 1280, height: 800, density: 1 },
];
const FOLDER = new URL("../data/", import.meta.url);
/** Pixels across of a picture as a newsroom gets it. */
const CAMERA = 2400;
const CONNECTIONS = 4;
const ROUNDS = 3;

/** Measures and prints. */
export async function measureMedia(): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), "dateline-bench-"));
  const server = await startServer({ port: await freePort(), state, token: TOKEN, publication });
  const browser = await launchBrowser();
  try {
    await measurePage(server.url, browser);
    await measureForms(server.url, browser);
    await measureRanges(server.url);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(state, { recursive: true, force: true });
  }
}

const bytesOf = (path: string) => new Uint8Array(readFileSync(new URL(path, FOLDER)));

async function measurePage(url: string, browser: Browser): Promise<void> {
  const ids: string[] = [];
  for (const name of PICTURES) {
    ids.push(await upload(url, TOKEN, await photograph(browser, `${name}.jpg`, CAMERA), { alt: name }));
  }
  const markdown = ids.map((id) => `It sails.\n\n![A picture](media:${id})`).join("\n\n");
  const story = await call(url, TOKEN, "POST", "articles", { title: "Six pictures", markdown });
  await formsMade(url, TOKEN);
  const rows: (string | number)[][] = [];
  for (const screen of SCREENS) {
    const before = await weigh(browser, story.url, screen, (html) =>
      html.replace(/<source [^>]*>/g, "").replace(/ srcset="[^"]*"/g, ""),
    );
    const after = await weigh(browser, story.url, screen, (html) => html);
    rows.push([screen.name, before, after, (before / after).toFixed(1)]);
  }
  console.log("An article page with six pictures, scrolled to its end: bytes of the pictures.\n");
  table(["screen", "the pictures as they came", "the forms that it needs", "ratio"], rows);
}

/** Bytes of pictures that a page loads. @param change what the page's HTML is, to the browser */
async function weigh(
  browser: Browser,
  url: string,
  { width, height, density }: (typeof SCREENS)[number],
  change: (html: string) => string,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: density });
  const page = await context.newPage();
  await page.route(url, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.text()) });
  });
  const read: Promise<Uint8Array>[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/media/")) read.push(response.body());
  });
  await page.goto(url);
  for (let i = 0; i < 20; i++) {
    await page.mouse.wheel(0, height / 2);
    await page.waitForTimeout(100);
  }
  await page.waitForLoadState("networkidle");
  const pictures = await Promise.all(read);
  await context.close();
  return pictures.reduce((sum, { length }) => sum + length, 0);
}

async function measureForms(url: string, browser: Browser): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const width of [640, 1280, 4000]) {
    const picture = await photograph(browser, "park.jpg", width);
    const began = performance.now();
    const id = await upload(url, TOKEN, picture, {});
    const answered = performance.now();
    const state = () => call(url, TOKEN, "GET", `media/${id}`);
    while (!(await state()).forms) await setTimeout(50);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const made = (await state()).forms.length;
    rows.push([`${width} px, ${picture.length} bytes`, Math.round(answered - began), seconds, made]);
  }
  console.log("From the first byte of an upload, with two seconds in which a message may wait for others.\n");
  table(["picture", "answered, ms", "all forms made, s", "forms"], rows);
}

/** A picture with as much in it as a camera sees. */
async function photograph(browser: Browser, name: string, width: number): Promise<Uint8Array<ArrayBuffer>> {
  const page = await browser.newPage({ viewport: { width, height: Math.round((width * 2) / 3) } });
  const drawing = `data:image/jpeg;base64,${Buffer.from(bytesOf(`pictures/${name}`)).toString("base64")}`;
  const noise = `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%" style="position:absolute;opacity:.15"><filter id="n"><feTurbulence baseFrequency=".05" numOctaves="4"/></filter><rect width="100%" height="100%" filter="url(#n)"/></svg>`;
  await page.setContent(`<body style="margin:0">${noise}<img src="${drawing}" width="100%">`);
  const bytes = await page.screenshot({ type: "jpeg", quality: 85 });
  await page.close();
  return new Uint8Array(bytes);
}

async function measureRanges(url: string): Promise<void> {
  const id = await upload(url, TOKEN, bytesOf("sounds/olive-growers.mp3"), {});
  const { url: file } = await call(url, TOKEN, "GET", `media/${id}`);
  const sides: [string, Record<string, string>][] = [
    ["whole", {}],
    ["a third of it", { Range: "bytes=60000-119999" }],
    ["its first two bytes", { Range: "bytes=0-1" }],
    ["304", { "If-None-Match": (await fetch(file, { method: "HEAD" })).headers.get("etag") ?? "" }],
  ];
  const rounds = sides.map(() => [] as { rate: number; p50: number; bytes: number }[]);
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, [, headers]] of sides.entries())
      rounds[i]?.push(await load(file, headers, CONNECTIONS, 2));
  console.log(`An episode, ${CONNECTIONS} connections, ${ROUNDS} rounds of 2 s, medians.\n`);
  table(
    ["asked for", "answers/s", "p50, ms", "bytes"],
    sides.map(([name], i) => {
      const of = (field: "rate" | "p50" | "bytes") =>
        spread((rounds[i] ?? []).map((each) => each[field])).median;
      return [name, Math.round(of("rate")), of("p50").toFixed(1), of("bytes")];
    }),
  );
}
