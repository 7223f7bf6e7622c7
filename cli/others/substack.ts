import { slugify } from "../../src/model/slug.ts";
import { EXIT, Failure } from "../failure.ts";
import { momentOf } from "../moving/moment.ts";
import type { Report } from "../moving/report.ts";
import type { Origin, Story } from "../moving/story.ts";
import { rowsOf } from "./csv.ts";
import { textsIn } from "./zip.ts";

/**
 * A publication of Substack, from the zip of Settings, Exports: a table of posts, and a file of HTML for each.
 *
 * @param site its public address, which ids and addresses begin with
 */
export function substack(file: string, site: string, feedLength: number, report: Report): Origin {
  const texts = textsIn(file, /^(?:[^/]+\/)?posts(?:\.csv|\/[^/]+\.html)$/, report);
  const table = [...texts].find(([name]) => name.endsWith("posts.csv"))?.[1];
  if (table === undefined)
    throw new Failure(`${file} is no export of Substack: it has no posts.csv.`, EXIT.usage);
  const bodies = new Map(
    [...texts].map(([name, html]) => [
      name
        .split("/")
        .at(-1)
        ?.replace(/\.html$/, "") ?? "",
      html,
    ]),
  );
  const posts = rowsOf(table);
  return {
    ...{ url: site, feedLength, stories: posts.length },
    async *read() {
      for (const post of posts) {
        const story = storyOf(file, post, bodies.get(post.post_id ?? ""), site, report);
        if (story) yield story;
      }
    },
    redirects: () => [
      { from: "/archive", to: "/" },
      { from: "/p", to: "/" },
    ],
  };
}

function storyOf(
  file: string,
  post: Record<string, string>,
  html: string | undefined,
  site: string,
  report: Report,
): Story | null {
  // `123456.the-harbour`
  const slug = (post.post_id ?? "").replace(/^\d+\.?/, "");
  const at = { file, name: post.title || slug };
  if (html === undefined) {
    report.note("story", "left out", at, "its text is not in the archive");
    return null;
  }
  const notes: string[] = [];
  const isOpen = !post.audience || post.audience === "everyone";
  if (!isOpen) notes.push("it was for subscribers, and is a draft");
  if (post.type === "thread") notes.push("it was a thread: what readers said is not in the archive");
  const isPublic = post.is_published === "true" && isOpen;
  const sound = /^https?:\/\//.test(post.podcast_url ?? "") ? (post.podcast_url ?? "") : "";
  return {
    ...{ at, entryId: `${site}/p/${slug}`, page: false, title: post.title ?? "", html, notes },
    status: isPublic ? "published" : "draft",
    addresses: post.is_published === "true" && slug ? [`/p/${slug}`] : [],
    ...{ standfirst: post.subtitle ?? "", tags: [], authors: [], slug: slugify(slug) || null },
    published: momentOf(post.post_date),
    ...{ updated: null, image: null, commentsClosed: false, comments: [] },
    files: sound ? [{ url: sound, type: "audio/mpeg", size: null }] : [],
  };
}
