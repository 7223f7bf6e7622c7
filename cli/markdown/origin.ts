import { existsSync, globSync, readFileSync, realpathSync } from "node:fs";
import { dirname, extname, join, posix, relative, sep } from "node:path";
import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import { LIMITS } from "../../src/model/limits.ts";
import { slugify } from "../../src/model/slug.ts";
import { decoded } from "../../src/text/decoded.ts";
import { EXIT, Failure } from "../failure.ts";
import { toList } from "../moving/lists.ts";
import { momentOf } from "../moving/moment.ts";
import type { Report } from "../moving/report.ts";
import type { FileWish, Origin, Redirect, Story } from "../moving/story.ts";
import { type Parted, part } from "./front-matter.ts";
import { withoutTemplates } from "./text.ts";

// A folder of Markdown that a generator of sites makes a site of: Hugo, Jekyll, Eleventy, and their like.

export interface FolderNaming {
  /** The public address of the site, without a slash at its end; empty: what its configuration says. */
  site: string;
  /** How addresses are made; empty: as its generator does. */
  permalink: string;
  feedLength: number;
}

type Generator = "hugo" | "jekyll" | "other";

interface Setting {
  root: string;
  generator: Generator;
  site: string;
  permalink: string;
  /** Where texts are, from the root, and where files that the site serves as they are. */
  texts: string;
  files: string[];
}

/** Folders that hold no texts of the site. */
const LEFT =
  /(?:^|\/)(?:\.[^/]*|node_modules|_site|public|resources|themes|layouts|archetypes|_layouts|_includes|_sass|vendor)(?:\/|$)/;
/** Files that people read where the texts are written. */
const NO_STORY = /^(?:readme|license|changelog|contributing|_index)\b/i;

/** A site, from the folder that it is made of. @throws Failure where nobody says what its address was */
export function markdown(folder: string, naming: FolderNaming, report: Report): Origin {
  const setting = settingOf(folder, naming);
  const files = globSync("**/*.{md,markdown}", { cwd: join(setting.root, setting.texts) })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => !LEFT.test(`/${file}`) && !NO_STORY.test(posix.basename(file)))
    .sort();
  const categories = new Set<string>();
  const sections = new Set<string>();
  return {
    url: setting.site,
    feedLength: naming.feedLength,
    stories: files.length,
    async *read() {
      for (const file of files) {
        const story = storyOf(setting, file, report, categories);
        if (story?.status === "published" && !story.page && file.includes("/"))
          sections.add(file.split("/")[0] ?? "");
        if (story) yield story;
      }
    },
    redirects: (): Redirect[] => [
      ...[...categories].flatMap((name) => toList("tag", name, [`/categories/${slugify(name)}`])),
      ...(setting.generator === "hugo"
        ? [...sections].flatMap((name) => [
            { from: `/${name}`, to: "/" },
            { from: `/${name}/index.xml`, to: "/rss.xml" },
          ])
        : []),
    ],
  };
}

function settingOf(folder: string, naming: FolderNaming): Setting {
  const root = realpathSync(folder);
  const said = configurationIn(root);
  const generator: Generator = existsSync(join(root, "_posts"))
    ? "jekyll"
    : existsSync(join(root, "content")) && said.isHugo
      ? "hugo"
      : "other";
  const site = (naming.site || said.site).replace(/\/+$/, "");
  if (!/^https?:\/\/[^/]/.test(site))
    throw new Failure("Say where the site was: --site https://old.example", EXIT.usage);
  const usual = { hugo: "/:path/", jekyll: jekyllStyle(said.permalink), other: "/:path/" }[generator];
  return {
    ...{ root, generator, site, permalink: naming.permalink || usual },
    texts: generator === "hugo" ? "content" : ".",
    files: generator === "hugo" ? ["static", "assets"] : [".", "static", "public"],
  };
}

/** Jekyll's names for ways to make addresses (https://jekyllrb.com/docs/permalinks/). */
function jekyllStyle(permalink: string): string {
  const styles: Record<string, string> = {
    ...{
      "": "/:categories/:year/:month/:day/:title.html",
      date: "/:categories/:year/:month/:day/:title.html",
    },
    ...{ pretty: "/:categories/:year/:month/:day/:title/", none: "/:categories/:title.html" },
  };
  return styles[permalink] ?? permalink;
}

function configurationIn(root: string): { site: string; permalink: string; isHugo: boolean } {
  for (const name of [
    "hugo.toml",
    "config.toml",
    "hugo.yaml",
    "hugo.yml",
    "config.yaml",
    "config.yml",
    "hugo.json",
    "config.json",
    "_config.yml",
  ]) {
    const file = join(root, name);
    if (!existsSync(file)) continue;
    try {
      const text = readFileSync(file, "utf8");
      const said = (
        name.endsWith(".toml") ? parseToml(text) : parseYaml(text, { maxAliasCount: 0 })
      ) as Record<string, unknown>;
      const site = stringOf(said.baseURL ?? said.baseurl_full ?? said.url);
      return { site, permalink: stringOf(said.permalink), isHugo: !name.startsWith("_") };
    } catch (error) {
      throw new Failure(`${file} cannot be read: ${(error as Error).message}`, EXIT.usage);
    }
  }
  return { site: "", permalink: "", isHugo: false };
}

function storyOf(setting: Setting, file: string, report: Report, categories: Set<string>): Story | null {
  const path = join(setting.root, setting.texts, file);
  const at = { file: path, name: posix.basename(file) };
  let parted: Parted | null;
  try {
    parted = part(readFileSync(path, "utf8"));
  } catch (error) {
    report.note(
      "story",
      "refused",
      at,
      `its front matter cannot be read: ${(error as Error).message.split("\n")[0]}`,
    );
    return null;
  }
  if (!parted) {
    report.note("story", "left out", at, "it has no front matter");
    return null;
  }
  const { fields, text } = parted;
  const notes = new Set<string>();
  const stem = posix.basename(file, extname(file));
  const [, day, rest] = /^(\d{4}-\d\d-\d\d)-(.+)$/.exec(stem) ?? [];
  const isBundle = stem === "index";
  const name = stringOf(fields.slug) || (isBundle ? posix.basename(posix.dirname(file)) : (rest ?? stem));
  const published = dateIn(fields.date ?? fields.publishDate ?? day);
  const layout = stringOf(fields.layout ?? fields.type);
  const filed = [...listOf(fields.tags ?? fields.tag), ...listOf(fields.categories ?? fields.category)];
  const page =
    layout === "page" || (published === null && filed.length === 0 && !/(?:^|\/)_drafts\//.test(file));
  const isDraft = fields.draft === true || fields.published === false || /(?:^|\/)_drafts\//.test(file);
  const address = addressOf(setting, file, fields, name, published);
  if (!isDraft && !page)
    for (const category of listOf(fields.categories ?? fields.category)) categories.add(category);
  const body = withoutTemplates(text, (tag) => notes.add(`the template tag ${tag} is gone`)).trim();
  const picture = pictureIn(fields);
  return {
    ...{ at, page, html: "", markdown: body, title: stringOf(fields.title) || (body ? "" : name) },
    entryId: stringOf(fields.guid ?? fields.id) || setting.site + idPath(setting.generator, address),
    addresses: isDraft
      ? []
      : [address, ...listOf(fields.aliases ?? fields.redirect_from)].map((each) =>
          each.startsWith("/") ? each : `/${each}`,
        ),
    status: isDraft ? "draft" : "published",
    standfirst: stringOf(fields.description ?? fields.summary ?? fields.excerpt ?? fields.subtitle).replace(
      /\s+/g,
      " ",
    ),
    tags: filed,
    authors: listOf(fields.authors ?? fields.author).map((each) => each.slice(0, LIMITS.name)),
    slug: slugify(name) || null,
    published: isDraft && !published ? null : published,
    updated: dateIn(fields.lastmod ?? fields.updated ?? fields.last_modified_at ?? fields.modified),
    image: picture ? wishFor(setting, file, picture, stringOf(fields.image_alt ?? fields.alt)) : null,
    ...{ files: [], commentsClosed: fields.comments === false, comments: [], notes: [...notes] },
    named: (path, alt) => wishFor(setting, file, path, alt),
  };
}

/** Where it was: as it says itself, else as its generator makes addresses. */
function addressOf(
  { permalink }: Setting,
  file: string,
  fields: Record<string, unknown>,
  name: string,
  published: string | null,
): string {
  const said = stringOf(fields.url ?? fields.permalink);
  if (said) return `/${said.replace(/^\/+/, "")}`;
  const [year = "", month = "", day = ""] = (published ?? "").slice(0, 10).split("-");
  const folder = posix.dirname(file).replace(/^\.$/, "");
  const isBundle = posix.basename(file, extname(file)) === "index";
  const parents = isBundle ? posix.dirname(folder).replace(/^\.$/, "") : folder;
  const categories = listOf(fields.categories ?? fields.category).map((each) =>
    each.toLowerCase().replace(/\s+/g, "-"),
  );
  const values: Record<string, string> = {
    ...{ year, month, day, slug: name, title: name, name, filename: name },
    ...{
      path: posix.join(parents, name),
      section: folder.split("/")[0] ?? "",
      categories: categories.join("/"),
    },
  };
  return permalink.replace(/:([a-z]+)/g, (all, key: string) => values[key] ?? all).replace(/\/{2,}/g, "/");
}

/** Jekyll's feed names entries by their addresses without an ending; others by the addresses. */
const idPath = (generator: Generator, address: string) =>
  generator === "jekyll" ? address.replace(/(?:\.html|\/)$/, "") : address;

function pictureIn(fields: Record<string, unknown>): string {
  const { image, cover, featured_image: featured, featuredImage, thumbnail, header } = fields;
  for (const each of [image, featured, featuredImage, cover, thumbnail, header]) {
    if (typeof each === "string" && each) return each;
    if (typeof each === "object" && each !== null) {
      const of = each as Record<string, unknown>;
      const path = stringOf(of.image ?? of.src ?? of.path ?? of.url ?? of.feature);
      if (path) return path;
    }
  }
  return "";
}

/** A picture as a text names it: a file beside it, one that the site serves, or one elsewhere. */
function wishFor(
  { root, texts, files, site }: Setting,
  file: string,
  name: string,
  alt: string,
): FileWish | null {
  if (/^(?:data|media):/i.test(name)) return null;
  const url = URL.parse(name, `${site}/`);
  if (/^(?:https?:)?\/\//i.test(name) && url?.origin !== new URL(site).origin)
    return url ? { url: url.href, alt } : null;
  const path = decoded(/^(?:https?:)?\/\//i.test(name) ? (url?.pathname ?? "") : name.replace(/[?#].*$/, ""));
  const places = path.startsWith("/")
    ? files.map((each) => join(root, each, path))
    : [join(root, texts, dirname(file), path), ...files.map((each) => join(root, each, path))];
  for (const place of places) {
    if (!existsSync(place)) continue;
    const full = realpathSync(place);
    if (full.startsWith(root + sep)) return { url: `${site}/${relative(root, full)}`, alt, path: full };
  }
  return url && /^https?:$/.test(url.protocol) ? { url: url.href, alt } : null;
}

const stringOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";

/** What is said once, several times, or in one line. */
function listOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(listOf);
  if (typeof value === "object" && value !== null) return listOf((value as Record<string, unknown>).name);
  return stringOf(value)
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
}

/** A date of front matter, which may be a date already, or a year. */
const dateIn = (value: unknown): string | null => momentOf(value instanceof Date ? value : stringOf(value));
