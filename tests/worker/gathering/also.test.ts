import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import ledgerFeed from "../../../data/upstreams/maghreb-ledger.xml?raw";
import sidraFeed from "../../../data/upstreams/sidra-log.xml?raw";
import type { ArticleDocument } from "../../../src/model/document.ts";
import { clearKv, openDesk } from "../newsroom.ts";
import { openReader, serve } from "./reader.ts";

// The same event as another publication reports it: related, never merged.

const articles = import.meta.glob<string>("../../../data/articles/*.md", {
  query: "?raw",
  eager: true,
  import: "default",
});

/** Publishes the sample's articles into a newsroom. */
async function publishSample(publish: Awaited<ReturnType<typeof openDesk>>["publish"]): Promise<void> {
  const when = (text: string) => /^published: (.*)$/m.exec(text)?.[1] ?? "";
  const inOrder = Object.entries(articles).sort(([, a], [, b]) => when(a).localeCompare(when(b)));
  for (const [path, text] of inOrder) {
    const [, front = "", markdown = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
    const field = (name: string) => new RegExp(`^ *${name}: "?(.*?)"?$`, "m").exec(front)?.[1];
    const slug = path.replace(/^.*\/|\.md$/g, "").normalize("NFC");
    const name = /^source:\n {2}name: "(.*)"$/m.exec(front)?.[1];
    await publish({
      ...{
        slug,
        markdown,
        title: field("title"),
        standfirst: field("standfirst"),
        published: field("published"),
      },
      tags: [...front.matchAll(/^ {2}- "(.*)"$/gm)].map(([, tag]) => tag ?? ""),
      ...(name && { source: { name, url: "https://source.example/" } }),
    } as Parameters<typeof publish>[0]);
  }
}

const also = async (slug: string) => {
  const document = await env.DOCUMENTS.get<ArticleDocument>(`article/${slug}`, "json");
  return (document?._dateline.also ?? []).map(({ source, title }) => `${source}: ${title}`);
};

it("finds the one pair of the sample that two sources report, both ways, and no other", async () => {
  await clearKv();
  const desk = await openDesk("also-sample");
  await desk.pass(30 * 86_400_000); // the sample is of July
  await publishSample(desk.publish);
  await desk.drain();
  const found: Record<string, string[]> = {};
  for (const path of Object.keys(articles)) {
    const slug = path.replace(/^.*\/|\.md$/g, "").normalize("NFC");
    const others = await also(slug);
    if (others.length) found[slug] = others;
  }
  expect(found).toEqual({
    "blaze-at-auditors-office-in-capital": [
      "Tripoli Wire: Control authority’s office in Tripoli set on fire",
    ],
    "office-of-control-authority-set-on-fire": [
      "Misrata Gazette: Blaze at the auditors’ office in the capital",
    ],
  });
});

const story = (title: string, url: string) =>
  `<rss version="2.0"><channel><title>${title}</title><link>${url}</link><item><guid isPermaLink="false">${title}</guid><title>Ferry runs aground off Zuwara</title><link>${url}/1</link><pubDate>Tue, 01 Jul 2025 10:00:00 GMT</pubDate><description>&lt;p&gt;The ferry Amal ran aground on a sandbank off Zuwara on Monday evening; tugs freed her at high tide, and nobody was hurt, says the captain of the port.&lt;/p&gt;</description></item></channel></rss>`;

it("follows headlines, and ends when a report is withdrawn", async () => {
  await clearKv();
  const reader = await openReader();
  await reader.follow(await serve("/also/ledger", ledgerFeed));
  await reader.follow(await serve("/also/one", story("One", "https://one.example")));
  await reader.follow(await serve("/also/two", story("Two", "https://two.example")));
  const written = async () => {
    for (let i = 0; i < 5; i++) {
      reader.later(2000);
      await reader.stub.wake();
    }
  };
  await written();
  expect(await also("ferry-runs-aground-off-zuwara")).toEqual(["Two: Ferry runs aground off Zuwara"]);
  const second = (await reader.articles()).find(({ source }) => source?.name === "Two");
  await reader.stub.edit(
    second?.id ?? "",
    null,
    { content: { title: "Ferry freed off Zuwara" } },
    "editor",
    0,
  );
  await written();
  expect(await also("ferry-runs-aground-off-zuwara")).toEqual(["Two: Ferry freed off Zuwara"]);
  await reader.stub.withdraw(second?.id ?? "", null, "editor", 0);
  await written();
  expect(await also("ferry-runs-aground-off-zuwara")).toEqual([]);
});

it("is led by no paragraph that a source repeats", async () => {
  await clearKv();
  const reader = await openReader();
  await reader.follow(await serve("/also/ledger", ledgerFeed));
  await reader.follow(await serve("/also/sidra", sidraFeed));
  // Another story altogether, which ends with the same five paragraphs.
  const [closing] = /<p>The two countries share[\s\S]*?top of the story\.<\/p>/.exec(ledgerFeed) ?? [];
  const html = `<p>The choir of Oran sang on the beach, and the sea was asked to be quiet.</p>${closing}`;
  const choir = story("Choir", "https://choir.example")
    .replace("Ferry runs aground off Zuwara", "A choir at the beach")
    .replace(/01 Jul/, "18 Jul")
    .replace(/<description>.*<\/description>/, `<description><![CDATA[${html}]]></description>`);
  await reader.follow(await serve("/also/choir", choir));
  reader.later(5000);
  await reader.stub.wake();
  expect(await also("a-choir-at-the-beach")).toEqual([]);
});
