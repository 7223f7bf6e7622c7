import type { ListDocument } from "../../model/document.ts";
import { FEED_FILES } from "../../model/scope.ts";
import { element } from "./xml.ts";

/** The namespace of what tells of a feed's history (RFC 5005). */
export const HISTORY_NAMESPACE = "http://purl.org/syndication/history/1.0";

/**
 * What a feed says of its history: where it goes on, or that there is none (RFC 5005 §2 and §4).
 *
 * @param link the name of the element, with what prefix it has
 */
export function historyElements(list: ListDocument, format: "rss" | "atom", link: string): string {
  const { archive, scope, count } = list._dateline;
  const file = `/${FEED_FILES[format]}`;
  const at = (rel: string, url: string | undefined) => (url ? element(link, { rel, href: url }) : "");
  if (!archive) {
    // A search finds no more than it gives, and a day is a part of another history.
    const isWhole = scope.kind !== "search" && scope.kind !== "day" && count <= list.items.length;
    return isWhole ? element("fh:complete", {}) : "";
  }
  const { previous, current, newer } = archive;
  const feedOf = (page: string | undefined) => page && page.replace(/\/$/, "") + file;
  return [
    current ? element("fh:archive", {}) : "",
    at("current", feedOf(current)),
    at("prev-archive", feedOf(previous)),
    at("next-archive", newer && `${newer}-${FEED_FILES[format]}`),
  ].join("");
}
