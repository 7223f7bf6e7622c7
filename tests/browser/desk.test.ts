import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { anybody, api, publish } from "../setup/client.ts";
import { atOnce, says, useDesk } from "../setup/desk.ts";
import { TOKEN } from "../setup/servers.ts";

// The newsroom's people at their desk, in a real browser with a virtual authenticator.

const scratch = inject("scratch");
const { open, person, complaints } = useDesk({ writing: "markdown" });

/** Writes a story and waits until it is saved. */
async function write(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(text);
  await says(page, "Saved|حُفظ");
}

const label = () => `Desk ${crypto.randomUUID().slice(0, 8)}`;

describe("getting in", () => {
  it("the operator's token makes the first owner, whose passkey lets them in from then on", async () => {
    const page = await open();
    await page.goto(`${scratch}/desk`);
    // Others may have begun: this server is everybody's.
    if (await page.getByRole("link", { name: /set up the desk/ }).count()) {
      await page.getByRole("link", { name: /set up the desk/ }).click();
      await page.getByLabel("The operator’s token").fill("wrong");
      await page.getByLabel("Your name").fill("Leila");
      await page.getByRole("button", { name: "Begin" }).click();
      expect(await page.getByRole("alert").textContent()).toContain("not the operator’s token");
      await page.getByLabel("The operator’s token").fill(TOKEN);
      await page.getByLabel("Your name").fill("Leila");
      await page.getByRole("button", { name: "Begin" }).click();
      await page.waitForURL("**/desk/account");
    }
    expect((await page.goto(`${scratch}/desk/setup`))?.url()).not.toContain("setup");
  });

  it("a link lets in once, a passkey as often as it is shown, and a code once", async () => {
    const { link } = await (await api("POST", "people", { name: "Hana", role: "author" })).json();
    const page = await open();
    await page.goto(link);
    await page.getByRole("button", { name: "Open the desk" }).click();
    await page.getByLabel("What to call it").fill("My phone");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("My phone").waitFor();
    await page.getByRole("button", { name: "Make new codes" }).click();
    const codes = await page.locator(".codes li").allTextContents();
    expect(new Set(codes).size).toBe(10);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL("**/desk");
    await expect.poll(() => page.getByRole("link", { name: "Write a story" }).count()).toBe(1);
    await page.goto(`${scratch}/desk/account`);
    await page.getByRole("button", { name: "Sign out" }).click();

    const other = await open();
    expect((await other.goto(link))?.status()).toBe(410);
    for (const works of [true, false]) {
      await other.goto(`${scratch}/desk/sign-in`);
      await other.getByLabel("One of your recovery codes").fill(codes[3] ?? "");
      await other.getByRole("button", { name: "Sign in with the code" }).click();
      if (works) await other.getByRole("heading", { name: "Hana" }).waitFor();
      else expect(await other.getByRole("alert").textContent()).toContain("no more");
      await other.context().clearCookies();
    }
  });

  it("whose access is ended is out at once, and the last owner stays", async () => {
    const name = `Gone ${crypto.randomUUID().slice(0, 6)}`;
    const page = await person("author", name);
    const { people } = await (await api("GET", "people")).json();
    const { id } = people.find((each: { name: string }) => each.name === name);
    expect((await api("DELETE", `people/${id}`)).status).toBe(204);
    await page.goto(`${scratch}/desk`);
    await expect.poll(() => page.url()).toContain("/desk/sign-in");
  });
});

describe("a story", () => {
  it("is saved while it is written, read before it goes out, and published", async () => {
    const page = await person("author");
    const title = label();
    await page.goto(`${scratch}/desk`);
    await page.getByRole("link", { name: "Write a story" }).click();
    await write(page, {
      title,
      standfirst: "In short.",
      text: "It *sails*.\n\nAnd turns.",
      tags: "Desk, Harbour",
    });
    // Nothing was sent by hand: it is there when the page is opened anew.
    await page.reload();
    expect(await page.locator("[name=title]").inputValue()).toBe(title);
    await page.getByRole("button", { name: "Preview" }).click();
    const frame = page.frameLocator("iframe.phone");
    await frame.getByRole("heading", { name: title }).waitFor();
    expect(await frame.locator(".body em").textContent()).toBe("sails");
    await page.getByRole("button", { name: "Make a link" }).click();
    const reader = await open();
    await reader.goto(await page.getByRole("status").locator("input").inputValue());
    await reader.getByRole("heading", { name: title }).waitFor();
    expect(reader.url()).not.toContain("#");
    await page.getByRole("link", { name: "Back to writing" }).click();
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    // Nobody has it yet, and it goes out by itself.
    await page.getByRole("button", { name: "Take that back" }).click();
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("It is about to be published.").waitFor();
    await page.getByText("It is published.").waitFor();
    await page.getByRole("link", { name: "What readers have" }).first().click();
    await page.getByRole("heading", { name: title }).waitFor();
    const feed = await (await fetch(`${scratch}/tags/harbour/feed.json`)).json();
    expect(feed.items.map((item: { title: string }) => item.title)).toContain(title);
  });

  it("is submitted by a contributor on a phone who lost the connection, sent back, and scheduled by an editor", async () => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };
    const writer = await person("contributor", undefined, phone);
    const editor = await person("editor");
    const title = label();
    await writer.goto(`${scratch}/desk/stories/new`);
    await write(writer, { title, text: "One." });
    await writer.context().setOffline(true);
    await writer.locator("[name=text]").fill("One.\n\nTwo, on a train.");
    await says(writer, "no connection");
    await writer.context().setOffline(false);
    await expect
      .poll(() => writer.locator("[data-state]").textContent(), { timeout: 15_000 })
      .toContain("Saved");
    await expect.poll(() => writer.getByRole("button", { name: "Publish" }).count()).toBe(0);
    await writer.reload();
    await writer.getByLabel("Note").fill("Please read.");
    await writer.getByRole("button", { name: "Submit to an editor" }).click();
    await atOnce(writer);
    await writer.getByText("It is with the editors.").waitFor();

    await editor.goto(`${scratch}/desk`);
    await editor.getByRole("link", { name: title }).click();
    expect(await editor.locator("[name=text]").inputValue()).toContain("on a train");
    await expect.poll(() => editor.getByText("Please read.").count()).toBe(1);
    await editor.getByLabel("Note").fill("A second source?");
    await editor.getByRole("button", { name: "Send back" }).click();
    await atOnce(editor);
    await writer.reload();
    await expect.poll(() => writer.getByText("A second source?").count()).toBe(1);

    await editor.locator("[name=at]").fill("2026-03-29T00:30");
    await editor.getByRole("button", { name: "Schedule" }).click();
    expect(await editor.getByRole("alert").textContent()).toContain("past");
    await editor
      .locator("[name=at]")
      .fill(`${new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)}T07:00`);
    await editor.getByRole("button", { name: "Schedule" }).click();
    await atOnce(editor);
    await editor.getByText("It goes out when its time has come.").waitFor();
    const month = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 7);
    await editor.goto(`${scratch}/desk/calendar?month=${month}`);
    await expect.poll(() => editor.getByRole("link", { name: `07:00 ${title}` }).count()).toBe(1);
    await editor.goto(`${scratch}/desk?which=scheduled`);
    await expect.poll(() => editor.getByRole("link", { name: title }).count()).toBe(1);
  });

  it("keeps what two people write at once, and shows both where they wrote the same", async () => {
    const [one, two] = [await person("editor", "Ann"), await person("editor", "Ben")];
    await one.goto(`${scratch}/desk/stories/new`);
    await write(one, { title: label(), text: "First.\n\nSecond.\n\nThird." });
    await two.goto(one.url());
    await one.locator("[name=text]").fill("First, of Ann.\n\nSecond.\n\nThird.");
    await says(one, "Saved");
    await two.locator("[name=text]").fill("First.\n\nSecond.\n\nThird, of Ben.");
    await says(two, "Ann wrote here, too");
    expect(await two.locator("[name=text]").inputValue()).toBe("First, of Ann.\n\nSecond.\n\nThird, of Ben.");

    await one.locator("[name=text]").fill("First, of Ann.\n\nSecond.\n\nThird, of Ann.");
    await says(one, "Ben changed the same");
    expect(await one.locator("[data-theirs=text]").inputValue()).toContain("Third, of Ben.");
    expect(await one.locator("[name=text]").inputValue()).toContain("Third, of Ann.");
    await one.getByRole("button", { name: "Save", exact: true }).click();
    await two.reload();
    expect(await two.locator("[name=text]").inputValue()).toContain("Third, of Ann.");
  });

  it("that is published has a draft that readers do not see, a history, and a way back", async () => {
    const page = await person("author");
    const title = label();
    await page.goto(`${scratch}/desk/stories/new`);
    await write(page, { title, text: "It sails." });
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await atOnce(page);
    const link = page.getByRole("link", { name: "What readers have" }).first();
    const address = (await link.getAttribute("href")) ?? "";
    await page.locator("[name=text]").fill("It sails tomorrow.");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("wrote here").waitFor();
    expect(await (await fetch(address)).text()).not.toContain("tomorrow");
    await page.getByRole("button", { name: "Publish the change" }).click();
    await atOnce(page);
    await page.getByText("It is published.").waitFor();
    expect(await (await fetch(address)).text()).toContain("tomorrow");
    await page.getByRole("link", { name: "History" }).click();
    await expect.poll(() => page.locator("del").allTextContents()).toEqual(["sails."]);
    await expect.poll(() => page.locator("ins").allTextContents()).toEqual(["sails tomorrow."]);
    await page.getByRole("link", { name: "Revision 1" }).click();
    await page.getByRole("button", { name: "Take up this text again" }).click();
    expect(await page.locator("[name=text]").inputValue()).toBe("It sails.");
    await page.getByRole("button", { name: "Publish the change" }).click();
    await atOnce(page);
    await page.getByText("It is published.").waitFor();

    await page.getByLabel(/^Correction/).fill("It sails on *Friday*.");
    await says(page, "Saved");
    await page.reload();
    expect(
      await page
        .getByLabel(/^Correction/)
        .first()
        .inputValue(),
    ).toBe("It sails on *Friday*.");
    const before = await (await fetch(`${address}.json`)).json();
    await page.getByLabel(/Only a mend/).check();
    await page.getByRole("button", { name: "Publish the change" }).click();
    await atOnce(page);
    await page.getByText("It is published.").waitFor();
    expect(await (await fetch(address)).text()).toMatch(
      /Correction, <time[^>]*>[^<]+<\/time>:<\/strong> It sails on \*Friday\*\./,
    );
    const after = await (await fetch(`${address}.json`)).json();
    expect(after._dateline.corrections).toMatchObject([{ text: "It sails on *Friday*." }]);
    expect(after.date_modified).toBe(before.date_modified);

    await page.getByLabel("Why, as readers are told").fill("It never sailed.");
    await page.getByRole("button", { name: "Withdraw from readers" }).click();
    await atOnce(page);
    await page.getByText("It is withdrawn").waitFor();
    const gone = await fetch(address);
    expect(gone.status).toBe(410);
    expect(await gone.text()).toContain("It never sailed.");
    await page.getByRole("button", { name: "Bring back" }).click();
    await atOnce(page);
    await page.getByText("It is back.").waitFor();
    expect((await fetch(address)).status).toBe(200);
  });
});

/** A comment on a story, from its own form. */
async function comment(url: string, text: string): Promise<void> {
  const page = await (await fetch(url)).text();
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const body = new URLSearchParams({ website: "", email: "", token, name: "Reader", text });
  const headers = { "CF-Connecting-IP": anybody() };
  const response = await fetch(`${url}/comments`, { method: "POST", body, headers, redirect: "manual" });
  expect(response.status).toBe(303);
}

it("comments are decided on by keys, and the last decision is taken back", async () => {
  const story = await publish({ title: label(), markdown: "It sails." });
  for (const text of ["The first word.", "The second word.", "The third word."])
    await comment(story.url, text);
  const page = await person("moderator");
  await page.goto(`${scratch}/desk`);
  await expect.poll(() => page.url()).toContain("/desk/comments");
  const waiting = page.locator("li.comment:visible", { hasText: story.title as string });
  await expect.poll(() => waiting.count()).toBe(3);
  const others = await page.locator("li.comment:visible").count();
  // Down to the first of this story, wherever it stands.
  for (
    let i = 0;
    i < others && !(await page.locator("[data-here]", { hasText: story.title as string }).count());
    i++
  )
    await page.keyboard.press("j");
  await page.keyboard.press("a");
  await expect.poll(() => waiting.count(), { timeout: 10_000 }).toBe(2);
  await page.keyboard.press("s");
  await expect.poll(() => waiting.count(), { timeout: 10_000 }).toBe(1);
  await page.keyboard.press("u");
  await expect.poll(() => waiting.count(), { timeout: 10_000 }).toBe(2);
  await expect.poll(async () => (await fetch(story.url)).text(), { timeout: 15_000 }).toMatch(/The \w+ word/);
  await page.reload();
  await expect.poll(() => waiting.count()).toBe(2);
});

it("several comments are decided on at once, one is answered as the newsroom, and a thread is closed", async () => {
  const story = await publish({ title: label(), markdown: "It sails." });
  for (const n of [1, 2, 3]) await comment(story.url, `Question ${n} of ${story.slug}`);
  const page = await person("moderator", "Salma");
  await page.goto(`${scratch}/desk/comments`);
  const mine = page.locator("li.comment", { hasText: story.title as string });
  for (const i of [0, 1]) await mine.nth(i).getByRole("checkbox").check();
  await page.locator("#chosen").getByRole("button", { name: "Approve" }).click();
  await page.waitForURL("**/desk/comments?which=pending");
  await expect.poll(() => mine.count()).toBe(1);
  await mine.getByText("Answer as the newsroom").first().click();
  await mine.getByRole("textbox").fill("We have asked them.");
  await mine.getByRole("button", { name: "Answer as the newsroom" }).click();
  await page.waitForURL("**/desk/comments?which=approved");
  await expect
    .poll(async () => (await fetch(story.url)).text(), { timeout: 15_000 })
    .toMatch(/<bdi>Salma<\/bdi><\/b> \(the newsroom\).*We have asked them\./s);
  expect((await (await fetch(story.url)).text()).match(/Question \d of/g)).toHaveLength(3);
  await mine.first().getByRole("button", { name: "Close the comments on this story" }).click();
  await expect
    .poll(async () => (await fetch(story.url)).text(), { timeout: 15_000 })
    .not.toContain(`action="${story.url}/comments"`);
});

it("who works here is changed only by who shows a passkey again", async () => {
  const page = await person("owner");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("never used").waitFor();
  await page.getByRole("button", { name: "Make new codes" }).click();
  const [code = ""] = await page.locator(".codes li").allTextContents();
  await page.context().clearCookies();
  await page.goto(`${scratch}/desk/sign-in`);
  await page.getByLabel("One of your recovery codes").fill(code);
  await page.getByRole("button", { name: "Sign in with the code" }).click();
  await page.waitForURL("**/desk/account");
  await page.goto(`${scratch}/desk/people`);
  await expect.poll(() => page.getByRole("button", { name: "Invite somebody" }).count()).toBe(0);
  await page.getByRole("button", { name: "Confirm with your passkey" }).click();
  const name = `Invited ${crypto.randomUUID().slice(0, 6)}`;
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const link = await page.getByRole("textbox", { name: /^Link for/ }).inputValue();
  const other = await open();
  await other.goto(link);
  await other.getByRole("button", { name: "Open the desk" }).click();
  await other.getByRole("heading", { name }).waitFor();
});

it.each([
  ["wide", { viewport: { width: 1280, height: 900 } }],
  ["narrow", { viewport: { width: 360, height: 740 } }],
  ["dark", { colorScheme: "dark" as const }],
  ["Arabic", { locale: "ar", viewport: { width: 1280, height: 900 } }],
  ["narrow Arabic", { locale: "ar", viewport: { width: 360, height: 740 } }],
])("%s pages can be used by everybody, and are no wider than the screen", async (_, options) => {
  const page = await person("owner", undefined, options);
  await page.goto(`${scratch}/desk/stories/new`);
  await write(page, {
    title: "A headline that is so long that it goes on on the next line of it",
    text: "It sails.",
  });
  const story = page.url();
  for (const path of [
    "/desk",
    "/desk/account",
    "/desk/people",
    "/desk/comments",
    "/desk/activity",
    "/desk/sources",
    "/desk/tags",
    "/desk/front",
    "/desk/settings",
    "/desk/calendar",
    "/desk/search?q=a",
    `${story.replace(scratch, "")}/preview`,
    story.replace(scratch, ""),
  ]) {
    await page.goto(scratch + path);
    // Readers' own page, within the preview, has tests of its own.
    const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
    expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
  }
});

it("no page complained", () => expect(complaints).toEqual([]));
