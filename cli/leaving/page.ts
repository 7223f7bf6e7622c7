import type { Element, ElementContent, Parents } from "hast";
import { fromHtml } from "hast-util-from-html";
import { toHtml } from "hast-util-to-html";
import { visit } from "unist-util-visit";
import { escapeXml } from "../../src/text/plain.ts";

/** What only a newsroom answers: no file can. */
export const ANSWERED =
  /^\/(?:api|desk|search|ask|translate|hub|websub|oembed|subscribe\/(?:own|compose)|openapi\.json|cdn-cgi)(?:[/.]|$)/;

const ATTRIBUTES = ["href", "src", "poster"] as const;

/**
 * A page for a server of files: without forms, and without links to what nobody answers there.
 *
 * @param origin of the newsroom
 * @returns also the paths that it leads to or shows
 */
export function staticPage(html: string, origin: string, path: string): { html: string; paths: string[] } {
  const tree = fromHtml(html);
  const paths = new Set<string>();
  prune(tree, origin, path);
  visit(tree, "element", ({ properties }: Element) => {
    const named = ATTRIBUTES.map((name) => properties[name]).filter((value) => typeof value === "string");
    const sets = Array.isArray(properties.srcSet)
      ? properties.srcSet.map(String)
      : String(properties.srcSet ?? "").split(",");
    for (const each of [...named, ...sets.map((set) => set.trim().split(/\s+/)[0] ?? "")]) {
      const url = URL.parse(each, origin + path);
      if (each && url?.origin === origin && !ANSWERED.test(url.pathname)) paths.add(url.pathname);
    }
  });
  return { html: toHtml(tree), paths: [...paths] };
}

function prune(parent: Parents, origin: string, path: string): void {
  parent.children = (parent.children as ElementContent[]).filter((child) => {
    if (child.type !== "element") return true;
    if (child.tagName === "form") return false;
    const url =
      typeof child.properties.href === "string" ? URL.parse(child.properties.href, origin + path) : null;
    if (url?.origin === origin && ANSWERED.test(url.pathname)) return false;
    prune(child, origin, path);
    return true;
  });
}

/** A page that leads to another one: all that a file can do of a redirect. */
export const leadingPage = (to: string) => `<!doctype html>
<meta charset="utf-8"><title>${escapeXml(to)}</title>
<meta http-equiv="refresh" content="0; url=${escapeXml(to)}"><link rel="canonical" href="${escapeXml(to)}">
<p><a href="${escapeXml(to)}">${escapeXml(to)}</a></p>
`;
