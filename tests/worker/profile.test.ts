import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import type { ListDocument } from "../../src/model/document.ts";
import type { ProfileChange } from "../../src/model/profile.ts";
import { readable } from "../../src/render/accent.ts";
import { newSecret } from "../../src/routes/desk/secrets.ts";
import { PROFILE_KEY } from "../../src/store/keys.ts";
import { NO_CONTEXT, replaced } from "./bindings.ts";
import { clearKv, type Desk, dumpKv, openDesk, SITE } from "./newsroom.ts";

// What the publication is called and how it looks: said at the desk, shown without a deployment, and
// at no cost to readers.

const MINUTE = 60_000;
let time = Date.now();

beforeEach(async () => {
  await clearKv();
  vi.useFakeTimers({ toFake: ["Date"] });
  // Whatever an isolate knew is too old to count.
  time += 10 * MINUTE;
  vi.setSystemTime(time);
});
afterEach(() => vi.useRealTimers());

const later = (millis: number) => {
  time += millis;
  vi.setSystemTime(time);
};
const get = (path: string, headers = {}, bindings: typeof env = env, context = NO_CONTEXT) =>
  app.fetch(new Request(SITE + path, { headers }), bindings, context);
const textOf = async (path: string) => (await get(path)).text();
const say = async (desk: Desk, change: ProfileChange) => {
  const outcome = await desk.inside((newsroom) => newsroom.publication().change(change, "t", 0));
  await desk.pass(2000);
  await desk.drain();
  later(3 * MINUTE);
  return outcome;
};
/** What is written otherwise than before, by its key. */
async function rewritten(work: () => Promise<unknown>): Promise<string[]> {
  const before = await dumpKv();
  await work();
  const after = await dumpKv();
  return Object.keys(after).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
}
async function opened(name: string): Promise<Desk> {
  const desk = await openDesk(name);
  for (const title of ["One", "Two"])
    await desk.publish({
      title,
      tags: ["Libya"],
      markdown: `Of ${title}`,
      published: "2025-06-09T22:30:00Z",
    });
  await desk.drain();
  return desk;
}

it("a new name is told by every page, list and feed, and no article is written anew for it", async () => {
  const desk = await opened("profile-name");
  const before = await get("/articles/one");
  expect(await before.text()).not.toContain("The Shore");
  const written = await rewritten(() => say(desk, { title: "The Shore", description: "Of it" }));
  expect(written.filter((key) => !key.startsWith("list/")).sort()).toEqual([
    "index/comments",
    "index/profile",
  ]);

  const page = await get("/articles/one", { "If-None-Match": before.headers.get("etag") ?? "" });
  expect(page.status).toBe(200);
  const since = { "If-Modified-Since": before.headers.get("last-modified") ?? "" };
  expect((await get("/articles/one", since)).status).toBe(200);
  expect(await page.text()).toContain("<title>One · The Shore</title>");
  for (const path of ["/", "/rss.xml", "/atom.xml", "/feed.json", "/tags/libya/feed.json", "/llms.txt"])
    expect(await textOf(path), path).toContain("The Shore");
  for (const path of ["/search", "/privacy", "/opml.xml", "/nowhere", "/articles/one.md", "/desk/sign-in"])
    expect(await textOf(path), path).toContain("The Shore");

  // And back to what it was deployed with.
  await say(desk, { title: null, description: null });
  expect(await textOf("/articles/one")).not.toContain("The Shore");
  expect((await get("/articles/one")).headers.get("etag")).toBe(before.headers.get("etag"));
});

it("a new colour is written down once, and read on light and dark paper whatever it is", async () => {
  const desk = await opened("profile-colour");
  expect(await rewritten(() => say(desk, { accent: "#ffdd00" }))).toEqual([PROFILE_KEY]);
  const [, path = ""] =
    /<link rel="stylesheet" href="https?:\/\/[^/]+(\/assets\/[^"]+)"/.exec(await textOf("/")) ?? [];
  expect(path).toMatch(/\.ffdd00\.css$/);
  const style = await get(path);
  expect(style.headers.get("cache-control")).toContain("immutable");
  const { light, dark } = readable("#ffdd00");
  expect(await style.text()).toContain(`--live:light-dark(${light},${dark})`);
  for (const other of [path.replace("ffdd00", "ffdd0"), path.replace(/paper\.\w+/, "paper.other")])
    expect((await get(other)).status).toBe(404);

  const colour = fc
    .integer({ min: 0, max: 0xffffff })
    .map((value) => `#${value.toString(16).padStart(6, "0")}`);
  const brightness = (hex: string) =>
    [0.2126, 0.7152, 0.0722]
      .map((share, i) => {
        const value = Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
        return share * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      })
      .reduce((sum, each) => sum + each, 0.05);
  fc.assert(
    fc.property(colour, (accent) => {
      const { light, dark } = readable(accent);
      expect(brightness("#fdfcf9") / brightness(light)).toBeGreaterThanOrEqual(4.5);
      expect(brightness(dark) / brightness("#16171a")).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

it("in another zone stories stand under the days that they have there", async () => {
  const desk = await opened("profile-zone");
  const stories = async (day: string) => {
    const found = await get(`/days/${day}/feed.json`);
    return found.status === 200 ? (await found.json<ListDocument>()).items.length : found.status;
  };
  expect([await stories("2025-06-09"), await stories("2025-06-10")]).toEqual([2, 404]);
  await say(desk, { timeZone: "Africa/Tripoli" });
  expect([await stories("2025-06-09"), await stories("2025-06-10")]).toEqual([0, 2]);
});

it("a logo is a picture of ours, which stands for the name, is no longer one to be removed, and a square one is the icon", async () => {
  const desk = await opened("profile-logo");
  const logo = "5".repeat(32);
  expect(await say(desk, { logo })).toEqual({ kind: "logo", detail: "names no picture of ours" });
  const media = { id: logo, type: "image/png" as const, size: 9, width: 512, height: 512, duration: null };
  await desk.inside((newsroom) => newsroom.media().add({ ...media, name: "", alt: "", credit: "" }));
  expect(await say(desk, { logo })).toMatchObject({ kind: "saved" });
  const url = `${SITE}/media/${logo}.png`;
  const home = await textOf("/");
  expect(home).toMatch(
    new RegExp(`<h1 class="name"><img src="${url}" alt="[^"]+" width="512" height="512"/></h1>`),
  );
  expect(home).toContain(`<link rel="icon" href="${url}" type="image/png" sizes="512x512"/>`);
  expect(await (await get("/feed.json")).json()).toMatchObject({ icon: url });
  expect(await textOf("/rss.xml")).toContain(`<image><url>${url}</url>`);
  expect(await textOf("/atom.xml")).toContain(`<icon>${url}</icon>`);
  expect(await textOf("/articles/one")).toContain(`"logo":{"@type":"ImageObject","url":"${url}"`);
  expect(await desk.inside((newsroom) => newsroom.media().remove(logo))).toMatchObject({ kind: "used" });
});

it("two owners who change different things at once both have what they said", async () => {
  const desk = await openDesk("newsroom");
  const { secret, hash } = await newSecret();
  await desk.inside((newsroom) => newsroom.people().invite("Hana", "owner", hash, "operator"));
  const send = (path: string, fields: Record<string, string>, cookie = "") => {
    const headers = { Origin: SITE, Cookie: cookie, "CF-Connecting-IP": "192.0.2.77" };
    const body = new URLSearchParams(fields);
    return app.fetch(new Request(SITE + path, { method: "POST", headers, body }), env, NO_CONTEXT);
  };
  const entered = await send("/desk/enter", { key: secret });
  const [cookie = ""] = (entered.headers.get("set-cookie") ?? "").split(";");
  const { now: was } = await desk.inside((newsroom) => newsroom.publication().profile());
  const { timeZone, ...others } = was;
  const form = { ...others, time_zone: timeZone, was: JSON.stringify(was) };
  for (const change of [{ title: "The Shore" }, { rights: "Ours" }]) {
    const answer = await send("/desk/settings", { ...form, ...change }, cookie);
    expect(answer.headers.get("location")).toBe("/desk/settings?done=saved");
  }
  const { now } = await desk.inside((newsroom) => newsroom.publication().profile());
  expect(now).toEqual({ ...was, title: "The Shore", rights: "Ours" });
  // Who said so sees it, whatever KV tells.
  expect(await textOf("/search")).toContain("The Shore");
});

describe("an isolate", () => {
  /** KV, with the reads of the profile counted, which fail where that is said. */
  function watched() {
    const told = { reads: 0, isAway: false };
    const DOCUMENTS = replaced(env.DOCUMENTS, {
      getWithMetadata: (key: string, ...more: never[]) => {
        if (key === PROFILE_KEY) {
          told.reads++;
          if (told.isAway) return Promise.reject(new Error("KV is away"));
        }
        return (env.DOCUMENTS.getWithMetadata as (...args: unknown[]) => unknown)(key, ...more);
      },
    });
    const behind: Promise<unknown>[] = [];
    const context = { ...NO_CONTEXT, waitUntil: (work: Promise<unknown>) => behind.push(work) };
    const ask = async () => {
      const answer = await get("/", {}, { ...env, DOCUMENTS }, context as typeof NO_CONTEXT);
      const text = await answer.text();
      await Promise.all(behind.splice(0));
      return { status: answer.status, title: /<title>(.*)<\/title>/.exec(text)?.[1] };
    };
    return { told, ask };
  }

  it("reads it with the first document, and behind an answer once a minute, for any number of readers", async () => {
    const desk = await opened("profile-isolate");
    const { told, ask } = watched();
    for (let i = 0; i < 20; i++) await ask();
    expect(told.reads).toBe(1);
    await desk.inside((newsroom) => newsroom.publication().change({ title: "The Shore" }, "t", 0));
    await desk.drain();
    await ask();
    expect(told.reads).toBe(1);
    later(61_000);
    const [first, second] = [await ask(), await ask()];
    expect(told.reads).toBe(2);
    expect([first.title, second.title]).toEqual([expect.not.stringMatching("The Shore"), "The Shore"]);
  });

  it("shows it as it was while KV does not tell", async () => {
    await opened("profile-away");
    const { told, ask } = watched();
    await ask();
    told.isAway = true;
    later(61_000);
    expect((await ask()).status).toBe(200);
    later(10 * MINUTE);
    expect((await ask()).status).toBe(200);
    told.isAway = false;
    await ask();
    expect(told.reads).toBe(4);
  });
});
