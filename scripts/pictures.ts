// `npm run pictures`: draws the sample's pictures anew, into data/pictures.
import { mkdirSync, writeFileSync } from "node:fs";
import { launchBrowser } from "./browser.ts";

interface Drawing {
  width: number;
  height: number;
  /** SVG, in the drawing's own units. */
  shapes: string;
  /** Pixels across, at most; else `WIDEST`. */
  across?: number;
}

/** Pixels across: all forms can be made of it, and none takes long. */
const WIDEST = 1280;

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
  "storm.jpg": {
    ...{ width: 1440, height: 900 },
    shapes: `<rect width="1440" height="900" fill="#59646d"/><path d="M0 0 h1440 v330 q-360 120 -720 20 t-720 40z" fill="#39434c"/>
      <path d="M0 0 h1440 v190 q-300 90 -700 10 t-740 50z" fill="#272f37"/>
      ${range(46)
        .map(
          (i) =>
            `<path d="M${(i * 173) % 1440} ${250 + ((i * 97) % 330)} l-34 120" stroke="#a9b6bf" stroke-width="3"/>`,
        )
        .join("")}
      <path d="M930 190 l-90 190 h70 l-60 170 l190 -240 h-80 l60 -120z" fill="#fbe38c"/>
      <path d="M0 640 q180 -70 360 0 t360 0 t360 0 t360 0 v260 h-1440z" fill="#2f4f5e"/>
      <path d="M0 730 q240 -60 480 0 t480 0 t480 0 v170 h-1440z" fill="#24404d"/>
      <path d="M220 640 h190 l-40 60 h-120z M310 640 v-150 l80 120 h-80" fill="#e9e6df"/>`,
  },
  "school-ship.jpg": {
    ...{ width: 1440, height: 960 },
    shapes: `<rect width="1440" height="960" fill="#f7d9b9"/><circle cx="360" cy="470" r="120" fill="#f2a65a"/>
      <rect y="520" width="1440" height="440" fill="#4f8a96"/><path d="M0 620 q360 -30 720 0 t720 0 v340 h-1440z" fill="#3c7480"/>
      <path d="M520 560 h660 q-20 130 -120 150 h-420 q-90 -20 -120 -150z" fill="#e9e6df"/><path d="M526 585 h648 l-8 36 h-630z" fill="#2c6a8c"/>
      <rect x="820" y="180" width="14" height="380" fill="#5b4636"/><path d="M834 190 l250 330 h-250z" fill="#fdfcf9"/><path d="M820 240 l-190 280 h190z" fill="#f4e3c6"/>
      ${range(7)
        .map(
          (i) =>
            `<circle cx="${610 + i * 74}" cy="530" r="20" fill="#8a5a3c"/><rect x="${592 + i * 74}" y="548" width="36" height="34" fill="${i % 2 ? "#9c2a16" : "#d9a441"}"/>`,
        )
        .join("")}`,
  },
  "sea-grass.jpg": {
    ...{ width: 1280, height: 720 },
    shapes: `<rect width="1280" height="720" fill="#8fc3c4"/><rect y="120" width="1280" height="600" fill="#5aa0a5"/><path d="M0 610 q640 -50 1280 10 v100 h-1280z" fill="#d9c79a"/>
      ${range(60)
        .map(
          (i) =>
            `<path d="M${(i * 211) % 620} 640 q${i % 2 ? 26 : -26} -90 ${(i % 5) * 6} -${150 + ((i * 37) % 130)}" stroke="${i % 3 ? "#3f6b3f" : "#5d8a4f"}" stroke-width="9" fill="none"/>`,
        )
        .join("")}
      <path d="M640 612 q320 -30 640 0 v108 h-640z" fill="#8d8d86"/>
      ${range(5)
        .map(
          (i) =>
            `<g transform="translate(${150 + i * 95} ${260 + ((i * 83) % 190)})"><path d="M0 0 q26 -24 56 0 q-30 24 -56 0z M52 0 l24 -16 v32z" fill="#f2a65a"/><circle cx="14" cy="-3" r="4" fill="#1b1a17"/></g>`,
        )
        .join("")}`,
  },
  "large-ship.jpg": {
    ...{ width: 1800, height: 720 },
    shapes: `<rect width="1800" height="720" fill="#cfe0e6"/><path d="M0 470 h1800 v250 h-1800z" fill="#3d6f8a"/>
      <path d="M120 420 h1500 l-70 130 h-1380z" fill="#7a2e1f"/><path d="M120 420 h1500 l-16 30 h-1478z" fill="#1b1a17"/>
      ${range(84)
        .map((i) => {
          const [column, row] = [i % 21, Math.floor(i / 21)];
          const colour = ["#9c2a16", "#2c4a6b", "#4d6b47", "#d9a441", "#8d8d86"][(i * 7 + row) % 5];
          return `<rect x="${170 + column * 54}" y="${376 - row * 42}" width="50" height="40" fill="${colour}"/>`;
        })
        .join("")}
      <path d="M1400 420 v-230 h130 v230z" fill="#fdfcf9"/><rect x="1390" y="190" width="150" height="26" fill="#1b1a17"/><rect x="1440" y="130" width="50" height="60" fill="#9c2a16"/>
      <path d="M40 520 h150 l-20 50 h-110z M90 470 h50 v50 h-50z" fill="#d9a441"/><path d="M190 520 q60 10 110 -40" stroke="#1b1a17" stroke-width="4" fill="none"/>`,
  },
  "ras-tarfa.jpg": {
    ...{ width: 960, height: 1280 },
    shapes: `<rect width="960" height="1280" fill="#2b3350"/><path d="M0 760 q480 -120 960 -40 v560 h-960z" fill="#7d5a6a"/><rect y="900" width="960" height="380" fill="#1d3a4c"/>
      <path d="M430 330 L0 180 V430z M530 330 L960 230 V500z" fill="#fbe38c" opacity=".75"/>
      <path d="M420 400 h120 l50 640 h-220z" fill="#fdfcf9"/><path d="M407 560 h146 l10 110 h-166z M391 780 h178 l10 120 h-198z" fill="#9c2a16"/>
      <rect x="405" y="380" width="150" height="24" fill="#1b1a17"/><rect x="430" y="290" width="100" height="90" fill="#fbe38c"/><path d="M415 290 l65 -80 l65 80z" fill="#9c2a16"/>
      <path d="M180 1040 q300 -90 640 0 l140 90 v150 h-960 v-110z" fill="#3a3029"/><circle cx="650" cy="1010" r="16" fill="#c99a72"/><path d="M632 1026 h36 l8 60 h-52z" fill="#e9e6df"/>`,
  },
  "bus.jpg": {
    ...{ width: 1200, height: 800 },
    shapes: `<rect width="1200" height="800" fill="#e9d9b8"/><path d="M0 300 h300 v-120 h180 v120 h260 v-170 h220 v170 h240 v500 h-1200z" fill="#d3bd92"/><rect y="610" width="1200" height="190" fill="#5d5950"/>
      <rect x="200" y="290" width="760" height="320" rx="26" fill="#2c6a8c"/><rect x="200" y="480" width="760" height="40" fill="#fdfcf9"/>
      ${range(6)
        .map((i) => `<rect x="${236 + i * 104}" y="330" width="86" height="110" fill="#cfe6ee"/>`)
        .join("")}
      <rect x="866" y="330" width="70" height="250" fill="#cfe6ee"/><circle cx="370" cy="616" r="58" fill="#1b1a17"/><circle cx="370" cy="616" r="24" fill="#aaa69b"/><circle cx="800" cy="616" r="58" fill="#1b1a17"/><circle cx="800" cy="616" r="24" fill="#aaa69b"/>
      <text x="252" y="586" font-size="70" font-family="sans-serif" font-weight="700" fill="#fdfcf9">7</text>
      <circle cx="1060" cy="650" r="46" fill="#fdfcf9" stroke="#1b1a17" stroke-width="5"/><path d="M1060 626 l22 16 l-8 26 h-28 l-8 -26z" fill="#1b1a17"/>`,
  },
  "horse.jpg": {
    ...{ width: 900, height: 900 },
    shapes: `<rect width="900" height="900" fill="#efe8da"/><rect y="640" width="900" height="260" fill="#d8cdb6"/><ellipse cx="450" cy="700" rx="270" ry="34" fill="#bfb195"/>
      <path d="M250 470 q10 -70 110 -70 h130 q50 0 70 -60 l30 -110 l50 -40 l10 46 l60 50 l-16 40 l-60 -10 l-30 120 q-6 60 -50 84 l24 170 h-46 l-44 -150 h-130 l-30 150 h-46 l10 -180 q-30 20 -40 120 l-30 -4 q4 -110 28 -156z" fill="#8a6a3a"/>
      <path d="M560 250 q-60 30 -70 140" stroke="#5f4824" stroke-width="18" fill="none"/><circle cx="640" cy="256" r="7" fill="#1b1a17"/>`,
  },
  // The cover of a programme: square, as podcast apps want it.
  "read-aloud.jpg": {
    ...{ width: 1500, height: 1500, across: 1500 },
    shapes: `<rect width="1500" height="1500" fill="#f4dfb8"/><rect y="900" width="1500" height="600" fill="#3c7480"/><path d="M0 1010 q375 -50 750 0 t750 0 v490 h-1500z" fill="#2f5f6b"/>
      <path d="M0 900 h620 v600 h-620z" fill="#8d7f6b"/><path d="M0 900 h650 v60 h-650z" fill="#6f6353"/>
      <rect x="285" y="560" width="36" height="340" fill="#1b1a17"/><path d="M200 470 h150 l230 -150 v420 l-230 -150 h-150z" fill="#9c2a16"/><rect x="560" y="300" width="50" height="460" rx="22" fill="#7a2e1f"/>
      ${range(4)
        .map(
          (i) =>
            `<path d="M${720 + i * 130} ${400 - i * 60} q${90 + i * 30} ${130 + i * 60} 0 ${260 + i * 120}" stroke="#9c2a16" stroke-width="${34 - i * 5}" fill="none" stroke-linecap="round" opacity="${1 - i * 0.2}"/>`,
        )
        .join("")}`,
  },
  // Of a story that is gathered.
  "../upstreams/turtles.jpg": {
    ...{ width: 1200, height: 800 },
    shapes: `<rect width="1200" height="800" fill="#6fb7c0"/><path d="M0 0 h1200 v150 q-300 50 -600 10 t-600 10z" fill="#a9d8da"/><path d="M0 700 q600 -50 1200 10 v90 h-1200z" fill="#e3cf9f"/>
      ${[
        [330, 420, 1],
        [760, 330, 0.7],
        [900, 560, 0.5],
      ]
        .map(
          ([x, y, size]) =>
            `<g transform="translate(${x} ${y}) scale(${size})"><path d="M-110 -40 q-80 -90 -150 -60 q40 60 110 90z M90 -50 q60 -90 130 -80 q-20 70 -90 110z M-90 60 q-60 60 -110 50 q10 -50 70 -80z M90 60 q50 60 100 50 q-10 -50 -60 -80z" fill="#5d7a4a"/><ellipse rx="150" ry="105" fill="#6b5a34"/><path d="M-60 -80 l60 40 l60 -40 M-60 80 l60 -40 l60 40 M0 -40 v80 M-110 0 h110 M0 0 h110" stroke="#4a3d22" stroke-width="9" fill="none"/><circle cx="185" cy="-8" r="44" fill="#5d7a4a"/><circle cx="200" cy="-20" r="6" fill="#1b1a17"/></g>`,
        )
        .join("")}`,
  },
  // Very small: no wider than it is shown in a list.
  "unknown-tree.png": {
    ...{ width: 120, height: 90 },
    shapes: `<rect width="120" height="90" fill="#e6ddc8"/><path d="M0 64 h120 v26 h-120z" fill="#b9a77e"/>
      <rect x="56" y="42" width="8" height="30" fill="#5b4636"/><circle cx="60" cy="34" r="20" fill="#4d6b47"/><circle cx="72" cy="38" r="13" fill="#5f8057"/><circle cx="53" cy="27" r="3" fill="#f2b6c0"/><circle cx="66" cy="24" r="3" fill="#f2b6c0"/><circle cx="72" cy="42" r="3" fill="#f2b6c0"/>`,
  },
};

const folder = new URL("../data/pictures/", import.meta.url);
mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
const page = await browser.newPage();
for (const [name, { width, height, shapes, across = WIDEST }] of Object.entries(DRAWINGS)) {
  const scale = Math.min(1, across / width);
  await page.setViewportSize({ width: width * scale, height: Math.round(height * scale) });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 ${width} ${height}">${shapes}</svg>`;
  await page.setContent(`<body style="margin:0">${svg}</body>`);
  const options = name.endsWith(".png") ? { type: "png" as const } : { type: "jpeg" as const, quality: 82 };
  writeFileSync(new URL(name, folder), await page.screenshot(options));
}
await browser.close();
console.log(`data/pictures has ${Object.keys(DRAWINGS).length} drawings`);
