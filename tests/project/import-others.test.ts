import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, expect, inject, it } from "vitest";
import { listen, stopListening } from "../setup/listen.ts";
import { TOKEN } from "../setup/servers.ts";

// `dateline import blogger`, `substack`, `feed` and `medium`, from exports and feeds as these systems describe and make them.

const folder = mkdtempSync(join(tmpdir(), "dateline-others-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const server = inject("scratch");
const get = (path: string) => fetch(server + path, { redirect: "manual" });
const ledTo = async (path: string) => (await get(path)).headers.get("location");
const n = crypto.randomUUID().slice(0, 8);

function dateline(...words: string[]): Promise<{ code: number; out: string; said: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATELINE_URL: server, DATELINE_TOKEN: TOKEN };
    execFile("npx", ["dateline", "import", ...words], { env }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    );
  });
}

interface Item {
  id: string;
  title: string;
  content_html: string;
  tags: string[];
  summary: string;
  authors: { name: string }[];
  attachments?: { url: string }[];
  date_published: string;
}
const item = async (slug: string) => (await (await get(`/articles/${slug}.json`)).json()) as Item;

it("brings a blog of Blogger: posts, pages, drafts, labels and comments, by their Atom ids", async () => {
  const id = (kind: string, i: number) => `tag:blogger.com,1999:blog-${n}.${kind}-${i}`;
  const entry = (
    kind: string,
    i: number,
    inside: string,
  ) => `<entry><id>${id(kind === "comment" ? "post" : kind, i)}</id>
    <published>2015-04-0${i}T10:00:00.000-08:00</published><updated>2015-04-0${i}T11:00:00.000-08:00</updated>
    <category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#${kind}"/>
    <author><name>Tom Aldous</name><uri>https://x.example/</uri></author>${inside}</entry>`;
  const link = (path: string) =>
    `<link rel="alternate" type="text/html" href="https://old-${n}.blogspot.example${path}"/>`;
  const html = (text: string) =>
    `<content type="html">${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</content>`;
  const file = join(folder, "blogger.xml");
  writeFileSync(
    file,
    `<?xml version='1.0' encoding='UTF-8'?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:app="http://purl.org/atom/app#">
     <id>tag:blogger.com,1999:blog-${n}.archive</id><title>Old</title>
     ${entry("template", 1, `<title>Template</title>${html("<html>x</html>")}`)}
     ${entry("post", 2, `<title>Ships &amp; men</title>${html("<p>It is <b>so</b> & so.</p>")}${link(`/2015/04/ships-${n}.html`)}<category scheme="http://www.blogger.com/atom/ns#" term="Boats ${n}"/>`)}
     ${entry("post", 3, `<title>A draft</title>${html("Not yet.")}<app:control><app:draft>yes</app:draft></app:control>`)}
     ${entry("page", 4, `<title>About</title>${html("<p>Us.</p>")}${link(`/p/blogger-${n}.html`)}`)}
     ${entry("comment", 5, `<title>First</title>${html("First &amp; last.<br>Twice.")}<thr:in-reply-to ref="${id("post", 2)}" href="x"/>`)}
     </feed>`,
  );
  const { code, said } = await dateline("blogger", file);
  expect(code, said).toBe(0);
  const ships = await item(`ships-${n}`);
  expect(ships).toMatchObject({
    id: id("post", 2),
    title: "Ships & men",
    tags: [`Boats ${n}`],
    date_published: "2015-04-02T18:00:00.000Z",
  });
  expect(ships.content_html).toBe("<p>It is <b>so</b> &#x26; so.</p>");
  const said1 = (await (await get(`/articles/ships-${n}/comments/feed.json`)).json()) as {
    items: { id: string; content_html: string }[];
  };
  expect(said1.items).toMatchObject(
    [{ id: id("post", 5), content_html: expect.stringContaining("First &#x26; last.") }].map((each) => ({
      id: each.id,
    })),
  );
  expect(await ledTo(`/2015/04/ships-${n}.html`)).toBe(`/articles/ships-${n}`);
  expect(await ledTo(`/2015/04/ships-${n}.html?m=1`)).toBe(`/articles/ships-${n}`);
  expect(await ledTo(`/search/label/Boats%20${n}`)).toBe(`/tags/boats-${n}`);
  expect(await ledTo(`/feeds/posts/default/-/Boats%20${n}`)).toBe(`/tags/boats-${n}/atom.xml`);
  expect(await ledTo("/feeds/posts/default")).toBe("/atom.xml");
  expect(await ledTo(`/p/blogger-${n}.html`)).toBe(`/blogger-${n}`);
}, 120_000);

it("brings a publication of Substack from its zip: posts, episodes, what is for subscribers as drafts", async () => {
  const file = join(folder, "substack.zip");
  const csv = `post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url
1.sub-${n},2021-05-03T08:00:00.000Z,true,,,newsletter,everyone,"Ships, ""and"" men",In short.,
2.paid-${n},2021-05-04T08:00:00.000Z,true,,,newsletter,only_paid,Paid,,
3.pod-${n},2021-05-05T08:00:00.000Z,true,,,podcast,everyone,Heard,,https://cdn.example/${n}.mp3
4.lost-${n},2021-05-05T08:00:00.000Z,true,,,newsletter,everyone,Lost,,
`;
  writeFileSync(
    file,
    zipSync({
      "posts.csv": strToU8(csv),
      [`posts/1.sub-${n}.html`]: strToU8("<p>Hello.</p><script>alert(1)</script>"),
      [`posts/2.paid-${n}.html`]: strToU8("<p>Secret.</p>"),
      [`posts/3.pod-${n}.html`]: strToU8("<p>Listen.</p>"),
      "../../climbs.html": strToU8("x"),
      "posts/bomb.html": strToU8(" ".repeat(20_000_000)),
    }),
  );
  const { code, said } = await dateline(
    "substack",
    file,
    "--site",
    `https://${n}.substack.example`,
    "--no-media",
  );
  expect(code, said).toBe(0);
  expect(await item(`sub-${n}`)).toMatchObject({
    id: `https://${n}.substack.example/p/sub-${n}`,
    title: 'Ships, "and" men',
    summary: "In short.",
    content_html: "<p>Hello.</p>",
  });
  expect((await get(`/articles/paid-${n}`)).status).toBe(404);
  expect((await item(`pod-${n}`)).attachments).toMatchObject([{ url: `https://cdn.example/${n}.mp3` }]);
  expect(await ledTo(`/p/sub-${n}`)).toBe(`/articles/sub-${n}`);
  const report = readFileSync(`${file}.report.csv`, "utf8");
  expect(report).toContain('"its text is not in the archive","Lost"');
  expect(report).toContain('"it is too large","posts/bomb.html"');
  expect((await dateline("substack", join(folder, "blogger.xml"), "--site", "https://a.example")).code).toBe(
    2,
  );
  expect((await dateline("substack", file)).code).toBe(2);
}, 120_000);

it("brings a site from its feed, as far back as its archives go", async () => {
  const asked: string[] = [];
  const entry = (
    i: number,
  ) => `<entry><id>urn:${n}:${i}</id><title>Of feed ${n} ${i}</title><updated>2016-01-0${i}T00:00:00Z</updated>
    <published>2016-01-0${i}T00:00:00Z</published><link href="/${n}/feed-${n}-${i}.html"/><content type="html">&lt;p id="a"&gt;Text ${i} &lt;a href="#a"&gt;up&lt;/a&gt;.&lt;/p&gt;</content></entry>`;
  const site = createServer((request, response) => {
    asked.push(request.url ?? "");
    const page = Number(/archive-(\d)/.exec(request.url ?? "")?.[1] ?? 3);
    const older = page > 0 ? `<link rel="prev-archive" href="/archive-${page - 1}.xml"/>` : "";
    if (page === 0) return response.writeHead(500).end();
    const entries = page === 3 ? [6, 5, 4] : page === 2 ? [4, 3] : [2, 1];
    response.setHeader("Content-Type", "application/atom+xml");
    response.end(
      `<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:${n}</id><title>Old</title><updated>2016-01-06T00:00:00Z</updated><author><name>Ann</name></author>${older}${entries.map(entry).join("")}</feed>`,
    );
  });
  const origin = await listen(site);
  try {
    const journal = join(folder, "feed");
    const refused = await dateline("feed", `${origin}/atom.xml`, "--journal", journal);
    expect(refused).toMatchObject({ code: 2, said: expect.stringContaining("of this machine") });
    const { code } = await dateline("feed", `${origin}/atom.xml`, "--journal", journal, "--local");
    expect(code).toBe(4); // the oldest archive does not answer, and is named
    expect(asked).toEqual(["/atom.xml", "/archive-2.xml", "/archive-1.xml", "/archive-0.xml"]);
    for (let i = 1; i <= 6; i++) expect((await item(`feed-${n}-${i}`)).id).toBe(`urn:${n}:${i}`);
    expect((await item(`feed-${n}-2`)).content_html).toMatch(/<a href="[^"]*#user-content-a">up<\/a>/);
    expect((await item(`feed-${n}-2`)).authors).toEqual([expect.objectContaining({ name: "Ann" })]);
    expect(await ledTo(`/${n}/feed-${n}-1.html`)).toBe(`/articles/feed-${n}-1`);
    expect(readFileSync(`${journal}.report.csv`, "utf8")).toContain("archive-0.xml");
  } finally {
    await stopListening(site);
  }
}, 120_000);

it("brings what somebody wrote at Medium from its zip", async () => {
  const page = (
    title: string,
    more: string,
  ) => `<!DOCTYPE html><html><head><title>${title}</title></head><body><article class="h-entry">
    <header><h1 class="p-name">${title}</h1></header><section data-field="subtitle" class="p-summary">In short.</section>
    <section data-field="body" class="e-content"><section class="section"><div class="section-divider"><hr></div>
    <div class="section-content"><h3>${title}</h3><p>Long text. ${"It goes on. ".repeat(30)}</p><h3>Next</h3></div></section></section>
    <footer>${more}</footer></article></body></html>`;
  const [id, other] = [n.padEnd(12, "0"), n.padEnd(12, "1")];
  const published = `<p>By <a href="https://medium.example/@ann" class="p-author h-card">Ann</a> on <a href="x"><time class="dt-published" datetime="2018-02-03T04:05:06.000Z">Feb</time></a>.</p><p><a href="https://medium.example/@ann/at-medium-${n}-${id}" class="p-canonical">Canonical link</a></p>`;
  const file = join(folder, "medium.zip");
  writeFileSync(
    file,
    zipSync({
      [`medium/posts/2018-02-03_At-Medium-${id}.html`]: strToU8(page("At Medium", published)),
      [`medium/posts/draft_Later-${other}.html`]: strToU8(page("Later", "")),
      [`medium/posts/2018-02-04_Half-${id.slice(0, -1)}2.html`]: strToU8(
        page("A half", published.replace(`at-medium-${n}-${id}`, `half-${n}-100%`)),
      ),
      "medium/profile/profile.html": strToU8("<p>x</p>"),
    }),
  );
  const { code, said } = await dateline("medium", file);
  expect(code, said).toBe(0);
  const story = await item(`at-medium-${n}`);
  expect(story).toMatchObject({
    id: `https://medium.com/p/${id}`,
    title: "At Medium",
    authors: [{ name: "Ann" }],
    date_published: "2018-02-03T04:05:06.000Z",
  });
  expect(story.content_html).toMatch(/Long text\.[\s\S]*<h3>Next<\/h3>/);
  expect(story.content_html).not.toMatch(/<hr>|<h3>At Medium/);
  expect(await ledTo(`/@ann/at-medium-${n}-${id}`)).toBe(`/articles/at-medium-${n}`);
  expect((await item(`half-${n}-100`)).title).toBe("A half");
}, 120_000);
