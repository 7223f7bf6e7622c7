import type { Report } from "../moving/report.ts";
import { readWxr, type WxrItem } from "./wxr.ts";

// What is said in one place of an export, and needed in others: read before anything is brought.

export interface Attachment {
  id: string;
  url: string;
  /** Plain text. */
  alt: string;
  /** HTML. */
  caption: string;
  /** The address of its own page. */
  link: string;
}

interface Term {
  id: string;
  /** The path of its address, below the folder of its kind. */
  path: string;
  name: string;
}

export interface Site {
  /** Its address, without a slash at the end. */
  url: string;
  host: string;
  /** Names of authors by their logins, and their numbers. */
  authors: Map<string, { name: string; id: string }>;
  categories: Map<string, Term>;
  tags: Map<string, Term>;
  attachments: Map<string, Attachment>;
  /** Addresses of files as they are found in texts, by their paths. */
  files: Map<string, Attachment>;
  /** Posts and pages. */
  stories: number;
}

/** Reads what several files say of the site and of its files. Stories are counted. */
export async function readSite(files: string[], report: Report, signal: AbortSignal): Promise<Site> {
  const site: Site = {
    ...{ url: "", host: "", authors: new Map(), categories: new Map(), tags: new Map() },
    ...{ attachments: new Map(), files: new Map(), stories: 0 },
  };
  const parents = new Map<string, { nicename: string; parent: string; id: string; name: string }>();
  for (const file of files) {
    for await (const event of readWxr(file, signal)) {
      if (event.kind === "address") site.url = event.value.replace(/\/+$/, "") || site.url;
      if (event.kind === "author") site.authors.set(event.login, event);
      if (event.kind === "term" && event.domain === "category") parents.set(event.nicename, event);
      if (event.kind === "term" && event.domain === "post_tag")
        site.tags.set(event.nicename, { id: event.id, path: event.nicename, name: event.name });
      if (event.kind === "fault") report.fault(file, event.line, event.reason);
      if (event.kind === "item") noteItem(site, event.item);
    }
  }
  site.host = URL.parse(site.url)?.host ?? "";
  for (const [nicename, { id, name }] of parents)
    site.categories.set(nicename, { id, name, path: pathOf(nicename, parents).join("/") });
  return site;
}

function pathOf(nicename: string, all: Map<string, { parent: string }>, below: string[] = []): string[] {
  const parent = all.get(nicename)?.parent;
  const path = [nicename, ...below];
  return parent && !path.includes(parent) && path.length < 10 ? pathOf(parent, all, path) : path;
}

function noteItem(site: Site, item: WxrItem): void {
  if (isStory(item)) site.stories++;
  if (item.type !== "attachment" || !item.attachmentUrl) return;
  const { id, attachmentUrl: url, excerpt: caption, link, meta } = item;
  const [alt = ""] = meta.get("_wp_attachment_image_alt") ?? [];
  const attachment = { id, url, alt, caption, link };
  site.attachments.set(id, attachment);
  const path = pathIn(url);
  if (path) site.files.set(path, attachment);
}

export const isStory = ({ type }: WxrItem): boolean => type === "post" || type === "page";

const pathIn = (url: string): string => URL.parse(url, "http://nowhere.invalid")?.pathname ?? "";

/** What stands before the ending of a file that WordPress has made smaller, turned, or cut. */
const MADE = /(?:-\d{2,5}x\d{2,5}|-scaled|-rotated|-e\d{13})(?=\.\w{2,5}$)/;

/** The file that an address in a text is that of, or was made from; undefined where the export has none. */
export function fileAt(site: Site, url: string): Attachment | undefined {
  const path = pathIn(url);
  const original = path.replace(MADE, "");
  return (
    site.files.get(path) ??
    site.files.get(original) ??
    site.files.get(original.replace(/(?=\.\w{2,5}$)/, "-scaled"))
  );
}
