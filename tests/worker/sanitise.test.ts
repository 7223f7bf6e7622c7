import { expect, it } from "vitest";
import { cleanBody } from "../../src/ingest/clean/body.ts";
import { cleanHtml } from "../../src/text/html.ts";

// What is left of HTML when what may not stay is gone: nothing that leads nowhere, and nothing lost that was meant.

const BASE = "https://wire.example/stories/1";

it.each([
  ["a picture without an address", '<p>A<img alt="x"> ship</p>', "<p>A ship</p>"],
  ["a picture with one that may not be", '<p>A<img src="javascript:x"> ship</p>', "<p>A ship</p>"],
  ["a link without an address", "<p>A <a>ship</a></p>", "<p>A ship</p>"],
  ["a link with one that may not be", '<p>A <a href="javascript:x">ship</a></p>', "<p>A ship</p>"],
  [
    "a place that is linked to",
    '<p><a id="note">Note</a> <a href="#note">see</a></p>',
    '<p><span id="user-content-note">Note</span> <a href="dateline:#user-content-note">see</a></p>',
  ],
  [
    "a player",
    '<iframe src="https://www.youtube.com/embed/abc?rel=0" title="The launch"></iframe>',
    '<p><a href="https://www.youtube.com/watch?v=abc">The launch</a></p>',
  ],
  [
    "a player in a paragraph",
    '<p>See <iframe src="//player.vimeo.com/video/1"></iframe></p>',
    '<p>See <a href="https://player.vimeo.com/video/1">player.vimeo.com</a></p>',
  ],
  ["any other frame", '<p>A</p><iframe src="https://evil.example/"></iframe>', "<p>A</p>"],
  [
    "boxes of a list of tasks",
    '<ul><li><input type="checkbox" checked disabled> done</li><li><input type="checkbox"> to do</li></ul>',
    "<ul><li>☑ done</li><li>☐ to do</li></ul>",
  ],
])("%s, as an editor and as a feed sends it", (_, html, clean) => {
  // An address within the story is one of the story's, wherever that is.
  const plain = (text: string) =>
    text.replace(/="[^"]*(#user-content-note)"/, '="dateline:$1"').replaceAll("\n", "");
  const own = cleanHtml(html, BASE).html;
  expect(plain(own)).toBe(clean);
  // Clean HTML is clean, and stays as it is.
  expect(plain(cleanHtml(own, BASE).html)).toBe(clean);
  expect(plain(cleanBody(html, BASE).html)).toBe(clean);
});
