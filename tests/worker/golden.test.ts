import { expect, it } from "vitest";
import type {
  ArticleDocument,
  DirectoryDocument,
  ListDocument,
  SearchDocument,
} from "../../src/model/document.ts";
import { renderAtom } from "../../src/render/feeds/atom.ts";
import { renderRss } from "../../src/render/feeds/rss.ts";
import { renderArticlePage } from "../../src/render/html/article.tsx";
import { renderDirectoryPage, renderSubscribePage } from "../../src/render/html/directory.tsx";
import { renderListPage } from "../../src/render/html/list.tsx";
import { renderSearchPage } from "../../src/render/html/search.tsx";
import { renderOpml } from "../../src/render/opml.ts";
import type { Site } from "../../src/render/site.ts";
import source from "../../src/render/versions.ts?raw";
import { fingerprint } from "../../src/text/fingerprint.ts";
import directoryJson from "../golden/directory.json";
import homeJson from "../golden/home.json";
import tagJson from "../golden/tag.json";

// Golden pairs: tests/golden/*.json in, the files beside them out. `npm run golden` writes them anew,
// and with them the versions that are part of every ETag.

const home = homeJson as ListDocument;
const tag = tagJson as ListDocument;
const directory = directoryJson as DirectoryDocument;
const site: Site = {
  ...{ url: "https://littoral.example", title: "The Littoral", description: "News of the shore" },
  ...{ language: "en-GB", timeZone: "Africa/Tripoli", rights: "© 2025 The Littoral" },
  feedStylesheet: "https://littoral.example/assets/feed.css",
};

const article = home.items[0];
if (!article) throw new Error("tests/golden/home.json has no item");

const related = (title: string, more: { same?: true; tags: string[] }) => ({
  ...{ title, url: "https://littoral.example/articles/other", source: "Wire & Sons" },
  ...{ published: "2025-07-09T08:00:00.000Z", language: "en", ...more },
});
const alone: ArticleDocument = {
  ...article,
  _dateline: {
    ...article._dateline,
    key_points: { made: "selected", sentences: ["It sails <on>.", "It came back."] },
    related: [
      related("The same <event>", { same: true, tags: [] }),
      related("Another", { tags: ["Libya", "A<B&C"] }),
    ],
  },
};

const found: SearchDocument = {
  ...{ query: 'ship "a <b>"', page: 2, pages: 3, count: 500, more: true, have: "some", hint: "ships" },
  results: [
    {
      ...{ url: article.url, source: "Wire & Sons", published: article.date_published },
      ...{ language: "en", direction: "ltr" },
      title: [{ text: "A " }, { text: "ship", hit: true }, { text: " <sails>" }],
      snippet: [{ text: "… it " }, { text: "ships", hit: true }, { text: " wheat …" }],
    },
  ],
  tags: [{ slug: "libya", name: "Libya", count: 3 }],
  sources: [],
};

const renderings = {
  page: {
    "home.html": renderListPage(home, site),
    "tag.html": renderListPage(tag, site),
    "article.html": renderArticlePage(alone, site),
    "excerpt.html": renderArticlePage(home.items[1] ?? article, site),
    "search.html": renderSearchPage(null, site),
    "found.html": renderSearchPage(found, site),
    "tags.html": renderDirectoryPage("tags", directory, site),
    "sources.html": renderDirectoryPage("sources", directory, site),
    "subscribe.html": renderSubscribePage(directory, site),
    "subscribe-ar.html": renderSubscribePage(directory, { ...site, language: "ar" }),
  },
  rss: { "home.rss.xml": renderRss(home, site), "tag.rss.xml": renderRss(tag, site) },
  atom: { "home.atom.xml": renderAtom(home, site), "tag.atom.xml": renderAtom(tag, site) },
  opml: { "directory.opml": renderOpml(directory, site) },
};

const outputs = Object.values(renderings).flatMap((files) => Object.entries(files));

it.each(outputs)("renders %s as before", async (name, output) => {
  await expect(output).toMatchFileSnapshot(`../golden/${name}`);
});

it("names the renderers' output in every ETag", async () => {
  const versions = Object.entries(renderings).map(([name, files]) => {
    return `  ${name}: "${fingerprint(Object.values(files).join("\n")).slice(0, 8)}",\n`;
  });
  const module = source.replace(/= \{.*$/s, `= {\n${versions.join("")}} as const;\n`);
  await expect(module).toMatchFileSnapshot("../../src/render/versions.ts");
});
