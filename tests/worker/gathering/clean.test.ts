import { expect, it } from "vitest";
import { cleanBody } from "../../../src/ingest/clean/body.ts";
import { plainText } from "../../../src/ingest/clean/text.ts";
import { addressKey, withoutTracking } from "../../../src/text/address.ts";

// What becomes of the HTML that publishing systems send. Left as it comes, right as it is kept.

const BASE = "https://paper.example/2025/07/ship";

it.each([
  // Sanitised like everything else
  ["scripts", "<p>A ship<script>alert(1)</script></p>", "<p>A ship</p>"],
  ["handlers and styles", '<p onclick="x()" style="color:red" class="y">A ship</p>', "<p>A ship</p>"],
  [
    "forms",
    '<p>A ship</p><form action="/x"><input name="q"><button>Go</button></form>',
    "<p>A ship</p>\n<p>Go</p>",
  ],
  ["a link that runs", '<p><a href="javascript:x()">A ship</a></p>', "<p>A ship</p>"],
  // What systems add
  [
    "a WordPress footer",
    '<p>A ship.</p><p>The post <a href="/1">A ship</a> appeared first on <a href="/">The Paper</a>.</p>',
    "<p>A ship.</p>",
  ],
  [
    "the same in French",
    '<p>Un navire.</p><p>L’article <a href="/1">Un navire</a> est apparu en premier sur <a href="/">Le Journal</a>.</p>',
    "<p>Un navire.</p>",
  ],
  [
    "the same in Arabic",
    '<p>سفينة.</p><p>ظهرت المقالة <a href="/1">سفينة</a> أولاً على <a href="/">الجريدة</a>.</p>',
    "<p>سفينة.</p>",
  ],
  [
    "a sentence that only begins like it",
    "<p>The post office appeared to be closed on Monday.</p>",
    "<p>The post office appeared to be closed on Monday.</p>",
  ],
  [
    "an invitation to read on",
    '<p>A ship.</p><p><a href="/1">Continue reading A ship →</a></p>',
    "<p>A ship.</p>",
  ],
  [
    "prose that begins like one",
    "<p>Read more, the teacher said.</p>",
    "<p>Read more, the teacher said.</p>",
  ],
  [
    "share buttons by class",
    '<p>A ship.</p><div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li>X</li></ul></div>',
    "<p>A ship.</p>",
  ],
  [
    "share buttons by where they lead",
    '<p>A ship.</p><p><a href="https://www.facebook.com/sharer/sharer.php?u=x">Share</a> <a href="https://twitter.com/intent/tweet?url=x">Tweet</a></p>',
    "<p>A ship.</p>",
  ],
  [
    "lists of other stories",
    '<p>A ship.</p><div class="jp-relatedposts"><a href="/2">Boats</a></div>',
    "<p>A ship.</p>",
  ],
  ["a class that only sounds like it", '<p class="shareholders">They met.</p>', "<p>They met.</p>"],
  // Pixels
  [
    "a tracking pixel by its size",
    '<p>A ship.</p><img src="https://t.example/x.gif" width="1" height="1">',
    "<p>A ship.</p>",
  ],
  [
    "a tracking pixel by its place",
    '<p>A ship.<img src="https://pixel.wp.com/b.gif?host=x"></p>',
    "<p>A ship.</p>",
  ],
  [
    "a tracking pixel that hides",
    '<p>A ship.</p><img src="https://t.example/y" style="display:none">',
    "<p>A ship.</p>",
  ],
  [
    "a picture that may be seen",
    '<img src="/a.jpg" alt="A ship" width="600" height="400">',
    '<p><img src="https://paper.example/a.jpg" alt="A ship" width="600" height="400" loading="lazy"></p>',
  ],
  // Pictures
  [
    "a lazy picture",
    '<p><img src="data:image/gif;base64,R0" data-src="/a.jpg" alt="A ship"></p>',
    '<p><img src="https://paper.example/a.jpg" alt="A ship" loading="lazy"></p>',
  ],
  [
    "a lazy picture and its stand-in",
    '<p><img data-lazy-src="/a.jpg" alt="x"><noscript><img src="/a.jpg" alt="x"></noscript></p>',
    '<p><img alt="x" src="https://paper.example/a.jpg" loading="lazy"></p>',
  ],
  [
    "a stand-in alone",
    '<p>A ship.</p><noscript><img src="/a.jpg" alt="x"></noscript>',
    '<p>A ship.</p>\n<p><img src="https://paper.example/a.jpg" alt="x" loading="lazy"></p>',
  ],
  [
    "a placeholder",
    '<p><img src="/img/blank.gif" data-original="/a.jpg" alt=""></p>',
    '<p><img src="https://paper.example/a.jpg" alt="" loading="lazy"></p>',
  ],
  [
    "sizes without an address",
    '<p><img srcset="/s.jpg 300w, /m.jpg 1200w, /l.jpg 3000w" alt=""></p>',
    '<p><img alt="" src="https://paper.example/m.jpg" loading="lazy"></p>',
  ],
  [
    "sizes with an address",
    '<p><img src="/a.jpg" srcset="/l.jpg 2x" alt=""></p>',
    '<p><img src="https://paper.example/a.jpg" alt="" loading="lazy"></p>',
  ],
  [
    "a picture element",
    '<picture><source srcset="/a.webp 800w"><img alt="A ship"></picture>',
    '<p><img alt="A ship" src="https://paper.example/a.webp" loading="lazy"></p>',
  ],
  ["a picture without any address", "<p>A ship.<img alt='x'></p>", "<p>A ship.</p>"],
  [
    "a figure",
    '<figure><img src="/a.jpg" alt="A ship"><figcaption>At sea</figcaption></figure>',
    '<figure><img src="https://paper.example/a.jpg" alt="A ship" loading="lazy"><figcaption>At sea</figcaption></figure>',
  ],
  [
    "a film in a frame",
    '<iframe src="https://www.youtube.com/embed/abc123?rel=0" title="A ship"></iframe>',
    '<p><a href="https://www.youtube.com/watch?v=abc123">A ship</a></p>',
  ],
  ["another frame", '<p>A ship.</p><iframe src="https://ads.example/"></iframe>', "<p>A ship.</p>"],
  // Links
  [
    "tracking in links",
    '<p><a href="/1?utm_source=rss&amp;id=7&amp;fbclid=x">A ship</a></p>',
    '<p><a href="https://paper.example/1?id=7">A ship</a></p>',
  ],
  [
    "relative links",
    '<p><a href="boat">A boat</a></p>',
    '<p><a href="https://paper.example/2025/07/boat">A boat</a></p>',
  ],
  // Shape
  ["empty paragraphs", "<p>&nbsp;</p><p>A ship.</p><p> <br> </p><div><span></span></div>", "<p>A ship.</p>"],
  [
    "wrappers",
    '<div class="content"><div><p>A ship.</p><p>A boat.</p></div></div>',
    "<p>A ship.</p>\n<p>A boat.</p>",
  ],
  ["text without paragraphs", "A <b>ship</b>.", "<p>A <b>ship</b>.</p>"],
  [
    "two line breaks",
    "A ship.<br><br>A boat.<br/>\n<br/><br/>A raft.",
    "<p>A ship.</p>\n<p>A boat.</p>\n<p>A raft.</p>",
  ],
  ["two line breaks in a paragraph", "<p>A ship.<br><br>A boat.</p>", "<p>A ship.</p>\n<p>A boat.</p>"],
  ["one line break", "<p>A ship.<br>A boat.</p>", "<p>A ship.<br>A boat.</p>"],
  [
    "a direction on a wrapper",
    '<div dir="rtl" lang="ar"><p>سفينة.</p><p>قارب.</p></div>',
    '<p dir="rtl" lang="ar">سفينة.</p>\n<p dir="rtl" lang="ar">قارب.</p>',
  ],
  [
    "tables",
    "<table><tr><th>a</th><td>1</td></tr></table>",
    "<table><tbody><tr><th>a</th><td>1</td></tr></tbody></table>",
  ],
  [
    "code",
    '<pre><code class="language-js">a\n\n  b</code></pre>',
    '<pre><code class="language-js">a\n\n  b</code></pre>',
  ],
  [
    "quotes and lists",
    "<blockquote><p>Ships!</p></blockquote><ul><li>a</li><li></li></ul>",
    "<blockquote><p>Ships!</p></blockquote>\n<ul><li>a</li></ul>",
  ],
  ["headings", "<h1>Ships</h1><h2>Boats</h2><h3></h3>", "<h2>Ships</h2>\n<h2>Boats</h2>"],
])("%s", (_, html, expected) => {
  expect(cleanBody(html, BASE).html).toBe(expected);
});

it("changes nothing when it is done again", () => {
  const html =
    '<div dir="rtl"><p>a<br><br>b</p><img data-src="/x.jpg"></div><p>c <a href="?utm_source=x">d</a></p>';
  const once = cleanBody(html, BASE).html;
  expect(cleanBody(once, BASE).html).toBe(once);
});

it.each([
  ["https://a.example/1?utm_source=x&utm_medium=y", "https://a.example/1"],
  ["https://a.example/1?a=1&UTM_Source=x&b=2", "https://a.example/1?a=1&b=2"],
  ["https://a.example/1?q=a%20b&gclid=1#part", "https://a.example/1?q=a%20b#part"],
  ["https://a.example/1#xtor=RSS-1", "https://a.example/1"],
  ["https://a.example/1?", "https://a.example/1"],
  ["https://a.example/1", "https://a.example/1"],
])("%s is, without tracking, %s", (url, expected) => {
  expect(withoutTracking(url)).toBe(expected);
});

it.each([
  ["http://www.a.example/1/", "https://a.example/1"],
  ["https://a.example/1?utm_source=x#top", "https://a.example/1"],
])("%s names the same as %s", (one, other) => {
  expect(addressKey(one)).toBe(addressKey(other));
});

it.each([
  ["https://a.example/?p=1", "https://a.example/?p=2"],
  ["https://a.example/1", "https://b.example/1"],
  ["https://a.example/Ship", "https://a.example/ship"],
])("%s names another thing than %s", (one, other) => {
  expect(addressKey(one)).not.toBe(addressKey(other));
});

it.each([
  ["AT&amp;T", "AT&T"],
  ["AT&amp;amp;T", "AT&T"],
  ["AT&amp;amp;amp;amp;T", "AT&T"],
  // So often nobody encodes by mistake.
  ["AT&amp;amp;amp;amp;amp;T", "AT&amp;T"],
])("a title that was encoded several times: %s is %s", (sent, shown) => {
  expect(plainText(sent)).toBe(shown);
});
