import { call } from "../scripts/publish-sample.ts";
import type { Post } from "./peers/wordpress.ts";

export const ENTRIES = 30;
/** Words of an entry, so that 30 of them make a feed of about 100 KB. */
const WORDS = 430;

/** Publishes the articles that every side has, and waits until they are in KV. */
export async function publishPosts(site: string, token: string): Promise<Post[]> {
  const posts = Array.from({ length: ENTRIES }, (_, i): Post => {
    const words = Array.from({ length: WORDS }, (__, word) =>
      word % 60 === 59 ? "</p>\n<p>Harbour" : `word${word % 97}`,
    );
    const html = `<p>${words.join(" ")}</p>`;
    return { title: `Story number ${i}`, slug: `story-number-${i}`, html, tags: ["Bench"] };
  });
  for (const post of posts) {
    await call(site, token, "POST", "articles", { ...post, authors: ["Salma Idris"] }, { Prefer: "wait=0" });
  }
  for (let listed = 0; listed < ENTRIES; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const feed = await (await fetch(`${site}/tags/bench/feed.json`)).json();
    ({ length: listed } = (feed as { items?: unknown[] }).items ?? []);
  }
  // The last article's document may be written anew once more, for its neighbour.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return posts;
}
