import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { LOOKS, PAGES } from "../../scripts/views.ts";
import { anybody, api, publish } from "../setup/client.ts";
import { useBrowser, visit } from "../setup/visit.ts";

// The pages as people meet them, in Chromium.

const sample = inject("sample");
const browser = useBrowser();

const { feed: _, ...pages } = PAGES;

const overflows = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

describe.each(Object.entries(pages))("the %s page", (_name, path) => {
  it.each(LOOKS)(
    "at %i px, %s: no violation that axe finds, no complaint, nothing out of sight",
    async (width, colorScheme) => {
      await visit(path, { viewport: { width, height: 900 }, colorScheme }, async (page, complaints) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(", ")}`),
        ).toEqual([]);
        expect(complaints).toEqual([]);
        expect(await overflows(page)).toBe(false);
      });
    },
  );

  it("can be read at 400 % zoom, from left to right and from right to left", async () => {
    await visit(path, { viewport: { width: 320, height: 256 } }, async (page) => {
      expect(await overflows(page)).toBe(false);
      await page.evaluate(() => {
        document.documentElement.dir = "rtl";
      });
      expect(await overflows(page)).toBe(false);
    });
  });

  it("says the same without JavaScript", async () => {
    // But for times, which are told relative to now while they are recent.
    const text = (page: Page) =>
      page.locator("main").evaluate((main) => {
        const copy = main.cloneNode(true) as HTMLElement;
        for (const time of copy.querySelectorAll("time")) time.textContent = time.dateTime;
        return copy.textContent;
      });
    const without = await visit(path, { javaScriptEnabled: false }, async (page) => {
      await expect.poll(() => page.locator("h1").count()).toBe(1);
      return text(page);
    });
    const withScript = await visit(path, {}, text);
    expect(withScript).toBe(without);
  });

  it("leads to the feeds of what it shows", async () => {
    await visit(path, {}, async (page) => {
      const links = await page
        .locator("head link[rel=alternate]")
        .evaluateAll((all) => all.map((link) => [link.getAttribute("type"), (link as HTMLLinkElement).href]));
      const found = (await page.locator("head link[rel=canonical]").count()) > 0;
      expect(links.length > 0).toBe(found);
      for (const [type, href] of links) {
        const response = await fetch(href ?? "");
        const sent = response.headers.get("content-type")?.split(";")[0];
        // oEmbed names its links by a type of their own, and answers with JSON (§2.3.4.2).
        expect([response.status, sent]).toEqual([200, type?.replace("+oembed", "")]);
      }
    });
  });
});

describe("an article", () => {
  it("in Arabic is set from right to left, in its own language, in an English paper", async () => {
    await visit(pages.arabic, {}, async (page) => {
      expect(await page.locator("html").getAttribute("dir")).toBe("ltr");
      const story = page.locator("article.story");
      expect(await story.getAttribute("lang")).toBe("ar");
      const text = await story
        .locator(".body p")
        .first()
        .evaluate((p) => getComputedStyle(p).direction);
      expect(text).toBe("rtl");
      const [title, main] = [await story.locator("h1").boundingBox(), await story.boundingBox()];
      expect((title?.x ?? 0) + (title?.width ?? 0)).toBeCloseTo((main?.x ?? 0) + (main?.width ?? 0), 0);
    });
  });

  it("describes itself to search engines and social sites", async () => {
    await visit(pages.article, {}, async (page) => {
      const json = await page.locator('script[type="application/ld+json"]').textContent();
      const said = JSON.parse(json ?? "");
      // Its picture is a drawing, which neither of them shows.
      expect(said).not.toHaveProperty("image");
      expect(said).toMatchObject({
        "@type": "NewsArticle",
        headline: "The lighthouse of Ras Tarfa is lit again",
        datePublished: "2025-07-09T19:00:00.000Z",
        author: [{ "@type": "Person", name: "Tom Aldous" }],
        publisher: { name: "The Littoral" },
      });
      expect(await page.locator('meta[property="og:title"]').getAttribute("content")).toContain("lighthouse");
    });
  });

  it("shows its picture, and says what it shows", async () => {
    await visit(pages.article, {}, async (page) => {
      const image = page.getByRole("img", { name: /white lighthouse/ });
      expect(await image.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    });
  });

  it("folds its background, which opens with the keyboard and without a script", async () => {
    await visit(pages.background, { javaScriptEnabled: false }, async (page) => {
      const background = page.locator(".body details.background");
      const hidden = background.getByText("The country lives from oil.");
      await expect.poll(() => hidden.isVisible()).toBe(false);
      await background.locator("summary").focus();
      await page.keyboard.press("Enter");
      await expect.poll(() => hidden.isVisible()).toBe(true);
      await expect.poll(() => page.locator(".body > p").count()).toBe(5);
    });
  });

  it("plays its sound", async () => {
    await visit(pages.long, {}, async (page) => {
      const duration = await page.locator("audio").evaluate(async (audio) => {
        const player = audio as HTMLAudioElement;
        player.preload = "metadata";
        player.load();
        await new Promise((resolve, reject) => {
          player.onloadedmetadata = resolve;
          player.onerror = () => reject(new Error(player.error?.message));
        });
        return player.duration;
      });
      expect(duration).toBeGreaterThan(5);
    });
  });
});

describe("a comment", () => {
  it("is written and changed with the keyboard, without a script; approved, it stands on the page", async () => {
    const scratch = inject("scratch");
    const { url, id } = await publish({
      title: `A quay ${crypto.randomUUID().slice(0, 8)}`,
      markdown: "It is new.",
    });
    const context = await browser().newContext({
      javaScriptEnabled: false,
      viewport: { width: 360, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(url);
    await expect.poll(() => page.getByText("No comments yet.").isVisible()).toBe(true);
    await page.getByText("Write a comment").focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Name").focus();
    await page.keyboard.type("سالمة");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("My father <built> it.");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /your comment is waiting/ }).waitFor();
    await page.getByLabel("Change it").fill("My father <built> it, in 1961.");
    await page.getByRole("button", { name: "Save" }).click();
    expect(await page.getByLabel("Change it").inputValue()).toBe("My father <built> it, in 1961.");

    const { comments } = await (await api("GET", `comments?article=${id}`)).json();
    await api("PATCH", `comments/${comments[0].id}`, { status: "approved" }, { "If-Match": "*" });
    await page.goto(`${url}#comments`);
    await page.reload(); // a browser keeps a page for a minute
    const shown = page.locator(".comment").first();
    expect(await shown.textContent()).toContain("سالمة");
    expect(await shown.textContent()).toContain("My father <built> it, in 1961.");
    await expect.poll(() => page.getByRole("heading", { name: "1 comment" }).isVisible()).toBe(true);
    await page.getByText("Reply").click();
    await page.locator(".thread").getByLabel("Name").fill("Omar");
    await page.locator(".thread").getByRole("textbox", { name: "Comment" }).fill("Mine, too.");
    await page.locator(".thread").getByRole("button", { name: "Send" }).click();
    await page.getByRole("button", { name: "Withdraw the comment" }).click();
    await page.getByRole("heading", { level: 1, name: /withdrawn/ }).waitFor();
    await page.goto(`${scratch}/`);
    expect(await page.locator(`a[href="${url}#comments"]`).textContent()).toBe("1 comment");
    await context.close();
  });

  it("that cannot be taken comes back with what was written and what is wrong", async () => {
    const { url } = await publish({ title: `A pier ${crypto.randomUUID().slice(0, 8)}` });
    const context = await browser().newContext({ extraHTTPHeaders: { "CF-Connecting-IP": anybody() } });
    const page = await context.newPage();
    await page.goto(url);
    await page.getByText("Write a comment").click();
    await page.getByLabel("Name").fill(" ");
    await page.getByRole("textbox", { name: "Comment" }).fill("Keep this.");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("alert").waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    expect(await page.getByRole("textbox", { name: "Comment" }).inputValue()).toBe("Keep this.");
    await page.getByLabel("Name").fill("Nadia");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { name: /your comment is waiting/ }).waitFor();
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    await context.close();
  });
});

describe("the search", () => {
  it("is asked with the keyboard, marks what it found, and can be narrowed and subscribed to", async () => {
    await visit(pages.search, { javaScriptEnabled: false }, async (page) => {
      await page.getByRole("searchbox").focus();
      await page.keyboard.type("harbour");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/search?q=harbour");
      expect(await page.locator("mark").first().textContent()).toMatch(/harbour/i);
      const all = await page.locator(".results > li").count();
      await page.getByRole("navigation", { name: "Narrow" }).getByRole("link").first().click();
      const fewer = await page.locator(".results > li").count();
      expect(fewer).toBeGreaterThan(0);
      expect(fewer).toBeLessThan(all);
      const feed = await page.locator("#follow").getByRole("link", { name: "Atom" }).getAttribute("href");
      expect((await (await fetch(feed ?? "")).text()).match(/<entry>/g)).toHaveLength(fewer);
    });
  });

  it("asks whether another word was meant", async () => {
    await visit("/search?q=harbuor", {}, async (page) => {
      await page.getByRole("link", { name: "harbour", exact: true }).click();
      await expect.poll(() => page.locator(".results > li").count()).toBeGreaterThan(0);
    });
  });
});

describe("a question", () => {
  it("is asked of a story with the keyboard, and leads from a passage back to it", async () => {
    await visit("/articles/tripoli-counts-its-trees", { javaScriptEnabled: false }, async (page) => {
      await page.getByLabel("Your question").fill("Which tree could not be identified?");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/ask?*");
      expect(await page.locator("blockquote").first().textContent()).toContain("could not be identified");
      await page.getByRole("link", { name: "Ask all stories" }).click();
      await page.locator(".quotations a").first().click();
      await expect.poll(() => page.url()).toBe(`${sample}/articles/tripoli-counts-its-trees`);
    });
  });
});

describe("listening", () => {
  /** A browser's voices and speech, which the browser at hand does not have: part by part, when told. */
  const speech = () => {
    const spoken: string[] = [];
    let current: SpeechSynthesisUtterance | null = null;
    const synthesis = {
      getVoices: () => [{ lang: "en-GB" }],
      speak: (utterance: SpeechSynthesisUtterance) => {
        current = utterance;
        spoken.push(`${utterance.lang}: ${utterance.text}`);
      },
      pause: () => spoken.push("pause"),
      resume: () => spoken.push("resume"),
      cancel: () => spoken.push("cancel"),
      addEventListener: () => {},
    };
    class Utterance {
      lang = "";
      onend: (() => void) | null = null;
      readonly text: string;
      constructor(text: string) {
        this.text = text;
      }
    }
    Object.defineProperty(window, "speechSynthesis", { value: synthesis });
    Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
    Object.assign(window, {
      spoken,
      endPart: () => current?.onend?.(new Event("end") as SpeechSynthesisEvent),
    });
  };
  const spokenOn = (page: Page) => page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
  const endPart = (page: Page) =>
    page.evaluate(() => (window as unknown as { endPart: () => void }).endPart());

  it("reads a story part by part, pauses, goes on, shows where it is, and leaves its background out", async () => {
    const context = await browser().newContext();
    const page = await context.newPage();
    await page.addInitScript(speech);
    await page.goto(sample + pages.background);
    await page.getByRole("button", { name: "Listen" }).click();
    const position = page.locator(".listen output");
    const [, count = "0"] = ((await position.textContent()) ?? "").split(" / ");
    expect(await page.locator(".speaking").textContent()).toContain("Khaled Haftar");
    await endPart(page);
    expect(await position.textContent()).toBe(`2 / ${count}`);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Listen" }).click();
    for (let i = 2; i <= Number(count); i++) await endPart(page);
    await expect.poll(() => page.locator(".speaking").count()).toBe(0);
    await expect.poll(() => page.getByRole("button", { name: "Stop" }).isVisible()).toBe(false);
    const spoken = await spokenOn(page);
    expect(spoken.filter((each) => each.startsWith("en"))).toHaveLength(Number(count));
    expect(spoken).toEqual(expect.arrayContaining(["pause", "resume"]));
    expect(spoken.join()).not.toContain("lives from oil");
    await page.getByRole("button", { name: "Listen" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    expect((await spokenOn(page)).at(-1)).toBe("cancel");
    await context.close();
  });

  it.each([
    [
      "there is no speech",
      () => Object.defineProperty(window, "speechSynthesis", { value: undefined }),
      pages.background,
    ],
    ["no voice has the story's language", speech, pages.arabic],
  ])("is not offered where %s", async (_, setting, path) => {
    const context = await browser().newContext();
    const page = await context.newPage();
    await page.addInitScript(setting);
    await page.goto(sample + path);
    await expect.poll(() => page.getByRole("button", { name: "Listen" }).isVisible()).toBe(false);
    await context.close();
  });
});

it("suggests the story whose address was mistyped", async () => {
  await visit(pages.missing, {}, async (page) => {
    await page.getByRole("link", { name: "The lighthouse of Ras Tarfa is lit again" }).click();
    await expect.poll(() => page.url()).toBe(sample + pages.article);
  });
});

it("tells times of the publication's day relative to now, on paper and later absolutely", async () => {
  const context = await browser().newContext();
  const page = await context.newPage();
  await page.clock.install({ time: new Date("2025-07-09T19:00:30Z") });
  await page.goto(sample + pages.article);
  const time = page.locator(".byline time");
  expect(await time.textContent()).toBe("just now");
  expect(await time.getAttribute("title")).toContain("9 July 2025");
  await page.clock.runFor("00:05:00");
  expect(await time.textContent()).toBe("5 minutes ago");
  // In Tripoli it is a quarter to twelve.
  await page.clock.runFor("02:40:00");
  expect(await time.textContent()).toBe("2 hours ago");
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await time.textContent()).toContain("9 July 2025");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  expect(await time.textContent()).toBe("2 hours ago");
  await page.clock.runFor("00:30:00");
  expect(await time.textContent()).toContain("9 July 2025");
  await context.close();
});

it("copies a feed's address", async () => {
  await visit(pages.subscribe, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.getByRole("button", { name: "Copy" }).first().click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.getByRole("status").textContent()).toBe("Copied");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${sample}/rss.xml`);
  });
});

it("can be walked with the keyboard alone: the first stop skips to the content", async () => {
  await visit(pages.front, {}, async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
  });
});

it("stays light: HTML under 40 KB beyond the story, CSS under 15 KB, script under 10 KB", async () => {
  const sizes = await visit(pages.long, {}, async (page) => {
    const body = await page.locator(".body").innerHTML();
    const html = await (await fetch(sample + pages.long)).text();
    const [style, script] = await Promise.all(
      ["link[rel=stylesheet]", "script[src]"].map(async (selector) => {
        const element = page.locator(selector);
        const url = (await element.getAttribute("href")) ?? (await element.getAttribute("src"));
        return (await (await fetch(url ?? "")).text()).length;
      }),
    );
    return { html: html.length - body.length, style: style ?? 0, script: script ?? 0 };
  });
  expect(sizes.html).toBeLessThan(40_000);
  expect(sizes.style).toBeLessThan(15_000);
  expect(sizes.script).toBeLessThan(10_000);
});

it("makes a feed readable for who opens it in a browser that renders XML", async () => {
  const context = await browser().newContext();
  const page = await context.newPage();
  // Chromium shows feeds as source text; as XML of no special type it shows what others do.
  await page.route("**/rss.xml", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-type": "application/xml" } });
  });
  await page.goto(`${sample}/rss.xml`);
  const shown = await page.evaluate(() => {
    const style = (name: string) =>
      getComputedStyle(document.getElementsByTagName(name)[0] as Element).display;
    return { item: style("item"), title: style("title"), content: style("content:encoded") };
  });
  expect(shown).toEqual({ item: "block", title: "block", content: "none" });
  await context.close();
});
