import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** A picture of `data/pictures`. */
export interface SamplePicture {
  file: string;
  alt: string;
  credit: string;
}

/** An article of `data/articles`, as the API takes it, but for its picture. */
export interface SampleArticle {
  picture?: SamplePicture;
  slug: string;
  markdown: string;
  published: string;
  [field: string]: unknown;
}

/** What happened to an article after it was published: a PATCH, or a withdrawal. */
export interface SampleChange {
  slug: string;
  patch?: object;
  withdraw?: true;
}

/** What a reader said of an article. */
export interface SampleComment {
  name: string;
  text: string;
}

export interface SamplePublication {
  title: string;
  description: string;
  language: string;
  timeZone: string;
  rights: string;
}

const DATA = new URL("../data/", import.meta.url);

export const publication: SamplePublication = JSON.parse(read("publication.json"));
export const comments: (SampleComment & { slug: string; replies: SampleComment[] })[] = JSON.parse(
  read("comments.json"),
);
export const changes: SampleChange[] = JSON.parse(read("changes.json"));

/** The sample's articles, oldest first; the file's name is the slug. */
export function sampleArticles(): SampleArticle[] {
  return readdirSync(new URL("articles/", DATA))
    .filter((name) => name.endsWith(".md"))
    .map(readArticle)
    .sort((a, b) => Date.parse(a.published) - Date.parse(b.published));
}

function readArticle(file: string): SampleArticle {
  const match = /^---\n(.*?)\n---\n(.*)$/s.exec(read(`articles/${file}`));
  if (!match) throw new Error(`${file} has no front matter`);
  const [, front = "", markdown = ""] = match;
  return { ...parse(front), slug: file.replace(/\.md$/, ""), markdown: markdown.trim() };
}

/** The bytes of a picture. */
export function bytesOf({ file }: SamplePicture): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`pictures/${file}`, DATA)));
}

function read(path: string): string {
  return readFileSync(new URL(path, DATA), "utf8");
}
