import { createReadStream } from "node:fs";
import { type SaxesOptions, SaxesParser } from "saxes";
import { legal } from "../../src/text/plain.ts";

// WXR, WordPress's own export: RSS 2.0 with elements of its own
// (https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php). Read as a stream: of a
// file of any size one item is in memory.

export interface WxrComment {
  id: string;
  author: string;
  email: string;
  /** HTML. */
  content: string;
  /** As `2019-05-07 08:00:00`, in UTC. */
  dateGmt: string;
  /** `1`, `0`, `spam`, `trash`. */
  approved: string;
  /** Empty for a comment; `pingback`, `trackback`. */
  type: string;
  parent: string;
  /** The id of a user of the site. */
  user: string;
}

interface WxrTerm {
  domain: string;
  nicename: string;
  name: string;
}

export interface WxrItem {
  /** In the file, from 1. */
  line: number;
  title: string;
  link: string;
  guid: string;
  /** A login. */
  creator: string;
  content: string;
  excerpt: string;
  id: string;
  /** In the site's time zone, and in UTC. */
  date: string;
  dateGmt: string;
  modifiedGmt: string;
  commentStatus: string;
  name: string;
  status: string;
  parent: string;
  type: string;
  password: string;
  sticky: string;
  attachmentUrl: string;
  terms: WxrTerm[];
  /** What is kept of it by key. */
  meta: Map<string, string[]>;
  comments: WxrComment[];
}

export type WxrEvent =
  | { kind: "address"; value: string }
  | { kind: "author"; login: string; name: string; id: string }
  | {
      kind: "term";
      domain: "category" | "post_tag";
      id: string;
      nicename: string;
      parent: string;
      name: string;
    }
  | { kind: "item"; item: WxrItem }
  /** What is not well-formed; what can be read of the rest is. */
  | { kind: "fault"; line: number; reason: string };

/** Characters of one element: what is longer is no text that somebody wrote. */
const LONGEST = 16_000_000;
/** Faults that are told. */
const FAULTS = 20;

const ITEM: Record<string, keyof WxrItem> = {
  ...{ title: "title", link: "link", guid: "guid", "dc:creator": "creator", "content:encoded": "content" },
  ...{
    "excerpt:encoded": "excerpt",
    "wp:post_id": "id",
    "wp:post_date": "date",
    "wp:post_date_gmt": "dateGmt",
  },
  ...{ "wp:post_modified_gmt": "modifiedGmt", "wp:comment_status": "commentStatus", "wp:post_name": "name" },
  ...{
    "wp:status": "status",
    "wp:post_parent": "parent",
    "wp:post_type": "type",
    "wp:post_password": "password",
  },
  ...{ "wp:is_sticky": "sticky", "wp:attachment_url": "attachmentUrl" },
};
const COMMENT: Record<string, keyof WxrComment> = {
  ...{ "wp:comment_id": "id", "wp:comment_author": "author", "wp:comment_author_email": "email" },
  ...{ "wp:comment_content": "content", "wp:comment_date_gmt": "dateGmt", "wp:comment_approved": "approved" },
  ...{ "wp:comment_type": "type", "wp:comment_parent": "parent", "wp:comment_user_id": "user" },
};

/** What a file says, in its order. */
export async function* readWxr(file: string, signal?: AbortSignal): AsyncGenerator<WxrEvent> {
  const reader = new WxrReader();
  const decoder = new TextDecoder();
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
    signal?.throwIfAborted();
    yield* reader.take(decoder.decode(chunk as Buffer, { stream: true }));
  }
  yield* reader.take(decoder.decode());
  yield* reader.end();
}

class WxrReader {
  private readonly parser = new SaxesParser<SaxesOptions>({ position: true });
  private events: WxrEvent[] = [];
  private text = "";
  private faults = 0;
  private item: WxrItem | null = null;
  private comment: WxrComment | null = null;
  private term: WxrTerm | null = null;
  /** The elements of an author, a term or a meta field that is being read. */
  private fields: Map<string, string> | null = null;

  constructor() {
    const { parser } = this;
    const append = (text: string) => {
      if (this.text.length < LONGEST) this.text += text;
    };
    parser.on("text", append);
    parser.on("cdata", append);
    parser.on("opentag", ({ name, attributes }) => this.open(name, attributes as Record<string, string>));
    parser.on("closetag", ({ name }) => this.close(name));
    // Without a handler it would throw, and read no further.
    parser.on("error", (error) => {
      if (this.faults++ < FAULTS) {
        const reason = error.message.replace(/^\d+:\d+:\s*/, "");
        this.events.push({ kind: "fault", line: parser.line, reason });
      }
    });
  }

  *take(text: string): Generator<WxrEvent> {
    // WordPress writes characters that no XML may have, if somebody has written them.
    this.parser.write(legal(text));
    yield* this.events;
    this.events = [];
  }

  *end(): Generator<WxrEvent> {
    this.parser.close();
    yield* this.events;
    this.events = [];
  }

  private open(name: string, attributes: Record<string, string>): void {
    this.text = "";
    if (name === "item") this.item = emptyItem(this.parser.line);
    else if (name === "wp:comment") this.comment = emptyComment();
    else if (name === "category" && this.item)
      this.term = {
        ...{ domain: apart(attributes.domain ?? ""), nicename: apart(attributes.nicename ?? ""), name: "" },
      };
    else if (FIELDED.has(name)) this.fields = new Map();
  }

  private close(name: string): void {
    const { item, comment, fields } = this;
    const text = apart(this.text);
    this.text = "";
    if (FIELDED.has(name)) this.closeFields(name);
    else if (fields) fields.set(name, text);
    else if (comment) this.closeComment(name, comment, text);
    else if (item) this.closeItem(name, item, text);
    else if (name === "link" || name === "wp:base_blog_url")
      this.events.push({ kind: "address", value: text.trim() });
  }

  private closeFields(name: string): void {
    const { fields, item } = this;
    this.fields = null;
    const get = (key: string) => fields?.get(key) ?? "";
    if (name === "wp:author") {
      const [id, login] = [get("wp:author_id"), get("wp:author_login")];
      this.events.push({ kind: "author", login, id, name: get("wp:author_display_name") || login });
    }
    if (name === "wp:category" || name === "wp:tag") {
      const isCategory = name === "wp:category";
      this.events.push({
        ...{ kind: "term", domain: isCategory ? "category" : "post_tag", id: get("wp:term_id") },
        nicename: get(isCategory ? "wp:category_nicename" : "wp:tag_slug"),
        parent: get("wp:category_parent"),
        name: get(isCategory ? "wp:cat_name" : "wp:tag_name"),
      });
    }
    if (name === "wp:postmeta" && item && !this.comment) {
      const key = get("wp:meta_key");
      if (META.has(key)) item.meta.set(key, [...(item.meta.get(key) ?? []), get("wp:meta_value")]);
    }
  }

  private closeComment(name: string, comment: WxrComment, text: string): void {
    const field = COMMENT[name];
    if (field) comment[field] = text;
    if (name !== "wp:comment") return;
    this.item?.comments.push(comment);
    this.comment = null;
  }

  private closeItem(name: string, item: WxrItem, text: string): void {
    const field = ITEM[name];
    if (field) Object.assign(item, { [field]: text });
    if (name === "category" && this.term) {
      item.terms.push({ ...this.term, name: text });
      this.term = null;
    }
    if (name !== "item") return;
    this.events.push({ kind: "item", item });
    this.item = null;
  }
}

/**
 * A short text without what it was cut from: an engine keeps the whole file in memory for a name that is kept
 * of each part of it.
 */
const apart = (text: string) => (text.length < 5000 ? Buffer.from(text).toString() : text);

/** Elements that are read by their parts. */
const FIELDED = new Set([
  "wp:author",
  "wp:category",
  "wp:tag",
  "wp:postmeta",
  "wp:commentmeta",
  "wp:term",
  "image",
]);
/** What is kept of the many things that plugins note. */
const META = new Set(["_thumbnail_id", "_wp_attachment_image_alt", "enclosure"]);

const emptyItem = (line: number): WxrItem => ({
  ...{
    line,
    title: "",
    link: "",
    guid: "",
    creator: "",
    content: "",
    excerpt: "",
    id: "",
    date: "",
    dateGmt: "",
  },
  ...{
    modifiedGmt: "",
    commentStatus: "",
    name: "",
    status: "",
    parent: "",
    type: "",
    password: "",
    sticky: "",
  },
  ...{ attachmentUrl: "", terms: [], meta: new Map(), comments: [] },
});

const emptyComment = (): WxrComment => ({
  ...{
    id: "",
    author: "",
    email: "",
    content: "",
    dateGmt: "",
    approved: "",
    type: "",
    parent: "",
    user: "",
  },
});
