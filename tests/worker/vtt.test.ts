import { expect, it } from "vitest";
import { paragraphsOf, parseVtt, timeOf } from "../../src/text/vtt.ts";

// WebVTT as people write it (https://www.w3.org/TR/webvtt1/).

const cue = "00:01.500 --> 00:03.000\n";

it.each<[string, string, ReturnType<typeof parseVtt>]>([
  ["hours", "WEBVTT\n\n01:02:03.004 --> 01:02:04.000\nIt sails.", [{ start: 3723.004, text: "It sails." }]],
  ["none", `WEBVTT\n\n${cue}It sails.`, [{ start: 1.5, text: "It sails." }]],
  ["a mark and a name", `\ufeffWEBVTT - Harbour\n\n${cue}A`, [{ start: 1.5, text: "A" }]],
  ["line ends of other systems", `WEBVTT\r\n\r\n${cue.trim()}\r\nA\r\nB\r\rx`, [{ start: 1.5, text: "A B" }]],
  ["an identifier", `WEBVTT\n\n1 - first\n${cue}A`, [{ start: 1.5, text: "A" }]],
  ["where it stands", "WEBVTT\n\n00:01.500 --> 00:03.000 align:start line:0\nA", [{ start: 1.5, text: "A" }]],
  [
    "a voice",
    `WEBVTT\n\n${cue}<v.loud Hana Meftah>It <b>sails</b>.</v>`,
    [{ start: 1.5, speaker: "Hana Meftah", text: "It sails." }],
  ],
  [
    "references",
    `WEBVTT\n\n${cue}A &amp; B &lt;c&gt;&nbsp;d &copy;`,
    [{ start: 1.5, text: "A & B <c> d &copy;" }],
  ],
  [
    "notes and styles",
    `WEBVTT\n\nNOTE\nnot this\n\nSTYLE\n::cue { color: red }\n\n${cue}A`,
    [{ start: 1.5, text: "A" }],
  ],
  ["a cue that says nothing", `WEBVTT\n\n${cue}\n\n${cue}A`, [{ start: 1.5, text: "A" }]],
  ["times that are none", "WEBVTT\n\n1 --> 2\nA\n\n00:99.000 --> 01:00.000\nB", []],
  ["subtitles of another kind", "1\n00:00:01,000 --> 00:00:02,000\nA", null],
  ["a word that begins so", "WEBVTTX\n\n00:01.500 --> 00:03.000\nA", null],
])("%s", (_, text, cues) => {
  expect(parseVtt(text)).toEqual(cues?.map((each) => ({ speaker: undefined, ...each })) ?? null);
});

it("what is said is put into paragraphs, one for each who speaks, and none without end", () => {
  const says = (speaker: string | undefined, text: string, start: number) => ({ speaker, text, start });
  const long = `${"It sails and it sails. ".repeat(20)}It sails.`;
  expect(
    paragraphsOf([
      ...[says("A", "One", 0), says("A", "two.", 1), says("B", "Three.", 2)],
      ...[says("B", long, 3), says("B", "Four.", 4)],
    ]),
  ).toEqual([says("A", "One two.", 0), says("B", `Three. ${long}`, 2), says("B", "Four.", 4)]);
});

it("a moment is written as players do", () => {
  expect([0, 61.9, 3723].map(timeOf)).toEqual(["0:00", "1:01", "1:02:03"]);
});
