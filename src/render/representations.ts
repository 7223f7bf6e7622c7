import type { MediaType } from "../http/media.ts";
import type {
  ArticleDocument,
  CommentsPageDocument,
  DirectoryDocument,
  ListDocument,
} from "../model/document.ts";
import type { SearchDocument } from "../model/found.ts";
import { renderChapters } from "./chapters.ts";
import { renderAtom } from "./feeds/atom.ts";
import { renderRss } from "./feeds/rss.ts";
import { renderArticlePage } from "./html/article.tsx";
import { renderAllCommentsPage, renderCommentsPage } from "./html/comments.tsx";
import { renderDirectoryPage } from "./html/directory.tsx";
import { renderListPage } from "./html/list.tsx";
import { renderOwnFeedPage } from "./html/own-feed.tsx";
import { renderSearchPage } from "./html/search.tsx";
import { renderSubscribePage } from "./html/subscribe.tsx";
import { renderLlms } from "./llms.ts";
import { type Room, renderOembed } from "./oembed.ts";
import { renderOpml } from "./opml.ts";
import type { Site } from "./site.ts";
import { renderListSitemap, renderNewsSitemap, renderSitemap, renderSitemapIndex } from "./sitemap.ts";
import { RENDERER_VERSIONS } from "./versions.ts";

/** One form of a document. */
export interface Representation<T = never> {
  /** Unique among the forms of a document; part of its ETag. */
  name: string;
  media: MediaType;
  /** What its bytes depend on besides the document; null where they are the document's own. */
  rendering: { version: string; render: (document: T, site: Site) => string | Promise<string> } | null;
}

const { page, rss, atom, opml, text } = RENDERER_VERSIONS;

export const LIST = {
  page: { name: "page", media: "html", rendering: { version: page, render: renderListPage } },
  rss: { name: "rss", media: "rss", rendering: { version: rss, render: renderRss } },
  atom: { name: "atom", media: "atom", rendering: { version: atom, render: renderAtom } },
  json: { name: "json", media: "feed", rendering: null },
} satisfies Record<string, Representation<ListDocument>>;

export const ARTICLE = {
  page: { name: "page", media: "html", rendering: { version: page, render: renderArticlePage } },
  json: { name: "json", media: "json", rendering: null },
  chapters: { name: "chapters", media: "chapters", rendering: { version: text, render: renderChapters } },
  md: { name: "md", media: "markdown", rendering: { version: text, render: markdown } },
} satisfies Record<string, Representation<ArticleDocument>>;

/** An article for a consumer of oEmbed with so much room. */
export function oembedFor(room: Room): Representation<ArticleDocument> {
  const name = `oembed-${room.width ?? ""}x${room.height ?? ""}`;
  return {
    name,
    media: "json",
    rendering: { version: text, render: (article, site) => renderOembed(article, site, room) },
  };
}

/** Loaded when it is asked for: a parser of HTML comes with it. */
async function markdown(document: ArticleDocument, site: Site): Promise<string> {
  const { renderMarkdown } = await import("./markdown.ts");
  return renderMarkdown(document, site);
}

/** Changes, as they are stored. */
export const CHANGES = { name: "json", media: "json", rendering: null } satisfies Representation;

export const LLMS = {
  name: "llms",
  media: "text",
  rendering: { version: text, render: renderLlms },
} satisfies Representation<ListDocument>;

const { page: _, ...listFeeds } = LIST;
/** What a search found: a list like any other, and a page of its own. */
export const SEARCH_FEED = listFeeds;
export const SEARCH_PAGE = {
  name: "page",
  media: "html",
  rendering: { version: page, render: renderSearchPage },
} satisfies Representation<SearchDocument>;

/** What a search finds, as a feed of one's own choice. */
export const OWN_FEED = {
  name: "own",
  media: "html",
  rendering: { version: page, render: renderOwnFeedPage },
} satisfies Representation<ListDocument>;

/** The newest comments: the feeds of any list, and a page of its own. */
export const COMMENTS = {
  ...listFeeds,
  page: { name: "page", media: "html", rendering: { version: page, render: renderAllCommentsPage } },
} satisfies Record<string, Representation<ListDocument>>;

export const COMMENTS_PAGE = {
  name: "page",
  media: "html",
  rendering: { version: page, render: renderCommentsPage },
} satisfies Representation<CommentsPageDocument>;

const sitemapOf = <T>(name: string, render: (document: T, site: Site) => string) =>
  ({ name, media: "xml", rendering: { version: text, render } }) satisfies Representation<T>;

export const SITEMAPS = {
  index: sitemapOf("sitemap-index", renderSitemapIndex),
  block: sitemapOf("sitemap", renderSitemap),
  lists: sitemapOf("sitemap-lists", renderListSitemap),
  news: sitemapOf("news-sitemap", renderNewsSitemap),
};

type RenderDirectory = (directory: DirectoryDocument, site: Site) => string;

const directoryPage = (name: string, render: RenderDirectory) =>
  ({ name, media: "html", rendering: { version: page, render } }) satisfies Representation<DirectoryDocument>;

export const DIRECTORY = {
  tags: directoryPage("tags", (directory, site) => renderDirectoryPage("tags", directory, site)),
  sources: directoryPage("sources", (directory, site) => renderDirectoryPage("sources", directory, site)),
  authors: directoryPage("authors", (directory, site) => renderDirectoryPage("authors", directory, site)),
  subscribe: directoryPage("subscribe", renderSubscribePage),
  opml: { name: "opml", media: "opml", rendering: { version: opml, render: renderOpml } },
} satisfies Record<string, Representation<DirectoryDocument>>;
