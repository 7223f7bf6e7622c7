import type { Page } from "playwright-core";
import { expect, inject, it } from "vitest";
import { useBrowser, visit } from "../setup/visit.ts";

// A feed of one's own choice, put together by ticking, without script, too.

const sample = inject("sample");
useBrowser();

interface Feed {
  items: { title: string; tags?: string[]; language: string }[];
}

/** Makes a feed, and gives what it has, in the order of the page and in that of the feed. */
async function made(page: Page): Promise<{ url: string; shown: string[]; feed: Feed }> {
  await page.locator("form[action$='/subscribe/compose'] button").click();
  await page.waitForURL(/\/subscribe\/own\?q=/);
  const url = (await page.locator(".address code").textContent()) ?? "";
  const shown = await page.locator("main ul a").allTextContents();
  const formats = await page
    .locator(".formats a[type]")
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  expect(formats.map((each) => new URL(each).pathname)).toEqual(["/search/atom.xml", "/search/feed.json"]);
  for (const each of [url, ...formats]) expect((await fetch(each)).status, each).toBe(200);
  const reader = await page.locator("a", { hasText: "Feedbin" }).getAttribute("href");
  expect(new URL(reader ?? "").searchParams.get("subscribe")).toBe(
    await page
      .locator("a[href^='feed:']")
      .evaluate((link) => (link as HTMLAnchorElement).href.slice("feed:".length)),
  );
  return { url, shown, feed: (await (await fetch(formats[1] ?? "")).json()) as Feed };
}

it.each([true, false])(
  "has any of what was ticked, all of it, or in one language; with script: %s",
  async (javaScriptEnabled) => {
    await visit("/subscribe", { javaScriptEnabled }, async (page, complaints) => {
      await page.getByRole("checkbox", { name: "Libya", exact: true }).check();
      await page.getByRole("checkbox", { name: "Algeria", exact: true }).check();
      const any = await made(page);
      expect(any.shown).toEqual(any.feed.items.slice(0, 10).map(({ title }) => title));
      const tagged = (tag: string) => any.feed.items.filter(({ tags }) => tags?.includes(tag)).length;
      expect([tagged("Libya") > 0, tagged("Algeria") > 0]).toEqual([true, true]);
      for (const { tags } of any.feed.items)
        expect(tags?.some((tag) => /^(Libya|Algeria)$/.test(tag))).toBe(true);

      await page.goto(`${sample}/subscribe`);
      await page.getByRole("checkbox", { name: "Libya", exact: true }).check();
      await page.locator("input[name=tags]").fill("trade, ");
      await page.getByRole("radio", { name: "all of it" }).check();
      const all = await made(page);
      expect(all.feed.items.length).toBeGreaterThan(0);
      for (const { tags } of all.feed.items) expect(tags).toEqual(expect.arrayContaining(["Libya"]));

      await page.goto(`${sample}/subscribe`);
      await page.getByRole("checkbox", { name: "Libya", exact: true }).check();
      await page.locator("input[name=words]").fill("harbour");
      await page.getByRole("radio", { name: "Arabic" }).check();
      const arabic = await made(page);
      expect(arabic.url).toContain("lang");
      for (const { language } of arabic.feed.items) expect(language).toMatch(/^ar/);
      expect(complaints).toEqual([]);
    });
  },
);

it("nothing ticked leads back to where there is something to tick", async () => {
  await visit("/subscribe", {}, async (page) => {
    await page.locator("form[action$='/subscribe/compose'] button").click();
    await page.waitForURL(/\/subscribe#own$/);
  });
});
