import { directed, type Item, undirected } from "../../model/document.ts";
import { escapeXml } from "../../text/plain.ts";

/** What an item's text is written in. */
export function spoken({ language, _dateline }: Item) {
  return { language, direction: _dateline.direction };
}

/**
 * The content of an item, with its picture before it where it is not in it: most readers of feeds show
 * no other.
 */
export function illustrated(item: Item): string {
  const { image, content_html: html = "" } = item;
  if (!image || html === "" || showsPicture(item)) return html;
  const { alt = "", width, height, credit } = item._dateline.image ?? {};
  const size = width && height ? ` width="${width}" height="${height}"` : "";
  const caption = credit ? `<figcaption>${escapeXml(credit)}</figcaption>` : "";
  const picture = `<figure><img src="${escapeXml(image)}" alt="${escapeXml(alt)}"${size}>${caption}</figure>\n`;
  return directed(picture + undirected(item), spoken(item));
}

/** Whether the picture that stands for an item is in its content already. */
export function showsPicture({ image, content_html = "" }: Item): boolean {
  return image !== undefined && content_html.includes(`src="${image.replaceAll("&", "&#x26;")}"`);
}
