import { expect, it } from "vitest";
import type { OwnComment } from "../../src/model/comment.ts";
import type {
  ArticleDocument,
  ArticleThread,
  CommentsPageDocument,
  DirectoryDocument,
  ListDocument,
  PublicComment,
} from "../../src/model/document.ts";
import type { SearchDocument } from "../../src/model/found.ts";
import { renderAtom } from "../../src/render/feeds/atom.ts";
import { renderRss } from "../../src/render/feeds/rss.ts";
import { renderArticlePage } from "../../src/render/html/article.tsx";
import { renderAskPage } from "../../src/render/html/ask.tsx";
import { renderOwnComment, renderRefusedComment } from "../../src/render/html/comment-form.tsx";
import { renderAllCommentsPage, renderCommentsPage } from "../../src/render/html/comments.tsx";
import { renderDirectoryPage } from "../../src/render/html/directory.tsx";
import { renderListPage } from "../../src/render/html/list.tsx";
import { renderPrivacyPage } from "../../src/render/html/privacy.tsx";
import { renderSearchPage } from "../../src/render/html/search.tsx";
import { renderSubscribePage } from "../../src/render/html/subscribe.tsx";
import { renderTranslation } from "../../src/render/html/translation.tsx";
import { renderLlms } from "../../src/render/llms.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import { renderOembed } from "../../src/render/oembed.ts";
import { renderOpml } from "../../src/render/opml.ts";
import type { Site } from "../../src/render/site.ts";
import {
  renderListSitemap,
  renderNewsSitemap,
  renderSitemap,
  renderSitemapIndex,
} from "../../src/render/sitemap.ts";
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
  ...{
    language: "en-GB",
    timeZone: "Africa/Tripoli",
    rights: "© 2025 The Littoral",
    reprints: "original",
    turnstile: "",
    model: false,
    ...{ accent: "", logo: null, pages: [] },
  },
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
    previous: { title: "The <one> before", url: "https://littoral.example/articles/before", language: "en" },
    next: { title: "التالي", url: "https://littoral.example/articles/next", language: "ar" },
    related: [
      related("The same <event>", { same: true, tags: [] }),
      related("Another", { tags: ["Libya", "A<B&C"] }),
    ],
  },
};

const comment = {
  ...{ id: "c1", name: "A <reader>", html: "<p>So it does.</p>" },
  published: "2025-07-10T09:00:00.000Z",
};
const said: PublicComment[] = [
  { ...comment, replies: [{ ...comment, id: "c2", name: "سالمة", html: "<p>نعم</p>", replies: [] }] },
  { id: "c3", removed: true, replies: [{ ...comment, id: "c4", replies: [] }] },
];
const discussedAs = (count: number, thread: ArticleThread): ArticleDocument => ({
  ...article,
  _dateline: { ...article._dateline, comments: { count }, thread },
});
const day: ListDocument = {
  ...home,
  home_page_url: "https://littoral.example/days/2025-07-10",
  _dateline: {
    ...home._dateline,
    ...{ scope: { kind: "day", slug: "2025-07-10", name: "10 July 2025" }, count: 80 },
    ...{ previous: { title: "9 July 2025", url: "https://littoral.example/days/2025-07-09" } },
  },
};
const token = "abc.def";
const secondPage: CommentsPageDocument = {
  ...{ title: article.title, article_url: article.url, language: "en", direction: "ltr" },
  ...{ page: 2, comments: said, more: true },
};
const own: OwnComment = {
  ...{ id: "c1", status: "pending", name: "A <reader>", text: "So\nit does.", editable: comment.published },
  article: { title: article.title, url: article.url },
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
    "day.html": renderListPage(day, site),
    "article.html": renderArticlePage(alone, site),
    "excerpt.html": renderArticlePage(home.items[1] ?? article, site),
    "reprint.html": renderArticlePage(home.items[1] ?? article, { ...site, reprints: "here" }),
    "discussed.html": renderArticlePage(
      discussedAs(3, { open: true, token, comments: said, more: true }),
      site,
    ),
    "guarded.html": renderArticlePage(discussedAs(0, { open: true, token, comments: [] }), {
      ...site,
      turnstile: "0x4AAA",
    }),
    "closed.html": renderArticlePage(discussedAs(0, { open: false, comments: [] }), site),
    "comments.html": renderAllCommentsPage(home, site),
    "comments-2.html": renderCommentsPage(secondPage, site),
    "translatable.html": renderArticlePage(alone, { ...site, model: true }),
    "privacy.html": renderPrivacyPage({ ...site, model: true, turnstile: "0x4AAA" }),
    "search.html": renderSearchPage(null, site),
    "found.html": renderSearchPage(found, site),
    "tags.html": renderDirectoryPage("tags", directory, site),
    "sources.html": renderDirectoryPage("sources", directory, site),
    "subscribe.html": renderSubscribePage(directory, site),
    "subscribe-ar.html": renderSubscribePage(directory, { ...site, language: "ar" }),
  },
  rss: { "home.rss.xml": renderRss(home, site), "tag.rss.xml": renderRss(tag, site) },
  atom: { "home.atom.xml": renderAtom(home, site), "tag.atom.xml": renderAtom(tag, site) },
  text: {
    "article.md": renderMarkdown(alone, site),
    "table.md": renderMarkdown(
      {
        ...alone,
        content_html:
          "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Sfax, and what is near it</td><td>12</td></tr></table>",
      },
      site,
    ),
    "article.oembed.json": renderOembed(alone, site),
    "sitemap.xml": renderSitemapIndex(
      { lists: "2025-07-01T10:00:00.000Z", blocks: ["2025-07-02T10:00:00.000Z", "2025-07-03T10:00:00.000Z"] },
      site,
    ),
    "sitemap-1.xml": renderSitemap({
      urls: [{ url: `${article.url}?a&b`, modified: article.date_modified }],
    }),
    "sitemap-lists.xml": renderListSitemap(directory, site),
    "news-sitemap.xml": renderNewsSitemap(
      {
        urls: [{ url: article.url, title: article.title, language: "en", published: article.date_published }],
      },
      site,
    ),
    "llms.txt": renderLlms(home, site),
  },
  opml: { "directory.opml": renderOpml(directory, site) },
};

/** Pages that are made for one visitor, and have no ETag. */
const unstored = {
  "own-comment.html": renderOwnComment(own, "/comments/c1/key", false, site),
  "own-comment-late.html": renderOwnComment({ ...own, status: "approved", editable: null }, "/p", true, site),
  "own-comment-withdrawn.html": renderOwnComment({ ...own, status: "withdrawn" }, "/p", false, site),
  "asked.html": renderAskPage(
    {
      ...{ question: "Does <it> sail?", about: { slug: "a-ship", title: article.title, url: article.url } },
      passages: [
        {
          pieces: [{ text: "It " }, { text: "sails", hit: true }, { text: " <on>." }],
          ...{ title: article.title, url: article.url, source: "Wire & Sons", language: "en" },
          ...{ published: article.date_published, direction: "ltr" },
        },
      ],
    },
    { kind: "answer", text: "Yes <b> [1]" },
    site,
  ),
  "asked-in-vain.html": renderAskPage({ question: "Why?", passages: [] }, null, site),
  "translated.html": renderTranslation(
    { article: alone, to: "ar", title: "سفينة", paragraphs: ["<تبحر>"], isCut: true },
    site,
  ),
  "refused-comment.html": renderRefusedComment(
    { action: "/articles/a/comments", token, values: { name: "A <b>", email: "", text: "</textarea>" } },
    ["name", "wait"],
    site,
  ),
};

const outputs = Object.values({ ...renderings, unstored }).flatMap((files) => Object.entries(files));

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
