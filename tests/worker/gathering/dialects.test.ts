import { describe, expect, it } from "vitest";
import { readFeed, UnreadableFeed } from "../../../src/ingest/read.ts";
import type { Entry, FeedRead } from "../../../src/model/entry.ts";

// Feeds as they are met: every dialect in its own way, well-formed and otherwise. What each is about
// is a fact of the wild; the words are ours. docs/gathering.md says how many of them are read.

const URL_ = "https://paper.example/feeds/news.xml";

const read = (text: string): FeedRead => readFeed(text, URL_);
const first = (text: string): Entry => {
  const [entry] = read(text).entries;
  if (!entry) throw new Error("no entry");
  return entry;
};

const rss = (items: string, channel = "", root = 'version="2.0"') =>
  `<?xml version="1.0"?><rss ${root}><channel><title>The Paper</title><link>https://paper.example/</link>${channel}${items}</channel></rss>`;
const item = (inner: string) =>
  rss(`<item><title>A ship</title><guid isPermaLink="false">1</guid>${inner}</item>`);
const atom = (inner: string, feed = "", root = "") =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${root}><title>The Paper</title><id>urn:paper</id><link href="https://paper.example/"/>${feed}<entry><id>urn:1</id><title>A ship</title>${inner}</entry></feed>`;

const DATE = Date.UTC(2025, 6, 1, 10, 20, 30);

describe.each<[string, string, Partial<Entry> | RegExp]>([
  // RSS through the years
  [
    "RSS 0.91",
    rss("<item><title>A ship</title><link>https://paper.example/1</link></item>", "", 'version="0.91"'),
    { id: "https://paper.example/1", url: "https://paper.example/1" },
  ],
  [
    "RSS 0.92 without titles",
    rss("<item><description>Ships came in.</description></item>", "", 'version="0.92"'),
    { title: "" },
  ],
  [
    "RSS with XHTML in the place of a description",
    item('<body xmlns="http://www.w3.org/1999/xhtml"><p>Ships <b>came</b> in.</p></body>'),
    { body: expect.objectContaining({ html: "<p>Ships <b>came</b> in.</p>" }) },
  ],
  [
    "RSS with XHTML under a prefix",
    item('<xhtml:body xmlns:xhtml="http://www.w3.org/1999/xhtml"><p>Ships came in.</p></xhtml:body>'),
    { body: expect.objectContaining({ html: "<p>Ships came in.</p>" }) },
  ],
  [
    "RSS with a whole item beside its description",
    item("<description>Ships.</description><fullitem>&lt;p&gt;Ships came in.&lt;/p&gt;</fullitem>"),
    { body: expect.objectContaining({ html: "<p>Ships came in.</p>" }) },
  ],
  [
    "a page's body in a description, which is no element of the feed",
    item("<description><![CDATA[<html><body><p>Ships came in.</p></body></html>]]></description>"),
    { body: expect.objectContaining({ html: "<p>Ships came in.</p>" }) },
  ],
  [
    "RSS with an empty body before a full one",
    rss("<item><title>A ship</title><body /></item><item><title>B</title><body><p>Ships.</p></body></item>"),
    { title: "A ship" },
  ],
  [
    "RSS without a channel",
    '<rss version="2.0"><item><title>A ship</title><link>https://paper.example/1</link></item></rss>',
    { title: "A ship", url: "https://paper.example/1" },
  ],
  [
    "RSS 2.0 under a prefix",
    '<r:rss xmlns:r="http://backend.userland.com/rss2" version="2.0"><r:channel><r:title>The Paper</r:title><r:item><r:title>A ship</r:title><r:link>https://paper.example/1</r:link></r:item></r:channel></r:rss>',
    { title: "A ship", url: "https://paper.example/1" },
  ],
  [
    "Atom 0.3 with content in base64",
    '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>The Paper</title><entry><id>urn:1</id><title>A ship</title><content type="text/html" mode="base64">PHA+U2hpcHMgY2FtZSBpbi48L3A+</content></entry></feed>',
    { body: expect.objectContaining({ html: "<p>Ships came in.</p>" }) },
  ],
  [
    "RSS 0.93",
    item("<pubDate>Tue, 01 Jul 2025 10:20:30 GMT</pubDate>").replace("2.0", "0.93"),
    { published: DATE },
  ],
  [
    "RSS 0.94",
    item("<description type='text/html'>&lt;b&gt;x&lt;/b&gt;</description>").replace("2.0", "0.94"),
    { title: "A ship" },
  ],
  ["RSS without a version", item("").replace(' version="2.0"', ""), { title: "A ship" }],
  [
    "RSS with items outside the channel",
    '<rss version="2.0"><channel><title>T</title></channel><item><title>A ship</title></item></rss>',
    { title: "A ship" },
  ],
  [
    "RSS 0.90",
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel><item><title>A ship</title><link>https://paper.example/1</link></item></rdf:RDF>',
    { url: "https://paper.example/1" },
  ],
  [
    "RSS 1.0 with Dublin Core",
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="x"><title>T</title></channel><item rdf:about="https://paper.example/1"><title>A ship</title><link>https://paper.example/1</link><dc:date>2025-07-01T10:20:30Z</dc:date><dc:creator>Mona Said</dc:creator><dc:subject>Ships</dc:subject><content:encoded>&lt;p&gt;It sails.&lt;/p&gt;</content:encoded></item></rdf:RDF>',
    { id: "https://paper.example/1", published: DATE, authors: ["Mona Said"], tags: ["Ships"] },
  ],
  ["an upper-case root", item("").replace("<rss", "<RSS").replace("</rss>", "</RSS>"), { title: "A ship" }],
  [
    "elements in upper case",
    "<rss version='2.0'><CHANNEL><TITLE>T</TITLE><ITEM><TITLE>A ship</TITLE></ITEM></CHANNEL></rss>",
    { title: "A ship" },
  ],
  [
    "prefixes that were never declared",
    item("<dc:creator>Mona Said</dc:creator><content:encoded>&lt;p&gt;It sails.&lt;/p&gt;</content:encoded>"),
    { authors: ["Mona Said"] },
  ],
  [
    "other prefixes than usual",
    item("<x:creator>Mona Said</x:creator>").replace(
      "<rss",
      '<rss xmlns:x="http://purl.org/dc/elements/1.1/"',
    ),
    { authors: ["Mona Said"] },
  ],
  [
    "an author with an address",
    item("<author>m.said@paper.example (Mona Said)</author>"),
    { authors: ["Mona Said"] },
  ],
  ["an author that is only an address", item("<author>m.said@paper.example</author>"), { authors: [] }],
  ["an author that is a name", item("<author>Mona Said</author>"), { authors: ["Mona Said"] }],
  [
    "a guid that is the address",
    rss("<item><title>A ship</title><guid>https://paper.example/1</guid></item>"),
    { url: "https://paper.example/1" },
  ],
  [
    "a guid that only looks like one",
    rss(
      '<item><title>A ship</title><link>https://paper.example/real</link><guid isPermaLink="false">https://paper.example/?p=1</guid></item>',
    ),
    { id: "https://paper.example/?p=1", url: "https://paper.example/real" },
  ],
  [
    "no guid and no link",
    rss("<item><title>A ship</title><description>x</description></item>"),
    { id: "A ship", url: null },
  ],
  ["a relative link", item("<link>/1</link>"), { url: "https://paper.example/1" }],
  [
    "a link in an attribute",
    item('<link href="https://paper.example/1"/>')
      .replace("<rss", '<rss xmlns:atom="http://www.w3.org/2005/Atom"')
      .replace("<link href", "<atom:link href"),
    { url: "https://paper.example/1" },
  ],
  [
    "a link with white space",
    item("<link>\n https://paper.example/1\n</link>"),
    { url: "https://paper.example/1" },
  ],
  [
    "a link with tracking",
    item("<link>https://paper.example/1?id=7&amp;utm_source=rss&amp;utm_medium=feed#top</link>"),
    { url: "https://paper.example/1?id=7#top" },
  ],
  ["a script for a link", item("<link>javascript:alert(1)</link>"), { url: null }],
  [
    "a canonical link",
    item(
      '<link>https://feeds.example/~r/1</link><atom:link rel="canonical" href="https://paper.example/1"/>',
    ),
    { url: "https://paper.example/1" },
  ],
  [
    "FeedBurner's link and the original one",
    item(
      "<link>https://feedproxy.example/~r/1</link><feedburner:origLink>https://paper.example/1?a=1&amp;b=2</feedburner:origLink>",
    ),
    { url: "https://paper.example/1?a=1&b=2" },
  ],
  ["no date", item(""), { published: null }],
  ["a date that is none", item("<pubDate>soon</pubDate>"), { published: null }],
  ["a Dublin Core date", item("<dc:date>2025-07-01T10:20:30Z</dc:date>"), { published: DATE }],
  ["a date in 1970", item("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"), { published: 0 }],
  // Titles
  ["HTML in a title", rss("<item><title>A &lt;em&gt;ship&lt;/em&gt;</title></item>"), { title: "A ship" }],
  [
    "HTML in a title in CDATA",
    rss("<item><title><![CDATA[A <b>ship</b> &amp; more]]></title></item>"),
    { title: "A ship & more" },
  ],
  [
    "a title encoded twice",
    rss("<item><title>Ships &amp;amp; boats &amp;#8217;25</title></item>"),
    { title: "Ships & boats ’25" },
  ],
  [
    "a title encoded three times",
    rss("<item><title>Ships &amp;amp;amp; boats</title></item>"),
    { title: "Ships & boats" },
  ],
  [
    "an entity of HTML",
    rss("<item><title>Ships&nbsp;&mdash;&nbsp;caf&eacute;</title></item>"),
    { title: "Ships — café" },
  ],
  [
    "an entity nobody knows",
    rss("<item><title>Ships &foo; boats</title></item>"),
    { title: "Ships &foo; boats" },
  ],
  ["a bare ampersand", rss("<item><title>AT&T & ships</title></item>"), { title: "AT&T & ships" }],
  ["a bare less-than", rss("<item><title>1 < 2 ships</title></item>"), { title: "1 < 2 ships" }],
  ["a title over lines", rss("<item><title>\n  A\n  ship\n</title></item>"), { title: "A ship" }],
  ["control characters", rss("<item><title>A\u0008 \u0000ship\u001f</title></item>"), { title: "A ship" }],
  ["a title in another script", rss("<item><title>سفينة</title></item>"), { title: "سفينة", language: "ar" }],
  // Around the document
  ["a byte order mark and blank lines", `\ufeff\n\n${item("")}`, { title: "A ship" }],
  ["junk before", `<!-- cached --> Warning: something on line 3 ${item("")}`, { title: "A ship" }],
  ["junk after", `${item("")}\n<!-- 0.3 s --> trailing <b>words`, { title: "A ship" }],
  ["a stylesheet", item("").replace("?>", '?><?xml-stylesheet href="x.css"?>'), { title: "A ship" }],
  [
    "a document type",
    item("").replace("?>", '?><!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://x/rss.dtd">'),
    { title: "A ship" },
  ],
  [
    "a document type with entities",
    item("<description>&big;</description>").replace(
      "?>",
      '?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY big "&a;&a;&a;">]>',
    ),
    { title: "A ship" },
  ],
  [
    "an entity that would read a file",
    item("<description>&file;</description>").replace(
      "?>",
      '?><!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
    ),
    { title: "A ship" },
  ],
  ["no declaration", item("").replace('<?xml version="1.0"?>', ""), { title: "A ship" }],
  ["XML 1.1", item("").replace("1.0", "1.1"), { title: "A ship" }],
  [
    "comments between",
    item("<!-- <pubDate>Tue, 01 Jul 2025 10:20:30 GMT</pubDate> -->"),
    { published: null },
  ],
  // Media
  [
    "an enclosure",
    item('<enclosure url="https://paper.example/a.mp3" length="123" type="audio/mpeg"/>'),
    {
      attachments: [
        {
          url: "https://paper.example/a.mp3",
          mime_type: "audio/mpeg",
          size_in_bytes: 123,
          title: undefined,
          duration_in_seconds: undefined,
        },
      ],
    },
  ],
  [
    "an enclosure without type or length",
    item('<enclosure url="https://paper.example/a.mp3?x=1"/>'),
    {
      attachments: [
        {
          url: "https://paper.example/a.mp3?x=1",
          mime_type: "audio/mpeg",
          size_in_bytes: undefined,
          title: undefined,
          duration_in_seconds: undefined,
        },
      ],
    },
  ],
  [
    "a picture as enclosure",
    item('<enclosure url="https://paper.example/a.jpg" length="0" type="image/jpeg"/>'),
    {
      image: { url: "https://paper.example/a.jpg", alt: "", width: undefined, height: undefined },
      attachments: [],
    },
  ],
  [
    "Media RSS",
    item(
      '<media:content url="https://paper.example/a.jpg" medium="image" width="800" height="600"><media:title>At sea</media:title></media:content>',
    ),
    { image: { url: "https://paper.example/a.jpg", alt: "At sea", width: 800, height: 600 } },
  ],
  [
    "a Media RSS group",
    item(
      '<media:group><media:content url="https://paper.example/v.mp4" type="video/mp4" duration="60"/><media:thumbnail url="https://paper.example/t.jpg"/></media:group>',
    ),
    {
      image: { url: "https://paper.example/t.jpg", alt: "", width: undefined, height: undefined },
      attachments: [
        {
          url: "https://paper.example/v.mp4",
          mime_type: "video/mp4",
          duration_in_seconds: 60,
          size_in_bytes: undefined,
          title: undefined,
        },
      ],
    },
  ],
  [
    "a podcast",
    item(
      '<itunes:author>Mona Said</itunes:author><itunes:image href="https://paper.example/i.jpg"/><itunes:duration>1:02:03</itunes:duration><enclosure url="https://paper.example/a.mp3" length="1" type="audio/mpeg"/>',
    ),
    {
      authors: ["Mona Said"],
      attachments: [
        {
          url: "https://paper.example/a.mp3",
          mime_type: "audio/mpeg",
          size_in_bytes: 1,
          duration_in_seconds: 3723,
          title: undefined,
        },
      ],
    },
  ],
  [
    "a script for an enclosure",
    item('<enclosure url="javascript:alert(1)" type="audio/mpeg" length="1"/>'),
    { attachments: [] },
  ],
  // Tags
  [
    "categories",
    item("<category>Libya</category><category domain='x'>libya</category><category>Trade</category>"),
    { tags: ["Libya", "Trade"] },
  ],
  [
    "one category that is a list",
    item("<category>Libya, Trade، Ships</category>"),
    { tags: ["Libya", "Trade", "Ships"] },
  ],
  [
    "the category of those who chose none",
    item("<category>Uncategorized</category><category>غير مصنف</category>"),
    { tags: [] },
  ],
  [
    "a category with HTML",
    item("<category><![CDATA[<b>Libya</b> &amp; more]]></category>"),
    { tags: ["Libya & more"] },
  ],
  // Atom
  [
    "Atom 1.0",
    atom(
      '<link href="/1"/><updated>2025-07-01T10:20:30Z</updated><author><name>Mona Said</name></author><category term="libya" label="Libya"/>',
    ),
    { id: "urn:1", url: "https://paper.example/1", published: DATE, authors: ["Mona Said"], tags: ["Libya"] },
  ],
  [
    "Atom with a prefix",
    atom('<link href="/1"/>')
      .replaceAll(/<(\/?)(?=[a-z])/g, "<$1a:")
      .replace("xmlns=", "xmlns:a="),
    { url: "https://paper.example/1" },
  ],
  [
    "Atom without a namespace",
    atom('<link href="/1"/>').replace(' xmlns="http://www.w3.org/2005/Atom"', ""),
    { url: "https://paper.example/1" },
  ],
  [
    "Atom with several links",
    atom(
      '<link rel="self" href="/s"/><link rel="enclosure" type="audio/mpeg" length="5" href="/a.mp3" title="Talk"/><link rel="alternate" type="application/json" href="/j"/><link rel="alternate" type="text/html" href="/1"/>',
    ),
    {
      url: "https://paper.example/1",
      attachments: [
        {
          url: "https://paper.example/a.mp3",
          mime_type: "audio/mpeg",
          size_in_bytes: 5,
          title: "Talk",
          duration_in_seconds: undefined,
        },
      ],
    },
  ],
  [
    "Atom with a canonical link",
    atom('<link href="https://feeds.example/1"/><link rel="canonical" href="/1"/>'),
    { url: "https://paper.example/1" },
  ],
  [
    "Atom with authors on the feed",
    atom("", "<author><name>Mona Said</name></author>"),
    { authors: ["Mona Said"] },
  ],
  [
    "Atom with authors in the source",
    atom("<source><author><name>Omar Z.</name></author></source>", "<author><name>Mona Said</name></author>"),
    { authors: ["Omar Z."] },
  ],
  [
    "Atom with an HTML title",
    atom("").replace("<title>A ship", '<title type="html">A &lt;i&gt;ship&lt;/i&gt;'),
    { title: "A ship" },
  ],
  [
    "Atom with an XHTML title",
    atom("").replace(
      "<title>A ship",
      '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <i>ship</i></div>',
    ),
    { title: "A ship" },
  ],
  [
    "Atom with a plain title that has tags",
    atom("").replace("<title>A ship", "<title>Use &lt;b&gt; sparingly"),
    { title: "Use <b> sparingly" },
  ],
  ["Atom with a language", atom("", "", 'xml:lang="fr"'), { language: "fr" }],
  [
    "Atom with the entry's language",
    atom("", "", 'xml:lang="fr"').replace("<entry>", '<entry xml:lang="pt-br">'),
    { language: "pt-BR" },
  ],
  [
    "Atom 0.3",
    '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><link rel="alternate" href="https://paper.example/"/><entry><title mode="escaped" type="text/html">A &lt;i&gt;ship&lt;/i&gt;</title><id>urn:1</id><issued>2025-07-01T10:20:30Z</issued><modified>2025-07-02T10:20:30Z</modified><link rel="alternate" href="https://paper.example/1"/><content type="text/html" mode="escaped">&lt;p&gt;It sails.&lt;/p&gt;</content></entry></feed>',
    { title: "A ship", published: DATE, updated: DATE + 86_400_000 },
  ],
  // JSON Feed
  [
    "JSON Feed 1.1",
    JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: "T",
      language: "en",
      authors: [{ name: "Mona Said" }],
      items: [
        {
          id: "1",
          url: "https://paper.example/1",
          title: "A ship",
          content_text: "It sails.",
          date_published: "2025-07-01T10:20:30Z",
          tags: ["Libya"],
          image: "/i.jpg",
        },
      ],
    }),
    {
      url: "https://paper.example/1",
      published: DATE,
      authors: ["Mona Said"],
      tags: ["Libya"],
      image: { url: "https://paper.example/i.jpg", alt: "", width: undefined, height: undefined },
    },
  ],
  [
    "JSON Feed 1 with numbers for ids",
    JSON.stringify({
      version: "https://jsonfeed.org/version/1",
      title: "T",
      author: { name: "Mona Said" },
      items: [{ id: 7, title: "A ship", content_html: "<p>x</p>" }],
    }),
    { id: "7", authors: ["Mona Said"] },
  ],
  [
    "JSON Feed with a byte order mark",
    `\ufeff${JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "T", items: [{ id: "1", title: "A ship" }] })}`,
    { title: "A ship" },
  ],
  // What cannot be read says why
  [
    "an unclosed element",
    rss("<item><title>A ship</item>"),
    /^Line 1: <\/item> closes nothing; <\/title> was expected, for line 1\.$/,
  ],
  ["a text cut off within a tag", item("").slice(0, -30), /^Line 1: /],
  [
    "a text cut off between items",
    rss("<item><title>A</title></item>\n").replace("</channel></rss>", ""),
    /^Line 2: the text ends within <channel>, which began in line 1\.$/,
  ],
  [
    "a CDATA section without an end",
    rss("<item><title>\n<![CDATA[A ship</title></item>"),
    /^Line 2: what begins with <!\[CDATA\[ has no end\.$/,
  ],
  [
    "JSON cut off",
    '{"version": "https://jsonfeed.org/version/1.1",\n "items": [',
    /^Line 2: this is not JSON/,
  ],
  ["other JSON", '{"version": 3, "things": []}', /^This is JSON, but no JSON Feed/],
  [
    "a page",
    "<!doctype html><html><body>Please log in</body></html>",
    /^This is an HTML page, not a feed\.$/,
  ],
  ["OPML", '<opml version="2.0"><body/></opml>', /^This is no feed/],
  ["plain words", "Service unavailable", /^This is no feed/],
  ["nothing", "   \n", /^The answer was empty\.$/],
])("%s", (_, text, expected) => {
  it(expected instanceof RegExp ? "is refused with the place and the reason" : "is read", () => {
    if (expected instanceof RegExp) {
      expect(() => read(text)).toThrow(UnreadableFeed);
      expect(() => read(text)).toThrow(expected);
    } else expect(first(text)).toMatchObject(expected);
  });
});

describe("what a feed says of itself", () => {
  it.each([
    ["ttl", rss("", "<ttl>90</ttl>"), { every: 5400 }],
    ["a ttl of none", rss("", "<ttl>0</ttl>"), { every: null }],
    ["hourly", rss("", "<sy:updatePeriod>hourly</sy:updatePeriod>"), { every: 3600 }],
    [
      "four times a day",
      rss("", "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"),
      { every: 21_600 },
    ],
    [
      "hours and days to skip",
      rss(
        "",
        "<skipHours><hour>0</hour><hour>24</hour><hour>3</hour></skipHours><skipDays><day>Saturday</day></skipDays>",
      ),
      { skipHours: [0, 3], skipDays: [6] },
    ],
    [
      "all hours to skip",
      rss("", `<skipHours>${Array.from({ length: 24 }, (_, i) => `<hour>${i}</hour>`).join("")}</skipHours>`),
      { skipHours: [] },
    ],
  ])("%s", (_, text, wishes) => {
    expect(read(text).wishes).toMatchObject(wishes);
  });

  it("names its hub and the address it is known by", () => {
    const links =
      '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="/feeds/all.xml"/>';
    expect(read(rss("", links)).info).toMatchObject({
      hub: "https://hub.example/",
      topic: "https://paper.example/feeds/all.xml",
    });
    expect(read(atom("", '<link rel="hub" href="https://hub.example/"/>')).info).toMatchObject({
      hub: "https://hub.example/",
      topic: URL_,
    });
  });

  it("may be empty of entries", () => {
    expect(read(rss("")).entries).toEqual([]);
    expect(read('{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[]}').entries).toEqual([]);
  });
});

describe("relative links in a body are resolved against", () => {
  it.each([
    [
      "the story's page, in RSS",
      rss(
        '<item><title>x</title><link>https://paper.example/2025/07/1.html</link><description>&lt;a href="2.html"&gt;x&lt;/a&gt;</description></item>',
      ),
      "https://paper.example/2025/07/2.html",
    ],
    [
      "the base of the feed, in Atom",
      atom(
        '<link href="/2025/1.html"/><content type="html">&lt;a href="2.html"&gt;x&lt;/a&gt;</content>',
        "",
        'xml:base="https://paper.example/base/"',
      ),
      "https://paper.example/base/2.html",
    ],
    [
      "the base of the content within that of the entry",
      atom(
        '<content type="xhtml" xml:base="c/"><div xmlns="http://www.w3.org/1999/xhtml"><a href="2.html">x</a></div></content>',
        "",
        'xml:base="https://paper.example/a/"',
      ).replace("<entry>", '<entry xml:base="b/">'),
      "https://paper.example/a/b/c/2.html",
    ],
    [
      "the story's page, in JSON Feed",
      JSON.stringify({
        version: "https://jsonfeed.org/version/1.1",
        title: "T",
        items: [{ id: "1", url: "https://paper.example/a/1", content_html: '<a href="2">x</a>' }],
      }),
      "https://paper.example/a/2",
    ],
  ])("%s", (_, text, url) => {
    expect(first(text).body.html).toContain(`href="${url}"`);
  });
});

describe("a standfirst", () => {
  const both = (summary: string, content: string) =>
    first(
      item(`<description>${summary}</description><content:encoded><![CDATA[${content}]]></content:encoded>`),
    ).standfirst;

  it("is the summary, where that says something of its own", () => {
    expect(both("Three masts and a crew of ten.", "<p>The harbour opened at noon.</p>")).toBe(
      "Three masts and a crew of ten.",
    );
  });

  it("is none, where the summary is only how the story begins", () => {
    expect(both("The harbour opened at […]", "<p>The harbour opened at noon.</p>")).toBe("");
    expect(
      both(
        "&lt;p&gt;The harbour opened&amp;#8230; &lt;a&gt;Continue reading&lt;/a&gt;&lt;/p&gt;",
        "<p>The harbour opened at noon.</p>",
      ),
    ).toBe("");
  });
});

describe("a poisoned feed", () => {
  it("of 10,000 entries gives its 200 newest", () => {
    const items = Array.from(
      { length: 10_000 },
      (_, i) =>
        `<item><guid isPermaLink="false">${i}</guid><title>${i}</title><pubDate>${new Date(DATE + i * 60_000).toUTCString()}</pubDate></item>`,
    );
    const { entries } = read(rss(items.join("")));
    expect(entries).toHaveLength(200);
    expect(entries.map(({ id }) => Number(id)).every((id) => id >= 9800)).toBe(true);
  });

  it("with one entry of 4 MiB gives as much of it as a body may have", () => {
    const { body } = first(
      item(`<description>${"&lt;p&gt;Ships and boats.&lt;/p&gt;".repeat(140_000)}</description>`),
    );
    expect(new TextEncoder().encode(body.html).length).toBeLessThanOrEqual(1_048_576);
    expect(body.html.endsWith("</p>")).toBe(true);
  });

  it("with elements nested without end is read for its text", () => {
    const deep = `${"&lt;div&gt;&lt;b&gt;".repeat(50_000)}ships${"&lt;/b&gt;&lt;/div&gt;".repeat(50_000)}`;
    expect(first(item(`<description>${deep}</description>`)).body.html).toContain("ships");
  });

  it("with XML nested without end is refused, or read without it", () => {
    const deep = `${"<x>".repeat(20_000)}${"</x>".repeat(20_000)}`;
    let told: unknown;
    try {
      told = first(item(deep)).title;
    } catch (error) {
      told = error;
    }
    expect(told === "A ship" || told instanceof UnreadableFeed).toBe(true);
  });

  it("with scripts in every field brings none of them in", () => {
    const attack = '&lt;script&gt;alert(1)&lt;/script&gt;"&gt;&lt;img src=x onerror=alert(1)&gt;';
    const entry = first(
      rss(
        `<item><title>${attack}</title><link>javascript:alert(1)</link><guid>${attack}</guid><dc:creator>${attack}</dc:creator><category>${attack}</category><description>${attack}</description><enclosure url="javascript:alert(1)" type="${attack}" length="x"/><media:thumbnail url="data:text/html,${attack}"/></item>`,
      ),
    );
    expect(JSON.stringify({ ...entry, id: "", title: "", authors: [], tags: [] })).not.toMatch(
      /script|onerror|javascript:|data:/,
    );
    // Text fields are text: they may spell a tag, and hold none once they are escaped.
    expect(entry.title).not.toContain("<script>");
    expect(entry.authors.join()).not.toContain("<script>");
  });
});

describe("a hostile text is read or refused, in about the time that an honest one takes", () => {
  it.each<[string, string]>([
    ["sections that never end", "<![CDATA[".repeat(300_000)],
    ["comments that never end", "<!--".repeat(600_000)],
    ["tags that never end", '<a "'.repeat(600_000)],
    ["elements that never end", "<item><title>".repeat(150_000)],
    ["ampersands", "&".repeat(1_000_000)],
    ["less-thans", "<".repeat(1_000_000)],
    ["line feeds and tags that do not fit", "<a>\n".repeat(300_000)],
    ["doctypes", "<!DOCTYPE [".repeat(200_000)],
    ["attributes", `<item ${'a="b" '.repeat(300_000)}/>`],
    ["closing tags", "</item>".repeat(200_000)],
  ])("%s", (_, text) => {
    for (const hostile of [text, rss(text), item(`<description>${text}</description>`), atom(text)]) {
      try {
        read(hostile);
      } catch (error) {
        expect(error).toBeInstanceOf(UnreadableFeed);
      }
    }
  });
});
