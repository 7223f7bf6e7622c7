import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { app } from "../../../src/app.ts";
import { fetchPictures } from "../../../src/ingest/pictures.ts";
import type { ArticleDocument } from "../../../src/model/document.ts";
import { LIMITS } from "../../../src/model/limits.ts";
import type { PictureJob } from "../../../src/model/media.ts";
import type { SourceWishes } from "../../../src/model/source.ts";
import { articleKey } from "../../../src/store/keys.ts";
import { GIF, PNG, SECRET, TELLING } from "../../setup/pictures.ts";
import { bindings, NO_CONTEXT } from "../bindings.ts";
import { clearKv, SITE } from "../newsroom.ts";
import { openReader, type Reader, serve, UPSTREAM } from "./reader.ts";

// Pictures of other publications' stories: kept here, so that nobody who reads one asks anybody else.

const HOUR = 3_600_000;
let places = 0;

beforeEach(async () => {
  await clearKv();
  const { objects } = await env.MEDIA.list();
  await env.MEDIA.delete(objects.map(({ key }) => key));
});

/** A story of the feed: its number, a picture of its own, and what its text holds. */
interface Story {
  n: number;
  image?: string;
  html?: string;
  sound?: string;
}

function feedOf(title: string, stories: Story[]): string {
  const items = stories.map(
    ({ n, image, html = "", sound }) => `<item><title>Story ${n}</title><link>/${n}</link>
      <guid isPermaLink="false">${title}-${n}</guid><description><![CDATA[<p>Text of ${n}.</p>${html}]]></description>
      ${image ? `<media:content url="${image}" medium="image"/>` : ""}
      ${sound ? `<enclosure url="${sound}" type="audio/mpeg" length="9"/>` : ""}</item>`,
  );
  return `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>${title}</title><link>/</link>${items.join("")}</channel></rss>`;
}

interface Paper {
  reader: Reader;
  id: string;
  /** Where it lives at the upstream. */
  at: string;
  /** What the queue was given, and nobody has worked off. */
  jobs: PictureJob[];
  /** Lets time pass, and everything be done that is due, pictures included. */
  pass: (millis: number) => Promise<void>;
  /** What the feed has now. */
  publish: (stories: Story[]) => Promise<void>;
  page: (n: number) => Promise<Response>;
  document: (n: number) => Promise<ArticleDocument | null>;
  asked: (path: string) => Promise<Record<string, string>[]>;
}

async function openPaper(stories: (at: string) => Story[], wishes: SourceWishes = {}): Promise<Paper> {
  const reader = await openReader();
  const at = `/paper${places++}`;
  const title = `Paper ${at.slice(6)} ${crypto.randomUUID().slice(0, 8)}`;
  const jobs: PictureJob[] = [];
  const inside = <T>(work: Parameters<typeof runInDurableObject<never, T>>[1]) =>
    runInDurableObject(reader.stub, work as never) as Promise<T>;
  await inside(async (newsroom) => {
    const send = async (job: PictureJob) => void jobs.push(job);
    bindings(newsroom as never, { pictures: { send }, alarms: "none" });
  });
  await serve(`${at}/feed`, feedOf(title, stories(at)));
  const source = await reader.follow(`${UPSTREAM}${at}/feed`, wishes);
  const pass = async (millis: number) => {
    reader.later(millis);
    for (let i = 0; i < 8; i++) {
      reader.later(1100);
      await reader.stub.wake();
      using desk = await reader.stub.media();
      for (const job of jobs.splice(0)) if (job.kind === "fetch") await fetchPictures(job, env, desk);
    }
  };
  const slug = async (n: number) => {
    const found = (await reader.articles()).find((article) => article.title === `Story ${n}`);
    return found?.slug ?? "";
  };
  return {
    ...{ reader, id: source.id, at, jobs, pass },
    publish: async (now) => {
      await serve(`${at}/feed`, feedOf(title, now));
      await reader.read(source.id);
    },
    page: async (n) => app.fetch(new Request(`${SITE}/articles/${await slug(n)}`), env, NO_CONTEXT),
    document: async (n) => env.DOCUMENTS.get<ArticleDocument>(articleKey((await slug(n)) as never), "json"),
    asked: async (path) => {
      const all = await (await fetch(`${UPSTREAM}/requests`)).json<
        { path: string; headers: Record<string, string> }[]
      >();
      return all.filter((each) => each.path === at + path).map(({ headers }) => headers);
    },
  };
}

const files = async () => (await env.MEDIA.list()).objects.map(({ key }) => key);
const policy = (response: Response) => response.headers.get("content-security-policy") ?? "";

describe("the pictures of a story that is gathered", () => {
  it("are asked for once, cleaned, and shown from here, at their size, in pages and feeds", async () => {
    const paper = await openPaper((at) => [
      { n: 1, image: `${UPSTREAM}${at}/a.jpg?w=1&h=2`, html: `<p><img src="${at}/b.png" alt="A ship"></p>` },
    ]);
    const first = await paper.document(1);
    await serve(`${paper.at}/a.jpg?w=1&h=2`, TELLING["image/jpeg"] as Uint8Array);
    await serve(`${paper.at}/b.png`, PNG);
    await paper.pass(0);
    expect(first?.image).toBeUndefined();
    const document = await paper.document(1);
    expect(document?.image).toMatch(/^https:\/\/littoral\.example\/media\/[0-9a-f]{32}\.jpg$/);
    expect(document?._dateline.image).toMatchObject({ width: 16, height: 24 });
    expect(document?.content_html).toMatch(
      /<img src="https:\/\/littoral\.example\/media\/[0-9a-f]{32}\.png" alt="A ship" loading="lazy" width="24" height="16">/,
    );
    expect(JSON.stringify(document)).not.toContain(`${UPSTREAM}${paper.at}/a.jpg`);
    const page = await paper.page(1);
    expect(policy(page)).toContain("img-src 'self';");
    expect(await page.text()).not.toContain(`src="${UPSTREAM}`);
    const kept = await env.MEDIA.get(`media/${document?.image?.split("/").at(-1)}`);
    expect(Buffer.from((await kept?.arrayBuffer()) ?? new ArrayBuffer()).includes(SECRET)).toBe(false);
    expect(await paper.reader.source(paper.id)).toMatchObject({
      ...{ pictures: "keep", pictures_kept: 2, pictures_waiting: 0, pictures_failed: 0 },
    });
    await paper.pass(HOUR);
    const [asked, ...again] = await paper.asked("/a.jpg?w=1&h=2");
    expect([asked?.["user-agent"], again]).toEqual([expect.stringMatching(/^Dateline\//), []]);
  });

  it("leave the story without, as long as they cannot be had, and are asked for ever more seldom", async () => {
    const paper = await openPaper((at) => [{ n: 1, image: `${UPSTREAM}${at}/a.png` }]);
    await paper.pass(0);
    expect(await paper.reader.source(paper.id)).toMatchObject({ pictures_waiting: 1, pictures_failed: 0 });
    expect((await paper.document(1))?.image).toBeUndefined();
    for (const hours of [1, 6, 24, 72, 200]) await paper.pass(hours * HOUR + 60_000);
    expect((await paper.asked("/a.png")).length).toBe(5);
    expect(await paper.reader.source(paper.id)).toMatchObject({ pictures_waiting: 0, pictures_failed: 1 });
  });

  it("come late where they come at all", async () => {
    const paper = await openPaper((at) => [{ n: 1, image: `${UPSTREAM}${at}/a.png` }]);
    await paper.pass(0);
    await serve(`${paper.at}/a.png`, PNG);
    await paper.pass(2 * HOUR);
    expect((await paper.document(1))?.image).toContain("/media/");
  });

  it.each<[string, Uint8Array | string, Record<string, string>]>([
    ["counts readers", GIF, {}],
    ["is a page", "<!doctype html><p>Log in", {}],
    ["draws without end", '<svg viewBox="0 0 9 9"><g id="a"><use href="#a"/></g></svg>', {}],
    ["is too large", new Uint8Array(LIMITS.keptBytes + 1), {}],
    ["leads to a private address", "", { status: "302", location: "http://10.0.0.1/a.png" }],
    ["is cut off", PNG.slice(0, 60), {}],
  ])("are not kept where one %s", async (_, body, headers) => {
    const paper = await openPaper((at) => [{ n: 1, image: `${UPSTREAM}${at}/a.png` }]);
    await serve(`${paper.at}/a.png`, body, headers);
    await paper.pass(0);
    expect([(await paper.document(1))?.image, await files()]).toEqual([undefined, []]);
  });

  it("are so many for one story, and the rest of a source's on a later day", async () => {
    const many = (n: number, at: string) =>
      Array.from({ length: n }, (_, i) => `<img src="${at}/${i}.png">`).join("");
    const paper = await openPaper((at) => [{ n: 1, html: many(LIMITS.keptOfStory + 3, at) }]);
    for (let i = 0; i < LIMITS.keptOfStory + 3; i++) {
      const picture = PNG.slice();
      // Another one in its pixels: the checksum is nobody's business here.
      picture[60] = i;
      await serve(`${paper.at}/${i}.png`, picture);
    }
    await paper.pass(60_000);
    expect((await files()).length).toBe(LIMITS.keptOfStory);
    const rows = await runInDurableObject(paper.reader.stub, (_, { storage: { sql } }) => {
      for (let i = 0; i < LIMITS.keptOfSource; i++)
        sql.exec(
          "INSERT INTO kept_picture (url, source, host, noted) SELECT 'x' || ?, source, 'h', noted FROM kept_picture LIMIT 1",
          i,
        );
      return sql.exec<{ noted: number }>("SELECT max(noted) AS noted FROM kept_picture").one().noted;
    });
    await paper.publish([{ n: 2, image: `${UPSTREAM}${paper.at}/late.png` }]);
    const due = await runInDurableObject(
      paper.reader.stub,
      (_, { storage: { sql } }) =>
        sql.exec<{ due: number }>("SELECT due FROM kept_picture WHERE url LIKE '%late.png'").one().due,
    );
    expect(due - rows).toBeGreaterThan(23 * HOUR);
  });

  it("go with the story, unless another one shows them, and come back with it", async () => {
    const paper = await openPaper((at) => [
      { n: 1, image: `${UPSTREAM}${at}/a.png` },
      { n: 2, image: `${UPSTREAM}${at}/a.png` },
    ]);
    await serve(`${paper.at}/a.png`, PNG);
    await paper.pass(0);
    expect((await paper.asked("/a.png")).length).toBe(1);
    const withdraw = async (n: number) => {
      const story = (await paper.reader.articles()).find(({ title }) => title === `Story ${n}`);
      await paper.reader.stub.withdraw(story?.id ?? "", null, "editor", 0);
      await paper.pass(1000);
      return story?.id ?? "";
    };
    await withdraw(1);
    expect((await files()).length).toBe(1);
    const id = await withdraw(2);
    expect(await files()).toEqual([]);
    expect(await paper.reader.source(paper.id)).toMatchObject({ pictures_kept: 0, pictures_waiting: 0 });
    await paper.reader.stub.edit(id, null, { status: "published", content: {} }, "editor", 0);
    await paper.pass(1000);
    expect((await files()).length).toBe(1);
    expect((await paper.document(2))?.image).toContain("/media/");
  });

  it("are asked for again, conditionally, when the story changes, and are replaced where they have, too", async () => {
    const paper = await openPaper((at) => [{ n: 1, image: `${UPSTREAM}${at}/a.png` }]);
    await serve(`${paper.at}/a.png`, PNG, { etag: '"one"' });
    await paper.pass(0);
    const before = await files();
    const change = async (text: string) => {
      await paper.pass(48 * HOUR);
      await paper.publish([{ n: 1, image: `${UPSTREAM}${paper.at}/a.png`, html: `<p>${text}</p>` }]);
      await paper.pass(1000);
    };
    await change("It sails.");
    const asked = await paper.asked("/a.png");
    expect(asked.map((headers) => headers["if-none-match"])).toEqual([undefined, '"one"']);
    expect(await files()).toEqual(before);
    await serve(`${paper.at}/a.png`, TELLING["image/jpeg"] as Uint8Array, { etag: '"two"' });
    await change("It has sailed.");
    expect((await paper.document(1))?.image).toMatch(/\.jpg$/);
    const after = await files();
    expect([after.length, after[0]]).toEqual([1, expect.stringMatching(/\.jpg$/)]);
  });

  it("are the newsroom's own once it brings them itself, and stay when the story goes", async () => {
    const paper = await openPaper((at) => [{ n: 1, image: `${UPSTREAM}${at}/a.png` }]);
    await serve(`${paper.at}/a.png`, PNG);
    await paper.pass(0);
    using desk = await paper.reader.stub.media();
    const { media } = await desk.list(null, 10);
    const [{ id = "", source = null } = {}] = media;
    expect(source).not.toBeNull();
    const facts = { id, type: "image/png" as const, size: PNG.length, width: 24, height: 16, duration: null };
    await desk.add({ ...facts, name: "ship.png", alt: "A ship", credit: "Hana" });
    const [story] = await paper.reader.articles();
    await paper.reader.stub.withdraw(story?.id ?? "", null, "editor", 0);
    await paper.pass(1000);
    expect(await files()).toEqual([`media/${id}.png`]);
    expect(await desk.read(id)).toMatchObject({ source: null, alt: "A ship", credit: "Hana" });
  });

  it("of a host that wants peace wait until it has had it", async () => {
    const paper = await openPaper((at) => [
      { n: 1, image: `${UPSTREAM}${at}/a.png`, html: `<img src="${at}/b.png">` },
    ]);
    await serve(`${paper.at}/a.png`, "", { status: "429", "retry-after": "7200" });
    await serve(`${paper.at}/b.png`, PNG);
    await paper.pass(0);
    await paper.pass(1.5 * HOUR);
    expect([await paper.asked("/b.png"), (await paper.asked("/a.png")).length]).toEqual([[], 1]);
    // However long that is: what nobody asked for has lost no try.
    for (let i = 0; i < 3; i++) await paper.pass(2.1 * HOUR);
    await serve(`${paper.at}/a.png`, PNG);
    await paper.pass(3 * HOUR);
    await paper.pass(3 * HOUR);
    expect((await paper.document(1))?.content_html).toContain("/media/");
  });
});

describe("what becomes of a source's pictures", () => {
  const story = (at: string): Story => ({
    ...{ n: 1, image: `${UPSTREAM}${at}/a.png`, sound: `${UPSTREAM}${at}/a.mp3` },
    html: `<p>See <img src="${at}/b.png"></p><video src="${at}/c.mp4" poster="${at}/c.png"></video>`,
  });

  it("is said of it: kept, they ask nobody, and what plays is a link", async () => {
    const paper = await openPaper((at) => [story(at)]);
    await paper.pass(0);
    const page = await paper.page(1);
    const text = await page.text();
    expect(policy(page)).toContain("img-src 'self'; media-src 'self';");
    expect(text).not.toMatch(/<(audio|video)/);
    expect(text).not.toContain("c.png");
    expect(text).toContain(`<a href="${UPSTREAM}${paper.at}/c.mp4">c.mp4</a>`);
    expect(text).toContain(`href="${UPSTREAM}${paper.at}/a.mp3"`);
  });

  it("link: that one page may ask there, and says so", async () => {
    const paper = await openPaper((at) => [story(at), { n: 2 }], { pictures: "link" });
    await paper.pass(0);
    const page = await paper.page(1);
    expect(policy(page)).toContain("img-src 'self' https:; media-src 'self' https:;");
    const text = await page.text();
    expect(text).toContain(`<img src="${UPSTREAM}${paper.at}/a.png"`);
    expect(text).toMatch(/<audio[^>]*a\.mp3/);
    expect(text).toMatch(/<video[^>]*c\.mp4/);
    expect(policy(await paper.page(2))).toContain("img-src 'self';");
    expect(policy(await app.fetch(new Request(`${SITE}/`), env, NO_CONTEXT))).toContain("img-src 'self';");
    expect(await paper.asked("/a.png")).toEqual([]);
  });

  it("none: there are none", async () => {
    const paper = await openPaper((at) => [story(at)], { pictures: "none" });
    await paper.pass(0);
    const text = await (await paper.page(1)).text();
    expect(text).toContain("<p>See </p>");
    expect(text).not.toMatch(/<figure|a\.png|<video/);
    expect(await paper.asked("/a.png")).toEqual([]);
  });

  it("may change, and what is here already follows", async () => {
    const paper = await openPaper((at) => [{ n: 1, image: `${UPSTREAM}${at}/a.png` }]);
    await serve(`${paper.at}/a.png`, PNG);
    await paper.pass(0);
    const wish = async (wishes: SourceWishes) => {
      using gathering = await paper.reader.stub.gathering();
      await gathering.change(paper.id, wishes, 0);
      await paper.pass(1000);
      return (await paper.document(1))?.image;
    };
    expect(await wish({ pictures: "link" })).toBe(`${UPSTREAM}${paper.at}/a.png`);
    expect(await files()).toEqual([]);
    expect(await wish({ pictures: "none" })).toBeUndefined();
    expect(await wish({ pictures: "keep" })).toContain("/media/");
    expect(await wish({ policy: "excerpt" })).toBeUndefined();
    expect(await files()).toEqual([]);
  });
});
