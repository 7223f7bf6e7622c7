import { readFileSync } from "node:fs";
import { slugify } from "../../src/model/slug.ts";
import { EXIT, Failure } from "../failure.ts";
import { textOf } from "../moving/html.ts";
import { toList } from "../moving/lists.ts";
import { momentOf } from "../moving/moment.ts";
import type { Report } from "../moving/report.ts";
import type { Origin, Redirect, Story } from "../moving/story.ts";
import { lexicalHtml } from "./lexical.ts";
import { mobiledocHtml } from "./mobiledoc.ts";

// Ghost's export: one JSON file with its tables (https://ghost.org/docs/migration/custom/).

interface Post {
  id: string;
  title: string;
  slug: string;
  html: string | null;
  lexical?: string | null;
  mobiledoc?: string | null;
  feature_image: string | null;
  type?: string;
  page?: boolean;
  status: string;
  visibility?: string;
  custom_excerpt: string | null;
  canonical_url?: string | null;
  created_at: string | number;
  updated_at: string | number;
  published_at: string | number | null;
}
interface Tables {
  posts?: Post[];
  tags?: { id: string; name: string; slug: string; visibility?: string }[];
  users?: { id: string; name: string; slug: string }[];
  posts_tags?: { post_id: string; tag_id: string; sort_order?: number }[];
  posts_authors?: { post_id: string; author_id: string; sort_order?: number }[];
  posts_meta?: { post_id: string; feature_image_alt?: string | null }[];
}

/** What stands for the site's own address in a text. */
const OWN = /__GHOST_URL__/g;

const STATES: Record<string, { status: Story["status"]; note?: string }> = {
  published: { status: "published" },
  scheduled: { status: "published" },
  draft: { status: "draft" },
  sent: { status: "draft", note: "it was sent by mail alone, and is a draft" },
};

export interface GhostNaming {
  /** The public address of the site, without a slash at its end; empty where nobody says it. */
  site: string;
  /** How addresses of posts are made: `/:slug/`, `/:year/:month/:slug/`. */
  permalink: string;
  feedLength: number;
}

/** A Ghost site, from its export. @throws Failure for what is none */
export function ghost(file: string, naming: GhostNaming, report: Report): Origin {
  const tables = tablesIn(file);
  const posts = tables.posts ?? [];
  const filed = { tags: new Map<string, string>(), authors: new Map<string, string>() };
  return {
    url: naming.site,
    feedLength: naming.feedLength,
    stories: posts.length,
    async *read() {
      const linked = links(tables);
      for (const post of posts) {
        const story = storyOf(file, post, naming, linked, report);
        if (!story) continue;
        if (story.status === "published" && !story.page) {
          for (const { slug, name } of linked.tags.get(post.id) ?? []) filed.tags.set(slug, name);
          for (const { slug, name } of linked.authors.get(post.id) ?? []) filed.authors.set(slug, name);
        }
        yield story;
      }
    },
    redirects: (media) => [
      ...[...filed.tags].flatMap(([slug, name]) => toList("tag", name, [`/tag/${slug}`])),
      ...[...filed.authors].flatMap(([slug, name]) => toList("author", name, [`/author/${slug}`])),
      ...filesIn(posts, naming.site).flatMap((url): Redirect[] => {
        const to = media(url);
        return to ? [{ from: url, to }] : [];
      }),
    ],
  };
}

function tablesIn(file: string): Tables {
  try {
    const json = JSON.parse(readFileSync(file, "utf8")) as { db?: { data?: Tables }[]; data?: Tables };
    const tables = json.db?.[0]?.data ?? json.data;
    if (tables?.posts) return tables;
  } catch (error) {
    throw new Failure(`${file} is no JSON: ${(error as Error).message}`, EXIT.usage);
  }
  throw new Failure(`${file} is no export of Ghost: it has no posts.`, EXIT.usage);
}

interface Named {
  slug: string;
  name: string;
}
interface Linked {
  tags: Map<string, Named[]>;
  authors: Map<string, Named[]>;
  alts: Map<string, string>;
}

/** What belongs to each post, in its order. What is called with a `#` is for the site's own use. */
function links(tables: Tables): Linked {
  const tags = new Map((tables.tags ?? []).map((tag) => [tag.id, tag]));
  const users = new Map((tables.users ?? []).map((user) => [user.id, user]));
  const linked: Linked = { tags: new Map(), authors: new Map(), alts: new Map() };
  const sorted = <T extends { sort_order?: number }>(rows: T[] = []) =>
    [...rows].sort((a, b) => (a.sort_order ?? 0) - (b.sort_order ?? 0));
  const add = (map: Map<string, Named[]>, id: string, named: Named) =>
    map.set(id, [...(map.get(id) ?? []), named]);
  for (const { post_id, tag_id } of sorted(tables.posts_tags)) {
    const tag = tags.get(tag_id);
    if (tag && tag.visibility !== "internal" && !tag.name.startsWith("#")) add(linked.tags, post_id, tag);
  }
  for (const { post_id, author_id } of sorted(tables.posts_authors)) {
    const user = users.get(author_id);
    if (user) add(linked.authors, post_id, user);
  }
  for (const { post_id, feature_image_alt: alt } of tables.posts_meta ?? [])
    if (alt) linked.alts.set(post_id, alt);
  return linked;
}

function storyOf(
  file: string,
  post: Post,
  { site, permalink }: Pick<GhostNaming, "site" | "permalink">,
  linked: Linked,
  report: Report,
): Story | null {
  const page = post.type === "page" || post.page === true;
  const what = page ? "page" : "story";
  const at = { file, name: post.title || post.slug };
  const state = STATES[post.status];
  const notes = new Set<string>();
  if (!state) {
    report.note(what, "left out", at, `its status is ${post.status}`);
    return null;
  }
  if (state.note) notes.add(state.note);
  const isOpen = !post.visibility || post.visibility === "public";
  if (!isOpen) notes.add("it was for members, and is a draft");
  const own = (text: string) => text.replace(OWN, site);
  let html: string;
  try {
    html = own(bodyOf(post, (card) => notes.add(`the card ${card} is gone`)));
  } catch (error) {
    report.note(what, "refused", at, `its text cannot be read: ${(error as Error).message}`);
    return null;
  }
  const published = momentOf(post.published_at);
  const image = post.feature_image
    ? { url: own(post.feature_image), alt: linked.alts.get(post.id) ?? "" }
    : null;
  return {
    ...{ at, entryId: post.id, page, title: textOf(post.title), html, notes: [...notes] },
    status: isOpen ? state.status : "draft",
    addresses:
      state.status === "published" ? [page ? `/${post.slug}/` : pathOf(permalink, post, published)] : [],
    standfirst: (post.custom_excerpt ?? "").replace(/\s+/g, " ").trim(),
    tags: (linked.tags.get(post.id) ?? []).map(({ name }) => name),
    authors: (linked.authors.get(post.id) ?? []).map(({ name }) => name),
    slug: slugify(post.slug) || null,
    published,
    updated: state.status === "published" ? momentOf(post.updated_at) : null,
    image,
    ...{ files: [], commentsClosed: false, comments: [] },
  };
}

/** Its HTML as Ghost kept it; where it kept none, made of what its editor did. */
function bodyOf({ html, lexical, mobiledoc }: Post, left: (card: string) => void): string {
  if (html) return html.replace(/<!--\s*(?:kg-card-(?:begin|end)|members-only)[^>]*-->/g, "");
  if (lexical) return lexicalHtml(lexical, left);
  return mobiledoc ? mobiledocHtml(mobiledoc, left) : "";
}

function pathOf(permalink: string, { slug, id }: Post, published: string | null): string {
  const [year = "", month = "", day = ""] = (published ?? "").slice(0, 10).split("-");
  const values: Record<string, string> = { slug, id, year, month, day };
  return permalink.replace(/:([a-z]+)/g, (all, name: string) => values[name] ?? all);
}

/** The addresses of pictures that posts show. */
function filesIn(posts: Post[], site: string): string[] {
  const found = posts.flatMap(({ html, feature_image: image }) => [
    ...(image ? [image] : []),
    ...[...(html ?? "").matchAll(/<img\b[^>]*?\ssrc="([^"]+)"/g)].map(([, src = ""]) => src),
  ]);
  return [...new Set(found.map((url) => url.replace(OWN, site)))].filter(
    (url) => site !== "" && url.startsWith(site),
  );
}
