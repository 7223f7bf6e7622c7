import { cacheHeaders } from "../http/caching.ts";
import { canonicalPath } from "../http/canonical.ts";
import { MEDIA_TYPES, SHARING } from "../http/media.ts";
import { problemResponse } from "../http/problem.ts";
import { archiveFeed, archivePath, type BlockName, parseBlock } from "../model/archive.ts";
import type { ListDocument } from "../model/document.ts";
import { placeOf } from "../model/list.ts";
import { pathOf } from "../model/page.ts";
import {
  articlePath,
  FEED_FILES,
  FEED_FORMATS,
  type FeedFormat,
  feedPath,
  HOME,
  KINDS_BY_FOLDER,
  type Scope,
} from "../model/scope.ts";
import { foldCase, isSlug, type Slug } from "../model/slug.ts";
import { ARTICLE, DIRECTORY, LIST, LLMS, oembedFor } from "../render/representations.ts";
import { settingsOf } from "../settings.ts";
import { readDocument } from "../store/documents.ts";
import {
  archiveKey,
  articleKey,
  cacheTag,
  DIRECTORY_KEY,
  type DocumentKey,
  listKey,
  pageKey,
} from "../store/keys.ts";
import { absentPage, publicProblem } from "./absent.ts";
import { link, listLinks } from "./links.ts";
import { type Absence, type AppContext, moved, serveDocument, type Withdrawal } from "./serve.ts";

type Handler = (c: AppContext) => Response | Promise<Response>;

/** A list as a page, or as one of its feeds. */
export function list(format: keyof typeof LIST): Handler {
  return (c) => {
    const scope = scopeOf(c);
    if (!scope) return absent(c, format)("missing");
    const suffix = format === "page" ? "" : `/${FEED_FILES[format]}`;
    return serveDocument(c, {
      key: listKey(scope),
      representation: LIST[format],
      moved: (path) => path + suffix,
      links: () => listLinks(settingsOf(c.env).url, placeOf(scope, ""), format),
      absent: absent(c, format),
    });
  };
}

/** A block of a list's history, as a page or a feed. */
export function archive(c: AppContext): Response | Promise<Response> {
  if (/^newer\b/.test(c.req.param("file") ?? "")) return newer(c);
  const found = blockOf(c);
  const format = formatIn(c);
  if (!found || !format) return absent(c, format ?? "page")("missing");
  const { scope, block } = found;
  const end = format === "page" ? "" : `/${FEED_FILES[format]}`;
  const place = { path: archivePath(scope, block), feed: archiveFeed(scope, block, "json") };
  return serveDocument(c, {
    key: archiveKey(scope, block),
    representation: LIST[format],
    links: () => listLinks(settingsOf(c.env).url, place, format),
    absent: async (why, tag, withdrawn) => {
      // A tag that was renamed has left its history to another one.
      const list = scope.kind === "tag" ? await readDocument(c.env.DOCUMENTS, listKey(scope)) : null;
      await list?.body.cancel();
      if (list?.stored.kind === "redirect") return moved(`${list.stored.to}/archive/${block}${end}`, tag);
      return absent(c, format)(why, tag, withdrawn);
    },
  });
}

/** Which form of a block is asked for; undefined for a file that there is not. */
function formatIn(c: AppContext): keyof typeof LIST | undefined {
  const file = c.req.param("file")?.replace(/^newer-/, "") ?? "newer";
  if (file === "newer") return "page";
  return FEED_FORMATS.find((format) => FEED_FILES[format] === file);
}

/** From a block of a list's history to the one that follows it: the last one knows them all. */
async function newer(c: AppContext): Promise<Response> {
  const found = blockOf(c);
  const format = formatIn(c);
  if (!found || !format || found.block === "latest") return absent(c, format ?? "page")("missing");
  const { scope, block } = found;
  const key = archiveKey(scope, "latest");
  const document = await readDocument(c.env.DOCUMENTS, key);
  const list = document && (await new Response(document.body).json<ListDocument>());
  const ends = list?._dateline.archive?.ends ?? [];
  if (!ends.includes(block)) return absent(c, format)("missing", cacheTag(key));
  const next = ends.find((end) => end > block) ?? "latest";
  const path = format === "page" ? archivePath(scope, next) : archiveFeed(scope, next, format);
  return new Response(null, {
    status: 302,
    headers: { Location: path, ...SHARING, ...cacheHeaders("document", cacheTag(key)) },
  });
}

function blockOf(c: AppContext): { scope: Scope; block: BlockName } | null {
  const scope = scopeOf(c);
  const block = parseBlock(c.req.param("block") ?? "");
  return scope && scope.kind !== "day" && block ? { scope, block } : null;
}

/** The forms of an article, by the end of its address. */
const ARTICLE_FORMS = [
  ["chapters", ".chapters.json"],
  ["json", ".json"],
  ["md", ".md"],
  ["page", ""],
] as const;

/** An article as a page, as the JSON Feed item that it is stored as, or as Markdown. */
export function article(c: AppContext): Response | Promise<Response> {
  return written(c, c.req.param("file") ?? "", articleKey, articlePath);
}

/** A page in no list, likewise: at an address that is no other's. @param missing the answer where there is none */
export function page(
  c: AppContext,
  missing: (tag?: string) => Promise<Response>,
): Response | Promise<Response> {
  return written(c, decoded(c.req.path.slice(1)), pageKey, (slug) => pathOf({ slug, page: true }), missing);
}

function written(
  c: AppContext,
  file: string,
  keyOf: (slug: Slug) => DocumentKey,
  pathOf: (slug: Slug) => string,
  missing?: (tag?: string) => Promise<Response>,
): Response | Promise<Response> {
  const [format, suffix] = ARTICLE_FORMS.find(([, end]) => file.endsWith(end)) ?? ARTICLE_FORMS[2];
  const slug = file.slice(0, file.length - suffix.length);
  const notThere = absent(c, format);
  if (!isSlug(slug)) return missing?.() ?? notThere("missing");
  const page = settingsOf(c.env).url + pathOf(slug);
  return serveDocument(c, {
    key: keyOf(slug),
    representation: ARTICLE[format],
    moved: (path) => path + suffix,
    links: () => [
      // Whatever its form, the page is the one to be found.
      link(page, "canonical", MEDIA_TYPES.html),
      link(`${page}.json`, format === "json" ? "self" : "alternate", MEDIA_TYPES.json),
      link(`${page}.md`, format === "md" ? "self" : "alternate", MEDIA_TYPES.markdown),
    ],
    absent: (why, tag, gone) => (why === "missing" && missing?.(tag)) || notThere(why, tag, gone),
  });
}

/**
 * `/oembed?url=`: an article of ours for another site's page (https://oembed.com §2.3): 404 for any
 * other address, 501 for another format than JSON.
 */
export function oembed(c: AppContext): Response | Promise<Response> {
  const { url } = settingsOf(c.env);
  if ((c.req.query("format") ?? "json") !== "json") {
    return problemResponse({ status: 501, detail: "There is JSON only." }, {}, "missing");
  }
  const target = URL.parse(c.req.query("url") ?? "");
  const path = target?.origin === url ? canonicalPath(target.pathname, foldCase) : null;
  const pathname = path?.kind === "elsewhere" ? path.path : (target?.pathname ?? "");
  const slug = /^\/articles\/([^/]+)$/.exec(path === null ? "" : decoded(pathname))?.[1] ?? "";
  if (!isSlug(slug)) return publicProblem("missing");
  return serveDocument(c, {
    key: articleKey(slug),
    representation: oembedFor({ width: sizeOf(c, "maxwidth"), height: sizeOf(c, "maxheight") }),
    links: () => [link(url + articlePath(slug), "canonical", MEDIA_TYPES.html)],
    moved: (to) => `/oembed?${new URLSearchParams({ url: url + to })}`,
    absent: publicProblem,
  });
}

const sizeOf = (c: AppContext, name: string) => Number(c.req.query(name)) || undefined;

/** A path in letters; empty for what is the code of none. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return ""; // an address of nothing, and so it is answered
  }
}

/** `/llms.txt`: the newest stories, and where more is, for language models. */
export function llms(c: AppContext): Promise<Response> {
  return serveDocument(c, {
    key: listKey(HOME),
    representation: LLMS,
    links: () => [link(`${settingsOf(c.env).url}/llms.txt`, "self", MEDIA_TYPES.text)],
    absent: publicProblem,
  });
}

/** Something made from the directory of tags, sources and authors. */
export function directory(name: keyof typeof DIRECTORY): Handler {
  return (c) => {
    const site = settingsOf(c.env).url;
    return serveDocument(c, {
      key: DIRECTORY_KEY,
      representation: DIRECTORY[name],
      links: () =>
        name === "opml"
          ? [link(`${site}/opml.xml`, "self", MEDIA_TYPES.opml)]
          : [link(`${site}/${name}`, "canonical")],
      absent: absent(c, name === "opml" ? "rss" : "page"),
    });
  };
}

/** To the feed that a reader guessed another address for. */
export function feedAlias(format: FeedFormat): Handler {
  return (c) => {
    const scope = scopeOf(c);
    return scope ? moved(feedPath(scope, format)) : absent(c, format)("missing");
  };
}

function scopeOf(c: AppContext): Scope | null {
  const slug = c.req.param("slug");
  if (slug === undefined) return HOME;
  const kind = KINDS_BY_FOLDER[c.req.path.split("/")[1] ?? ""];
  return kind && isSlug(slug) ? { kind, slug } : null;
}

/** People get a page of the paper, programs a problem. */
function absent(c: AppContext, format: string) {
  return (why: Absence, tag?: string, withdrawn?: Withdrawal): Response | Promise<Response> => {
    if (format !== "page") return publicProblem(why, tag, withdrawn);
    return absentPage(c, why, tag, withdrawn);
  };
}
