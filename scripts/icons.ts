// `npm run icons`: the publication's mark, data/media/mark.svg, in the forms and sizes that browsers,
// phones, feed readers and social networks ask for. They are kept beside it.
import { readFileSync, writeFileSync } from "node:fs";
import { CARD, ICON, SMALL_ICON, TOUCH_ICON } from "../src/model/icons.ts";
import { launchBrowser } from "./browser.ts";

const FOLDER = new URL("../data/media/", import.meta.url);
/** In `favicon.ico`: a tab, a task bar, a site list. Pixels. */
const SMALLEST = [16, 32, 48];
const PAPER = "#fdfcf9";
const INK = "#1b1a17";

const mark = readFileSync(new URL("mark.svg", FOLDER));
const source = `data:image/svg+xml;base64,${mark.toString("base64")}`;
const browser = await launchBrowser();
const page = await browser.newPage();

const square = (size: number) => draw({ width: size, height: size }, `<img src="${source}" width="${size}">`);
writeFileSync(new URL("favicon.ico", FOLDER), icoOf(await eachOf(SMALLEST, square)));
for (const { path, width } of [SMALL_ICON, ICON])
  writeFileSync(new URL(`.${path}`, FOLDER), await square(width));
// A phone shows what is transparent as black, and cuts the corners off.
const inset = Math.round(TOUCH_ICON.width * 0.8);
await write(TOUCH_ICON, `<img src="${source}" width="${inset}">`, `background: ${PAPER}`);
await write(
  CARD,
  `<div><img src="${source}" width="220"></div>`,
  `background: ${PAPER}; --rule: 6px double ${INK}`,
);
await browser.close();
console.log("data/media/ has the icons of mark.svg");

interface Size {
  width: number;
  height: number;
}

async function write(picture: Size & { path: string }, body: string, style: string): Promise<void> {
  writeFileSync(new URL(`.${picture.path}`, FOLDER), await draw(picture, body, style));
}

/** A PNG of some HTML, its middle in the middle. */
async function draw({ width, height }: Size, body: string, style = ""): Promise<Buffer> {
  await page.setViewportSize({ width, height });
  await page.setContent(
    `<style>
       body { margin: 0; height: 100vh; display: grid; place-items: center; ${style} }
       img { display: block }
       div { width: 75%; padding: 70px 0; display: grid; place-items: center; border-block: var(--rule) }
     </style>${body}`,
  );
  await page.locator("img").evaluate((image: HTMLImageElement) => image.decode());
  return page.screenshot({ omitBackground: true });
}

async function eachOf(sizes: number[], draw: (size: number) => Promise<Buffer>) {
  const pictures: { size: number; png: Buffer }[] = [];
  for (const size of sizes) pictures.push({ size, png: await draw(size) });
  return pictures;
}

/** PNGs as one icon file (https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)). */
function icoOf(pictures: { size: number; png: Buffer }[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [i, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * i;
    header.writeUInt8(size, at);
    header.writeUInt8(size, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}
