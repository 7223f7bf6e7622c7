import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { slugify } from "../../src/model/slug.ts";
import type { Article, ArticleSummary } from "../../src/routes/api/schemas.ts";
import { escapeXml, legal } from "../../src/text/plain.ts";
import type { Api } from "../api.ts";
import type { Progress } from "../progress.ts";

// WXR 1.2, as WordPress's importer reads it
// (https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php).

type Summary = typeof ArticleSummary._output;
type View = typeof Article._output;

interface Said {
  id: string;
  name: string;
  email: string | null;
  text: string;
  created: string;
  parent: string | null;
  status: string;
}

/** Writes every story of our own, with its comments, as a file that goes into WordPress. @returns how many */
export async function exportWxr(
  api: Api,
  file: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<number> {
  const out = createWriteStream(file, { mode: 0o600 });
  const put = async (text: string) => {
    if (!out.write(text)) await once(out, "drain");
  };
  const { title, description, language } =
    await api.call<Record<"title" | "description" | "language", string>>("publication");
  await put(head({ title, description, language, url: api.url }));
  const ids = new Ids();
  let count = 0;
  for await (const { id, source } of api.list<Summary>("articles", "articles")) {
    signal.throwIfAborted();
    if (source) continue;
    const view = await api.call<View>(`articles/${id}`);
    const item = (await entryIdOf(api, view)) ?? view.id;
    await put(itemOf(view, item, await commentsOn(api, id), ids));
    progress.add(1, ++count);
  }
  await put(`${authorsOf(ids)}</channel>\n</rss>\n`);
  out.end();
  await finished(out);
  return count;
}

/** Numbers, which WordPress has for everything, and the names of authors by what they log in as. */
class Ids {
  private readonly known = new Map<string, number>();
  readonly authors = new Map<string, string>();

  of(what: string): number {
    const number = this.known.get(what) ?? this.known.size + 1;
    this.known.set(what, number);
    return number;
  }
}

/** The id of its entry in our feeds, which readers know it by; null for one that nobody has read. */
async function entryIdOf(api: Api, { status, url }: View): Promise<string | null> {
  if (status !== "published") return null;
  const answer = await fetch(`${api.url}${new URL(url).pathname}.json`);
  return answer.ok ? ((await answer.json()) as { id: string }).id : null;
}

async function commentsOn(api: Api, article: string): Promise<Said[]> {
  const all = await api.all<Said>("comments", "comments", { article });
  return all.filter(({ status }) => status === "approved" || status === "pending").reverse();
}

const cdata = (text: string) => `<![CDATA[${legal(text).replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
const element = (name: string, text: string | number) =>
  `<${name}>${typeof text === "number" ? text : cdata(text)}</${name}>`;
/** As `2019-05-07 08:00:00`, in UTC. */
const dateOf = (moment: string) => new Date(moment).toISOString().slice(0, 19).replace("T", " ");

function head({
  title,
  description,
  language,
  url,
}: Record<"title" | "description" | "language" | "url", string>): string {
  return `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>${escapeXml(title)}</title><link>${escapeXml(url)}</link><description>${escapeXml(description)}</description><language>${language}</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>${escapeXml(url)}</wp:base_site_url><wp:base_blog_url>${escapeXml(url)}</wp:base_blog_url>
`;
}

const STATES: Record<View["status"], string> = {
  draft: "draft",
  scheduled: "future",
  published: "publish",
  withdrawn: "trash",
};

function itemOf(view: View, entryId: string, comments: Said[], ids: Ids): string {
  const { page, published, updated, status } = view;
  const dates = status === "draft" ? "0000-00-00 00:00:00" : dateOf(published);
  return `<item>
<title>${cdata(view.title)}</title><link>${escapeXml(view.url)}</link><pubDate>${new Date(published).toUTCString()}</pubDate>
${element("dc:creator", loginOf(view.authors[0] ?? "", ids))}<guid isPermaLink="false">${escapeXml(entryId)}</guid><description></description>
${element("content:encoded", view.html)}${element("excerpt:encoded", view.standfirst)}
${element("wp:post_id", ids.of(view.id))}${element("wp:post_date", dateOf(published))}${element("wp:post_date_gmt", dates)}
${element("wp:post_modified", dateOf(updated))}${element("wp:post_modified_gmt", dateOf(updated))}
${element("wp:comment_status", "open")}${element("wp:ping_status", "closed")}${element("wp:post_name", view.slug)}
${element("wp:status", STATES[status])}${element("wp:post_parent", 0)}${element("wp:menu_order", 0)}
${element("wp:post_type", page ? "page" : "post")}${element("wp:post_password", "")}${element("wp:is_sticky", 0)}
${view.tags.map((label) => `<category domain="post_tag" nicename="${escapeXml(slugify(label))}">${cdata(label)}</category>`).join("\n")}
${comments.map((comment) => commentOf(comment, ids)).join("\n")}
</item>
`;
}

/** Of a story that names nobody, the newsroom's. */
function loginOf(name: string, { authors }: Ids): string {
  const login = slugify(name) || "newsroom";
  authors.set(login, name || "Newsroom");
  return login;
}

const authorsOf = (ids: Ids): string =>
  [...ids.authors]
    .map(
      ([login, name]) =>
        `<wp:author>${element("wp:author_id", ids.of(`author ${login}`))}${element("wp:author_login", login)}${element("wp:author_email", "")}${element("wp:author_display_name", name)}${element("wp:author_first_name", "")}${element("wp:author_last_name", "")}</wp:author>\n`,
    )
    .join("");

function commentOf(comment: Said, ids: Ids): string {
  return `<wp:comment>${element("wp:comment_id", ids.of(comment.id))}${element("wp:comment_author", comment.name)}
${element("wp:comment_author_email", comment.email ?? "")}<wp:comment_author_url></wp:comment_author_url><wp:comment_author_IP></wp:comment_author_IP>
${element("wp:comment_date", dateOf(comment.created))}${element("wp:comment_date_gmt", dateOf(comment.created))}
${element("wp:comment_content", comment.text)}${element("wp:comment_approved", comment.status === "approved" ? "1" : "0")}
${element("wp:comment_type", "comment")}${element("wp:comment_parent", comment.parent ? ids.of(comment.parent) : 0)}${element("wp:comment_user_id", 0)}</wp:comment>`;
}
