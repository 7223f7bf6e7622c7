import { type Attributes, mapImages } from "../text/images.ts";
import { OWN_FILE, ownFile } from "../text/own-file.ts";
import { escapeAttribute } from "../text/plain.ts";
import type { Article, Image } from "./article.ts";
import type { MediaId } from "./media.ts";

/** The files of ours that a body's HTML shows, each once. */
export function filesIn(html: string, site: string): MediaId[] {
  const files = new Set<MediaId>();
  mapImages(html, (image) => {
    const id = idOf(image, site);
    if (id) files.add(id);
    return image;
  });
  return [...files];
}

/** A body's HTML with its pictures at their addresses, each as large as it is. */
export function placePictures(html: string, { pictures }: Pick<Article, "pictures">, site: string): string {
  if (Object.keys(pictures).length === 0) return html;
  return mapImages(html, (image) => {
    const id = idOf(image, site);
    if (!id) return image;
    const picture = pictures[id];
    return picture ? placed(image, picture, site) : null;
  });
}

function placed(
  { src: _, width: _1, height: _2, ...rest }: Attributes,
  picture: Image,
  site: string,
): Attributes {
  const { url, alt, width, height } = picture;
  return {
    ...{ src: new URL(url, site).href, ...rest, alt: rest.alt || escapeAttribute(alt) },
    ...(width && height && { width: String(width), height: String(height) }),
  };
}

function idOf({ src = "" }: Attributes, site: string): MediaId | null {
  return ownFile(src, site)?.slice(OWN_FILE.length) ?? null;
}
