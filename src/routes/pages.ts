import { MEDIA_TYPES } from "../http/media.ts";
import { placeOf } from "../model/list.ts";
import {
  articlePath,
  FEED_FILES,
  type FeedFormat,
  feedPath,
  HOME,
  type Scope,
  type ScopeKind,
} from "../model/scope.ts";
import { isSlug } from "../model/slug.ts";
import { ARTICLE, DIRECTORY, LIST } from "../render/representations.ts";
import { settingsOf } from "../settings.ts";
import { articleKey, DIRECTORY_KEY, listKey } from "../store/keys.ts";
import { messagePage, missingPage, publicProblem } from "./absent.ts";
import { link, listLinks } from "./links.ts";
import { type AppContext, moved, serveDocument } from "./serve.ts";

type Handler = (c: AppContext) => Response | Promise<Response>;

const KINDS: Record<string, ScopeKind> = { tags: "tag", sources: "source", authors: "author" };

/** A list as a page, or as one of its feeds. */
export function list(format: keyof typeof LIST): Handler {
  return (c) => {
    const scope = scopeOf(c);
    if (!scope) return absent(c, format)("missing");
    const suffix = format === "page" ? "" : `/${FEED_FILES[format]}`;
    return serveDocument(c, {
      key: listKey(scope),
      representation: LIST[format],
      suffix,
      links: listLinks(settingsOf(c.env).url, placeOf(scope, ""), format),
      absent: absent(c, format),
    });
  };
}

/** An article as a page, or as the JSON Feed item that it is stored as. */
export function article(format: keyof typeof ARTICLE): Handler {
  return (c) => {
    const slug = (c.req.param("slug") ?? c.req.param("file") ?? "").replace(/\.json$/, "");
    if (!isSlug(slug)) return absent(c, format)("missing");
    const page = settingsOf(c.env).url + articlePath(slug);
    return serveDocument(c, {
      key: articleKey(slug),
      representation: ARTICLE[format],
      suffix: format === "json" ? ".json" : "",
      links: [
        link(page, format === "page" ? "canonical" : "alternate", MEDIA_TYPES.html),
        link(`${page}.json`, format === "json" ? "self" : "alternate", MEDIA_TYPES.json),
      ],
      absent: absent(c, format),
    });
  };
}

/** Something made from the directory of tags, sources and authors. */
export function directory(name: keyof typeof DIRECTORY): Handler {
  return (c) => {
    const site = settingsOf(c.env).url;
    return serveDocument(c, {
      key: DIRECTORY_KEY,
      representation: DIRECTORY[name],
      links:
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
  const kind = KINDS[c.req.path.split("/")[1] ?? ""];
  return kind && isSlug(slug) ? { kind, slug } : null;
}

/** People get a page of the paper, programs a problem. */
function absent(c: AppContext, format: string) {
  return (why: "missing" | "gone", tag?: string): Response | Promise<Response> => {
    if (format !== "page") return publicProblem(why, tag);
    return why === "gone" ? messagePage(c, 410, "missing", tag) : missingPage(c, tag);
  };
}
