import { expect, inject, it } from "vitest";
import { api, publish, uniqueTag } from "../setup/client.ts";

// What was wrong, and why something is gone, is told to readers of every format.

const TEXT = "The ship has 12 < 20 places.";

it("a correction stands under the story in every format, and is an update", async () => {
  const tag = uniqueTag("Corrected");
  const { id, url, etag } = await publish({
    title: "Ships",
    markdown: "It has 20 places.",
    tags: [tag],
    published: "2026-11-20T08:00:00Z",
  });
  const patch = { corrections: [{ date: "2026-11-26", text: TEXT }] };
  const corrected = await api("PATCH", `articles/${id}`, patch, { "If-Match": etag });
  expect(await corrected.json()).toMatchObject(patch);
  const list = `${inject("scratch")}/tags/${tag.toLowerCase().replaceAll(" ", "-")}`;
  const told = "The ship has 12 &#x3C; 20 places.";
  for (const address of [url, `${list}/rss.xml`, `${list}/atom.xml`, `${list}/feed.json`, `${url}.md`]) {
    const text = (await (await fetch(address)).text())
      .replaceAll(/&amp;|\\(?=<)/g, (found) => (found === "&amp;" ? "&" : ""))
      .replaceAll(/&(?:lt|#x3C|#60);/g, "<");
    expect(text, address).toContain(told.replace("&#x3C;", "<"));
    expect(text, address).toMatch(/November 26, 2026|26 November 2026/);
  }
  const item = await (await fetch(`${url}.json`)).json();
  expect(item._dateline.corrections).toEqual(patch.corrections);
  expect(Date.parse(item.date_modified)).toBeGreaterThan(Date.parse(item.date_published));
  const page = await (await fetch(url)).text();
  const [, structured = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page) ?? [];
  expect(JSON.parse(structured).correction).toEqual([
    { "@type": "CorrectionComment", datePublished: "2026-11-26", text: TEXT },
  ]);
  const none = await api("PATCH", `articles/${id}`, { corrections: null }, { "If-Match": "*" });
  expect((await none.json()).corrections).toEqual([]);
  expect(await (await fetch(url)).text()).not.toContain("has 12");
});

it.each([
  ["a day that there is not", { date: "2026-02-30", text: "x" }],
  ["no text", { date: "2026-02-03", text: " " }],
])("refuses a correction with %s", async (_, correction) => {
  expect((await api("POST", "articles", { title: "x", corrections: [correction] })).status).toBe(422);
});

it("a withdrawal tells its reason, in the words of its writer, until the story is back", async () => {
  const { id, url } = await publish({ title: "Wrong", markdown: "It is wrong." });
  const reason = "It was <b>another</b> ship: مركب آخر.";
  expect((await api("DELETE", `articles/${id}?${new URLSearchParams({ reason })}`)).status).toBe(204);
  const page = await fetch(url);
  expect(page.status).toBe(410);
  expect(await page.text()).toContain("It was &lt;b&gt;another&lt;/b&gt; ship: مركب آخر.");
  const problem = await fetch(`${url}.json`);
  expect([problem.status, (await problem.json()).detail]).toEqual([
    410,
    `This article was withdrawn. ${reason}`,
  ]);
  expect((await (await api("GET", `articles/${id}`)).json()).reason).toBe(reason);
  expect((await api("DELETE", `articles/${id}?reason=${"x".repeat(281)}`)).status).toBe(422);
  const back = await api("PATCH", `articles/${id}`, { status: "published" }, { "If-Match": "*" });
  expect((await back.json()).reason).toBeNull();
  expect((await fetch(url)).status).toBe(200);
});

it("keeps the longest reason in any script", async () => {
  const { id, url } = await publish({ title: "Long", markdown: "It is long." });
  const reason = "船".repeat(280);
  expect((await api("DELETE", `articles/${id}?${new URLSearchParams({ reason })}`)).status).toBe(204);
  expect(await (await fetch(url)).text()).toContain(reason);
});
