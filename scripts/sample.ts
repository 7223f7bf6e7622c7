import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** A picture of `data/pictures`. */
export interface SamplePicture {
  file: string;
  alt: string;
  credit: string;
}

/** A sound of `data/sounds`. */
export interface SampleSound {
  file: string;
  title: string;
  /** WebVTT: what is said in it, and where its parts begin. */
  transcript: string;
  chapters?: string;
}

/** A tag that is a programme of sound. */
interface SampleProgramme {
  tag: string;
  cover: SamplePicture;
  programme: object;
}

/** An article of `data/articles`, as the API takes it, but for its picture and sound. */
export interface SampleArticle {
  picture?: SamplePicture;
  sound?: SampleSound;
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
  /** Whether nobody has decided on it. */
  waits?: boolean;
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
export const programmes: SampleProgramme[] = JSON.parse(read("programmes.json"));
/** Who works there, as the API takes it. */
export const people: { name: string; role: string }[] = JSON.parse(read("people.json"));

/** What somebody writes at the desk: a story of their own, or another version of one that is published. */
export interface SampleStory {
  /** Whose it is, by name. */
  by: string;
  state: "writing" | "submitted" | "returned" | "scheduled";
  note: string;
  /** The slug of what is published. */
  of?: string;
  title?: string;
  standfirst?: string;
  text?: string;
  tags?: string[];
  authors?: string[];
}
export const stories: SampleStory[] = JSON.parse(read("desk.json"));
export const changes: SampleChange[] = JSON.parse(read("changes.json"));

/** The sample's articles, oldest first; the file's name is the slug. */
export function sampleArticles(): SampleArticle[] {
  return readFolder("articles");
}

/** Its pages, which stand in no list, likewise. */
export function samplePages(): SampleArticle[] {
  return readFolder("pages").map((page) => ({ ...page, page: true }));
}

function readFolder(folder: string): SampleArticle[] {
  return readdirSync(new URL(`${folder}/`, DATA))
    .filter((name) => name.endsWith(".md"))
    .map((file) => readArticle(folder, file))
    .sort((a, b) => Date.parse(a.published) - Date.parse(b.published));
}

function readArticle(folder: string, file: string): SampleArticle {
  const match = /^---\n(.*?)\n---\n(.*)$/s.exec(read(`${folder}/${file}`));
  if (!match) throw new Error(`${file} has no front matter`);
  const [, front = "", markdown = ""] = match;
  return { ...parse(front), slug: file.replace(/\.md$/, ""), markdown: markdown.trim() };
}

/** The bytes of a picture or sound. */
export function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  const folder = /\.(mp3|vtt)$/.test(file) ? "sounds" : "pictures";
  return new Uint8Array(readFileSync(new URL(`${folder}/${file}`, DATA)));
}

function read(path: string): string {
  return readFileSync(new URL(path, DATA), "utf8");
}
