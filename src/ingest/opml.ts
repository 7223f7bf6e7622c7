import { type Opml, parseOpml } from "feedsmith";
import { type Reach, refusal } from "../http/guard.ts";
import { LIMITS } from "../model/limits.ts";
import { slugify } from "../model/slug.ts";
import { webUrl } from "../text/address.ts";
import { excerpt } from "../text/plain.ts";
import { plainText } from "./clean/text.ts";
import { repairXml } from "./parse/repair.ts";

/** A feed of an OPML file. */
export interface OpmlFeed {
  url: string;
  title: string;
  homePage: string | null;
  tags: string[];
}

/**
 * The feeds of an OPML file, each once, and those that cannot be followed with the reason. The
 * `category` of an outline becomes tags (http://opml.org/spec2.opml#otherSpecialAttributes); the
 * folders that feeds are in are somebody's own order, and nobody else's business.
 *
 * @returns null where the text is no OPML
 */
export function readOpml(
  text: string,
  reach: Reach,
): { feeds: OpmlFeed[]; refused: { url: string; detail: string }[] } | null {
  let outlines: Opml.Outline<string>[];
  try {
    outlines = parseOpml(repairXml(text)).body?.outlines ?? [];
  } catch {
    return null; // the caller says so
  }
  const feeds = new Map<string, OpmlFeed>();
  const refused: { url: string; detail: string }[] = [];
  const waiting = outlines.toReversed();
  for (let outline = waiting.pop(); outline; outline = waiting.pop()) {
    for (const inner of (outline.outlines ?? []).toReversed()) waiting.push(inner);
    if (!outline.xmlUrl) continue;
    const url = webUrl(outline.xmlUrl, "https://nowhere.invalid/");
    const no = url ? refusal(new URL(url), reach) : "it is no http or https address";
    if (!url || no || url.length > LIMITS.url) {
      refused.push({ url: outline.xmlUrl.slice(0, LIMITS.url), detail: no ?? "the address is too long" });
    } else feeds.set(url, feedOf(outline, url));
  }
  return { feeds: [...feeds.values()], refused };
}

function feedOf(outline: Opml.Outline<string>, url: string): OpmlFeed {
  const { title, text, htmlUrl, category } = outline;
  return {
    url,
    title: excerpt(plainText(title ?? text), LIMITS.name),
    homePage: webUrl(htmlUrl, url),
    tags: (category ?? "")
      .split(",")
      .map((path) => plainText(path.split("/").at(-1)))
      .filter((label) => slugify(label) !== "" && label.length <= LIMITS.tagLabel)
      .slice(0, LIMITS.entryTags),
  };
}
