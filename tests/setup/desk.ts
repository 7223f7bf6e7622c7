import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll } from "vitest";
import { anybody, api } from "./client.ts";
import { useBrowser } from "./visit.ts";

/** The desk as somebody sits at it: browsers of their own, each with a virtual authenticator. */
export interface Desk {
  /** A browser of somebody's own, whose passkeys are in it. */
  open: (options?: BrowserContextOptions) => Promise<Page>;
  /** Somebody with a role, at the desk. */
  person: (role: string, name?: string, options?: BrowserContextOptions) => Promise<Page>;
  /** What pages complained about, but for what is refused on purpose. */
  complaints: string[];
}

/** @param writing what texts are written in: as they will look, or as Markdown */
export function useDesk({ writing }: { writing: "seen" | "markdown" }): Desk {
  const browser = useBrowser();
  const contexts: BrowserContext[] = [];
  afterAll(async () => {
    for (const context of contexts) await context.close();
  });
  const complaints: string[] = [];

  const open: Desk["open"] = async (options = {}) => {
    const context = await browser().newContext({
      ...options,
      extraHTTPHeaders: { "CF-Connecting-IP": anybody() },
    });
    contexts.push(context);
    await context.addInitScript((kind) => localStorage.setItem("desk-writing", kind), writing);
    const page = await context.newPage();
    page.on("console", (message) => {
      // What is refused on purpose is told by the browser, too.
      if (message.type() === "error" && !/status of 4\d\d|ERR_INTERNET/.test(message.text()))
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    const session = await context.newCDPSession(page);
    await session.send("WebAuthn.enable");
    await session.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        ...{ protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true },
        ...{ isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    return page;
  };

  const person: Desk["person"] = async (
    role,
    name = `${role} ${crypto.randomUUID().slice(0, 4)}`,
    options = {},
  ) => {
    const { link } = await (await api("POST", "people", { name, role })).json();
    const page = await open(options);
    await page.goto(link);
    await page.locator("form[action='/desk/enter'] button").click();
    await page.waitForURL("**/desk/account");
    return page;
  };
  return { open, person, complaints };
}

/** Waits until a story's page says something of what is saved. */
export async function says(page: Page, text: string): Promise<void> {
  await page.locator("[data-state]", { hasText: new RegExp(text) }).waitFor({ timeout: 15_000 });
}

/** Does not wait until what was done cannot be taken back any more. */
export async function atOnce(page: Page): Promise<void> {
  await page.getByRole("button", { name: "At once" }).click();
}
