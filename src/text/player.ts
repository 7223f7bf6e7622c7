import type { Element } from "hast";

const PLAYERS =
  /^(?:https?:)?\/\/(?:www\.)?(youtube(?:-nocookie)?\.com\/embed\/|player\.vimeo\.com\/|(?:geo\.)?dailymotion\.com\/|w\.soundcloud\.com\/|open\.spotify\.com\/embed)/i;

/** Characters of an address that are looked at. */
const LONGEST = 2048;

/** A frame with a film or a recording becomes a link to it; any other frame goes. */
export function playerLink({ properties }: Element): Element[] {
  const src = String(properties.src ?? properties.dataSrc ?? "").slice(0, LONGEST);
  if (!PLAYERS.test(src)) return [];
  const href = src
    .replace(/^\/\//, "https://")
    .replace(/youtube(-nocookie)?\.com\/embed\/([\w-]+).*$/, "youtube.com/watch?v=$2");
  const title = String(properties.title ?? "") || (URL.parse(href)?.host ?? href);
  const children: Element["children"] = [{ type: "text", value: title }];
  return [{ type: "element", tagName: "a", properties: { href }, children }];
}
