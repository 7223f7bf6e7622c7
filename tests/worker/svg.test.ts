import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnknownType, UnreadableFile } from "../../src/media/bytes.ts";
import { readPicture } from "../../src/media/picture.ts";
import { SECRET, TELLING } from "../setup/pictures.ts";

// Drawings of strangers: what of them draws is kept, nothing else.

const BOX = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readPicture(bytesOf(text));
const textOf = (svg: string) => new TextDecoder().decode(read(svg).bytes);
const within = (content: string) => textOf(`<svg ${BOX}>${content}</svg>`);
const kept = (content: string) =>
  content
    ? `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4" viewBox="0 0 8 4">${content}</svg>`
    : '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4" viewBox="0 0 8 4"/>';

it.each<[what: string, sent: string, left: string]>([
  ["a script", "<script>alert(1)</script><path d='M0 0'/>", '<path d="M0 0"/>'],
  ["a handler", '<g onload="alert(1)" fill="red"/>', '<g fill="red"/>'],
  ["HTML", '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">a</div></foreignObject>', ""],
  [
    "a link, but for what it holds",
    '<a href="javascript:alert(1)"><text>a</text></a>',
    "<g><text>a</text></g>",
  ],
  [
    "what sets a link later",
    '<use href="#a"><set attributeName="href" to="data:x"/></use>',
    '<use href="#a"/>',
  ],
  ["what is used of elsewhere", '<use xlink:href="https://a.example/b.svg#c"/>', "<use/>"],
  ["a picture elsewhere", '<image href="https://a.example/b.png"/>', ""],
  ["a picture of another kind", '<image href="data:text/html;base64,PHA+"/>', ""],
  ["a drawing in a drawing", `<image href="data:image/svg+xml;base64,${btoa(`<svg ${BOX}/>`)}"/>`, ""],
  ["a filter's picture", '<filter id="a"><feImage href="#b"/></filter>', '<filter id="a"/>'],
  [
    "paint of elsewhere",
    '<path fill="url(https://a.example/#b)" stroke="url(#c)"/>',
    '<path stroke="url(#c)"/>',
  ],
  ["a style that asks", `<g style="fill:url('//a.example');stroke:red"/>`, '<g style="stroke:red"/>'],
  ["an escape", '<g style="fill:\\75rl(//a.example)"/>', '<g style=""/>'],
  ["other ways to ask", '<g mask="image-set(&apos;//a&apos; 1x)" clip-path="src(&apos;//a&apos;)"/>', "<g/>"],
  [
    "rules that ask",
    '<style>@import "//a.example";.a{fill:red}@font-face{src:url(//b)}/* } */.b{fill:url(#p);cursor:url(//c)}</style>',
    "<style>.a{fill:red}.b{fill:url(#p)}</style>",
  ],
  [
    "a rule for some",
    "<style>@media print{.a{fill:red}.b{fill:blue}}.c{fill:green}</style>",
    "<style>.b{fill:blue}.c{fill:green}</style>",
  ],
  ["an element in a style", "<style>.a{fill:red}<script>1</script></style>", "<style>.a{fill:red}</style>"],
  [
    "what programs note",
    '<metadata>Ann</metadata><g inkscape:label="Ann" data-name="Ann" id="a"/>',
    '<g id="a"/>',
  ],
  ["comments and instructions", "<!-- Ann --><?php Ann?><g/>", "<g/>"],
  ["an entity that nobody knows", "<text>&ann; &amp; &#65;&lt;</text>", "<text>&amp;ann; &amp; A&lt;</text>"],
  ["markup in CDATA, which is text", "<text><![CDATA[<script>]]></text>", "<text>&lt;script&gt;</text>"],
])("%s is left out", (_, sent, left) => {
  expect(within(sent)).toBe(kept(left));
});

it("a picture within it tells nothing of where it was taken", () => {
  const href = `data:image/png;base64,${TELLING["image/jpeg"]?.toBase64()}`;
  const written = within(`<image href="${href}" width="8"/>`);
  expect(written).toContain('<image href="data:image/jpeg;base64,');
  const [, base64 = ""] = /base64,([^"]*)/.exec(written) ?? [];
  const inner = Uint8Array.fromBase64(base64);
  expect(inner.length).toBeGreaterThan(100);
  expect(new TextDecoder("latin1").decode(inner)).not.toContain(SECRET);
});

it.each<[string, number, number]>([
  ['width="30" height="20"', 30, 20],
  ['width="1in" height="2.54cm"', 96, 96],
  ['width="30" viewBox="0 0 3 2"', 30, 20],
  ['width="100%" height="100%" viewBox="0,0,300,200"', 300, 200],
  ['viewBox="-5 -5 20 10"', 20, 10],
  ['width="40960" height="8192"', 4096, 819],
  ['viewBox="0 0 0.4 0.2"', 1, 1],
])("%s is %i by %i pixels", (attributes, width, height) => {
  expect(read(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}/>`)).toMatchObject({ width, height });
});

it.each([
  [
    "a declaration, a type and a byte order mark",
    `\ufeff<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "a" "b">`,
  ],
  ["a type with what it declares", '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><!-- a -->'],
])("it is found behind %s", (_, before) => {
  expect(textOf(`${before}<svg ${BOX}><g/></svg>`)).toBe(kept("<g/>"));
});

it("it may have a prefix, and is written without", () => {
  const sent = '<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 8 4"><s:g/><g/></s:svg>';
  expect(textOf(sent)).toBe(kept("<g/>"));
});

const twice = (i: number) => `<g id="g${i}"><use href="#g${i - 1}"/><use href="#g${i - 1}"/></g>`;
const laughs = Array.from({ length: 20 }, (_, i) => twice(i)).join("");

it.each<[string, typeof UnknownType, string]>([
  ["another text", UnknownType, "<html><svg/></html>"],
  ["a text that begins like one", UnknownType, "<svgs/>"],
  ["one that breaks off", UnreadableFile, `<svg ${BOX}><g>`],
  ["two", UnreadableFile, `<svg ${BOX}/><svg ${BOX}/>`],
  ["one of no size", UnreadableFile, "<svg/>"],
  [
    "one that asks for an entity",
    UnreadableFile,
    `<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///a">]><svg ${BOX}/>`,
  ],
  ["one that uses itself", UnreadableFile, `<svg ${BOX}><g id="a"><use href="#a"/></g></svg>`],
  [
    "one of patterns of each other",
    UnreadableFile,
    `<svg ${BOX}><pattern id="a" fill="url(#b)"/><pattern id="b" fill="url(#a)"/></svg>`,
  ],
  ["one that draws a million times", UnreadableFile, `<svg ${BOX}>${laughs}</svg>`],
  ["one of more bytes than are taken", UnreadableFile, `<svg ${BOX}>${" ".repeat(1_000_001)}</svg>`],
  ["one nested without end", UnreadableFile, `<svg ${BOX}>${"<g>".repeat(5000)}${"</g>".repeat(5000)}</svg>`],
])("%s is not taken", (_, error, text) => {
  expect(() => read(text)).toThrow(error);
});

describe("whatever is sent", () => {
  const word = fc.constantFrom(
    ...[
      "<svg ",
      BOX,
      ">",
      "</svg>",
      "<g",
      "<style>",
      "</style>",
      "<image ",
      'href="',
      'style="',
      '"',
      "'",
      "/>",
    ],
    ...[
      "url(",
      "#a",
      "//x.example",
      ")",
      ";",
      "{",
      "}",
      "@import ",
      "\\",
      "/*",
      "*/",
      "onload=",
      "<script>",
      "&lt;",
    ],
    ...["&#60;", "<![CDATA[", "]]>", "<!--", "-->", "javascript:", "data:image/png;base64,", "a", " "],
  );
  it("what comes out draws alone, and comes out the same again", () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        let written: string;
        try {
          written = textOf(`<svg ${BOX}>${words.join("")}</svg>`);
        } catch (error) {
          expect(error instanceof UnreadableFile || error instanceof UnknownType).toBe(true);
          return;
        }
        const markup = written.replace(/>[^<]*</g, "><");
        expect(markup).not.toMatch(/<script|\son\w+=|href="(?!#)|url\((?!["']?#)|@import/i);
        expect(textOf(written)).toBe(written);
      }),
      { numRuns: 2000 },
    );
  });
});
