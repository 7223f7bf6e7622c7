import type { ListDocument } from "../model/document.ts";
import { escapeMarkdown } from "../text/plain.ts";
import type { Site } from "./site.ts";

/**
 * What the publication is and where its text is, for language models (https://llmstxt.org): the
 * newest stories as Markdown, the sections, and every way to get more.
 */
export function renderLlms(home: ListDocument, site: Site): string {
  const { sections = [] } = home._dateline;
  const link = (name: string, url: string, more = "") =>
    `- [${escapeMarkdown(name)}](${url})${more && `: ${escapeMarkdown(more)}`}`;
  const groups: [title: string, links: string[]][] = [
    ["Newest stories", home.items.map(({ title, url, summary = "" }) => link(title, `${url}.md`, summary))],
    ["Sections", sections.map(({ name, url }) => link(name, url))],
    [
      "More",
      [
        link("Search", `${site.url}/search`, "everything ever published; /search/feed.json?q= as JSON"),
        link("JSON Feed", `${site.url}/feed.json`, "the newest stories in full"),
        ...site.pages.map(({ path, title }) => link(title, site.url + path, "a page")),
        link("Sitemap", `${site.url}/sitemap.xml`, "every story"),
        link("Changes", `${site.url}/changes.json`, "what became public, changed or ceased to be, each once"),
        link("Feeds", `${site.url}/opml.xml`, "of every tag, source and author"),
      ],
    ],
  ];
  const body = groups.flatMap(([title, links]) =>
    links.length ? [`## ${title}\n\n${links.join("\n")}`] : [],
  );
  return [
    `# ${escapeMarkdown(site.title)}`,
    site.description && `> ${escapeMarkdown(site.description)}`,
    ...body,
  ]
    .filter(Boolean)
    .join("\n\n")
    .concat("\n");
}
