import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseRssFeed } from "feedsmith";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publication } from "../../scripts/sample.ts";
import { type Server, startServer } from "../../scripts/server.ts";
import { listen } from "../setup/listen.ts";
import { PNG } from "../setup/pictures.ts";
import { freePort, TOKEN } from "../setup/servers.ts";
import { MP3 } from "../setup/sounds.ts";
import { type WxrPost, wxr, wxrComment, wxrItem } from "../setup/wxr.ts";

// `dateline import wordpress`, from an export to what readers see: the old site is a server that counts what
// it is asked, the new one a newsroom of its own.

const folder = mkdtempSync(join(tmpdir(), "dateline-moving-"));
const asked: string[] = [];
const old = createServer((request, response) => {
  asked.push(request.url ?? "");
  const isSound = request.url?.endsWith(".mp3");
  if (/missing/.test(request.url ?? "")) response.writeHead(404).end();
  else
    response
      .writeHead(200, { "Content-Type": isSound ? "audio/mpeg" : "image/png" })
      .end(isSound ? MP3 : PNG);
});
let site = "";
let server: Server;

beforeAll(async () => {
  site = await listen(old);
  server = await startServer({
    port: await freePort(),
    state: join(folder, "state"),
    token: TOKEN,
    publication,
  });
});
afterAll(async () => {
  await server.stop();
  old.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  code: number;
  out: string;
  said: string;
}

/** The command line as people have it. */
function dateline(words: string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      "npx",
      ["dateline", ...words],
      { env: { ...process.env, DATELINE_URL: server.url, DATELINE_TOKEN: TOKEN, ...env }, maxBuffer: 1e8 },
      (error, out, said) => resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
  });
}

const get = (path: string) => fetch(server.url + path, { redirect: "manual" });
const ledTo = async (path: string) => {
  const response = await get(path);
  return response.status === 301 ? response.headers.get("location") : response.status;
};
const article = async (slug: string) =>
  (await (await get(`/articles/${slug}.json`)).json()) as {
    id: string;
    content_html: string;
    summary: string;
    tags: string[];
    authors: { name: string }[];
    image?: string;
    attachments?: { url: string; mime_type: string }[];
    date_published: string;
  };

function write(name: string, items: WxrPost[], before = ""): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    wxr(
      site,
      items.map((each) => wxrItem(site, each)),
      before,
    ),
  );
  return file;
}

const picture = (name: string) => `${site}/wp-content/uploads/2019/05/${name}`;

describe("a site with all that a site has", () => {
  let file: string;
  const posts = (): WxrPost[] => [
    {
      ...{
        id: 11,
        type: "attachment",
        status: "inherit",
        title: "Quay",
        content: "",
        excerpt: "The <em>quay</em>",
      },
      ...{
        attachment: picture("quay.png"),
        link: `${site}/quay/`,
        meta: { _wp_attachment_image_alt: 'The "quay"' },
      },
    },
    {
      ...{ id: 1, title: "Ships &amp; <em>boats</em>", name: "ships", excerpt: "In short." },
      ...{
        terms: [
          ["category", "sfax", "Sfax &amp; Gabès"],
          ["post_tag", "boats", "Boats"],
          ["category", "uncategorized", "Uncategorized"],
        ],
      },
      ...{ meta: { _thumbnail_id: "11", enclosure: `${picture("talk.mp3")}\n${MP3.length}\naudio/mpeg\n` } },
      content: [
        "First line.\nSecond line.",
        `[caption id="attachment_11" align="alignleft" width="300"]<a href="${picture("quay.png")}"><img class="wp-image-11" src="${picture("quay-300x200.png")}" alt="Here" width="300" height="200" /></a> Seen [sic] at dawn[/caption]`,
        '[gallery ids="11"]',
        "https://video.example/watch?v=1&amp;t=2",
        '[contact-form to="x"]Write us[/contact-form] and [[embed]] and <script>alert(1)</script>',
        `<img src="${picture("missing.png")}" alt="Lost">`,
        `[audio mp3="${picture("song.mp3")}"]`,
        `<a href="${site}/2019/05/blocks/">There</a>`,
      ].join("\n\n"),
      comments: [
        wxrComment({ id: 1, text: "One <b>two</b>.\n\nThree &amp; four." }),
        wxrComment({ id: 3, text: "Third", parent: 2 }),
        wxrComment({ id: 2, text: "Second", parent: 1, user: 3, name: "Ann" }),
        wxrComment({ id: 4, text: "Waits", approved: "0" }),
        wxrComment({ id: 5, text: "Buy", approved: "spam" }),
        wxrComment({ id: 6, text: "Ping", type: "pingback" }),
      ].join(""),
    },
    {
      ...{ id: 2, title: "Blocks", name: "blocks", date: "2019-05-09 09:00:00", commentStatus: "closed" },
      terms: [["category", "harbours", "Harbours"]],
      content: `<!-- wp:paragraph -->\n<p>It is open.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:embed {"url":"https://film.example/1"} -->\n<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://film.example/1\n</div></figure>\n<!-- /wp:embed -->\n<!-- wp:latest-posts /-->`,
    },
    {
      id: 3,
      title: "الميناء",
      name: "%d8%a7%d9%84%d9%85%d9%8a%d9%86%d8%a7%d8%a1",
      content: "<p>فتح.</p>",
      guid: "tag:old.example,2019:3",
    },
    { id: 4, title: "A draft", content: "Not yet.", status: "draft", name: "", link: `${site}/?p=4` },
    { id: 5, title: "For us", content: "Not you.", status: "private" },
    { id: 6, title: "Locked", content: "With a key.", password: "x" },
    { id: 7, title: "Binned", content: "Away.", status: "trash" },
    { id: 8, title: "", content: "" },
    {
      id: 9,
      title: "Imprint",
      content: "<p>It is us.</p>",
      type: "page",
      name: "imprint",
      link: `${site}/imprint/`,
      guid: `${site}/?page_id=9`,
    },
    {
      id: 10,
      title: "Team",
      content: "<p>We.</p>",
      type: "page",
      name: "team",
      link: `${site}/imprint/team/`,
      guid: `${site}/?page_id=10`,
    },
    { id: 12, title: "Ships again", content: "The same name.", name: "ships", date: "2018-01-02 09:00:00" },
    { id: 1, title: "Twice", content: "The same id." },
    { id: 13, title: "Menu", content: "x", type: "nav_menu_item" },
  ];

  beforeAll(() => {
    file = write("export.xml", posts());
  });

  it("is said beforehand, and nothing of it is sent or fetched", async () => {
    const { code, out } = await dateline(["import", "wordpress", file, "--dry-run", "--json"]);
    expect(code).toBe(0);
    const rows = JSON.parse(out) as { what: string; outcome: string; reason: string; count: number }[];
    const of = (what: string, outcome: string) =>
      rows
        .filter((row) => row.what === what && row.outcome === outcome)
        .map(({ reason, count }) => [reason, count]);
    expect(of("story", "left out").sort()).toEqual([
      ["it came before, with the same id", 1],
      ["it has neither title nor text", 1],
      ["its status is trash", 1],
    ]);
    expect(
      of("story", "changed")
        .map(([reason]) => reason)
        .sort(),
    ).toEqual([
      "it needed a password, and is a draft",
      "it was for people of the site alone, and is a draft",
      "the block latest-posts is gone",
      "the shortcode [contact-form] is gone",
    ]);
    expect(of("page", "brought")).toEqual([["", 2]]);
    const report = readFileSync(`${file}.report.csv`, "utf8");
    expect(report).toContain('"story","left out","its status is trash","Binned"');
    expect(asked).toEqual([]);
    const { articles } = (await (
      await fetch(`${server.url}/api/articles`, { headers: { Authorization: `Bearer ${TOKEN}` } })
    ).json()) as { articles: [] };
    expect(articles).toEqual([]);
  });

  it("comes with its texts, pictures, sound, comments, names, dates and ids", async () => {
    const { code, said } = await dateline(["import", "wordpress", file, "--local"]);
    expect(code, said).toBe(0);

    const ships = await article("ships");
    expect(ships).toMatchObject({
      id: `${site}/?p=1`,
      tags: ["Sfax & Gabès", "Boats"],
      date_published: "2019-05-07T08:00:00.000Z",
    });
    expect(ships).toMatchObject({ summary: "In short.", authors: [{ name: "Ann Ørsted" }] });
    const html = ships.content_html.replaceAll(server.url, "");
    expect(html).toMatch(/^<p>First line\.<br>\s*Second line\.<\/p>/);
    expect(html).toMatch(
      /<figure>\s*<img src="\/media\/\w+\.png" alt="Here"[^>]*>\s*<figcaption>\s*Seen \[sic\] at dawn\s*<\/figcaption>/,
    );
    expect(html).toMatch(/alt="The &#x22;quay&#x22;"[^>]*>\s*<figcaption>\s*The <em>quay<\/em>/);
    expect(html).toContain('<a href="https://video.example/watch?v=1&#x26;t=2">');
    expect(html).toContain("Write us and [embed] and");
    expect(html).toContain('<a href="/2019/05/blocks/">There</a>');
    expect(html).toContain(`<img src="${picture("missing.png")}"`);
    expect(html).not.toMatch(/script|\[caption|\[gallery|\[audio|wp-image|300x200/);
    expect(ships.image).toMatch(/\/media\/\w+\.png$/);
    // The same sound under two names is one file of ours, named twice.
    expect(ships.attachments?.map(({ mime_type }) => mime_type)).toEqual(["audio/mpeg", "audio/mpeg"]);
    const blocks = (await article("blocks")).content_html;
    expect(blocks).toMatch(/<p>It is open\.<\/p>[\s\S]*<a href="https:\/\/film\.example\/1">/);
    expect(blocks).not.toContain("wp:");
    expect((await article("الميناء")).id).toBe("tag:old.example,2019:3");
    expect((await article("ships-again")).id).toBe(`${site}/?p=12`);
    expect(await (await get("/articles/blocks")).text()).not.toContain("comment-form");
    for (const [path, words] of [
      ["/imprint", "It is us."],
      ["/team", "We."],
    ])
      expect(await (await get(path ?? "")).text()).toContain(words);

    const said1 = parseRssFeed(await (await get("/articles/ships/comments/rss.xml")).text());
    expect(said1.items?.map(({ guid, description }) => [guid?.value, description?.slice(0, 9)])).toEqual([
      [`${site}/?p=1#comment-3`, expect.stringContaining("Third")],
      [`${site}/?p=1#comment-2`, expect.stringContaining("Second")],
      [`${site}/?p=1#comment-1`, expect.stringContaining("One two")],
    ]);
    const lists = (await dateline(["list", "--status", "draft", "--json"])).out;
    expect((JSON.parse(lists) as { title: string }[]).map(({ title }) => title).sort()).toEqual([
      "A draft",
      "For us",
      "Locked",
    ]);
    expect(asked.filter((path) => path.includes("quay"))).toEqual(["/wp-content/uploads/2019/05/quay.png"]);
  });

  it("is found at its old addresses, its feeds among them, in one step", async () => {
    for (const [from, to] of [
      ...[
        ["/2019/05/ships/", "/articles/ships"],
        ["/?p=1", "/articles/ships"],
        ["/2018/01/ships/", "/articles/ships-again"],
      ],
      ...[
        ["/2019/05/ships/feed/", "/articles/ships/comments/rss.xml"],
        ["/?page_id=10", "/team"],
        ["/imprint/team/", "/team"],
      ],
      ...[
        ["/category/harbours/sfax/", "/tags/sfax-gab%C3%A8s"],
        ["/category/harbours/feed/", "/tags/harbours/rss.xml"],
        ["/?cat=6", "/tags/sfax-gab%C3%A8s"],
      ],
      ...[
        ["/tag/boats/feed/atom/", "/tags/boats/atom.xml"],
        ["/author/ann/", "/authors/ann-%C3%B8rsted"],
        ["/?author=3", "/authors/ann-%C3%B8rsted"],
      ],
      ...[
        ["/2019/05/", "/days/2019-05-09"],
        ["/2018/01/02/", "/days/2018-01-02"],
        ["/?m=201905", "/days/2019-05-09"],
      ],
      ...[
        ["/feed/", "/rss.xml"],
        ["/comments/feed/", "/comments/rss.xml"],
        ["/wp-rss2.php", "/rss.xml"],
        ["/?feed=atom", "/atom.xml"],
      ],
    ])
      expect(await ledTo(from ?? ""), from).toBe(to);
    expect(await ledTo("/imprint/")).toBe("/imprint");
    for (const path of ["/wp-content/uploads/2019/05/quay.png", "/quay/", "/?attachment_id=11"])
      expect(await ledTo(path), path).toMatch(/^\/media\/\w+\.png$/);
    // Whoever was subscribed knows each entry of the feed that they are led to.
    const feed = parseRssFeed(await (await fetch(`${server.url}/feed/`)).text());
    const ids = feed.items?.map(({ guid }) => guid?.value) ?? [];
    expect([ids[0], ids.slice(1, 3).sort(), ids[3]]).toEqual([
      `${site}/?p=2`,
      [`${site}/?p=1`, "tag:old.example,2019:3"],
      `${site}/?p=12`,
    ]);
  });

  it("comes once, however often it is brought, with its journal and without", async () => {
    const before = asked.length;
    const again = await dateline(["import", "wordpress", file, "--local", "--json"]);
    expect(again.code).toBe(0);
    expect(again.said).toContain("Going on");
    rmSync(`${file}.dateline`);
    const anew = await dateline(["import", "wordpress", file, "--no-media", "--json"]);
    for (const { out } of [again, anew]) {
      const rows = JSON.parse(out) as { what: string; outcome: string; count: number }[];
      expect(
        rows.filter(
          ({ what, outcome }) =>
            (what === "story" || what === "page") && (outcome === "brought" || outcome === "changed"),
        ),
      ).toEqual([]);
    }
    const feed = parseRssFeed(await (await get("/rss.xml")).text());
    expect(feed.items).toHaveLength(4);
    expect(asked.slice(before).filter((path) => path.includes("quay"))).toEqual([]);
    const elsewhere = await dateline(["import", "wordpress", file, "--dry-run"], { DATELINE_TOKEN: "wrong" });
    expect(elsewhere).toMatchObject({ code: 3, said: expect.stringContaining("401") });
  });
});

describe("an export that is not as it should be", () => {
  it("is read as far as it can be, and says where it cannot", async () => {
    const file = write("broken.xml", [{ id: 101, title: "Whole", content: "<p>Here.</p>" }]);
    const text = readFileSync(file, "utf8").replace(
      "</channel></rss>",
      "<item><title>Half</title><content:encoded><![CDATA[cut",
    );
    writeFileSync(file, text);
    const { code, out } = await dateline(["import", "wordpress", file, "--no-media"]);
    expect(code).toBe(4);
    expect(out).toMatch(/1\s+story\s+brought/);
    expect(readFileSync(`${file}.report.csv`, "utf8")).toMatch(
      /"export","left out","un[^"]+","","[^"]+broken\.xml","\d+"/,
    );
    expect((await article("story-101")).content_html).toContain("Here.");
  });

  it("does no harm: no entity explodes, no path climbs, nothing inside is asked, no formula runs", async () => {
    const secret = join(folder, "secret.png");
    writeFileSync(secret, PNG);
    const bomb = `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>\n`;
    const items: WxrPost[] = [
      { id: 201, title: "=cmd|' /C calc'!A0", status: "odd", content: "x" },
      {
        ...{ id: 202, title: "Hostile \u0007\u001b[31m", name: "hostile" },
        content: `<img src="${site}/wp-content/uploads/..%2fsecret.png"><img src="http://169.254.169.254/latest/"><img src="file:///etc/passwd"><img src="javascript:x"><a href="javascript:alert(1)">x</a><p onclick="x">Text</p>`,
      },
      { id: 203, title: "Names that are none", name: "100%zz-%d9", content: "<p>Text</p>" },
    ];
    const file = write("hostile.xml", items, bomb);
    const text = readFileSync(file, "utf8")
      .replace("<language>en-US", "<language>&b;&c;")
      .replace("<description></description>", "<description>&b;&c;</description>");
    writeFileSync(file, text);
    const uploads = join(folder, "uploads");
    mkdirSync(uploads);
    const before = asked.length;
    const { out, code } = await dateline(["import", "wordpress", file, "--uploads", uploads]);
    expect(code).toBe(4);
    expect(out).not.toContain("\u001b");
    const { content_html } = await article("hostile");
    expect(content_html).not.toMatch(/javascript|onclick|file:|root:|hahaha|\/media\//);
    expect(content_html).toContain("Text");
    expect(asked.slice(before)).toEqual([]);
    const report = readFileSync(`${file}.report.csv`, "utf8");
    expect(report).toContain(`"'=cmd|' /C calc'!A0"`);
    expect(report).toContain("The address is a private one");
    expect(report).toContain("The address is of this machine");
    expect((await article("100-zz")).content_html).toContain("Text");
  });
});

describe("a large export", () => {
  const posts = Array.from({ length: 600 }, (_, i): WxrPost => {
    const n = 1000 + i;
    return {
      id: n,
      title: `Many ${n}`,
      name: `many-${n}`,
      content: `<p>Story ${n}. ${"Words of it. ".repeat(200)}</p>`,
      date: `2017-0${1 + (i % 9)}-11 08:00:00`,
    };
  });

  it("goes on where it was broken off, and doubles nothing", async () => {
    const file = write("large.xml", posts);
    const env = { ...process.env, DATELINE_URL: server.url, DATELINE_TOKEN: TOKEN };
    const child = spawn(
      "node_modules/.bin/node",
      ["cli/main.ts", "import", "wordpress", file, "--no-media"],
      { env, stdio: "ignore" },
    );
    const code = new Promise((resolve) => child.once("exit", resolve));
    await expect
      .poll(() => linesOf(`${file}.dateline`), { interval: 20, timeout: 30_000 })
      .toBeGreaterThan(40);
    child.kill("SIGINT");
    expect(await code).toBe(130);
    const done = linesOf(`${file}.dateline`);
    expect(done).toBeLessThan(600);
    // Killed hard, with half a line at the end of its journal.
    writeFileSync(`${file}.dateline`, readFileSync(`${file}.dateline`, "utf8").slice(0, -9));
    const { code: end, out } = await dateline(["import", "wordpress", file, "--no-media", "--json"]);
    expect(end).toBe(0);
    const rows = JSON.parse(out) as { what: string; outcome: string; count: number }[];
    const count = (outcome: string) =>
      rows.find((row) => row.what === "story" && row.outcome === outcome)?.count ?? 0;
    expect(count("brought") + count("known")).toBe(600);
    expect(count("known")).toBeGreaterThan(30);
    const { articles } = (await (
      await fetch(`${server.url}/api/status`, { headers: { Authorization: `Bearer ${TOKEN}` } })
    ).json()) as { articles: { published: number } };
    expect(articles.published).toBe(4 + 2 + 1 + 1 + 1 + 600);
    expect(await ledTo("/2017/01/many-1000/")).toBe("/articles/many-1000");
    // Its feed shows no more than the old one did: no reader app has six hundred old stories as new. Its history has all.
    const feed = await (await get("/rss.xml")).text();
    expect(parseRssFeed(feed).items).toHaveLength(10);
    expect(feed).toContain('rel="prev-archive"');
    const met = new Set<string>();
    for (let page = "/feed.json"; page; ) {
      const { items, next_url } = (await (await get(page)).json()) as {
        items: { id: string }[];
        next_url?: string;
      };
      for (const { id } of items) met.add(id);
      page = next_url ? new URL(next_url).pathname : "";
    }
    expect(met.size).toBe(articles.published - 2);
  }, 180_000);
});

function linesOf(file: string): number {
  try {
    return readFileSync(file, "utf8").split("\n").length;
  } catch {
    return 0; // not begun yet
  }
}
