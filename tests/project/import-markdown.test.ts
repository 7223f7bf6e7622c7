import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, inject, it } from "vitest";
import { JPEG, PNG } from "../setup/pictures.ts";
import { TOKEN } from "../setup/servers.ts";

// `dateline import markdown`, from folders as Hugo's and Jekyll's documentation describes them.

const root = mkdtempSync(join(tmpdir(), "dateline-markdown-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const server = inject("scratch");
const get = (path: string) => fetch(server + path, { redirect: "manual" });
const ledTo = async (path: string) => (await get(path)).headers.get("location");
const n = crypto.randomUUID().slice(0, 8);

function write(folder: string, files: Record<string, string | Uint8Array>): string {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, folder, name)), { recursive: true });
    writeFileSync(join(root, folder, name), bytes);
  }
  return join(root, folder);
}

function dateline(words: string[]): Promise<{ code: number; out: string; said: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATELINE_URL: server, DATELINE_TOKEN: TOKEN };
    execFile("npx", ["dateline", ...words], { env }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
  });
}

const item = async (slug: string) =>
  (await (await get(`/articles/${slug}.json`)).json()) as {
    id: string;
    content_html: string;
    tags: string[];
    authors: { name: string }[];
    title: string;
    image: string;
    date_published: string;
    date_modified: string;
  };

it("brings a Hugo site: front matter of three kinds, bundles, aliases, shortcodes, pictures", async () => {
  const folder = write("hugo", {
    "hugo.toml": 'baseURL = "https://hugo.example/"\ntitle = "Old"\n',
    [`content/posts/toml-${n}.md`]: `+++\ntitle = "In TOML"\ndate = 2020-03-01T10:00:00Z\nlastmod = 2020-03-04T10:00:00Z\ntags = ["Boats ${n}"]\ncategories = ["Sea ${n}"]\nauthors = ["Salma Idris"]\naliases = ["/old/${n}/"]\n+++\nA *text*.\n\n{{< figure src="/pics/quay.png" alt="A quay" caption="The quay" >}}\n\n{{< youtube abc123 >}}\n\n{{< gallery dir="x" >}}\n`,
    [`content/posts/bundle-${n}/index.md`]: `---\ntitle: A bundle\ndate: 2020-03-02\ncover:\n  image: cover.jpg\n---\n![Beside](cover.jpg) and ![gone](gone.png) and ![out](../../../../secret.png)\n`,
    [`content/posts/bundle-${n}/cover.jpg`]: JPEG,
    [`content/posts/json-${n}.md`]: `{\n  "title": "In {JSON}",\n  "date": "2020-03-03",\n  "url": "/special/${n}/"\n}\n\nText.\n`,
    [`content/posts/draft-${n}.md`]: "---\ntitle: A draft\ndraft: true\n---\nNot yet.\n",
    [`content/about-${n}.md`]: "---\ntitle: About\n---\nUs.\n",
    "content/posts/_index.md": "---\ntitle: Posts\n---\n",
    "content/posts/plain.md": "No front matter.\n",
    "content/posts/broken.md": "---\ntitle: [\n---\nx\n",
    "static/pics/quay.png": PNG,
  });
  writeFileSync(join(root, "secret.png"), PNG);
  const { code, out } = await dateline(["import", "markdown", folder]);
  expect(code).toBe(4);
  const report = readFileSync(`${folder}.report.csv`, "utf8");
  expect(report).toMatch(/"story","refused","its front matter cannot be read: [^"]+","broken\.md"/);
  expect(report).toContain('"story","left out","it has no front matter","plain.md"');
  expect(report).toContain("the template tag gallery is gone");
  expect(out).toMatch(/2\s+file\s+brought/);
  const toml = await item(`toml-${n}`);
  expect(toml).toMatchObject({
    id: `https://hugo.example/posts/toml-${n}/`,
    tags: [`Boats ${n}`, `Sea ${n}`],
    date_published: "2020-03-01T10:00:00.000Z",
    date_modified: "2020-03-04T10:00:00.000Z",
  });
  expect(toml.content_html).toMatch(
    /<em>text<\/em>[\s\S]*\/media\/\w+\.png" alt="A quay"[\s\S]*<em>The quay<\/em>[\s\S]*youtube\.com\/watch\?v=abc123/,
  );
  expect(toml.content_html).not.toContain("{{");
  const bundle = await item(`bundle-${n}`);
  expect(bundle.image).toMatch(/\/media\/\w+\.jpg$/);
  expect(bundle.content_html).toMatch(/\/media\/\w+\.jpg" alt="Beside"/);
  expect(bundle.content_html.match(/\/media\//g)).toHaveLength(1);
  expect(await item(`json-${n}`)).toMatchObject({
    id: `https://hugo.example/special/${n}/`,
    title: "In {JSON}",
  });
  expect((await get(`/articles/draft-${n}`)).status).toBe(404);
  expect((await get(`/about-${n}`)).status).toBe(200);
  expect(await ledTo(`/posts/toml-${n}/`)).toBe(`/articles/toml-${n}`);
  expect(await ledTo(`/old/${n}/`)).toBe(`/articles/toml-${n}`);
  expect(await ledTo(`/categories/sea-${n}/`)).toBe(`/tags/sea-${n}`);
  expect(await ledTo(`/special/${n}/`)).toBe(`/articles/json-${n}`);
  expect(await ledTo("/posts/index.xml")).toBe("/rss.xml");
}, 120_000);

it("brings a Jekyll site: files named by their dates, drafts, Liquid, and the ids that its feed gives", async () => {
  const folder = write("jekyll", {
    "_config.yml": "title: Old\nurl: https://jekyll.example\n",
    [`_posts/2019-05-07-ferry-${n}.md`]: `---\nlayout: post\ntitle: "The ferry"\ncategories: sea\ntags: [boats, "C++"]\nauthor: Tom Aldous\nimage: /assets/ferry.jpg\nredirect_from:\n  - /f/${n}\n---\n{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\n![Ferry]({{ site.baseurl }}/assets/ferry.jpg)\n\n{% include card.html %}\n`,
    [`_drafts/later-${n}.md`]: "---\ntitle: Later\n---\nSoon.\n",
    "README.md": "# Read me\n",
    "_site/2019/x.md": "---\ntitle: made\n---\n",
    "assets/ferry.jpg": JPEG,
  });
  const { code, said } = await dateline(["import", "markdown", folder]);
  expect(code, said).toBe(0);
  const ferry = await item(`ferry-${n}`);
  expect(ferry).toMatchObject({
    id: `https://jekyll.example/sea/2019/05/07/ferry-${n}`,
    tags: ["boats", "C++", "sea"],
    authors: [{ name: "Tom Aldous" }],
  });
  expect(ferry.content_html).toMatch(
    /<pre><code class="language-ruby">puts 1\n<\/code><\/pre>[\s\S]*\/media\/\w+\.jpg" alt="Ferry"/,
  );
  expect(ferry.content_html).not.toMatch(/\{[{%]/);
  expect(await ledTo(`/sea/2019/05/07/ferry-${n}.html`)).toBe(`/articles/ferry-${n}`);
  expect(await ledTo(`/f/${n}`)).toBe(`/articles/ferry-${n}`);
  expect(await ledTo("/feed.xml")).toBe("/rss.xml");
  const again = JSON.parse((await dateline(["import", "markdown", folder, "--json"])).out) as {
    what: string;
    outcome: string;
  }[];
  expect(again.filter(({ what, outcome }) => what === "story" && outcome !== "known")).toEqual([]);
  expect((await dateline(["import", "markdown", root])).code).toBe(2);
}, 120_000);
