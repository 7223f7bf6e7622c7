import { execFile } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { parseAtomFeed, parseRssFeed } from "feedsmith";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { publication } from "../../scripts/sample.ts";
import { type Server, startServer } from "../../scripts/server.ts";
import { listen } from "../setup/listen.ts";
import { freePort, TOKEN } from "../setup/servers.ts";

// `dateline export static` and `wxr`: a publication that leaves.

const root = mkdtempSync(join(tmpdir(), "dateline-leaving-"));
const folder = join(root, "site");
let base = "";

/** As any server of files: a folder is its `index.html`, and what is not there is `404.html`. */
const files = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url ?? "/", "http://files.invalid").pathname);
  const at = join(folder, path);
  const isFolder = existsSync(at) && statSync(at).isDirectory();
  if (isFolder && !path.endsWith("/"))
    return response.writeHead(301, { Location: `${encodeURI(path)}/` }).end();
  const file = isFolder ? join(at, "index.html") : at;
  if (!existsSync(file)) return response.writeHead(404).end(readFileSync(join(folder, "404.html")));
  response.writeHead(200, {
    "Content-Type": extname(file) === ".html" ? "text/html" : "application/octet-stream",
  });
  response.end(readFileSync(file));
});

beforeAll(async () => {
  base = await listen(files);
});
afterAll(() => {
  files.close();
  rmSync(root, { recursive: true, force: true });
});

function dateline(url: string, ...words: string[]): Promise<{ code: number; out: string; said: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATELINE_URL: url, DATELINE_TOKEN: TOKEN };
    execFile("npx", ["dateline", ...words], { env, maxBuffer: 1e8 }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
  });
}

it("writes this very site as files that any server of files serves, and every link of them leads somewhere", async () => {
  const sample = inject("sample");
  const { code, said, out } = await dateline(sample, "export", "static", folder, "--at", base);
  expect(code, said).toBe(0);
  expect(out).toContain("search, questions and forms are left out");
  const pages = globSync("**/*.html", { cwd: folder });
  expect(pages.length).toBeGreaterThan(80);
  const links = new Map<string, string>();
  for (const page of pages) {
    const html = readFileSync(join(folder, page), "utf8");
    expect(html, page).not.toContain(sample);
    expect(html, page).not.toMatch(/<form|href="(?:http[^"]*)?\/(?:search|ask|desk|api)[?"/]/);
    for (const [, link = ""] of html.matchAll(/\s(?:href|src)="([^"]+)"/g)) {
      const url = URL.parse(link.replaceAll("&#x26;", "&").replaceAll("&amp;", "&"), `${base}/${page}`);
      if (url?.origin === base) links.set(url.pathname, page);
    }
  }
  for (const file of globSync("**/*.{xml,json}", { cwd: folder })) {
    const text = readFileSync(join(folder, file), "utf8");
    expect(text, file).not.toContain(sample);
    expect(text, file).not.toMatch(/rel="hub"|"hubs"/);
    for (const [, link = ""] of text.matchAll(
      /(?:href=|<link>|<loc>|"url":|"next_url":|xmlUrl=)"?(https?:[^"<]+)/g,
    )) {
      const url = URL.parse(link);
      if (url?.origin === base) links.set(url.pathname, file);
    }
  }
  expect(links.size).toBeGreaterThan(150);
  const dead: string[] = [];
  for (const [path, from] of links)
    if ((await fetch(base + path)).status !== 200) dead.push(`${path} in ${from}`);
  expect(dead).toEqual([]);

  // The same stories, in the same feeds.
  for (const path of ["/rss.xml", "/tags/libya/rss.xml"]) {
    const ids = async (from: string) =>
      parseRssFeed(await (await fetch(from + path)).text()).items?.map(({ guid }) => guid?.value);
    expect(await ids(base), path).toEqual(await ids(sample));
  }
  expect(parseAtomFeed(await (await fetch(`${base}/atom.xml`)).text()).entries?.length).toBeGreaterThan(20);
  expect((await fetch(`${base}/nothing-here`)).status).toBe(404);
  expect(readFileSync(join(folder, "articles", "tripoli-counts-its-trees", "index.html"), "utf8")).toContain(
    "<article",
  );
}, 240_000);

it("writes WordPress's own format, which brings the same stories back with their ids, comments and dates", async () => {
  const sample = inject("sample");
  const file = join(root, "export.xml");
  const { code, said } = await dateline(sample, "export", "wxr", file);
  expect(code, said).toBe(0);
  const other: Server = await startServer({
    port: await freePort(),
    state: join(root, "state"),
    token: TOKEN,
    publication,
  });
  try {
    const brought = await dateline(other.url, "import", "wordpress", file, "--feed-length", "50", "--local");
    expect(brought.code, brought.out + brought.said).toBe(0);
    const items = async (url: string) => {
      const { items } = (await (await fetch(`${url}/feed.json`)).json()) as {
        items: { id: string; title: string; date_published: string; _dateline: { source?: object } }[];
      };
      return items
        .filter(({ _dateline }) => !_dateline.source)
        .map(({ id, title, date_published }) => ({ id, title, date: date_published.slice(0, 19) }));
    };
    const ours = await items(sample);
    expect(ours.length).toBeGreaterThan(5);
    expect(await items(other.url)).toEqual(ours);
    const said1 = async (url: string) => {
      const headers = { Authorization: `Bearer ${TOKEN}` };
      const { comments } = (await (await fetch(`${url}/api/comments`, { headers })).json()) as {
        comments: {
          article: { slug: string };
          name: string;
          text: string;
          status: string;
          created: string;
        }[];
      };
      return comments.map(({ article, name, text, status, created }) =>
        JSON.stringify([article.slug, name, text, status, created.slice(0, 19)]),
      );
    };
    const came = await said1(other.url);
    expect(came.length).toBeGreaterThan(0);
    expect(await said1(sample)).toEqual(expect.arrayContaining(came));
  } finally {
    await other.stop();
  }
}, 240_000);
