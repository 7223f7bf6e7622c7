import type { Desk } from "./newsroom.ts";

const articles = import.meta.glob<string>("../../data/articles/*.md", {
  query: "?raw",
  eager: true,
  import: "default",
});

/** The slugs of the sample's articles. */
export const sampleSlugs = Object.keys(articles).map(slugOf);

function slugOf(path: string): string {
  return path.replace(/^.*\/|\.md$/g, "").normalize("NFC");
}

/** Publishes the sample's articles into a newsroom, oldest first. */
export async function publishSample(publish: Desk["publish"]): Promise<void> {
  const when = (text: string) => /^published: (.*)$/m.exec(text)?.[1] ?? "";
  const inOrder = Object.entries(articles).sort(([, a], [, b]) => when(a).localeCompare(when(b)));
  for (const [path, text] of inOrder) {
    const [, front = "", markdown = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
    const field = (name: string) => new RegExp(`^ *${name}: "?(.*?)"?$`, "m").exec(front)?.[1];
    const name = /^source:\n {2}name: "(.*)"$/m.exec(front)?.[1];
    await publish({
      ...{
        slug: slugOf(path),
        markdown,
        title: field("title"),
        standfirst: field("standfirst"),
        published: field("published"),
      },
      tags: [...front.matchAll(/^ {2}- "(.*)"$/gm)].map(([, tag]) => tag ?? ""),
      ...(name && { source: { name, url: "https://source.example/" } }),
    } as Parameters<Desk["publish"]>[0]);
  }
}
