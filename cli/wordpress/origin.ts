import { dayOf } from "../../src/model/day.ts";
import { LIMITS } from "../../src/model/limits.ts";
import { foldCase, slugify } from "../../src/model/slug.ts";
import { plainText } from "../../src/text/comment.ts";
import { decoded } from "../../src/text/decoded.ts";
import { cut } from "../moving/bring.ts";
import { textOf } from "../moving/html.ts";
import { toList } from "../moving/lists.ts";
import { momentOf } from "../moving/moment.ts";
import type { Report } from "../moving/report.ts";
import type { Comment, Origin, Place, Redirect, Story } from "../moving/story.ts";
import { contentOf } from "./content.ts";
import { type Attachment, fileAt, isStory, readSite, type Site } from "./site.ts";
import { readWxr, type WxrComment, type WxrItem } from "./wxr.ts";

/** States of a post, and what each is here. What is not among them is no story. */
const STATES: Record<string, { status: Story["status"]; note?: string }> = {
  publish: { status: "published" },
  future: { status: "published" },
  draft: { status: "draft" },
  pending: { status: "draft", note: "it waited for an editor, and is a draft" },
  private: { status: "draft", note: "it was for people of the site alone, and is a draft" },
};

/** What WordPress files under when nobody says anything. */
const NOWHERE = "uncategorized";

export interface Naming {
  /** The first parts of addresses of categories and tags. */
  categoryBase: string;
  tagBase: string;
  feedLength: number;
  /** By whose days the new site's addresses go. */
  timeZone: string;
}

/** A WordPress site, from the files of its export. */
export async function wordpress(
  files: string[],
  naming: Naming,
  report: Report,
  signal: AbortSignal,
): Promise<Origin> {
  const site = await readSite(files, report, signal);
  return new WordPress(files, site, naming, report);
}

class WordPress implements Origin {
  readonly url: string;
  readonly stories: number;
  readonly feedLength: number;
  private readonly files: string[];
  private readonly site: Site;
  private readonly naming: Naming;
  private readonly report: Report;
  private readonly seen = new Set<string>();
  /** What public stories are filed under: of each kind the names that redirects need. */
  private readonly filed = {
    categories: new Set<string>(),
    tags: new Set<string>(),
    authors: new Set<string>(),
  };
  /** The last day here of each year, month and day there on which something was published. */
  private readonly days = new Map<string, string>();

  constructor(files: string[], site: Site, naming: Naming, report: Report) {
    this.files = files;
    this.site = site;
    this.naming = naming;
    this.report = report;
    this.url = site.url;
    this.stories = site.stories;
    this.feedLength = naming.feedLength;
  }

  async *read(signal: AbortSignal): AsyncGenerator<Story> {
    for (const file of this.files) {
      for await (const event of readWxr(file, signal)) {
        const story = event.kind === "item" && isStory(event.item) ? this.storyOf(file, event.item) : null;
        if (story) yield story;
      }
    }
  }

  private storyOf(file: string, item: WxrItem): Story | null {
    const { report, site } = this;
    const page = item.type === "page";
    const what = page ? "page" : "story";
    const title = textOf(item.title).replace(/\s+/g, " ");
    const at: Place = { file, line: item.line, name: title || item.link };
    const state = STATES[item.status];
    if (!state) {
      report.note(what, "left out", at, `its status is ${item.status}`);
      return null;
    }
    const { html, notes } = contentOf(item.content, site);
    if (!title && !html.trim()) {
      report.note(what, "left out", at, "it has neither title nor text");
      return null;
    }
    const entryId = item.guid.trim() || item.link.trim() || `${site.url}/?p=${item.id}`;
    if (this.seen.has(entryId)) {
      report.note(what, "left out", at, "it came before, with the same id");
      return null;
    }
    this.seen.add(entryId);
    if (state.note) notes.push(state.note);
    if (item.password) notes.push("it needed a password, and is a draft");
    const status = item.password ? "draft" : state.status;
    const published = dateIn(item.dateGmt);
    const terms = item.terms.filter(({ nicename }) => nicename !== NOWHERE);
    const author = site.authors.get(item.creator)?.name ?? item.creator;
    const [excerpt, name] = [textOf(item.excerpt).replace(/\s+/g, " "), slugOf(item.name)];
    const isPublic = status === "published" && published !== null && Date.parse(published) <= Date.now();
    if (isPublic && !page) this.noteFiled(item, terms, published);
    const comments = this.commentsOf(item, entryId, published);
    if (page && comments.length > 0) notes.push("its comments are gone: a page has none");
    return {
      ...{ at, entryId, page, status, title, html: this.ownFiles(html), standfirst: excerpt, notes },
      addresses: [
        ...(status === "published" ? [item.link] : []),
        `/?${page ? "page_id" : "p"}=${item.id}`,
        ...this.guidPath(item),
      ],
      tags: terms
        .filter(({ domain }) => domain === "category" || domain === "post_tag")
        .map((term) => textOf(term.name)),
      authors: author ? [author.slice(0, LIMITS.name)] : [],
      slug: name,
      published,
      updated: status === "published" ? dateIn(item.modifiedGmt) : null,
      image: this.pictureOf(item),
      files: enclosuresOf(item),
      commentsClosed: item.commentStatus !== "open",
      comments: page ? [] : comments,
    };
  }

  /** The address that the id is, where that is one of the site. */
  private guidPath({ guid }: WxrItem): string[] {
    const url = URL.parse(guid.trim());
    return url && url.host === this.site.host && url.pathname + url.search !== "/" ? [guid.trim()] : [];
  }

  private pictureOf({ meta }: WxrItem): Story["image"] {
    const [id = ""] = meta.get("_thumbnail_id") ?? [];
    const file = this.site.attachments.get(id);
    return file ? { url: file.url, alt: textOf(file.alt) } : null;
  }

  /** Pictures in a text are often made smaller: the files that they were made from take their place. */
  private ownFiles(html: string): string {
    return html.replace(
      /(<img\b[^>]*?\ssrc=)(["'])([^"']+)\2/gi,
      (all, before: string, quote: string, url: string) => {
        const file = fileAt(this.site, url.replaceAll("&amp;", "&"));
        return file
          ? `${before}${quote}${file.url.replaceAll("&", "&amp;").replaceAll(quote, "")}${quote}`
          : all;
      },
    );
  }

  private noteFiled(item: WxrItem, terms: WxrItem["terms"], published: string): void {
    for (const { domain, nicename } of terms) {
      if (domain === "category") this.filed.categories.add(nicename);
      if (domain === "post_tag") this.filed.tags.add(nicename);
    }
    this.filed.authors.add(item.creator);
    const day = dayOf(Date.parse(published), this.naming.timeZone);
    const [there = ""] = item.date.split(" ");
    for (const length of [4, 7, 10]) {
      const period = there.slice(0, length);
      if (day > (this.days.get(period) ?? "")) this.days.set(period, day);
    }
  }

  /** Comments, each after what it answers. */
  private commentsOf(item: WxrItem, entryId: string, published: string | null): Comment[] {
    const { report } = this;
    const idOf = (id: string) => `${entryId}#comment-${id}`;
    const came = new Set<string>();
    const sorted = [...item.comments].sort((a, b) => Number(a.id) - Number(b.id));
    return sorted.flatMap((comment): Comment[] => {
      const made = this.commentOf(comment, published, item.title);
      if (!made) return [];
      const parent = came.has(comment.parent) ? idOf(comment.parent) : null;
      if (made.status === "approved") came.add(comment.id);
      if (comment.parent !== "0" && comment.parent !== "" && parent === null)
        report.note(
          "comment",
          "changed",
          { file: "", name: idOf(comment.id) },
          "what it answers is not here",
        );
      return [{ ...made, entryId: idOf(comment.id), parent }];
    });
  }

  private commentOf(
    comment: WxrComment,
    published: string | null,
    title: string,
  ): Omit<Comment, "entryId" | "parent"> | null {
    const { report, site } = this;
    const place: Place = { file: "", name: `${comment.author} on ${textOf(title)}` };
    const leftOut = (reason: string) => {
      report.note("comment", "left out", place, reason);
      return null;
    };
    if (comment.type && comment.type !== "comment") return leftOut(`it is a ${comment.type}`);
    if (comment.approved !== "1" && comment.approved !== "0") return leftOut(`it was ${comment.approved}`);
    const text = plainText(textOf(comment.content));
    const created = dateIn(comment.dateGmt) ?? published;
    if (!text) return leftOut("it says nothing");
    if (!created) return leftOut("it has no date");
    if (text.length > LIMITS.commentText)
      report.note("comment", "changed", place, "it is too long, and was cut");
    return {
      status: comment.approved === "1" ? "approved" : "pending",
      name: cut(textOf(comment.author).replace(/\s+/g, " "), LIMITS.commentName) || "Anonymous",
      email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(comment.email) ? comment.email : null,
      text: cut(text, LIMITS.commentText),
      official: Number(comment.user) > 0 && [...site.authors.values()].some(({ id }) => id === comment.user),
      created,
    };
  }

  redirects(media: (url: string) => string | undefined): Redirect[] {
    const { site, naming, filed } = this;
    const tagged = (
      names: Set<string>,
      terms: Site["tags"],
      base: string,
      query: (nicename: string, id: string) => string,
    ) =>
      [...names].flatMap((nicename) => {
        const term = terms.get(nicename) ?? { id: "", path: nicename, name: nicename };
        const from = [`/${base}/${term.path}`, query(nicename, term.id)].filter(Boolean);
        return toList("tag", textOf(term.name), from);
      });
    const authors = [...filed.authors].flatMap((login) => {
      const { name, id } = site.authors.get(login) ?? { name: login, id: "" };
      return toList("author", name, [`/author/${slugify(login)}`, ...(id ? [`/?author=${id}`] : [])]);
    });
    const days = [...this.days].flatMap(([period, day]) => {
      const query = period.length < 10 ? [`/?m=${period.replace("-", "")}`] : [];
      return [`/${period.replaceAll("-", "/")}`, ...query].map((from) => ({ from, to: `/days/${day}` }));
    });
    const files = [...site.attachments.values()].flatMap((file) =>
      addressesOf(file).flatMap((from) => {
        const to = media(file.url);
        return to ? [{ from, to }] : [];
      }),
    );
    return [
      ...tagged(filed.categories, site.categories, naming.categoryBase, (_, id) => id && `/?cat=${id}`),
      ...tagged(filed.tags, site.tags, naming.tagBase, (nicename) => `/?tag=${nicename}`),
      ...authors,
      ...days,
      ...files,
      ...FEEDS,
    ];
  }
}

/** Where WordPress's feeds were before they had addresses that say so. */
const FEEDS: Redirect[] = [
  ...["wp-rss.php", "wp-rss2.php", "wp-rdf.php", "wp-feed.php"].map((file) => ({
    from: `/${file}`,
    to: "/rss.xml",
  })),
  { from: "/wp-atom.php", to: "/atom.xml" },
  { from: "/wp-commentsrss2.php", to: "/comments/rss.xml" },
];

/** The file itself, and the page about it. */
const addressesOf = ({ url, link, id }: Attachment): string[] =>
  [url, link, `/?attachment_id=${id}`].filter(Boolean);

/** Sound and other files that feeds had as enclosures: their address, length and type, line by line. */
function enclosuresOf({ meta }: WxrItem): Story["files"] {
  return (meta.get("enclosure") ?? []).flatMap((value) => {
    const [url = "", length = "", type = ""] = value.split("\n").map((line) => line.trim());
    const isFile = /^https?:\/\//.test(url) && /^[\w.+-]+\/[\w.+-]+$/.test(type);
    return isFile ? [{ url, type, size: /^\d{1,12}$/.test(length) ? Number(length) : null }] : [];
  });
}

/** `2019-05-07 08:00:00`, in UTC, as RFC 3339; null for none, as which WordPress has years before all others. */
function dateIn(text: string): string | null {
  const moment = momentOf(`${text.trim().replace(" ", "T")}Z`);
  return moment !== null && moment >= "1900" ? moment : null;
}

/** The name of a post as a slug of ours; null for none. */
function slugOf(name: string): string | null {
  const whole = decoded(name);
  // WordPress cuts long names, within a letter, too.
  const cutOff = () => decoded(name.replace(/(?:%[0-9a-f]{2})*%?[0-9a-f]?$/i, ""));
  return slugify(foldCase(/%[0-9a-f]{2}/i.test(whole) ? cutOff() : whole)) || null;
}
