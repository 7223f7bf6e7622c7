/** A picture made from the publication's mark by `npm run icons`, in `data/media`. Pixels. */
export interface Icon {
  path: string;
  width: number;
  height: number;
}

const square = (path: string, size: number): Icon => ({ path, width: size, height: size });

/** The mark itself, of any size. */
export const MARK_PATH = "/mark.svg";
/** 16, 32 and 48 pixels, where browsers and feed readers look for it unasked. */
export const FAVICON_PATH = "/favicon.ico";
/** As large as RSS 2.0 lets the `image` of a channel be. */
export const SMALL_ICON = square("/icon-144.png", 144);
/** As large as JSON Feed 1.1 asks for in `icon`. */
export const ICON = square("/icon-512.png", 512);
/** For the home screen of a phone, on a ground of its own. */
export const TOUCH_ICON = square("/apple-touch-icon.png", 180);
/** What a link shows where its page has no picture: twice as wide as high, as an Atom `logo` (RFC 4287 §4.2.8). */
export const CARD: Icon = { path: "/card.png", width: 1200, height: 600 };
