// An export of WordPress, of our own, as its documentation and its program say that one is
// (https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php).

const cdata = (text: string) => `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;

export interface WxrPost {
  id: number;
  title: string;
  content: string;
  type?: string;
  name?: string;
  status?: string;
  date?: string;
  link?: string;
  guid?: string;
  excerpt?: string;
  password?: string;
  comments?: string;
  commentStatus?: string;
  terms?: [domain: string, nicename: string, name: string][];
  meta?: Record<string, string>;
  attachment?: string;
}

/** @param site its address, without a slash at the end */
export function wxrItem(site: string, post: WxrPost): string {
  const { id, type = "post", status = "publish", date = "2019-05-07 08:00:00", name = `story-${id}` } = post;
  const isDated = status !== "draft";
  const terms = (post.terms ?? []).map(
    ([domain, nicename, label]) =>
      `<category domain="${domain}" nicename="${nicename}">${cdata(label)}</category>`,
  );
  const meta = Object.entries(post.meta ?? {}).map(
    ([key, value]) =>
      `<wp:postmeta><wp:meta_key>${cdata(key)}</wp:meta_key><wp:meta_value>${cdata(value)}</wp:meta_value></wp:postmeta>`,
  );
  return `<item>
    <title>${cdata(post.title)}</title>
    <link>${post.link ?? `${site}/${date.slice(0, 4)}/${date.slice(5, 7)}/${name}/`}</link>
    <pubDate>Tue, 07 May 2019 08:00:00 +0000</pubDate>
    <dc:creator>${cdata("ann")}</dc:creator>
    <guid isPermaLink="false">${post.guid ?? `${site}/?p=${id}`}</guid>
    <description></description>
    <content:encoded>${cdata(post.content)}</content:encoded>
    <excerpt:encoded>${cdata(post.excerpt ?? "")}</excerpt:encoded>
    <wp:post_id>${id}</wp:post_id>
    <wp:post_date>${cdata(date)}</wp:post_date>
    <wp:post_date_gmt>${cdata(isDated ? date : "0000-00-00 00:00:00")}</wp:post_date_gmt>
    <wp:post_modified>${cdata(date)}</wp:post_modified>
    <wp:post_modified_gmt>${cdata(date)}</wp:post_modified_gmt>
    <wp:comment_status>${cdata(post.commentStatus ?? "open")}</wp:comment_status>
    <wp:ping_status>${cdata("open")}</wp:ping_status>
    <wp:post_name>${cdata(name)}</wp:post_name>
    <wp:status>${cdata(status)}</wp:status>
    <wp:post_parent>0</wp:post_parent>
    <wp:menu_order>0</wp:menu_order>
    <wp:post_type>${cdata(type)}</wp:post_type>
    <wp:post_password>${cdata(post.password ?? "")}</wp:post_password>
    <wp:is_sticky>0</wp:is_sticky>
    ${post.attachment ? `<wp:attachment_url>${cdata(post.attachment)}</wp:attachment_url>` : ""}
    ${terms.join("\n")}${meta.join("\n")}${post.comments ?? ""}
  </item>`;
}

export interface WxrSaid {
  id: number;
  text: string;
  parent?: number;
  approved?: string;
  type?: string;
  user?: number;
  name?: string;
}

export const wxrComment = ({
  id,
  text,
  parent = 0,
  approved = "1",
  type = "comment",
  user = 0,
  name = "Reader",
}: WxrSaid) =>
  `<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_author>${cdata(name)}</wp:comment_author>
   <wp:comment_author_email>${cdata("reader@mail.example")}</wp:comment_author_email>
   <wp:comment_date_gmt>${cdata(`2019-05-08 0${id % 10}:00:00`)}</wp:comment_date_gmt>
   <wp:comment_content>${cdata(text)}</wp:comment_content><wp:comment_approved>${cdata(approved)}</wp:comment_approved>
   <wp:comment_type>${cdata(type)}</wp:comment_type><wp:comment_parent>${parent}</wp:comment_parent>
   <wp:comment_user_id>${user}</wp:comment_user_id></wp:comment>`;

/** The whole file. */
export function wxr(site: string, items: string[], before = ""): string {
  return `${wxrHead(site, before)}${items.join("\n")}${WXR_END}`;
}

export const wxrHead = (site: string, before = "") => `<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file. -->
${before}<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
  <title>The Old Shore</title><link>${site}</link><description>Of the sea</description>
  <language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>
  <wp:base_site_url>${site}</wp:base_site_url><wp:base_blog_url>${site}</wp:base_blog_url>
  <wp:author><wp:author_id>3</wp:author_id><wp:author_login>${cdata("ann")}</wp:author_login>
    <wp:author_email>${cdata("ann@old.example")}</wp:author_email>
    <wp:author_display_name>${cdata("Ann Ørsted")}</wp:author_display_name></wp:author>
  <wp:category><wp:term_id>5</wp:term_id><wp:category_nicename>${cdata("harbours")}</wp:category_nicename>
    <wp:category_parent>${cdata("")}</wp:category_parent><wp:cat_name>${cdata("Harbours")}</wp:cat_name></wp:category>
  <wp:category><wp:term_id>6</wp:term_id><wp:category_nicename>${cdata("sfax")}</wp:category_nicename>
    <wp:category_parent>${cdata("harbours")}</wp:category_parent><wp:cat_name>${cdata("Sfax &amp; Gabès")}</wp:cat_name></wp:category>
  <wp:tag><wp:term_id>7</wp:term_id><wp:tag_slug>${cdata("boats")}</wp:tag_slug><wp:tag_name>${cdata("Boats")}</wp:tag_name></wp:tag>
  <generator>https://wordpress.org/?v=6.9</generator>
`;
export const WXR_END = "</channel></rss>\n";
