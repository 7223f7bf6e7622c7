import type { Element, Root } from "hast";
import { toHtml } from "hast-util-to-html";
import { toText } from "hast-util-to-text";
import { visit } from "unist-util-visit";
import { slugify } from "../../src/model/slug.ts";
import { decoded } from "../../src/text/decoded.ts";
import { parseHtml } from "../../src/text/html.ts";
import { EXIT, Failure } from "../failure.ts";
import { momentOf } from "../moving/moment.ts";
import type { Report } from "../moving/report.ts";
import type { Origin, Story } from "../moving/story.ts";
import { textsIn } from "./zip.ts";

/**
 * What somebody wrote at Medium, from the zip of Settings, Download your information: a page for each story,
 * marked up as an h-entry (https://microformats.org/wiki/h-entry).
 *
 * @param site the address that its stories were under, where that was one of its own; else empty
 */
export function medium(file: string, site: string, feedLength: number, report: Report): Origin {
  const texts = textsIn(file, /(?:^|\/)posts\/[^/]+\.html$/, report);
  if (texts.size === 0) throw new Failure(`${file} is no archive of Medium: it has no posts.`, EXIT.usage);
  return {
    ...{ url: site || "https://medium.com", feedLength, stories: texts.size },
    async *read() {
      for (const [name, html] of texts) {
        const story = storyOf(file, name.split("/").at(-1) ?? name, html, report);
        if (story) yield story;
      }
    },
    redirects: () => [],
  };
}

function storyOf(file: string, name: string, html: string, report: Report): Story | null {
  const page = parseHtml(html);
  const one = (mark: string) => marked(page, mark)[0];
  const title = textIn(one("p-name"));
  const at = { file, name: title || name };
  const body = one("e-content");
  const [, id = ""] = /-([0-9a-f]{8,})\.html$/.exec(name) ?? [];
  if (!body || !id) {
    report.note("story", "left out", at, "it is no story");
    return null;
  }
  const canonical = URL.parse(String(one("p-canonical")?.properties.href ?? ""));
  const isDraft = name.startsWith("draft_") || !canonical;
  // What is said beside a story is one, there; it has the other's text in it.
  const notes =
    textIn(body).length < 200 && !isDraft ? ["it is short: it may be an answer to another story"] : [];
  const slug = slugify(decoded(canonical?.pathname.split("/").at(-1) ?? "").replace(/-[0-9a-f]{8,}$/, ""));
  return {
    ...{ at, entryId: `https://medium.com/p/${id}`, page: false, title, html: bodyOf(body, title), notes },
    status: isDraft ? "draft" : "published",
    addresses: isDraft || !canonical ? [] : [canonical.pathname],
    standfirst: textIn(one("p-summary")).replace(/\s+/g, " "),
    ...{
      tags: [],
      slug: slug || null,
      updated: null,
      image: null,
      files: [],
      commentsClosed: false,
      comments: [],
    },
    authors: [textIn(one("p-author"))].filter(Boolean),
    published: momentOf(one("dt-published")?.properties.dateTime),
  };
}

/** The text without the headline, which stands in it once more, and without the rules between its parts. */
function bodyOf(body: Element, title: string): string {
  const tree: Root = { type: "root", children: body.children };
  let isFirst = true;
  visit(tree, "element", (element, index, parent) => {
    if (index === undefined || !parent) return;
    const isHeadline = /^h[1-4]$/.test(element.tagName) && isFirst;
    if (isHeadline) isFirst = false;
    if ((isHeadline && toText(element).trim() === title) || classes(element).includes("section-divider")) {
      parent.children.splice(index, 1);
      return index;
    }
  });
  return toHtml(tree);
}

const classes = ({ properties }: Element): string[] =>
  Array.isArray(properties.className) ? properties.className.map(String) : [];

function marked(tree: Root, mark: string): Element[] {
  const found: Element[] = [];
  visit(tree, "element", (element) => {
    if (classes(element).includes(mark)) found.push(element);
  });
  return found;
}

const textIn = (element: Element | undefined): string => (element ? toText(element).trim() : "");
