import { describe, expect, it } from "vitest";
import { parseLinks } from "../../src/http/links.ts";
import { cleanBody } from "../../src/ingest/clean/body.ts";
import { plainText } from "../../src/ingest/clean/text.ts";
import { decodeText } from "../../src/ingest/fetch/charset.ts";
import { readOpml } from "../../src/ingest/opml.ts";
import { parseFeedDate } from "../../src/ingest/parse/date.ts";
import { readFeed } from "../../src/ingest/read.ts";
import { readPicture } from "../../src/media/picture.ts";
import type { Article } from "../../src/model/article.ts";
import { placePictures } from "../../src/model/pictures.ts";
import { slugify } from "../../src/model/slug.ts";
import { withScrolledTables } from "../../src/render/html/tables.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import type { Site } from "../../src/render/site.ts";
import { readCommentForm } from "../../src/routes/comment-form.ts";
import { withoutTracking } from "../../src/text/address.ts";
import { joinTexts, looseText } from "../../src/text/blocks.ts";
import { commentHtml } from "../../src/text/comment.ts";
import { cleanHtml, paragraphsOf } from "../../src/text/html.ts";
import { keyPointsOf } from "../../src/text/keypoints.ts";
import { markdownToHtml } from "../../src/text/markdown.ts";
import { passagesFor } from "../../src/text/passages.ts";
import { excerpt } from "../../src/text/plain.ts";
import { beginningOf, sentencesOf } from "../../src/text/sentences.ts";
import { signatureOf } from "../../src/text/similarity.ts";
import { snippet } from "../../src/text/snippet.ts";
import { parseVtt } from "../../src/text/vtt.ts";
import { searchTerms } from "../../src/text/words.ts";
import { articleOf } from "./articles.ts";

// Whatever a stranger sends, twice as much of it costs about twice as much: each function that takes a
// stranger's text, with input made to be costly. No time is asserted, only how it grows.

/** What twice the input may cost: twice, and a generous share for caches and collections of garbage. */
const GROWTH_MOST = 3;
/** Milliseconds of a measurement that tells something, by a clock of whole ones: less is repeated. */
const LONG_ENOUGH = 12;
const ATTEMPTS = 4;

const BASE = "https://wire.example/feed";
const REACH = { own: "https://littoral.example", local: false };
const weights = new Map([
  ["ship", 1],
  ["port", 1],
]);
const form = (fields: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};

const FUNCTIONS = {
  feed: (text: string) => readFeed(text, BASE),
  opml: (text: string) => readOpml(text, REACH),
  charset: (text: string) => decodeText(new TextEncoder().encode(`\u00ff${text}`).subarray(1), ""),
  clean: (html: string) => cleanBody(html, BASE),
  html: (html: string) => paragraphsOf(cleanHtml(html, BASE).html),
  markdown: (text: string) => markdownToHtml(text),
  ".md": (html: string) => renderMarkdown(articleOf(cleanHtml(html, BASE).html), { title: "T" } as Site),
  title: (text: string) => plainText(text),
  date: (text: string) => parseFeedDate(text),
  address: (text: string) => withoutTracking(text),
  "Link header": (text: string) => parseLinks(text),
  slug: (text: string) => slugify(text),
  comment: (text: string) => readCommentForm(form({ name: text, email: text, text, parent: text })),
  "comment as HTML": (text: string) => commentHtml(text),
  sentences: (text: string) => sentencesOf(text, "en"),
  "key points": (text: string) => keyPointsOf(text.split("\n"), "A ship", "en"),
  passages: (text: string) => passagesFor(text, "A ship", "en", weights),
  snippet: (text: string) => snippet(text, new Set(["a", "word"])),
  likeness: (text: string) => signatureOf(text),
  terms: (text: string) => searchTerms(text),
  loose: (text: string) => looseText(joinTexts([{ text, prose: true }])),
  excerpt: (text: string) => excerpt(text, 400),
  beginning: (text: string) => beginningOf(text, "en"),
  "scrolled tables": (text: string) => withScrolledTables(text, "Table"),
  "placed pictures": (html: string) =>
    placePictures(
      cleanHtml(html, BASE).html,
      { pictures: {}, source: { pictures: "keep" } } as Article,
      BASE,
    ),
  vtt: (text: string) => parseVtt(`WEBVTT\n${text}`),
  picture: (text: string) => readPicture(Uint8Array.from(text, (letter) => letter.charCodeAt(0))),
} satisfies Record<string, (text: string) => unknown>;

type Input = (n: number) => string;
/** Characters of the smallest of three inputs. */
const SIZE = 20_000;

const repeated =
  (unit: string, before = "", after = ""): Input =>
  (n) =>
    before + unit.repeat(Math.ceil(n / unit.length)) + after;
const numbered =
  (unit: (i: number) => string, before = "", after = ""): Input =>
  (n) =>
    before + Array.from({ length: Math.ceil(n / unit(1000).length) }, (_, i) => unit(i)).join("") + after;
const rss = (input: Input): Input => {
  return (n) => `<rss version="2.0"><channel><title>T</title>${input(n)}</channel></rss>`;
};
const item = (input: Input): Input => rss((n) => `<item><title>A</title>${input(n)}</item>`);
const atom = (input: Input): Input => {
  return (n) => `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>${input(n)}</feed>`;
};
const outlines = (input: Input): Input => {
  return (n) => `<opml version="2.0"><body>${input(n)}</body></opml>`;
};
const inside = (open: string, close: string, depth: number, input: Input): Input => {
  return (n) => open.repeat(depth) + input(n) + close.repeat(depth);
};
const json = (field: string, input: Input): Input => {
  return (n) =>
    JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: "T",
      items: [{ id: "1", content_text: "A", [field]: input(n) }],
    });
};

/** Marks over a letter, in an order that a normaliser has to change. */
const MARKS = "\u0301\u0323";

const CASES: Partial<Record<keyof typeof FUNCTIONS, Record<string, Input>>> = {
  vtt: {
    arrows: repeated("-->"),
    cues: repeated("00:01.000 --> 00:02.000\nA\n\n"),
    "signs in a cue": repeated("<", "00:01.000 --> 00:02.000\n"),
    "voices that do not end": repeated("<v A", "00:01.000 --> 00:02.000\n"),
    "a voice that is all spaces": repeated(" ", "00:01.000 --> 00:02.000\n<v"),
    ampersands: repeated("&am", "00:01.000 --> 00:02.000\n"),
    "line ends": repeated("\r"),
  },
  "placed pictures": {
    players: repeated("<audio>"),
    "players in players": inside("<video>", "</video>", 90, repeated("<source src=a>")),
    pictures: numbered((i) => `<img src="${i}.png" alt="a > b">`),
    "a picture with a long text": repeated(" a=b", "<img src=a alt='", "'>"),
    "sources of nothing": repeated("<source>", "<video>", "</video>"),
    signs: repeated("&lt;img "),
  },
  feed: {
    "a name without end": repeated("a", "junk <", "</rss>"),
    "a name without end, in a feed": rss(repeated("a", "<")),
    "names with dots and colons": repeated("a.a:", "junk <", "</rss>"),
    "a link of FeedBurner's that is all spaces": item(repeated(" ", "<feedburner:origLink>")),
    "links of FeedBurner's that do not end": item(repeated("<feedburner:origLink> x")),
    "signs that begin nothing": rss(repeated("<")),
    ampersands: rss(repeated("&")),
    "a reference without end": rss(repeated("a", "&")),
    "sections that do not end": rss(repeated("<![CDATA[")),
    "comments that do not end": rss(repeated("<!--")),
    "declarations with quotes": repeated('<!"a', "<rss><channel>", "</channel></rss"),
    "tags that do not fit": repeated("<a></b>", "<rss><channel>", "</rss>"),
    "document types": repeated("<!doctype ", "", "<rss></rss>"),
    "entities that are declared": repeated("<!ENTITY a 'b'>", "<!DOCTYPE rss [", "]><rss></rss>"),
    attributes: rss(numbered((i) => `a${i}='b' `, "<item ", "></item>")),
    namespaces: numbered((i) => `xmlns:a${i}='b' `, "<rss ", "><channel></channel></rss>"),
    "nested elements": rss(inside("<a>", "</a>", 400, repeated("x"))),
    "hours to skip": rss(repeated("<skipHours>")),
    "bodies that do not end": item(repeated("<body>")),
    categories: item(numbered((i) => `<category>a${i}</category>`)),
    "commas in a category": item(repeated(",", "<category>", "</category>")),
    enclosures: item(numbered((i) => `<enclosure url='http://a.b/${i}.mp3' type='audio/mpeg'/>`)),
    pictures: item(numbered((i) => `<media:content url='http://a.b/${i}.jpg'/>`)),
    "a summary that is spaces": item(
      repeated(" ", "<content:encoded>A</content:encoded><description>b", "c</description>"),
    ),
    "base64, or so it says, often": atom(repeated("mode='base64' ", "<content ")),
    "base64 without end": atom(repeated(" ", "<entry><content mode='base64'>")),
    "marks over a letter": item(repeated(MARKS, "<category>a", "</category>")),
    "a language of many parts": json("language", repeated("a-")),
    "text of empty lines": json("content_text", repeated("\n", "a", "b")),
    "a date without end": json("date_published", repeated(MARKS, "1")),
  },
  opml: {
    "a name without end": repeated("a", "junk <", "</opml>"),
    "spaces in a link": outlines(repeated(" ", "<feedburner:origLink>")),
    "folders in folders": outlines(repeated('<outline text="a">')),
    feeds: outlines(numbered((i) => `<outline text="a" xmlUrl="http://a.b/${i}"/>`)),
    attributes: outlines(numbered((i) => `a${i}='b' `, "<outline ", "/>")),
    categories: outlines(repeated("/a,", `<outline xmlUrl="http://a.b/" category="`, `"/>`)),
  },
  charset: { "tags that do not end": repeated("<\u00e9") },
  clean: {
    "what stands in for scripts": repeated("<noscript></noscript>"),
    "pictures that stand in for scripts": repeated("<noscript><img src=a></noscript>"),
    "a wide neighbour": (n) =>
      `<div>${"<p>a</p>".repeat(n / 16)}</div>${"<noscript></noscript>".repeat(n / 42)}`,
    "sizes without end": repeated("a", '<img srcset="', ' b">'),
    "sizes and commas": repeated("a,", '<img srcset="', ' b">'),
    "a class without end": repeated("_a2a_a", '<p class="', '!">a</p>'),
    "a class of shares": repeated("-share", '<p class="', '!">a</p>'),
    "many classes": repeated("share-x ", '<p class="', '">a</p>'),
    pixels: repeated("<img width=1>"),
    frames: repeated("<iframe></iframe>"),
    "a frame's address": repeated("/", '<iframe src="https://youtube.com/embed/', '"></iframe>'),
    "a sharing address": repeated("~", '<a href="https://feeds.feedburner.com/', '">a</a>'),
    "a counter's address": repeated("pixel.", '<img src="https://', '/">'),
    "words that systems add": repeated("appeared on ", "<p>the post a "),
    "directions in directions": inside("<div dir=rtl>", "</div>", 150, repeated("<p>a</p>")),
    "wrappers in wrappers": inside("<div>", "</div>", 150, repeated("<p>a</p>")),
    "line breaks": repeated("a<br><br>", "<p>"),
    spaces: repeated(" ", "<p>a", "b</p>"),
  },
  html: {
    "signs in what is nested too deeply": repeated("<", "<div>".repeat(300)),
    "tags that are never closed": repeated("<b><p>"),
    "lists in lists": repeated("<ul><li>"),
    "text in a table": repeated("a<td>", "<table>"),
    attributes: numbered((i) => `a${i}=1 `, "<p ", ">"),
    "quotations around paragraphs": inside("<blockquote>", "</blockquote>", 190, repeated("<p>a</p>")),
    "an address of steps": repeated("a/../", '<a href="', '">a</a>'),
    "a host of marks": repeated(MARKS, '<a href="http://a', '/">a</a>'),
    references: repeated("&notit;"),
  },
  markdown: {
    "emphasis that opens and opens": repeated("*a_"),
    "emphasis in emphasis": (n) => "*a ".repeat(n / 6) + "b* ".repeat(n / 6),
    "strong or not": repeated("a**b"),
    "stars before brackets": repeated("(*"),
    quotations: repeated(">"),
    "lists in lists": repeated("- "),
    "an address with brackets": repeated(")", "www.a.b"),
    "an address with references": repeated("&a;", "http://a.b/"),
    "what may be a mail address": repeated("a", "", "@"),
    "lines that go on with a list": repeated("b\n", "- a\n"),
    "links that open": repeated("[a]("),
    "pictures that open": repeated("![a"),
    definitions: numbered((i) => `[a${i}]: b\n`),
    "runs of code signs": (n) =>
      Array.from({ length: Math.sqrt(2 * n) }, (_, i) => `e${"`".repeat(i)}`).join(""),
    "tags that do not end": repeated("<a b=c "),
    "a wide table": (n) => {
      const side = Math.sqrt(n / 2);
      return `${"|a".repeat(side)}|\n${"|-".repeat(side)}|\n${"|\n".repeat(side)}`;
    },
  },
  ".md": {
    "a table of many shapes": (n) =>
      `<table><tr>${"<td>a</td>".repeat(n / 20)}</tr>${"<tr><td>b</td></tr>".repeat(n / 36)}</table>`,
    quotations: inside("<blockquote>", "</blockquote>", 180, repeated("<p>a</p>")),
    stars: repeated("*_"),
    "wrappers in wrappers": inside("<div>", "</div>", 180, repeated("<p>a</p>")),
    "emphasis in emphasis": inside("<i>", "</i>", 180, repeated("a<br>")),
    "tables in tables": inside("<table><tr><td>", "</table>", 40, repeated("a<br>")),
    "lists in lists": inside("<ul><li>", "</ul>", 80, repeated("<p>a</p>")),
    "spans side by side": repeated("<span>a</span>", "<p>"),
    "words side by side": repeated("<q>a</q><b>b</b>", "<p>"),
    "cells side by side": (n) => `<table>${`<tr>${"<td>a</td>".repeat(200)}</tr>`.repeat(n / 2000)}</table>`,
  },
  title: { "tags that do not end": repeated("<a"), "references of references": repeated("&amp;amp;lt;") },
  date: { marks: repeated(MARKS, "1 "), spaces: repeated(" ", "1", "Jan"), digits: repeated("1 ") },
  address: { parameters: repeated("utm_a&", "http://a.b/?"), "question marks": repeated("?", "http://a.b/") },
  "Link header": {
    brackets: repeated("<"),
    parameters: repeated(";a ", "<a>"),
    spaces: repeated(" ", "<a>;a"),
  },
  slug: { marks: repeated(MARKS, "a"), hyphens: repeated("-a") },
  comment: {
    spaces: repeated(" ", "a", "b"),
    "line breaks": repeated("\r\n", "a", "b"),
    dots: repeated("a.", "", "@"),
  },
  "comment as HTML": { addresses: repeated("http://"), "an address of dots": repeated(".", "http://") },
  sentences: {
    "a quotation that never ends": repeated("A b c. ", '"'),
    abbreviations: repeated("Mr. "),
    initials: repeated("A. "),
    marks: repeated("! "),
  },
  "key points": {
    "a quotation that never ends": repeated("A b c. ", '"'),
    abbreviations: repeated("Mr. "),
    lines: repeated("A ship sailed.\n"),
    "marks over a letter": repeated(MARKS, "a"),
  },
  passages: {
    abbreviations: repeated("Mr. "),
    "no words": repeated("! ", "a b c d e "),
    lines: repeated("a ship at port now\n"),
  },
  snippet: { hits: repeated("word "), "marks over a letter": repeated(MARKS, "a") },
  likeness: { words: repeated("a "), "marks over a letter": repeated(MARKS, "a") },
  terms: {
    "marks over a letter": repeated(MARKS, "a"),
    "one word": repeated("a"),
    characters: repeated("字"),
  },
  loose: { "marks over a letter": repeated(MARKS, "a") },
  excerpt: { spaces: repeated(" ", "a"), dots: repeated(".") },
  beginning: { sentences: repeated("A ship. "), dots: repeated(".") },
  "scrolled tables": { open: repeated("<table>"), closed: repeated("</table>"), half: repeated("<table ") },
  picture: {
    elements: repeated("<g/>", "<svg viewBox='0 0 1 1'>", "</svg>"),
    attributes: numbered((i) => ` a${i}='b'`, "<svg viewBox='0 0 1 1'", "/>"),
    "signs in a drawing": repeated("<", "<svg>"),
    "comments before a drawing": repeated("<!-- a -->", "", "<svg/>"),
    "types before a drawing": repeated("<!DOCTYPE a>", "", "<svg/>"),
    "types that declare": repeated("<!DOCTYPE a[", "", "<svg/>"),
    "comments in a sheet": repeated("/*", "<svg viewBox='0 0 1 1'><style>", "</style></svg>"),
    "rules that do not end": repeated(".a{b:c;", "<svg viewBox='0 0 1 1'><style>", "</style></svg>"),
    "ends of rules": repeated("}", "<svg viewBox='0 0 1 1'><style>", "</style></svg>"),
    "functions of a style": repeated("url(", "<svg viewBox='0 0 1 1' style='", "'/>"),
    "names of functions": repeated("a", "<svg viewBox='0 0 1 1' style='", "'/>"),
    "what uses the one before": numbered(
      (i) => `<g id='a${i}' fill='url(#a${i - 1})'/>`,
      "<svg viewBox='0 0 1 1'>",
      "</svg>",
    ),
    "a long size": repeated("1", "<svg width='", "' height='1'/>"),
    "JPEG of fill bytes": repeated("\xff", "\xff\xd8"),
    "JPEG of comments": repeated("\xff\xfe\0\x02", "\xff\xd8"),
    "JPEG of tables": repeated("\xff\xdb\0\x02", "\xff\xd8"),
    "JPEG of restarts": repeated("\xff\xd0", "\xff\xd8\xff\xda\0\x02", "\xff\xd9"),
    "PNG of texts": repeated("\0\0\0\0tEXt\0\0\0\0", "\x89PNG\r\n\x1a\n"),
    "PNG of pixels": repeated("\0\0\0\0IDAT\0\0\0\0", "\x89PNG\r\n\x1a\n", "\0\0\0\0IEND\0\0\0\0"),
    "GIF of comments": repeated("!\xfe\0", "GIF89a\x01\0\x01\0\0\0\0", ";"),
    "WebP of chunks": (n) => {
      const chunks = "VP8 \0\0\0\0".repeat(n / 8);
      const size = [0, 8, 16, 24].map((bits) => String.fromCharCode(((chunks.length + 4) >> bits) & 0xff));
      return `RIFF${size.join("")}WEBP${chunks}`;
    },
  },
};

function took(work: () => unknown): number {
  const start = performance.now();
  try {
    work();
  } catch {
    // A refusal is an answer, too: what it costs is the question.
  }
  return performance.now() - start;
}

/** How often the smallest input is to be worked on until that takes long enough to be measured. */
function repeatsOf(work: () => unknown): number {
  for (let repeats = 1; ; repeats *= 2) {
    const all = () => {
      for (let i = 0; i < repeats; i++) took(work);
    };
    // The quicker of two: a pause of the machine is no work.
    const spent = Math.min(took(all), took(all));
    if (spent >= LONG_ENOUGH || repeats >= 4096) return repeats;
  }
}

/** The factors by which the cost grows from n to 2n, and from there to 4n. */
function growthOf(run: (text: string) => unknown, input: Input): number[] {
  const [small = "", ...larger] = [1, 2, 4].map((times) => input(times * SIZE));
  const repeats = repeatsOf(() => run(small));
  const costs = [small, ...larger].map((text) =>
    took(() => {
      for (let i = 0; i < repeats; i++) took(() => run(text));
    }),
  );
  return costs.slice(1).map((cost, i) => cost / Math.max(1, costs[i] ?? 1));
}

describe.each(Object.entries(CASES))("%s", (name, inputs) => {
  it.each(Object.entries(inputs))("grows with what there is: %s", (_, input) => {
    const run: (text: string) => unknown = FUNCTIONS[name as keyof typeof FUNCTIONS];
    let least = Number.POSITIVE_INFINITY;
    // The machine may have been busy with something else: then once more.
    for (let i = 0; i < ATTEMPTS && least >= GROWTH_MOST; i++) {
      least = Math.min(least, ...growthOf(run, input));
    }
    expect(least).toBeLessThan(GROWTH_MOST);
  });
});
