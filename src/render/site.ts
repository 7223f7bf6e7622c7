import type { PublicProfile } from "../model/profile.ts";
import type { Settings } from "../settings.ts";
import { FEED_STYLESHEET_PATH } from "./assets.ts";

/** What every rendering knows of the publication. */
export interface Site extends PublicProfile, Pick<Settings, "url" | "reprints" | "turnstile" | "model"> {
  /** The URL of the stylesheet that makes a feed readable in a browser. */
  feedStylesheet: string;
}

/** @param profile what it is called and looks like now */
export function siteOf(
  { url, reprints, turnstile, model }: Pick<Settings, "url" | "reprints" | "turnstile" | "model">,
  profile: PublicProfile,
): Site {
  return { ...profile, url, reprints, turnstile, model, feedStylesheet: url + FEED_STYLESHEET_PATH };
}
