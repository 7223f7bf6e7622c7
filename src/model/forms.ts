import type { PictureFacts } from "./document.ts";
import { type FormType, fileAt, formOf } from "./media.ts";

/** A picture, or a smaller form of it, with its size where that is known, pixels. */
export interface Sized {
  url: string;
  width?: number | undefined;
  height?: number | undefined;
}

/** A picture and its smaller forms in its own type, which everybody can show; from the smallest. */
export function formsInOwnType(url: string, { width, height, forms }: Partial<PictureFacts> = {}): Sized[] {
  const type = fileAt(url)?.type as FormType | undefined;
  const widths = (type && width && height && forms?.[type]) || [];
  return [
    ...widths.map((each) => ({
      url: formOf(url, type as FormType, each),
      width: each,
      height: Math.round(((height ?? 0) * each) / (width ?? 1)),
    })),
    { url, width, height },
  ];
}

/**
 * The smallest form of a picture, in its own type, that has so many pixels across; else the picture. Nothing
 * of a drawing, which only browsers show.
 */
export function formAtLeast(url: string, facts: PictureFacts | undefined, width: number): Sized | undefined {
  if (/\.svgz?$/i.test(new URL(url).pathname)) return undefined;
  const forms = formsInOwnType(url, facts);
  return forms.find((form) => (form.width ?? 0) >= width) ?? (forms.at(-1) as Sized);
}

/** What a list of stories elsewhere shows, and what a link does: pixels across, at least. */
export const THUMBNAIL_WIDTH = 320;
export const SHARED_WIDTH = 1200;
