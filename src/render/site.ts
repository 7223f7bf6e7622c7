import type { Settings } from "../settings.ts";
import { FEED_STYLESHEET_PATH } from "./assets.ts";

/** What every rendering knows of the publication. */
export interface Site
  extends Pick<
    Settings,
    "url" | "title" | "description" | "language" | "timeZone" | "rights" | "reprints" | "turnstile" | "model"
  > {
  /** The URL of the stylesheet that makes a feed readable in a browser. */
  feedStylesheet: string;
}

export function siteOf(settings: Settings): Site {
  return { ...settings, feedStylesheet: settings.url + FEED_STYLESHEET_PATH };
}
