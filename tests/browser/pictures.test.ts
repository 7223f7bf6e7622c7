import { expect, inject, it } from "vitest";
import { startUpstreams } from "../../scripts/upstreams.ts";
import { api, publish } from "../setup/client.ts";
import { formsMade } from "../setup/media.ts";
import { useBrowser, visit } from "../setup/visit.ts";

// Pictures as readers get them: in the form that the screen needs, in a place that is kept for them.

const browser = useBrowser();
const PHONE = { viewport: { width: 360, height: 800 } };
const DESKTOP = { viewport: { width: 1280, height: 1600 } };
const SHIPS = "/articles/school-ships-of-the-gulf-of-gabes";

it.each([
  ["a phone", PHONE, /-640\.avif$/],
  ["a phone with a fine screen", { ...PHONE, deviceScaleFactor: 3 }, /-1280\.avif$/],
  ["a desktop", DESKTOP, /-1280\.avif$/],
])("%s gets the form that it needs, and nothing on the page moves for it", async (_, options, form) => {
  await formsMade(inject("sample"));
  await visit(SHIPS, options, async (page, complaints) => {
    const shifts = await page.evaluate(async () => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: "layout-shift", buffered: true });
      window.scrollTo(0, document.body.scrollHeight);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return sum;
    });
    expect(shifts).toBe(0);
    const pictures = page.locator("main img");
    const shown = await pictures.evaluateAll((images) =>
      (images as HTMLImageElement[]).map(({ currentSrc, complete, loading, fetchPriority }) => ({
        ...{ currentSrc, complete, loading, fetchPriority },
      })),
    );
    expect(shown).toEqual([
      {
        ...{ currentSrc: expect.stringMatching(form), complete: true },
        ...{ loading: "auto", fetchPriority: "high" },
      },
      {
        ...{ currentSrc: expect.stringMatching(form), complete: true },
        ...{ loading: "lazy", fetchPriority: "auto" },
      },
    ]);
    expect(complaints).toEqual([]);
  });
});

it("a place is kept in the picture's colour before it is there", async () => {
  await visit("/", DESKTOP, async (page) => {
    const colours = await page
      .locator("main img[data-colour]")
      .evaluateAll((images) =>
        images.map((image) => [image.getAttribute("data-colour"), getComputedStyle(image).backgroundColor]),
      );
    const rgb = (hex: string) => {
      const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      return `rgb(${parts.join(", ")})`;
    };
    expect(colours.length).toBeGreaterThan(5);
    for (const [written, shown] of colours) expect(shown).toBe(rgb(written ?? ""));
  });
});

it("a list shows small pictures, cut to 3:2, beside the stories that have one of ours, and no others", async () => {
  await visit("/", PHONE, async (page) => {
    const sizes = await page
      .locator(".beside img")
      .evaluateAll((images) => images.map(({ clientWidth, clientHeight }) => clientWidth / clientHeight));
    expect(sizes.length).toBeGreaterThan(4);
    for (const ratio of sizes) expect(ratio).toBeCloseTo(1.5, 1);
    // It is reached by its headline: the picture is no second stop for those who go by keys.
    expect(
      await page.locator(".beside > a").evaluateAll((links) => links.every((a) => a.tabIndex === -1)),
    ).toBe(true);
  });
});

it("a story that was gathered shows its picture from here: its page asks nobody else for anything", async () => {
  const upstreams = await startUpstreams(0, 0);
  const feed = upstreams.feeds.find((url) => url.includes("sidra")) ?? "";
  const source = await (await api("POST", "sources", { url: feed })).json();
  const items = async () =>
    (await (await fetch(`${inject("scratch")}/sources/${source.slug}/feed.json`)).json()).items;
  const turtles = async () =>
    (await items()).find(({ title }: { title: string }) => title === "Swimmers count turtles");
  await expect.poll(async () => (await turtles()).image, { timeout: 30_000 }).toMatch(/\/media\/.*\.jpg$/);
  upstreams.stop();
  const context = await browser().newContext(PHONE);
  const page = await context.newPage();
  const hosts = new Set<string>();
  const complaints: string[] = [];
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  page.on("console", (message) => complaints.push(message.text()));
  for (const { url } of await items()) await page.goto(url, { waitUntil: "networkidle" });
  await page.goto((await turtles()).url, { waitUntil: "networkidle" });
  expect([...hosts]).toEqual([new URL(inject("scratch")).host]);
  expect(complaints).toEqual([]);
  expect(
    await page.locator(".picture img").evaluate((image: HTMLImageElement) => image.naturalWidth),
  ).toBeGreaterThan(0);
  const headers = (await page.reload())?.headers() ?? {};
  expect(headers["content-security-policy"]).toContain("img-src 'self'; media-src 'self';");
  await context.close();
  await api("DELETE", `sources/${source.id}?articles=withdraw`);
});

it("a picture whose text ends in quotes stays an attribute", async () => {
  const alt = '" onerror="document.title=1';
  const image = { url: "https://elsewhere.example/a.png", alt };
  const story = await publish({ title: "Quoted", markdown: "It sails.", image });
  const page = await (await fetch(story.url)).text();
  expect(page).toContain('alt="&quot; onerror=&quot;document.title=1"');
  await api("DELETE", `articles/${story.id}`);
});
