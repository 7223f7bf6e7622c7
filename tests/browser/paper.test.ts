import type { Locator, Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { PAGES } from "../../scripts/views.ts";
import { publish } from "../setup/client.ts";
import { useBrowser, visit } from "../setup/visit.ts";

// What the pages look like, as far as it can be asserted: sides, order, names, what paper shows.

const browser = useBrowser();
const WIDE = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 360, height: 800 } };

/** Where the text of elements begins and ends, in CSS pixels from the left. */
function sidesOf(elements: Locator): Promise<{ left: number; right: number }[]> {
  return elements.evaluateAll((all) =>
    all.map((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
      return {
        left: Math.min(...rects.map(({ left }) => left)),
        right: Math.max(...rects.map(({ right }) => right)),
      };
    }),
  );
}

describe("a list", () => {
  it("groups stories by day, under a heading that leads there, with times alone", async () => {
    await visit(PAGES.front, WIDE, async (page) => {
      const days = page.locator(".edition");
      await expect.poll(() => days.count()).toBeGreaterThan(8);
      expect(await days.first().locator("h2 a").getAttribute("href")).toMatch(/\/days\/2025-07-20$/);
      for (const text of await days.locator("time").allTextContents()) expect(text).toMatch(/^\d\d:\d\d$/);
      expect(await page.locator(".dateline").textContent()).toBe("Latest: Sunday, 20 July 2025");
    });
  });

  it("reads in rows: what comes next stands beside, not below", async () => {
    await visit(PAGES.front, WIDE, async (page) => {
      const rows = page.locator(".rows").filter({ has: page.locator(".teaser:nth-child(3)") });
      const boxes = await Promise.all(
        [0, 1, 2].map((i) => rows.first().locator(".teaser").nth(i).boundingBox()),
      );
      const [first, second, third] = boxes.map((box) => box ?? { x: 0, y: 0 });
      expect([second?.y, third?.y]).toEqual([first?.y, first?.y]);
      expect((third?.x ?? 0) > (second?.x ?? 0) && (second?.x ?? 0) > (first?.x ?? 0)).toBe(true);
    });
  });

  it("shows two tags of a story at most, not its own under each, and says of each story where it is from", async () => {
    for (const path of [PAGES.front, PAGES.tag, PAGES.source]) {
      await visit(path, PHONE, async (page) => {
        const teasers = page.locator(".teaser");
        const tags = await teasers.evaluateAll((all) =>
          all.map((each) => each.querySelectorAll("[rel=tag]").length),
        );
        expect(Math.max(...tags)).toBeLessThanOrEqual(2);
        const own = inject("sample") + path;
        await expect.poll(() => page.locator(`.teaser a[href="${own}"]`).count()).toBe(0);
        await expect.poll(() => page.locator(".teaser .kicker").count()).toBe(await teasers.count());
      });
    }
  });

  it("offers its feed below the news, in one place, and none on a day that is over", async () => {
    await visit(PAGES.tag, PHONE, async (page) => {
      await page.getByRole("link", { name: "Follow Libya" }).click();
      const follow = page.getByRole("region", { name: "Follow Libya" });
      expect(await follow.locator("code").textContent()).toBe(`${inject("sample")}/tags/libya/rss.xml`);
      // At one moment: the page is being scrolled.
      const isBelow = await page.evaluate(() => {
        const top = (selector: string) =>
          [...document.querySelectorAll(selector)].at(-1)?.getBoundingClientRect().y;
        return (top("#follow") ?? 0) > (top(".teaser") ?? 0);
      });
      expect(isBelow).toBe(true);
      expect(
        await page
          .locator('main a[href^="http"][href$=".xml"]')
          .evaluateAll((all) => all.map((a) => a.textContent)),
      ).toEqual(["Atom"]);
    });
    await visit(PAGES.day, PHONE, async (page) => {
      await expect.poll(() => page.locator('main a[href^="http"][href$=".xml"]').count()).toBe(0);
      await expect.poll(() => page.locator("head link[rel=alternate]").count()).toBe(3);
    });
  });

  it("shows an address as it is read, and copies it as it is sent", async () => {
    await visit(
      `/tags/${encodeURIComponent("ليبيا")}`,
      { permissions: ["clipboard-read", "clipboard-write"] },
      async (page) => {
        expect(await page.locator("#follow code").textContent()).toContain("/tags/ليبيا/rss.xml");
        await page.getByRole("button", { name: "Copy ليبيا" }).click();
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        expect(copied).toContain(`/tags/${encodeURIComponent("ليبيا")}/rss.xml`);
      },
    );
  });
});

describe("what is read from right to left", () => {
  it("has its labels, points and dates on the side where it begins, in its own language", async () => {
    await visit(PAGES.arabic, PHONE, async (page) => {
      const story = page.locator("article.story");
      const box = await story.boundingBox();
      const right = (box?.x ?? 0) + (box?.width ?? 0);
      const parts = story.locator("h1, .kicker, .label, .byline, .origin, .walk p, .related li p");
      await expect.poll(() => parts.count()).toBeGreaterThan(8);
      for (const side of await sidesOf(parts)) expect(Math.abs(side.right - right)).toBeLessThan(2);
      await expect.poll(() => story.getByRole("heading", { name: "تعليقات" }).count()).toBe(1);
    });
  });

  it("stands in an English list with all of its lines on the right", async () => {
    await visit(PAGES.front, PHONE, async (page) => {
      const teaser = page.locator('.teaser[dir="rtl"]').first();
      const box = await teaser.boundingBox();
      for (const side of await sidesOf(teaser.locator("> *")))
        expect(Math.abs(side.right - (box?.x ?? 0) - (box?.width ?? 0))).toBeLessThan(2);
    });
  });

  it("keeps headlines of every language on one side, however long they are", async () => {
    for (const [path, side] of [
      [PAGES.arabic, "right"],
      [PAGES.background, "left"],
    ] as const) {
      await visit(path, PHONE, async (page) => {
        const headlines = await sidesOf(page.locator(".related a, .walk a"));
        expect(headlines.length).toBeGreaterThan(3);
        for (const each of headlines)
          expect(Math.abs(each[side] - (headlines[0]?.[side] ?? 0))).toBeLessThan(2);
      });
    }
  });

  it("is set no smaller in small type than Latin letters look", async () => {
    await visit(PAGES.arabic, PHONE, async (page) => {
      const size = await page
        .locator(".byline")
        .evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize));
      expect(size).toBeGreaterThanOrEqual(16);
    });
  });
});

describe("a table", () => {
  it("keeps figures where their writer put them, and is scrolled by keys on a phone", async () => {
    const { url } = await publish({
      title: `A table ${crypto.randomUUID().slice(0, 8)}`,
      markdown: `| Port | ${"Ships of the year | ".repeat(6)}\n| --- | ${"---: | ".repeat(6)}\n| Sfax | ${"12,345 | ".repeat(6)}`,
    });
    const page = await (await browser().newContext(PHONE)).newPage();
    await page.goto(url);
    const region = page.getByRole("region", { name: "Table" });
    const cell = region.getByRole("cell", { name: "12,345" }).first();
    expect(await cell.evaluate((td) => getComputedStyle(td).textAlign)).toMatch(/right/);
    await region.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => region.evaluate((div) => div.scrollLeft)).toBeGreaterThan(0);
    await page.context().close();
  });
});

describe("names", () => {
  it("contain what is seen, tell one button from another, and say where one is", async () => {
    await visit(PAGES.subscribe, {}, async (page) => {
      const names = await page.getByRole("button").evaluateAll((all) => all.map((each) => each.textContent));
      expect(names.length).toBeGreaterThan(10);
      expect(new Set(names).size).toBe(names.length);
      await expect.poll(() => page.locator("[aria-current=page]").allTextContents()).toEqual(["Subscribe"]);
      const sections = page.getByRole("navigation", { name: "Sections" });
      await expect
        .poll(() => sections.getByRole("link").allTextContents())
        .toEqual(["Front page", "Tags", "Sources"]);
    });
  });

  it("an empty box has none: nothing narrows a search of one list", async () => {
    await visit("/search?q=mule", {}, async (page) => {
      const boxes = page.locator(".facets");
      for (const box of await boxes.all())
        await expect.poll(() => box.locator("li").count()).toBeGreaterThan(0);
    });
  });
});

describe("a search that finds nothing", () => {
  it("hands its words to Ask, and offers tags and the latest", async () => {
    await visit(PAGES.foundNothing, {}, async (page) => {
      const main = page.getByRole("main");
      const ask = main.getByRole("link", { name: "Ask a question in your own words" });
      expect(await ask.getAttribute("href")).toMatch(/\/ask\?q=trumpet$/);
      await expect.poll(() => main.locator("[rel=tag]").count()).toBe(8);
      await expect.poll(() => main.locator(".message a").count()).toBe(5);
      await main.getByRole("link", { name: "lang:ar" }).click();
      await expect.poll(() => page.locator(".results > li").count()).toBeGreaterThan(0);
    });
  });

  it("begins at the same edge as a question", async () => {
    const edges = [];
    for (const path of [PAGES.search, PAGES.asked, PAGES.found]) {
      edges.push(
        await visit(path, WIDE, (page) =>
          page.locator("h1").evaluate((h1) => h1.getBoundingClientRect().left),
        ),
      );
    }
    expect(new Set(edges).size).toBe(1);
  });
});

it("what narrows a search is folded above what was found on a phone, and beside it where there is room", async () => {
  const place = (page: Page) =>
    page.evaluate(() => {
      const [facets, results] = [".facets", ".results"].map((name) =>
        document.querySelector(name)?.getBoundingClientRect(),
      );
      return {
        above: (facets?.bottom ?? 0) <= (results?.top ?? 0),
        beside: (facets?.left ?? 0) >= (results?.right ?? 0),
      };
    });
  const links = (page: Page) => page.locator(".facets a").first().isVisible();
  await visit("/search?q=harbour", PHONE, async (page) => {
    expect([await place(page), await links(page)]).toEqual([{ above: true, beside: false }, false]);
    await page.getByText("Narrow the search").click();
    expect(await links(page)).toBe(true);
  });
  await visit("/search?q=harbour", WIDE, async (page) => {
    expect([await place(page), await links(page)]).toEqual([{ above: false, beside: true }, true]);
  });
});

it("a withdrawn story says since when, and offers the latest", async () => {
  await visit(PAGES.withdrawn, {}, async (page) => {
    await expect.poll(() => page.locator("main time").count()).toBe(1);
    await expect.poll(() => page.locator("main .message a").count()).toBeGreaterThan(4);
  });
});

it("all tags: those most written about first, then by letter, each script by itself", async () => {
  await visit(PAGES.tags, {}, async (page) => {
    const headings = await page.locator("main h2").allTextContents();
    expect(headings[0]).toBe("Most stories");
    expect(headings.slice(1)).toEqual([...new Set(headings.slice(1))]);
    expect(headings.findIndex((letter) => /\p{Script=Arabic}/u.test(letter))).toBeGreaterThan(
      headings.lastIndexOf("L"),
    );
    const arabic = headings.filter((letter) => /\p{Script=Arabic}/u.test(letter));
    expect(arabic).toEqual([...arabic].sort(new Intl.Collator("ar").compare));
    const most = await page.locator("main section").first().locator("li").count();
    expect(most).toBe(12);
  });
});

it("the end of a story is short: comments are written when asked for, four stories follow", async () => {
  await visit(PAGES.long, PHONE, async (page) => {
    await expect.poll(() => page.getByLabel("Name").isVisible()).toBe(false);
    const related = await page.locator(".related li").count();
    expect(related).toBeGreaterThan(2);
    expect(related).toBeLessThanOrEqual(4);
    // The section named leads to more than this story.
    await page.locator(".walk a").first().click();
    await expect.poll(() => page.locator(".teaser").count()).toBeGreaterThan(1);
  });
});

it("paper has the story and its address, and nothing that cannot be used there", async () => {
  await visit(PAGES.background, { viewport: { width: 794, height: 1123 } }, async (page) => {
    await page.emulateMedia({ media: "print" });
    for (const gone of [
      ".ways",
      ".related",
      ".walk",
      ".comments",
      "section.tags",
      ".question",
      "details.background",
    ])
      await expect.poll(() => page.locator(gone).first().isVisible(), { message: gone }).toBe(false);
    expect(await page.locator(".paper-only").textContent()).toBe(inject("sample") + PAGES.background);
    await expect.poll(() => page.locator(".paper-only").isVisible()).toBe(true);
    await expect.poll(() => page.locator("main").getByRole("heading").allTextContents()).toHaveLength(1);
  });
});
