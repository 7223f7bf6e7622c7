import { AxeBuilder } from "@axe-core/playwright";
import { expect, inject, it } from "vitest";
import { useDesk } from "../setup/desk.ts";

// What the publication is called and how it looks is seen before it is said.

const scratch = inject("scratch");
const { person, complaints } = useDesk({ writing: "seen" });
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10" width="40" height="10"><path d="M0 0h40v10z"/></svg>`;

it("a name, a colour and a logo are shown on the front page while they are chosen, and to nobody else", async () => {
  const page = await person("owner");
  await page.goto(`${scratch}/desk/settings`);
  const before = await (await fetch(`${scratch}/privacy`)).text();
  const front = page.frameLocator("iframe[name=preview]");
  const title = page.getByLabel("Name", { exact: true });
  const said = await title.inputValue();
  await title.fill("The Long Shore");
  await front.getByRole("heading", { level: 1, name: "The Long Shore" }).waitFor();
  await page.getByLabel("Colour", { exact: true }).fill("#0a7a33");
  await front.locator("link[href$='.0a7a33.css']").waitFor({ state: "attached" });
  await page
    .getByLabel("Logo", { exact: true })
    .setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(LOGO) });
  await front.getByRole("img", { name: "The Long Shore" }).waitFor();
  expect(await (await fetch(`${scratch}/privacy`)).text()).toBe(before);

  // What cannot be is told, and what was written stays.
  await page.getByLabel("Time zone").fill("Africa/Nowhere");
  await page.getByRole("button", { name: "Save" }).click();
  expect(await page.getByRole("alert").textContent()).toContain("There is no such time zone");
  expect(await title.inputValue()).toBe("The Long Shore");
  expect((await new AxeBuilder({ page }).exclude("iframe").analyze()).violations).toEqual([]);

  await page.goto(`${scratch}/desk/settings`);
  expect(await title.inputValue()).toBe(said);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  expect(await (await fetch(`${scratch}/privacy`)).text()).toBe(before);
  expect(complaints).toEqual([]);
});
