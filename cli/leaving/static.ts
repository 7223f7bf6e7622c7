import { join, posix } from "node:path";
import { LIMITS } from "../../src/model/limits.ts";
import type { Api } from "../api.ts";
import { Failure } from "../failure.ts";
import { write } from "../files/state.ts";
import type { Progress } from "../progress.ts";
import { ANSWERED, leadingPage, staticPage } from "./page.ts";

/** What nothing leads to, and whoever knows such sites asks for. */
const SEEDS = [
  ...["/", "/rss.xml", "/atom.xml", "/feed.json", "/robots.txt", "/llms.txt", "/opml.xml", "/sitemap.xml"],
  ...[
    "/news-sitemap.xml",
    "/changes.json",
    "/tags",
    "/sources",
    "/authors",
    "/subscribe",
    "/comments",
    "/privacy",
  ],
  ...["/comments/rss.xml", "/comments/atom.xml", "/comments/feed.json", "/favicon.ico", "/extension.txt"],
];
const AT_ONCE = 6;

export interface Left {
  files: number;
  /** Addresses that a server of files cannot lead on: they are told apart by their queries alone. */
  unled: string[];
  broken: { path: string; status: number }[];
}

/**
 * Writes a newsroom as a folder that any server of files serves: every page, feed and file that can be reached.
 *
 * @param url where it will be: what names its address names that one; null for the one that it has
 */
export async function exportStatic(
  api: Api,
  folder: string,
  url: string | null,
  progress: Progress,
  signal: AbortSignal,
): Promise<Left> {
  const front = await (await fetch(`${api.url}/feed.json`, { signal })).json();
  // What it calls itself, which may be another address than the one at which it is asked.
  const named = new URL((front as { home_page_url: string }).home_page_url).origin;
  const site = new Site({ asked: api.url, named }, folder, url ?? named);
  for (const path of SEEDS) site.want(path);
  for (const { path, to } of await redirectsOf(api, site.left)) site.lead(path, to);
  await site.missing();
  while (site.waiting.length > 0) {
    signal.throwIfAborted();
    const paths = site.waiting.splice(0, AT_ONCE);
    await Promise.all(paths.map((path) => site.take(path, signal)));
    progress.add(paths.length, site.size);
  }
  return site.left;
}

async function redirectsOf(api: Api, left: Left): Promise<{ path: string; to: string }[]> {
  const all: { path: string; to: string }[] = [];
  const most = { limit: String(LIMITS.redirects) };
  const redirects = api.list<{ from: string; to: string }>("redirects", "redirects", most, "after");
  for await (const { from, to } of redirects) {
    if (/[?:*]/.test(from)) left.unled.push(from);
    else all.push({ path: from, to });
  }
  return all;
}

/** A feed without its hub: nobody tells subscribers of files. */
const withoutHub = (text: string) =>
  text.replace(/<(?:atom:)?link\b[^<>]*\brel="hub"[^<>]*\/>/g, "").replace(/,"hubs":\[[^\]]*\]/g, "");

class Site {
  readonly waiting: string[] = [];
  readonly left: Left = { files: 0, unled: [], broken: [] };
  private readonly seen = new Set<string>();
  private readonly asked: string;
  private readonly origin: string;
  private readonly folder: string;
  private readonly url: string;

  constructor({ asked, named }: { asked: string; named: string }, folder: string, url: string) {
    this.asked = asked;
    this.origin = named;
    this.folder = folder;
    this.url = url;
  }

  get size(): number {
    return this.seen.size;
  }

  want(path: string): void {
    if (this.seen.has(path) || ANSWERED.test(path)) return;
    this.seen.add(path);
    this.waiting.push(path);
  }

  /** A former address. */
  lead(path: string, to: string): void {
    this.write(posix.join(path, "index.html"), leadingPage(to.replace(this.origin, this.url)));
  }

  /** What a server of files shows where there is nothing. */
  async missing(): Promise<void> {
    this.seen.add("/404"); // what it says of itself
    const answer = await fetch(`${this.asked}/404-${crypto.randomUUID()}`);
    const { html, paths } = staticPage(await answer.text(), this.origin, "/404");
    for (const path of paths) this.want(path);
    this.write("404.html", this.moved(html));
  }

  async take(path: string, signal: AbortSignal): Promise<void> {
    const answer = await fetch(this.asked + path, { redirect: "manual", signal });
    if (answer.status >= 500) throw new Failure(`${path} is answered with ${answer.status}.`);
    const location = answer.headers.get("location");
    if (answer.status >= 300 && location) return this.takeLed(path, location, signal);
    // What was withdrawn says so itself, as far as a file can.
    if (answer.status !== 200 && answer.status !== 410) {
      this.left.broken.push({ path, status: answer.status });
      await answer.body?.cancel();
      return;
    }
    await this.keep(path, path, answer);
  }

  /** A page leads on; of a feed that cannot, the other one stands there. */
  private async takeLed(path: string, location: string, signal: AbortSignal): Promise<void> {
    const to = new URL(location, this.origin + path);
    if (to.origin !== this.origin) return this.lead(path, to.href);
    this.want(to.pathname);
    if (!/\.\w+$/.test(path)) return this.lead(path, to.href);
    const answer = await fetch(this.asked + to.pathname, { signal });
    if (answer.ok) await this.keep(path, to.pathname, answer);
  }

  private async keep(path: string, from: string, answer: Response): Promise<void> {
    const type = answer.headers.get("content-type") ?? "";
    if (type.startsWith("text/html")) {
      const { html, paths } = staticPage(await answer.text(), this.origin, from);
      for (const each of paths) this.want(each);
      this.write(posix.join(path, "index.html"), this.moved(html));
    } else if (/^text\/|xml|json/.test(type)) {
      const text = withoutHub(await answer.text());
      for (const each of this.namedIn(text)) this.want(each);
      this.write(path, this.moved(text));
    } else this.write(path, new Uint8Array(await answer.arrayBuffer()));
  }

  /** The paths of ours that a feed, a stylesheet or a list of addresses names. */
  private namedIn(text: string): string[] {
    const found = text.matchAll(
      /(?:url\(\s*["']?|["'>\s(=]|^)((?:https?:\/\/[^\s"'<>)\\]+)|\/(?:assets|media)\/[^\s"'<>)\\]+)/gm,
    );
    return [...found].flatMap(([, each = ""]) => {
      const url = URL.parse(each.replaceAll("&amp;", "&"), this.origin);
      return url?.origin === this.origin && url.search === "" ? [url.pathname] : [];
    });
  }

  private moved(text: string): string {
    return text
      .replaceAll(this.origin, this.url)
      .replaceAll(encodeURIComponent(this.origin), encodeURIComponent(this.url));
  }

  private write(path: string, bytes: string | Uint8Array): void {
    const file = decodeURI(path).replace(/^\/+/, "");
    // What a server says is no reason to write anywhere else.
    if (file.split("/").includes("..")) return;
    write(join(this.folder, file), bytes);
    this.left.files++;
  }
}
