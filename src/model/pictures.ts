import { type Attributes, imagesIn, linkPlayers, mapImages, unescaped } from "../text/images.ts";
import { OWN_FILE, ownFile } from "../text/own-file.ts";
import { escapeXml } from "../text/plain.ts";
import type { Article, ArticleContent, Image } from "./article.ts";
import type { MediaId } from "./media.ts";

/** The files of ours that a body's HTML shows, each once. */
export function filesIn(html: string, site: string): MediaId[] {
  return [...new Set(imagesIn(html).flatMap((src) => ownFile(src, site)?.slice(OWN_FILE.length) ?? []))];
}

/** The pictures on other servers that an article shows, each once. */
export function strangersIn({ image, body }: Pick<ArticleContent, "image" | "body">, site: string): string[] {
  const own = image && "url" in image ? [image.url] : [];
  return [...new Set([...own, ...imagesIn(body.html)])].filter((src) => isStranger(src, site));
}

/** Whether a file is on another server. @param url absolute, or a path of ours */
export function isStranger(url: string, site: string): boolean {
  const { protocol, origin } = new URL(url, site);
  return /^https?:$/.test(protocol) && origin !== site;
}

/**
 * A body's HTML with its pictures at their addresses, each as large as it is. Of a publication whose
 * pictures are not left where they are, it asks nobody else for anything: what is not kept is left out,
 * and sound and films are links.
 */
export function placePictures(
  html: string,
  { pictures, source }: Pick<Article, "pictures" | "source">,
  site: string,
): string {
  const wish = source?.pictures ?? "link";
  const placed = mapImages(html, (image) => {
    const src = unescaped(image.src ?? "");
    const name = ownFile(src, site) ?? src;
    const picture = pictures[name];
    if (picture) return sized(image, picture, site);
    const isMissing = name.startsWith(OWN_FILE) || (wish !== "link" && isStranger(src, site));
    return isMissing ? null : image;
  });
  return wish === "link" ? placed : linkPlayers(placed, (src) => isStranger(src, site));
}

function sized(
  { src: _, width: _1, height: _2, ...rest }: Attributes,
  picture: Image,
  site: string,
): Attributes {
  const { url, alt, width, height } = picture;
  return {
    ...{ src: new URL(url, site).href, ...rest, alt: rest.alt || escapeXml(alt) },
    ...(width && height && { width: String(width), height: String(height) }),
  };
}
