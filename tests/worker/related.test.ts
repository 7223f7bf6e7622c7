import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import ledgerFeed from "../../data/upstreams/maghreb-ledger.xml?raw";
import sidraFeed from "../../data/upstreams/sidra-log.xml?raw";
import { readFeed } from "../../src/ingest/read.ts";
import type { ArticleDocument, ListDocument, RelatedArticle } from "../../src/model/document.ts";
import { openReader, serve } from "./gathering/reader.ts";
import { clearKv, openDesk } from "./newsroom.ts";
import { publishSample, sampleSlugs } from "./sample.ts";

// What to read next: the same event as others report it, related and never merged, and what has the
// same subjects.

const relatedOf = async (slug: string) => {
  const document = await env.DOCUMENTS.get<ArticleDocument>(`article/${slug}`, "json");
  return document?._dateline.related ?? [];
};
const also = async (slug: string) =>
  (await relatedOf(slug)).filter(({ same }) => same).map(({ source, title }) => `${source}: ${title}`);
const slugIn = (url: string) => decodeURIComponent(url.split("/").at(-1) ?? "");

const START = Date.UTC(2025, 6, 21);

/** Stories of the sample and its upstreams that a person would call related. */
const PAIRS: [string, string][] = [
  ["lighthouse-of-ras-tarfa-is-lit-again", "wanted-a-keeper-for-the-light-of-ras-tarfa"],
  ["what-the-olive-growers-of-tarhuna-know-about-wells", "olive-oil-a-record-and-nowhere-to-put-it"],
  ["phone-towers-along-the-desert-road", "road-to-debdeb-resurfaced"],
  ["free-zone-at-debdeb-gets-a-plan", "debdeb-crossing-to-open-at-night"],
  ["misrata-port-takes-its-largest-ship", "freight-rates-to-tripoli-fall-below-those-to-tunis"],
  ["family-park-opens-in-bani-walid", "bani-walid-park-one-week-later"],
  ["family-park-opens-in-bani-walid", "حديقة-عائلية-في-بني-وليد"],
  ["office-of-control-authority-set-on-fire", "blaze-at-auditors-office-in-capital"],
  ["museum-of-sabratha-opens-its-store-rooms", "museum-says-bronze-horse-was-stolen"],
  ["misrata-beats-benghazi-on-penalties", "coach-of-the-year-is-a-bus-driver"],
  ["power-cuts-shorter-this-summer", "solar-field-at-kufra-feeds-the-grid"],
  ["power-cuts-shorter-this-summer", "heatwave-reaches-forty-six-degrees-in-ghadames"],
  ["algeria-wants-three-billion-dollars-of-trade-with-libya", "free-zone-at-debdeb-gets-a-plan"],
  ["algeria-wants-three-billion-dollars-of-trade-with-libya", "road-to-debdeb-resurfaced"],
  ["free-zone-at-debdeb-gets-a-plan", "road-to-debdeb-resurfaced"],
  ["haftar-and-yevkurov-meet-in-moscow", "army-academy-of-the-east-adds-engineering"],
  ["haftar-and-yevkurov-meet-in-moscow", "russian-wheat-arrives-in-benghazi"],
  ["night-ferry-between-tripoli-and-sfax-returns", "customs-officers-of-two-countries-share-a-room"],
  ["night-ferry-between-tripoli-and-sfax-returns", "school-ships-of-the-gulf-of-gabes"],
  ["misrata-port-takes-its-largest-ship", "russian-wheat-arrives-in-benghazi"],
  ["heatwave-reaches-forty-six-degrees-in-ghadames", "tripoli-counts-its-trees"],
  ["heatwave-reaches-forty-six-degrees-in-ghadames", "weather-service-names-its-first-storm"],
  ["date-exporters-agree-on-one-box", "school-ships-of-the-gulf-of-gabes"],
];

describe("the sample", () => {
  const lists: Record<string, RelatedArticle[]> = {};

  beforeAll(async () => {
    await clearKv();
    const desk = await openDesk("related-sample");
    await desk.pass(30 * 86_400_000); // the sample is of July
    await publishSample(desk.publish);
    for (const [name, feed] of [
      ["Maghreb Ledger", ledgerFeed],
      ["Sidra Log", sidraFeed],
    ] as const) {
      for (const { title, tags, body, published } of readFeed(feed, "https://upstream.example/").entries) {
        if (title.includes("night opening confirmed")) continue; // told twice; gathering makes one of it
        const date = new Date(Math.min(published ?? START, START)).toISOString();
        await desk.publish({
          title,
          tags,
          html: body.html,
          published: date,
          source: { name, url: "https://upstream.example/" },
        });
      }
    }
    await desk.drain();
    for (const slug of new Set([...sampleSlugs, ...PAIRS.flat()])) lists[slug] = await relatedOf(slug);
  });

  it("has one pair that two sources report, both ways, and no other", () => {
    const found = Object.entries(lists).flatMap(([slug, list]) =>
      list.filter(({ same }) => same).map(({ source, title }) => [slug, `${source}: ${title}`]),
    );
    expect(Object.fromEntries(found)).toEqual({
      "blaze-at-auditors-office-in-capital":
        "Tripoli Wire: Control authority’s office in Tripoli set on fire",
      "office-of-control-authority-set-on-fire":
        "Misrata Gazette: Blaze at the auditors’ office in the capital",
    });
  });

  it("names what a person would choose, more often than tags alone do", async () => {
    const ours = (slug: string) => (lists[slug] ?? []).map(({ url }) => slugIn(url));
    const home = await env.DOCUMENTS.get<ListDocument>("list/home", "json");
    const items = (home?.items ?? []).map(({ _dateline: { slug, tags } }) => ({
      slug,
      tags: tags.map((tag) => tag.slug),
    }));
    // The other way: most tags in common, the newest first.
    const byTags = (slug: string) => {
      const tags = items.find((item) => item.slug === slug)?.tags ?? [];
      return items
        .filter((item) => item.slug !== slug)
        .map((item) => ({ ...item, shared: item.tags.filter((tag) => tags.includes(tag)).length }))
        .sort((a, b) => b.shared - a.shared)
        .slice(0, 6)
        .map((item) => item.slug);
    };
    const rate = (list: (slug: string) => string[]) => {
      const hits = PAIRS.flatMap(([a, b]) => [list(a).includes(b), list(b).includes(a)]);
      return hits.filter(Boolean).length / hits.length;
    };
    expect(rate(ours)).toBeGreaterThan(0.85);
    expect(rate(ours)).toBeGreaterThan(rate(byTags));
  });

  it("says why, never names more than six, and no story twice or itself", () => {
    for (const [slug, list] of Object.entries(lists)) {
      const named = list.map(({ url }) => slugIn(url));
      expect(named.length).toBeLessThanOrEqual(6);
      expect(new Set(named).size).toBe(named.length);
      expect(named).not.toContain(slug);
    }
    const [academy] = (lists["haftar-and-yevkurov-meet-in-moscow"] ?? []).filter(({ title }) =>
      title.startsWith("Army"),
    );
    expect(academy?.tags).toEqual(["Libyan army", "Libya"]);
  });

  it("is not led by the paragraphs that all stories of a source end with", () => {
    // Eight stories end alike; of the others of that source, only those with a subject in common are named.
    const named = (lists["haftar-and-yevkurov-meet-in-moscow"] ?? []).map(({ url }) => slugIn(url));
    for (const stranger of [
      "tripoli-counts-its-trees",
      "heatwave-reaches-forty-six-degrees-in-ghadames",
      "power-cuts-shorter-this-summer",
      "solar-field-at-kufra-feeds-the-grid",
    ]) {
      expect(named).not.toContain(stranger);
    }
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
