import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { ROOT } from "../scripts/wrangler.ts";

// What people would rather look at than read, drawn from the tables that the bench prints: as pictures for
// docs/performance.md, and as one page. No script is needed to see them.

interface Table {
  head: string[];
  rows: string[][];
}

/** The tables of a text in Markdown. */
function tablesOf(text: string): Table[] {
  const cells = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const tables: Table[] = [];
  let open = false;
  for (const line of text.split("\n")) {
    if (!line.startsWith("|")) open = false;
    else if (/^\|[\s|:-]+$/.test(line)) continue;
    else if (open) tables.at(-1)?.rows.push(cells(line));
    else {
      tables.push({ head: cells(line), rows: [] });
      open = true;
    }
  }
  return tables;
}

const { document } = parseHTML("<html><body></body></html>");
// What a browser would know; the plots stand on a white ground wherever they are shown.
const COMMON = {
  document: document as unknown as Document,
  width: 760,
  style: { background: "white", fontFamily: "serif", fontSize: "13px" },
};

function svgOf(options: Plot.PlotOptions): string {
  const drawn = Plot.plot({ ...options, ...COMMON });
  drawn.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return drawn.outerHTML;
}

/** How many answers each side gives in a second. */
function reading({ rows }: Table): string {
  const sides = rows.map(([side = "", rate = ""]) => ({ side, rate: Number(rate) }));
  return svgOf({
    ...{ marginLeft: 330, marginRight: 60, marginBottom: 45 },
    x: { label: "answers in a second", type: "log", grid: true, nice: true },
    y: { label: null, domain: sides.map(({ side }) => side) },
    marks: [
      Plot.ruleY(sides, { y: "side", stroke: "#e4dfd6" }),
      Plot.dot(sides, {
        ...{ x: "rate", y: "side", r: 6 },
        fill: ({ side }: { side: string }) => (side.startsWith("Dateline") ? "#8a1c1c" : "#b9b2a6"),
      }),
      Plot.text(sides, { x: "rate", y: "side", text: "rate", dx: 10, textAnchor: "start" }),
    ],
  });
}

/** What a publish costs with ever more articles there. */
function publishing({ head, rows }: Table): string {
  const sizes = head.slice(1).map((cell) => Number.parseInt(cell, 10));
  const lines = rows
    .filter(([name]) => name?.startsWith("**"))
    .flatMap(([name = "", ...cells]) =>
      cells.map((cell, i) => ({ step: name.replaceAll("*", ""), articles: sizes[i] ?? 0, ms: Number(cell) })),
    );
  return svgOf({
    ...{ marginRight: 240, marginBottom: 45 },
    x: { label: "articles there are", type: "log", tickFormat: "~s" },
    y: { label: "ms", domain: [0, Math.max(...lines.map(({ ms }) => ms)) * 1.1], grid: true },
    marks: [
      Plot.lineY(lines, { x: "articles", y: "ms", z: "step", stroke: "#8a1c1c" }),
      Plot.dot(lines, { x: "articles", y: "ms", fill: "#8a1c1c" }),
      Plot.text(
        lines,
        Plot.selectLast({ x: "articles", y: "ms", z: "step", text: "step", dx: 8, textAnchor: "start" }),
      ),
    ],
  });
}

/** How long after a change somebody still sees what was before. */
function seen({ head, rows }: Table): string {
  const kinds = head.slice(1, 5);
  const ranges = rows.flatMap(([edge = "", ...cells]) =>
    kinds.map((kind, i) => {
      const [median = 0, most = 0, longest = 0] = (cells[i] ?? "").split(",").map(Number);
      return { edge, kind, median, most, longest };
    }),
  );
  return svgOf({
    ...{ marginLeft: 160, marginRight: 290, marginBottom: 45, height: 430 },
    x: { label: "seconds until it is seen everywhere: median, 95 %, longest", grid: true },
    y: { label: null, domain: kinds },
    fy: { label: null, domain: rows.map(([edge = ""]) => edge) },
    marks: [
      Plot.ruleY(ranges, { fy: "edge", y: "kind", x1: "median", x2: "longest", stroke: "#b9b2a6" }),
      Plot.ruleY(ranges, {
        fy: "edge",
        y: "kind",
        x1: "median",
        x2: "most",
        stroke: "#8a1c1c",
        strokeWidth: 4,
      }),
      Plot.dot(ranges, { fy: "edge", y: "kind", x: "median", fill: "#8a1c1c" }),
    ],
  });
}

const PLOTS: [name: string, title: string, first: string, draw: (table: Table) => string][] = [
  ["reading", "Answers in a second, beside peers", "side", reading],
  ["publishing", "A publish, with ever more articles there", "step", publishing],
  ["seen", "When a change is seen", "edge", seen],
];

/**
 * Draws what there are tables for, into docs/plots/, beside a page that shows every plot.
 *
 * @param output what the bench printed
 */
export function writePlots(output: string): void {
  const folder = join(ROOT, "docs/plots");
  mkdirSync(folder, { recursive: true });
  const tables = tablesOf(output);
  for (const [name, , first, draw] of PLOTS) {
    const table = tables.find(({ head }) => head[0] === first);
    if (table) writeFileSync(join(folder, `${name}.svg`), `${draw(table)}\n`);
  }
  const shown = PLOTS.map(([name, title]) => `<h2>${title}</h2>\n<img src="${name}.svg" alt="${title}">\n`);
  const page = `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Dateline: what it costs</title>\n<h1>What it costs</h1>\n${shown.join("")}</html>\n`;
  writeFileSync(join(folder, "index.html"), page);
  console.log("Drawn: docs/plots/index.html.");
}
