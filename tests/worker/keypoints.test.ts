import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { ArticleDocument } from "../../src/model/document.ts";
import { cleanHtml, paragraphsOf } from "../../src/text/html.ts";
import { keyPointsOf } from "../../src/text/keypoints.ts";
import { markdownToHtml } from "../../src/text/markdown.ts";
import { countWords } from "../../src/text/plain.ts";
import { minutesToRead } from "../../src/text/reading.ts";
import { sentencesOf } from "../../src/text/sentences.ts";
import { clearKv, openDesk } from "./newsroom.ts";

// The sentences that carry a story: whole, its own, and better than its beginning.

const files = import.meta.glob<string>("../../data/articles/*.md", {
  query: "?raw",
  eager: true,
  import: "default",
});
const CLOSING =
  /^(Libya has had rival administrations|The country lives from oil\.|Elections planned for December)/;

const stories = Object.values(files).map((file) => {
  const [, front = "", markdown = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(file) ?? [];
  const field = (name: string) => new RegExp(`^${name}: "(.*)"$`, "m").exec(front)?.[1] ?? "";
  const title = field("title");
  const language = /\p{Script=Arabic}/u.test(title) ? "ar" : "en";
  const paragraphs = paragraphsOf(
    cleanHtml(markdownToHtml(markdown) ?? "", "https://x.example/").html,
  ).filter((paragraph) => !CLOSING.test(paragraph));
  return { title, language, paragraphs };
});
/** As they are, and three at a time, which makes each long enough. */
const english = stories.filter(({ language }) => language === "en");
const sample = [
  ...stories,
  ...english.map((story, i) => ({
    ...story,
    paragraphs: [0, 1, 2].flatMap((n) => english[(i + n) % english.length]?.paragraphs ?? []),
  })),
].map((story) => ({ ...story, points: keyPointsOf(story.paragraphs, story.title, story.language) }));

it.each<[string, string, string[]]>([
  ["en", "It sailed. Nobody saw it! Did they?", ["It sailed.", "Nobody saw it!", "Did they?"]],
  ["en", "Lt. Gen. Haftar met Mr. Smith. They spoke.", ["Lt. Gen. Haftar met Mr. Smith.", "They spoke."]],
  ["en", "It is under Law No. 20 of 2013. It holds.", ["It is under Law No. 20 of 2013.", "It holds."]],
  ["en", "J. Smith left at 7.30. He returned.", ["J. Smith left at 7.30.", "He returned."]],
  ["en", "“It is cold. It is dark,” she said. He left.", ["“It is cold. It is dark,” she said.", "He left."]],
  [
    "fr",
    "« Il fait froid. Il pleut », dit-elle. Elle part.",
    ["« Il fait froid. Il pleut », dit-elle.", "Elle part."],
  ],
  ["ar", "وصلت السفينة. هل رآها أحد؟ نعم.", ["وصلت السفينة.", "هل رآها أحد؟", "نعم."]],
  ["en", "No full stop at the end", ["No full stop at the end"]],
])("%s: %s", (language, paragraph, sentences) => {
  expect(sentencesOf(paragraph, language)).toEqual(sentences);
});

describe("the sample's key points", () => {
  const told = sample.filter(({ points }) => points.length > 0);

  it("are two or three sentences of every story of two minutes and more, in its order, none of its first paragraph", () => {
    expect(told.length).toBeGreaterThan(20);
    for (const { paragraphs, points, language } of told) {
      expect(points.length).toBeGreaterThanOrEqual(2);
      expect(points.length).toBeLessThanOrEqual(3);
      const sentences = paragraphs.flatMap((paragraph) => sentencesOf(paragraph, language));
      const places = points.map((point) => sentences.indexOf(point));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
      for (const point of points) expect(paragraphs[0]).not.toContain(point);
    }
    for (const { paragraphs, points, language } of sample) {
      const minutes = minutesToRead(countWords(paragraphs.join(" ")), language);
      expect(points.length > 0, paragraphs[0]).toBe(minutes >= 2);
    }
  });

  it("are no questions, and cut no quotation", () => {
    for (const point of told.flatMap(({ points }) => points)) {
      expect(point).not.toContain("?");
      expect(point.split("“").length).toBe(point.split("”").length);
    }
  });

  /** A story of two minutes in which one sentence has what it comes back to. */
  const around = (sentence: string) => {
    const filler = (i: number) =>
      `Subject${"abcdefghijklmnopqrst"[i]} ${Array.from({ length: 19 }, (_, w) => `w${"abcdefghijklmnopqrst"[i]}${w}`).join(" ")}.`;
    return [
      "The first paragraph says what the harbour ships wheat timber are.",
      ...Array.from({ length: 19 }, (_, i) => filler(i)).toSpliced(9, 0, sentence),
    ];
  };
  const chosen = (sentence: string) => keyPointsOf(around(sentence), sentence, "en").includes(sentence);

  it.each([
    [true, "A trap for the harbour crabs was designed by a girl of thirteen."],
    [false, "A trap for them was designed by a girl of thirteen in the harbour."],
    [true, "Fishers and boys of the harbour said that they would count their ships again."],
    [false, "The harbour says that she will count all of the ships again tomorrow."],
    [true, "The minister said that he would count the ships of the harbour again."],
    [true, "Salma Idris said that she would count the ships of the harbour again."],
    [false, "A survey of the harbour counted more than a thousand of them last year."],
    [false, "They would count the ships of the harbour again on the next day."],
    [false, "Who would count the ships of the harbour again on the next day?"],
  ])("%s: %s", (expected, sentence) => {
    expect(chosen(sentence)).toBe(expected);
  });

  it("are as long as can be read at a glance: no clause of seven words, no sentence of more than 45", () => {
    const words = (count: number) =>
      `Harbour ${Array.from({ length: count - 1 }, (_, i) => `ship${"abcdefghijklmnopqrstuvwxyz"[i % 26]}${i}`).join(" ")}.`;
    expect([6, 7, 20, 45, 46].map((count) => chosen(words(count)))).toEqual([false, true, true, true, false]);
  });
});

it("are in the article's document, and never of the background", async () => {
  await clearKv();
  const desk = await openDesk("keypoints");
  const closing =
    "The conflict between the harbours of the country began with a fire in the harbour of the capital.";
  const long = english.flatMap(({ paragraphs }) => paragraphs.slice(1, 3));
  for (let i = 0; i < 5; i++) {
    const own = ["north", "south", "east", "west", "lake"][i];
    await desk.publish({
      title: `Harbour of the ${own} closed`,
      markdown: [`The harbour of the ${own} is closed.`, ...long.slice(8 * i, 8 * i + 14), closing].join(
        "\n\n",
      ),
      source: { name: "Wire", url: "https://wire.example/" },
    });
  }
  await desk.drain();
  for (const own of ["north", "lake"]) {
    const document = await env.DOCUMENTS.get<ArticleDocument>(`article/harbour-of-the-${own}-closed`, "json");
    const points = document?._dateline.key_points;
    expect(points?.made).toBe("selected");
    expect(points?.sentences.length).toBeGreaterThanOrEqual(2);
    expect(points?.sentences).not.toContain(closing);
  }
});

describe("without a standfirst a story is summed up by how it begins", () => {
  it.each([
    [
      "to the end of a sentence",
      "<p>The ship came in at dawn, with wheat for the whole of the coast and a crew of nine. It leaves tonight.</p><p>Nobody was there to see it come but a dog, and the dog was asleep for most of the time it took, which was long, as these things go.</p>",
      "The ship came in at dawn, with wheat for the whole of the coast and a crew of nine. It leaves tonight.",
    ],
    [
      "by its paragraphs, not by its tables and headings",
      "<h2>Ships</h2><table><tr><td>Sfax</td><td>12</td></tr></table><p>Twelve ships came.</p>",
      "Twelve ships came.",
    ],
    [
      "by what it has, where that is no paragraph",
      "<ul><li>Twelve ships came.</li></ul>",
      "Twelve ships came.",
    ],
    [
      "cut where its first sentence is very long",
      `<p>${"Twelve ships came and ".repeat(20)}left.</p>`,
      `${"Twelve ships came and ".repeat(7)}Twelve…`,
    ],
  ])("%s", async (_, html, summary) => {
    await clearKv();
    const desk = await openDesk(`excerpts-${summary.slice(0, 30)}`);
    await desk.publish({ title: "Ships", html });
    await desk.drain();
    const document = await env.DOCUMENTS.get<ArticleDocument>("article/ships", "json");
    expect(document?.summary).toBe(summary);
  });
});
