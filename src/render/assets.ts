import { fingerprint } from "../text/fingerprint.ts";
import { readable } from "./accent.ts";
import { FEED } from "./assets/feed.ts";
import { PAPER } from "./assets/paper.ts";
import { SCRIPT } from "./assets/script.ts";

/** A file that comes with the Worker, named by its content. */
export interface Asset {
  path: string;
  type: "css" | "script";
  text: string;
}

const named = (name: string, extension: string, text: string) =>
  `/assets/${name}.${fingerprint(text)}.${extension}`;

const STYLESHEET_PATH = named("paper", "css", PAPER);
export const FEED_STYLESHEET_PATH = named("feed", "css", FEED);
export const SCRIPT_PATH = named("paper", "js", SCRIPT);

const ASSETS: readonly Asset[] = [
  { path: STYLESHEET_PATH, type: "css", text: PAPER },
  { path: FEED_STYLESHEET_PATH, type: "css", text: FEED },
  { path: SCRIPT_PATH, type: "script", text: SCRIPT },
];

/**
 * The path of the stylesheet with an accent, which is a part of it: so every isolate can make it, whatever
 * it knows of the publication.
 *
 * @param accent `#rrggbb`; empty for the paper's own
 */
export function stylesheetPath(accent: string): string {
  return accent ? STYLESHEET_PATH.replace(/css$/, `${accent.slice(1)}.css`) : STYLESHEET_PATH;
}

/** The file of a path; undefined where there is none. */
export function assetAt(path: string): Asset | undefined {
  const accent = /\.([0-9a-f]{6})\.css$/.exec(path)?.[1];
  const isAccented = accent !== undefined && path === stylesheetPath(`#${accent}`);
  return isAccented
    ? { path, type: "css", text: accented(PAPER, `#${accent}`) }
    : ASSETS.find((asset) => asset.path === path);
}

/** The stylesheet in another colour: what is given later counts. */
function accented(css: string, accent: string): string {
  const { light, dark } = readable(accent);
  return `${css}:root{--live:light-dark(${light},${dark})}`;
}
