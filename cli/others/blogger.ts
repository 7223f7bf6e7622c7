import { createReadStream } from "node:fs";
import { SaxesParser } from "saxes";
import { LIMITS } from "../../src/model/limits.ts";
import { slugify } from "../../src/model/slug.ts";
import { plainText } from "../../src/text/comment.ts";
import { legal } from "../../src/text/plain.ts";
import { cut } from "../moving/bring.ts";
import { textOf } from "../moving/html.ts";
import { toList } from "../moving/lists.ts";
import { momentOf } from "../moving/moment.ts";
import type { Report } from "../moving/report.ts";
import type { Comment, Origin, Redirect, Story } from "../moving/story.ts";

// Blogger's backup: an Atom feed of posts, pages and comments, with settings and templates among them
// (https://support.google.com/blogger/answer/41387).

interface Entry {
  line: number;
  id: string;
  kind: string;
  title: string;
  content: string;
  published: string;
  updated: string;
  link: string;
  labels: string[];
  author: string;
  isDraft: boolean;
  /** The id of what it answers. */
  replyTo: string;
}

const KIND = "http://schemas.google.com/g/2005#kind";

/** A blog of Blogger, from its backup. */
export async function blogger(
  file: string,
  feedLength: number,
  report: Report,
  signal: AbortSignal,
): Promise<Origin> {
  const comments = new Map<string, Entry[]>();
  const labels = new Set<string>();
  let [stories, site] = [0, ""];
  for await (const entry of entriesOf(file, report, signal)) {
    if (entry.kind === "comment")
      comments.set(entry.replyTo, [...(comments.get(entry.replyTo) ?? []), entry]);
    if (entry.kind === "post" || entry.kind === "page") stories++;
    site ||= entry.kind === "post" ? (URL.parse(entry.link)?.origin ?? "") : "";
  }
  return {
    ...{ url: site, feedLength, stories },
    async *read(reading) {
      for await (const entry of entriesOf(file, null, reading)) {
        if (entry.kind !== "post" && entry.kind !== "page") continue;
        if (!entry.isDraft) for (const label of entry.labels) labels.add(label);
        yield storyOf(file, entry, comments.get(entry.id) ?? []);
      }
    },
    redirects: (): Redirect[] => [
      { from: "/feeds/posts/default", to: "/atom.xml" },
      { from: "/feeds/comments/default", to: "/comments/atom.xml" },
      ...[...labels].flatMap((label) => {
        const name = encodeURIComponent(label);
        return toList("tag", label, [`/search/label/${name}`]).flatMap((page) => [
          page,
          { from: `/feeds/posts/default/-/${name}`, to: `${page.to}/atom.xml` },
        ]);
      }),
    ],
  };
}

function storyOf(file: string, entry: Entry, said: Entry[]): Story {
  const page = entry.kind === "page";
  const path = URL.parse(entry.link)?.pathname ?? "";
  return {
    at: { file, line: entry.line, name: entry.title || entry.id },
    ...{ entryId: entry.id, page, title: textOf(entry.title), html: entry.content, standfirst: "" },
    status: entry.isDraft ? "draft" : "published",
    addresses: path && !entry.isDraft ? [path] : [],
    ...{ tags: entry.labels, authors: entry.author ? [entry.author] : [] },
    slug: slugify((path.split("/").at(-1) ?? "").replace(/\.html$/, "")) || null,
    published: momentOf(entry.published),
    updated: momentOf(entry.updated),
    ...{ image: null, files: [], commentsClosed: false, notes: [] },
    comments: page ? [] : said.flatMap((comment) => commentOf(comment) ?? []),
  };
}

function commentOf(entry: Entry): Comment | null {
  const [text, created] = [
    cut(plainText(textOf(entry.content)), LIMITS.commentText),
    momentOf(entry.published),
  ];
  if (!text || !created) return null;
  const name = cut(entry.author, LIMITS.commentName) || "Anonymous";
  return {
    entryId: entry.id,
    parent: null,
    status: "approved",
    name,
    email: null,
    text,
    official: false,
    created,
  };
}

/** The entries of a file, as a stream. @param report is told of what is not well-formed */
async function* entriesOf(file: string, report: Report | null, signal: AbortSignal): AsyncGenerator<Entry> {
  const parser = new SaxesParser({ position: true });
  const done: Entry[] = [];
  let entry: Entry | null = null;
  let text = "";
  let inAuthor = false;
  const append = (more: string) => {
    text += more;
  };
  parser.on("text", append);
  parser.on("cdata", append);
  parser.on("error", (error) => report?.fault(file, parser.line, error.message.replace(/^\d+:\d+:\s*/, "")));
  parser.on("opentag", ({ name, attributes }) => {
    text = "";
    if (name === "entry") entry = emptyEntry(parser.line);
    if (!entry) return;
    const of = (attribute: string) => String((attributes as Record<string, string>)[attribute] ?? "");
    if (name === "author") inAuthor = true;
    if (name === "category" && of("scheme") === KIND) entry.kind = of("term").split("#").at(-1) ?? "";
    else if (name === "category") entry.labels.push(of("term"));
    if (name === "link" && of("rel") === "alternate") entry.link = of("href");
    if (name === "thr:in-reply-to") entry.replyTo = of("ref");
  });
  parser.on("closetag", ({ name }) => {
    if (!entry) return;
    const value = text.trim();
    if (inAuthor && name === "name") entry.author = value;
    if (name === "author") inAuthor = false;
    if (!inAuthor && (name === "id" || name === "title" || name === "published" || name === "updated"))
      entry[name] = value;
    if (name === "content") entry.content = value;
    if (name === "app:draft" && value === "yes") entry.isDraft = true;
    if (name === "entry") {
      done.push(entry);
      entry = null;
    }
    text = "";
  });
  const decoder = new TextDecoder();
  for await (const chunk of createReadStream(file)) {
    signal.throwIfAborted();
    parser.write(legal(decoder.decode(chunk as Buffer, { stream: true })));
    yield* done.splice(0);
  }
  parser.close();
  yield* done.splice(0);
}

const emptyEntry = (line: number): Entry => ({
  ...{ line, id: "", kind: "", title: "", content: "", published: "", updated: "", link: "", labels: [] },
  ...{ author: "", isDraft: false, replyTo: "" },
});
