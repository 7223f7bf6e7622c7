import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, inject, it } from "vitest";
import { PNG } from "../setup/pictures.ts";
import { TOKEN } from "../setup/servers.ts";

// `dateline import ghost`, from an export as Ghost's documentation describes it.

const folder = mkdtempSync(join(tmpdir(), "dateline-ghost-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const server = inject("scratch");
const get = (path: string) => fetch(server + path, { redirect: "manual" });
const ledTo = async (path: string) => (await get(path)).headers.get("location");
const name = crypto.randomUUID().slice(0, 8);

function dateline(words: string[]): Promise<{ code: number; out: string; said: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATELINE_URL: server, DATELINE_TOKEN: TOKEN };
    execFile("npx", ["dateline", ...words], { env }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
  });
}

const lexical = {
  root: {
    type: "root",
    children: [
      {
        type: "extended-heading",
        tag: "h2",
        children: [{ type: "extended-text", text: "Of ships & men", format: 0 }],
      },
      {
        type: "paragraph",
        children: [
          { type: "extended-text", text: "bold <b>", format: 3 },
          { type: "linebreak" },
          {
            type: "link",
            url: "https://a.example/?x=1&y=2",
            children: [{ type: "extended-text", text: "there", format: 0 }],
          },
        ],
      },
      {
        type: "list",
        listType: "number",
        children: [{ type: "listitem", children: [{ type: "extended-text", text: "one" }] }],
      },
      {
        type: "image",
        src: `__GHOST_URL__/content/images/2020/${name}.png`,
        alt: "A quay",
        caption: "The <em>quay</em>",
      },
      { type: "codeblock", code: "let a = 1 < 2;", language: "js" },
      { type: "markdown", markdown: "*Mark*" },
      { type: "bookmark", url: "https://b.example/", metadata: { title: "Bee" } },
      { type: "signup", header: "Join us" },
    ],
  },
};
const mobiledoc = {
  version: "0.3.1",
  atoms: [["soft-return", "", {}]],
  cards: [
    ["code", { code: "x" }],
    ["email-cta", {}],
  ],
  markups: [["strong"], ["a", ["href", "https://c.example/"]]],
  sections: [
    [1, "h3", [[0, [], 0, "Old"]]],
    [
      1,
      "p",
      [
        [0, [0], 1, "bold"],
        [0, [], 0, " and "],
        [0, [1], 1, "link"],
        [1, [], 0, 0],
        [0, [], 0, "next"],
      ],
    ],
    [3, "ul", [[[0, [], 0, "item"]]]],
    [10, 0],
    [10, 1],
  ],
};

const post = (n: number, fields: object) => ({
  ...{
    id: `5f0000000000000000${name.slice(0, 4)}${n}`,
    uuid: crypto.randomUUID(),
    title: `Ghost ${n}`,
    slug: `ghost-${name}-${n}`,
  },
  ...{
    html: null,
    lexical: null,
    mobiledoc: null,
    feature_image: null,
    type: "post",
    status: "published",
    visibility: "public",
  },
  ...{ custom_excerpt: null, created_at: "2020-03-01T10:00:00.000Z", updated_at: "2020-03-05T10:00:00.000Z" },
  ...{ published_at: `2020-03-0${n}T10:00:00.000Z`, ...fields },
});

const data = {
  posts: [
    post(1, {
      html: `<p>Hello.</p><!--kg-card-begin: html--><img src="__GHOST_URL__/content/images/2020/${name}.png"><!--kg-card-end: html--><script>alert(1)</script>`,
      feature_image: `__GHOST_URL__/content/images/2020/${name}.png`,
      custom_excerpt: "In short.",
    }),
    post(2, { lexical: JSON.stringify(lexical) }),
    post(3, { mobiledoc: JSON.stringify(mobiledoc), status: "draft", published_at: null }),
    post(4, { html: "<p>Paid.</p>", visibility: "paid" }),
    post(5, { html: "<p>Us.</p>", type: "page", slug: `about-${name}` }),
    post(6, { lexical: "{not json" }),
    post(7, { html: "<p>x</p>", status: "odd" }),
  ],
  tags: [
    { id: "t1", name: `Boats ${name}`, slug: `boats-${name}`, visibility: "public" },
    { id: "t2", name: "#internal", slug: "hash-internal", visibility: "internal" },
  ],
  users: [
    { id: "u1", name: "Salma Idris", slug: `salma-${name}` },
    { id: "u2", name: "Tom Aldous", slug: "tom" },
  ],
  posts_tags: [
    { post_id: "", tag_id: "t2", sort_order: 0 },
    { post_id: "", tag_id: "t1", sort_order: 1 },
  ],
  posts_authors: [
    { post_id: "", author_id: "u2", sort_order: 1 },
    { post_id: "", author_id: "u1", sort_order: 0 },
  ],
  posts_meta: [] as { post_id: string; feature_image_alt: string }[],
};
const first = data.posts[0]?.id ?? "";
for (const row of [...data.posts_tags, ...data.posts_authors]) row.post_id = first;
data.posts_meta.push({ post_id: first, feature_image_alt: "A quay at dawn" });

it("brings posts, pages, drafts, tags, authors and pictures, with the ids and addresses that they had", async () => {
  const file = join(folder, "ghost.json");
  writeFileSync(file, JSON.stringify({ db: [{ meta: { version: "5.80.0" }, data }] }));
  mkdirSync(join(folder, "content", "images", "2020"), { recursive: true });
  writeFileSync(join(folder, "content", "images", "2020", `${name}.png`), PNG);
  const words = [
    "import",
    "ghost",
    file,
    "--site",
    "https://old.example",
    "--content",
    join(folder, "content"),
  ];
  const { code, out } = await dateline(words);
  expect(code).toBe(4); // one text cannot be read, and is named
  const report = readFileSync(`${file}.report.csv`, "utf8");
  expect(report).toMatch(/"story","refused","its text cannot be read: [^"]+","Ghost 6"/);
  expect(report).toContain('"story","changed","it was for members, and is a draft","Ghost 4"');
  expect(report).toContain('"story","changed","the card signup is gone","Ghost 2"');
  expect(out).toMatch(/1\s+file\s+brought/);

  const item = async (n: number) =>
    (await (await get(`/articles/ghost-${name}-${n}.json`)).json()) as {
      id: string;
      content_html: string;
      tags: string[];
      authors: { name: string }[];
      summary: string;
      date_modified: string;
    };
  const one = await item(1);
  expect(one).toMatchObject({ id: first, tags: [`Boats ${name}`], summary: "In short." });
  expect(one.authors.map((author) => author.name)).toEqual(["Salma Idris", "Tom Aldous"]);
  expect(one.date_modified).toBe("2020-03-05T10:00:00.000Z");
  expect(one.content_html).toMatch(new RegExp(`^<p>Hello\\.</p><img src="${server}/media/\\w+\\.png"`));
  const two = (await item(2)).content_html;
  expect(two).toContain("<h2>Of ships &#x26; men</h2>");
  expect(two).toContain(
    '<em><strong>bold &#x3C;b></strong></em><br><a href="https://a.example/?x=1&#x26;y=2">there</a>',
  );
  expect(two).toMatch(
    /<ol><li>one<\/li><\/ol><figure><img src="[^"]+\/media\/\w+\.png" alt="A quay"[^>]*><figcaption>The <em>quay<\/em>/,
  );
  expect(two).toContain('<pre><code class="language-js">let a = 1 &#x3C; 2;</code></pre>');
  expect(two).toMatch(/<em>Mark<\/em>[\s\S]*<a href="https:\/\/b\.example\/">Bee<\/a>/);
  const drafts = JSON.parse(
    (await dateline(["list", "--status", "draft", "--limit", "0", "--json"])).out,
  ) as { id: string; title: string }[];
  const draft = drafts.find(({ title }) => title === "Ghost 3");
  const shown = JSON.parse((await dateline(["show", draft?.id ?? "", "--json"])).out) as { html: string };
  expect(shown.html).toContain(
    '<h3>Old</h3><p><strong>bold</strong> and <a href="https://c.example/">link</a><br>next</p><ul><li>item</li></ul>',
  );

  expect(await ledTo(`/ghost-${name}-1/`)).toBe(`/articles/ghost-${name}-1`);
  expect(await ledTo(`/ghost-${name}-1/amp/`)).toBe(`/articles/ghost-${name}-1`);
  expect(await ledTo(`/tag/boats-${name}/rss/`)).toBe(`/tags/boats-${name}/rss.xml`);
  expect(await ledTo(`/author/salma-${name}/rss/`)).toBe("/authors/salma-idris/rss.xml");
  expect(await ledTo(`/content/images/2020/${name}.png`)).toMatch(/^\/media\/\w+\.png$/);
  expect((await get(`/about-${name}`)).status).toBe(200);
  expect(await ledTo("/rss/")).toBe("/rss.xml");

  // Again, and nothing is here twice.
  rmSync(`${file}.dateline`);
  const again = JSON.parse((await dateline([...words, "--json"])).out) as {
    what: string;
    outcome: string;
    count: number;
  }[];
  expect(
    again.filter(({ what, outcome }) => /story|page/.test(what) && /brought|changed/.test(outcome)),
  ).toEqual([]);
  expect(
    (await dateline(["import", "ghost", join(folder, "content", "images", "2020", `${name}.png`)])).code,
  ).toBe(2);
}, 120_000);
