import type { Article, Millis } from "./article.ts";
import { EXTENSION_PATH, type Item, type ListDocument, type NamedLink } from "./document.ts";
import { timestamp, toItem } from "./item.ts";
import { LIMITS } from "./limits.ts";
import { feedPath, type Scope, scopeName, scopePath } from "./scope.ts";

/** What a list is made of. */
export interface ListParts {
  scope: Scope;
  /** The label of the tag, or the name of the source or author. */
  name: string;
  /** A source's own home page. */
  homePage?: string | undefined;
  /** Newest first, at most `LIMITS.listItems`. */
  articles: Article[];
  count: number;
  /** When the scope came to be: the date of a list that has no entry. */
  since: Millis;
  sections?: NamedLink[] | undefined;
  deleted: { entryId: string; at: Millis }[];
}

export interface Publication {
  url: string;
  title: string;
  description: string;
  language: string;
  entryAuthority: string;
}

/** The JSON Feed document of a list. */
export function toListDocument(parts: ListParts, site: Publication): ListDocument {
  const { scope, name, articles, deleted } = parts;
  const home = scope.kind === "home";
  const updated = Math.max(
    ...articles.map((article) => article.updated),
    ...deleted.map(({ at }) => at),
    articles.length || deleted.length ? 0 : parts.since,
  );
  const list: ListDocument = {
    version: "https://jsonfeed.org/version/1.1",
    title: home ? site.title : `${name} · ${site.title}`,
    home_page_url: site.url + (scopePath(scope) || "/"),
    feed_url: site.url + feedPath(scope, "json"),
    description: (home && site.description) || undefined,
    language: site.language,
    authors: [
      scope.kind === "author"
        ? { name, url: site.url + scopePath(scope) }
        : { name: site.title, url: `${site.url}/` },
    ],
    _dateline: {
      about: site.url + EXTENSION_PATH,
      id: `tag:${site.entryAuthority}:${encodeURI(scopeName(scope))}`,
      scope: {
        kind: scope.kind,
        slug: home ? undefined : scope.slug,
        name,
        url: parts.homePage,
      },
      updated: timestamp(updated),
      count: parts.count,
      sections: parts.sections,
      deleted: deleted.length
        ? deleted.map(({ entryId, at }) => ({ id: entryId, when: timestamp(at) }))
        : undefined,
    },
    items: articles.map((article) => toItem(article, site.url)),
  };
  return shortened(list);
}

/** Keeps a list under its bound: the oldest entries give up their full content first. */
function shortened(list: ListDocument): ListDocument {
  const sizes = list.items.map(bytes);
  let total = bytes({ ...list, items: [] }) + sizes.reduce((sum, size) => sum + size + 1, 0);
  for (let i = list.items.length - 1; i >= 0 && total > LIMITS.listBytes; i--) {
    const item = list.items[i] as Item;
    const short = shorten(item);
    list.items[i] = short;
    total += bytes(short) - (sizes[i] ?? 0);
  }
  return list;
}

function shorten({ content_html, ...item }: Item): Item {
  return {
    ...item,
    content_text: item.summary ?? item.title,
    _dateline: { ...item._dateline, shortened: true },
  };
}

const encoder = new TextEncoder();

function bytes(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}
