import { expect, inject, it } from "vitest";
import { publish, uniqueTag } from "../setup/client.ts";
import { useBrowser } from "../setup/visit.ts";

// A page that is open tells when its list has new stories: seldom, and only to whoever looks.

const scratch = inject("scratch");
const browser = useBrowser();

it("a list that is open offers new stories, moves nothing, and asks nobody while nobody looks or data is saved", async () => {
  const tag = uniqueTag("Fresh");
  const path = `/tags/${tag.toLowerCase().replaceAll(" ", "-")}`;
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  await publish({ title: "The first", tags: [tag], published: at(50) });
  const context = await browser().newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/feed.json")) asked.push(request.url());
  });
  await page.clock.install();
  await page.goto(scratch + path);
  const offer = page.locator("[data-fresh]");
  const headings = () => page.locator("main h3").allTextContents();
  await page.clock.runFor(59_000);
  expect(asked).toEqual([]);
  await page.clock.runFor(20_000);
  await expect.poll(() => asked).toEqual([`${scratch}${path}/feed.json`]);
  await expect.poll(() => offer.isVisible()).toBe(false);

  await publish({ title: "The second", tags: [tag], published: at(40) });
  await publish({ title: "The third", tags: [tag], published: at(30) });
  // What is older than what is there is not new to anybody.
  await publish({ title: "One of old", tags: [tag], published: at(90) });
  await page.clock.runFor(70_000);
  await offer.waitFor();
  expect((await offer.textContent())?.trim()).toBe("New stories: 2");
  expect(await headings()).toEqual(["The first"]);
  expect(asked).toHaveLength(2);

  // Nobody looks.
  await page.evaluate(() => Object.defineProperty(document, "hidden", { value: true, configurable: true }));
  await page.clock.runFor(600_000);
  expect(asked).toHaveLength(2);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: false, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect.poll(() => asked).toHaveLength(3);
  await offer.getByRole("link").click();
  await expect.poll(headings).toEqual(["The third", "The second", "The first", "One of old"]);
  expect(await context.cookies()).toEqual([]);
  expect(complaints).toEqual([]);

  const saving = await context.newPage();
  await saving.addInitScript(() =>
    Object.defineProperty(navigator, "connection", { value: { saveData: true } }),
  );
  const more: string[] = [];
  saving.on("request", (request) => more.push(request.url()));
  await saving.clock.install();
  await saving.goto(scratch + path);
  await saving.clock.runFor(300_000);
  expect(more.filter((url) => url.endsWith("/feed.json"))).toEqual([]);
  await context.close();
});
