import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, inject } from "vitest";
import { launchBrowser } from "../../scripts/browser.ts";

let browser: Browser | undefined;

/** The browser of a test file, started and closed with it. */
export function useBrowser(): () => Browser {
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  return () => {
    if (!browser) throw new Error("the browser is started before the tests of its file");
    return browser;
  };
}

const NOT_FOUND = /status of (404|410)/;

/** Opens a page of the sample and gives it with everything it complained about, or asked of strangers. */
export async function visit<T>(
  path: string,
  options: BrowserContextOptions,
  look: (page: Page, complaints: string[]) => Promise<T>,
): Promise<T> {
  const sample = inject("sample");
  const context = await browser?.newContext(options);
  if (!context) throw new Error("a file that visits pages uses a browser");
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    // That a missing page is missing is no fault of the page.
    if (["error", "warning"].includes(message.type()) && !NOT_FOUND.test(message.text()))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(sample)) complaints.push(`asks ${request.url()}`);
  });
  try {
    await page.goto(sample + path, { waitUntil: "load" });
    return await look(page, complaints);
  } finally {
    await context.close();
  }
}
