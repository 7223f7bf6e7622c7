import type { MediaId } from "./media.ts";
import type { Pattern } from "./redirect.ts";

// What a publication is called and how it looks. `wrangler.toml` gives the first values; what the ledger
// has of it stands in their place, and readers' pages follow without a deployment.

/** What may be changed of it. */
export interface Profile {
  title: string;
  /** Its motto, and the description of its feeds; empty for none. */
  description: string;
  /** BCP 47. */
  language: string;
  /** IANA name; dates on pages are shown in it, and days begin by it. */
  timeZone: string;
  /** The copyright line of feeds and pages; empty for none. */
  rights: string;
  /** `#rrggbb`, of links and marks; empty for the paper's own. */
  accent: string;
  /** A picture of ours that stands for the name; empty for none. */
  logo: MediaId | "";
}

/** A change of it; null goes back to the first value. */
export type ProfileChange = { [Name in keyof Profile]?: Profile[Name] | null | undefined };

/** A picture that stands for the publication. */
export interface Logo {
  /** A path. */
  path: string;
  /** A media type. */
  type: string;
  /** Pixels. */
  width: number;
  height: number;
}

/** A page of its own, as the foot of every page leads to it. */
export interface PageLink {
  /** A path. */
  path: string;
  title: string;
  /** BCP 47 */
  language: string;
}

/** A profile as readers' pages need it. */
export interface PublicProfile extends Omit<Profile, "logo"> {
  logo: Logo | null;
  /** Pages of their own, the oldest first. */
  pages: PageLink[];
  /** Patterns of former addresses, in the order in which they are tried. */
  redirects?: Pattern[];
}

/** Pixels: less is blurred on the home screen of a phone. */
const ICON_LEAST = 180;

/** Whether a logo may also stand where there is room for a square alone, as beside the name of a tab. */
export function isIcon(logo: Logo | null): logo is Logo {
  return logo !== null && logo.width === logo.height && logo.width >= ICON_LEAST;
}

/** Whether it is of a type that every reader of feeds shows (RSS 2.0, `image`). */
export function isCommon(logo: Logo | null): logo is Logo {
  return logo !== null && ["image/png", "image/jpeg", "image/gif"].includes(logo.type);
}

/** `#rrggbb` */
export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/.test(text);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
