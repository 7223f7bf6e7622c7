import type { ArticleDocument } from "../model/document.ts";
import { formsInOwnType } from "../model/forms.ts";
import { escapeHtml, escapeXml } from "../text/plain.ts";
import type { Site } from "./site.ts";

/** How long a consumer may keep it, seconds. */
const CACHE_AGE = 3600;

/** Pixels that the quotation takes where there is room, and at most what a consumer has. */
const WIDTH = 600;
const HEIGHT = 200;

/** What a consumer has room for, pixels (https://oembed.com §2.2). */
export interface Room {
  width?: number | undefined;
  height?: number | undefined;
}

/** An article to be shown on another site (https://oembed.com): its headline and summary, as a quotation. */
export function renderOembed(article: ArticleDocument, site: Site, room: Room = {}): string {
  const { title, url, summary, authors, language } = article;
  const quotation = [
    `<blockquote lang="${escapeXml(language)}" dir="auto" cite="${escapeXml(url)}">`,
    `<p><a href="${escapeXml(url)}">${escapeHtml(title)}</a></p>`,
    summary && `<p>${escapeHtml(summary)}</p>`,
    "</blockquote>",
  ];
  return JSON.stringify({
    ...{ type: "rich", version: "1.0", title },
    author_name: authors?.[0]?.name,
    author_url: authors?.[0]?.url,
    ...{ provider_name: site.title, provider_url: `${site.url}/`, cache_age: CACHE_AGE },
    html: quotation.filter(Boolean).join(""),
    width: Math.min(WIDTH, room.width ?? WIDTH),
    height: Math.min(HEIGHT, room.height ?? HEIGHT),
    ...thumbnail(article, room),
  });
}

/** The picture of an article, where its size is known and there is room for it (§2.3.4). */
function thumbnail({ image, _dateline }: ArticleDocument, room: Room) {
  const forms = image && _dateline.image ? formsInOwnType(image, _dateline.image) : [];
  const fitting = forms.findLast(
    ({ width, height }) =>
      width && height && width <= (room.width ?? width) && height <= (room.height ?? height),
  );
  return fitting
    ? {
        thumbnail_url: fitting.url,
        thumbnail_width: fitting.width,
        thumbnail_height: fitting.height,
      }
    : {};
}
