import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { api, publish, uniqueTag } from "../setup/client.ts";
import { says, useDesk } from "../setup/desk.ts";

// Who edits the paper watches its sources, puts its tags in order, and finds anything by one field.

const scratch = inject("scratch");
const { person, complaints } = useDesk({ writing: "seen" });
const name = `Quay Post ${crypto.randomUUID().slice(0, 6)}`;
const REPEATED =
  "&lt;p&gt;The Quay Post has written of ships, piers and the people on them since the year of the great storm.&lt;/p&gt;";
let isDown = false;
let upstream: Server;
let feed = "";

beforeAll(async () => {
  upstream = createServer((request, response) => {
    const isLong = request.url === "/long.xml";
    if (isDown || !(isLong || request.url === "/feed.xml")) return response.writeHead(500).end();
    const text = (n: number) =>
      isLong ? `<description>&lt;p&gt;Ship ${n} of ${name} came in.&lt;/p&gt;${REPEATED}</description>` : "";
    const items = (isLong ? [3, 4, 5, 6, 7, 8] : [1, 2]).map(
      (n) =>
        `<item><title>Quay story ${n}</title><link>https://quay.example/${n}</link><guid>${name}${n}</guid>${text(n)}</item>`,
    );
    return response
      .writeHead(200, { "Content-Type": "application/rss+xml" })
      .end(`<rss version="2.0"><channel><title>${name}</title>${items.join("")}</channel></rss>`);
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const address = upstream.address();
  if (address && typeof address === "object") feed = `http://127.0.0.1:${address.port}/feed.xml`;
});
afterAll(() => upstream.close());

it("a source is seen before it is followed, watched, paused, and left", async () => {
  const page = await person("editor");
  await page.goto(`${scratch}/desk/sources`);
  const find = async (address: string) => {
    await page.getByLabel("Address of a publication or its feed").fill(address);
    await page.getByRole("button", { name: "See what it would bring" }).click();
  };
  await find(feed.replace("/feed.xml", "/nothing"));
  expect(await page.getByRole("alert").textContent()).toContain("nothing to follow");
  await find(feed);
  await page.getByText("It would bring 2 stories at once").waitFor();
  await expect.poll(() => page.getByText(/^Quay story/).count()).toBe(2);
  const before = await (await api("GET", "sources?limit=100")).json();
  expect(before.sources.map((each: { title: string }) => each.title)).not.toContain(name);

  await page.getByLabel("Tags that each of them gets").fill("Quayside");
  await page.getByRole("button", { name: "Follow it" }).click();
  await page.getByText("It is followed.").waitFor();
  const id = new URL(page.url()).pathname.split("/").at(-1);
  expect(await (await api("GET", `sources/${id}`)).json()).toMatchObject({ title: name, tags: ["Quayside"] });
  await expect.poll(() => page.getByText("2 new, of 2 entries.").count()).toBe(1);

  isDown = true;
  await page.getByRole("button", { name: "Read it now" }).click();
  await expect
    .poll(
      async () => {
        await page.goto(`${scratch}/desk/sources/${id}`);
        return page.getByText("Failed once").count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await expect.poll(() => page.getByRole("img", { name: "1 failed" }).count()).toBe(1);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("Paused").waitFor();
  await page.getByRole("button", { name: "Follow it no longer" }).click();
  await page.waitForURL("**/desk/sources");
  expect((await api("GET", `sources/${id}`)).status).toBe(404);
  await page.goto(`${scratch}/desk/activity`);
  await expect
    .poll(() => page.locator("li", { hasText: new RegExp(`follows no longer\\s+${name}`) }).count())
    .toBe(1);
});

it("what a source repeats from story to story is marked where somebody writes, until they touch it", async () => {
  isDown = false;
  const followed = await api("POST", "sources", { url: feed.replace("feed.xml", "long.xml") });
  expect(followed.status).toBe(201);
  const found = await (await api("GET", "articles?limit=100")).json();
  const story = found.articles.find((each: { title: string }) => each.title === "Quay story 8");
  const page = await person("editor");
  await page.goto(`${scratch}/desk/stories/${story.id}`);
  const marked = page.locator(".ProseMirror .repeated");
  await marked.waitFor();
  expect(await marked.textContent()).toContain("The Quay Post has written");
  expect(await marked.getAttribute("title")).toContain("Background");
  expect(await page.locator(".ProseMirror > p:not(.repeated)").first().textContent()).toContain("Ship 8 of");
  await marked.click();
  await page.keyboard.type("x");
  await expect.poll(() => marked.count()).toBe(0);
});

it("a list of feeds is followed at once", async () => {
  const page = await person("editor");
  await page.goto(`${scratch}/desk/sources`);
  const take = async (text: string) => {
    const file = { name: "feeds.opml", mimeType: "text/x-opml", buffer: Buffer.from(text) };
    await page.getByLabel("An OPML file").setInputFiles(file);
    await page.getByRole("button", { name: "Follow all of it" }).click();
  };
  await take("no list");
  expect(await page.getByRole("alert").textContent()).toContain("no OPML");
  await take(
    `<opml version="2.0"><body><outline type="rss" text="A" xmlUrl="${feed}?list"/><outline type="rss" text="B" xmlUrl="ftp://x/"/></body></opml>`,
  );
  expect(await page.getByRole("status").first().textContent()).toContain("1 more are followed");
  await expect.poll(() => page.getByText("ftp://x/").count()).toBe(1);
});

it("a tag is renamed, and made a part of one that is there; others are completed as they are typed", async () => {
  const page = await person("editor");
  const [docks, ports] = [uniqueTag("Docks"), uniqueTag("Ports")];
  await publish({ title: "Of docks", tags: [docks] });
  await publish({ title: "Of ports", tags: [ports] });
  const slug = docks.toLowerCase().replaceAll(" ", "-");
  await page.goto(`${scratch}/desk/tags?after=${slug.slice(0, -1)}`);
  const row = page.locator(`form[action="/desk/tags/${slug}"]`);
  await row.getByLabel("Label").fill(ports.toUpperCase());
  await row.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: `Make it a part of “${ports.toUpperCase()}”` }).click();
  expect(await page.getByRole("status").textContent()).toContain(`under “${ports}” now`);
  expect((await fetch(`${scratch}/tags/${slug}`)).url).toContain(ports.toLowerCase().replaceAll(" ", "-"));

  await page.goto(`${scratch}/desk/stories/new`);
  const tags = page.locator("[name=tags]");
  await expect
    .poll(
      async () => {
        await tags.fill("");
        await page.reload();
        await tags.focus();
        await page.waitForTimeout(300);
        await tags.pressSequentially(ports.slice(0, -2));
        return page.locator("[role=option]").count();
      },
      { timeout: 40_000 },
    )
    .toBe(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await tags.inputValue()).toBe(`${ports}, `);
  await page.keyboard.type(`${ports.replace("Ports", "Portts")},`);
  await page.getByRole("button", { name: `“${ports}” is there already` }).click();
  await says(page, "Saved");
  expect(await tags.inputValue()).toBe(`${ports}, ${ports}`);
});

it("the front page leads with what somebody put first, for as long as they said, and feeds do not", async () => {
  const page = await person("editor");
  const titles = [1, 2, 3].map((n) => `Front ${n} ${crypto.randomUUID().slice(0, 6)}`);
  for (const title of titles) await publish({ title, markdown: "It sails." });
  const front = async () => {
    const html = await (await fetch(`${scratch}/?${Math.random()}`)).text();
    return [...html.matchAll(/Front \d [0-9a-f]{6}/g)]
      .map(([title]) => title)
      .filter((each) => titles.includes(each));
  };
  const order = async () => [...new Set(await front())];
  const [one = "", two = "", three = ""] = titles;
  await page.goto(`${scratch}/desk/front`);
  await page.getByRole("button", { name: `Put it first: ${one}` }).click();
  await page.getByRole("button", { name: `Put it first: ${two}` }).click();
  await expect.poll(order, { timeout: 15_000 }).toEqual([two, one, three]);
  const feed = await (await fetch(`${scratch}/feed.json`)).json();
  const inFeed = feed.items
    .map(({ title }: { title: string }) => title)
    .filter((each: string) => titles.includes(each));
  expect(inFeed).toEqual([three, two, one]);

  // By a key, and by dragging.
  await page.getByRole("listitem", { name: one }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(order, { timeout: 15_000 }).toEqual([one, two, three]);
  await page.waitForURL("**/desk/front?done=saved");
  await page.getByRole("listitem", { name: two }).dragTo(page.getByRole("listitem", { name: one }), {
    targetPosition: { x: 30, y: 2 },
  });
  await expect.poll(order, { timeout: 15_000 }).toEqual([two, one, three]);

  await page.locator("[name^=until-]").first().fill("2020-01-01T00:00");
  await page.locator("form[data-order]").getByRole("button", { name: "Save", exact: true }).click();
  expect(await page.getByRole("alert").textContent()).toContain("past");
  const { stories } = await (await api("GET", "front")).json();
  const until = new Date(Date.now() + 4000).toISOString();
  const soon = [{ id: stories[0].id, until }, { id: stories[1].id }];
  expect((await api("PUT", "front", { stories: soon })).status).toBe(200);
  await expect.poll(order, { timeout: 20_000 }).toEqual([one, three, two]);
  for (const wrong of [
    [{ id: crypto.randomUUID() }],
    [{ id: stories[0].id }, { id: stories[0].id }],
    [{ id: stories[0].id, until: "2020-01-01T00:00:00Z" }],
  ])
    expect((await api("PUT", "front", { stories: wrong })).status).toBe(422);
  await api("PUT", "front", { stories: [] });
  await expect.poll(order, { timeout: 15_000 }).toEqual([three, two, one]);
});

it("one field, which a key opens, finds stories in every state, tags and sources", async () => {
  const page = await person("editor");
  const mark = `Seagull${crypto.randomUUID().slice(0, 6)}`;
  await page.goto(`${scratch}/desk/stories/new`);
  await page.locator("[name=title]").fill(`${mark} at work`);
  await says(page, "Saved");
  const out = await publish({ title: `${mark} published`, tags: [`${mark} birds`] });
  const gone = await publish({ title: `${mark} withdrawn` });
  await api("DELETE", `articles/${gone.id}`);
  await page.goto(`${scratch}/desk`);
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByText("take the last decision back").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type(mark);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Search" }).waitFor();
  for (const title of ["at work", "published", "withdrawn"])
    await expect
      .poll(() => page.getByRole("link", { name: `${mark} ${title}` }).count(), { message: title })
      .toBe(1);
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.getByRole("link", { name: `${mark} birds` }).count();
      },
      { timeout: 40_000 },
    )
    .toBe(1);
  await page.getByRole("link", { name: `${mark} published` }).click();
  await expect.poll(() => page.url()).toBe(`${scratch}/desk/stories/${out.id}`);
});

it("no page complained", () => expect(complaints).toEqual([]));
