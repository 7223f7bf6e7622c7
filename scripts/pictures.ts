// `npm run pictures`: draws the sample's pictures anew, into data/pictures.
import { mkdirSync, writeFileSync } from "node:fs";
import { launchBrowser } from "./browser.ts";

interface Drawing {
  width: number;
  height: number;
  /** SVG, in the drawing's own pixels. */
  shapes: string;
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const tree = (x: number, y: number, size: number) =>
  `<rect x="${x - size / 16}" y="${y - size / 2}" width="${size / 8}" height="${size / 2}" fill="#5b4636"/>
   <circle cx="${x}" cy="${y - size * 0.75}" r="${size / 2.4}" fill="#4d6b47"/>
   <circle cx="${x + size / 4}" cy="${y - size * 0.6}" r="${size / 3.4}" fill="#5f8057"/>`;
const bench = (x: number, y: number) =>
  `<g fill="#9c2a16"><rect x="${x}" y="${y}" width="190" height="14"/><rect x="${x}" y="${y - 46}" width="190" height="12"/></g>
   <g fill="#1b1a17"><rect x="${x + 14}" y="${y - 46}" width="10" height="92"/><rect x="${x + 166}" y="${y - 46}" width="10" height="92"/></g>`;
const panel = (x: number, y: number) =>
  `<path d="M${x} ${y} l120 -60 l90 0 l-120 60z" fill="#2c4a6b" stroke="#8fb0cf" stroke-width="3"/>
   <path d="M${x + 60} ${y - 30} l90 0 M${x + 30} ${y - 15} l90 0 M${x + 90} ${y - 45} l90 0" stroke="#8fb0cf" stroke-width="2"/>
   <rect x="${x + 92}" y="${y - 30}" width="8" height="60" fill="#5d5950"/>`;

const DRAWINGS: Record<string, Drawing> = {
  "park.jpg": {
    ...{ width: 1600, height: 1067 },
    shapes: `<rect width="1600" height="1067" fill="#dcebf0"/><circle cx="1280" cy="210" r="90" fill="#fbe38c"/>
      <path d="M0 620 q400 -120 800 -30 t800 -20 v497 h-1600z" fill="#c9c08f"/>
      <path d="M0 760 q500 -60 1600 20 v287 h-1600z" fill="#a9b477"/>
      ${[120, 360, 1180, 1420].map((x, i) => tree(x, 780 + 20 * i, 300 - 30 * i)).join("")}
      <path d="M620 1067 q120 -180 60 -330 h140 q40 170 260 330z" fill="#e9dcc0"/>
      ${bench(300, 900)}${bench(1120, 930)}
      <path d="M560 700 v-240 M900 700 v-240 M560 462 h340" stroke="#1b1a17" stroke-width="12"/>
      <path d="M660 462 l-40 170 M800 462 l60 160" stroke="#5d5950" stroke-width="5"/>
      <rect x="590" y="630" width="62" height="12" fill="#9c2a16"/><rect x="828" y="618" width="62" height="12" fill="#9c2a16"/>`,
  },
  "solar-field.jpg": {
    ...{ width: 1600, height: 900 },
    shapes: `<rect width="1600" height="900" fill="#f4dfb8"/><circle cx="300" cy="190" r="110" fill="#fff6dc"/>
      <path d="M0 470 q300 -110 620 -10 t980 -40 v480 h-1600z" fill="#dcb984"/>
      <path d="M0 560 q700 -60 1600 0 v340 h-1600z" fill="#cfa46a"/>
      ${range(4)
        .map((row) =>
          range(7)
            .map((i) => panel(40 + i * 230 - row * 40, 600 + row * 95))
            .join(""),
        )
        .join("")}`,
  },
  "night-ferry.jpg": {
    ...{ width: 1080, height: 1350 },
    shapes: `<rect width="1080" height="1350" fill="#10202e"/>
      ${range(60)
        .map(
          (i) =>
            `<circle cx="${(i * 397) % 1080}" cy="${(i * 211) % 640}" r="${1 + (i % 3)}" fill="#f2ead2"/>`,
        )
        .join("")}
      <circle cx="820" cy="220" r="70" fill="#f2ead2"/><circle cx="850" cy="200" r="64" fill="#10202e"/>
      <rect y="860" width="1080" height="490" fill="#1d3a4c"/>
      <path d="M160 760 h760 l-70 130 h-620z" fill="#e9e6df"/><path d="M176 790 h728 l-16 30 h-696z" fill="#9c2a16"/>
      <path d="M250 660 h540 v100 h-540z M330 580 h360 v80 h-360z" fill="#fdfcf9"/><rect x="560" y="480" width="90" height="100" fill="#9c2a16"/>
      ${range(9)
        .map((i) => `<rect x="${276 + i * 58}" y="690" width="30" height="34" fill="#fbe38c"/>`)
        .join("")}
      ${range(7)
        .map(
          (i) =>
            `<rect x="${300 + i * 70}" y="${920 + i * 46}" width="${180 - i * 18}" height="6" fill="#fbe38c" opacity="${0.7 - i * 0.08}"/>`,
        )
        .join("")}`,
  },
};

const folder = new URL("../data/pictures/", import.meta.url);
mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
const page = await browser.newPage();
for (const [name, { width, height, shapes }] of Object.entries(DRAWINGS)) {
  await page.setViewportSize({ width, height });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  await page.setContent(`<body style="margin:0">${svg}</body>`);
  writeFileSync(new URL(name, folder), await page.screenshot({ type: "jpeg", quality: 82 }));
}
await browser.close();
console.log(`data/pictures has ${Object.keys(DRAWINGS).length} drawings`);
