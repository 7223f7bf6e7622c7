import { fingerprint } from "../text/fingerprint.ts";
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

export const STYLESHEET_PATH = named("paper", "css", PAPER);
export const FEED_STYLESHEET_PATH = named("feed", "css", FEED);
export const SCRIPT_PATH = named("paper", "js", SCRIPT);

export const ASSETS: readonly Asset[] = [
  { path: STYLESHEET_PATH, type: "css", text: PAPER },
  { path: FEED_STYLESHEET_PATH, type: "css", text: FEED },
  { path: SCRIPT_PATH, type: "script", text: SCRIPT },
];
