import { expect, it } from "vitest";
import { decodeText } from "../../../src/ingest/fetch/charset.ts";

// Which charset a text is in: by its mark, then as stated, then as declared, then by what fits.

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)),
  );
const utf16 = (text: string, little: boolean) =>
  [...text].flatMap((letter) => {
    const code = letter.charCodeAt(0);
    return little ? [code & 255, code >> 8] : [code >> 8, code & 255];
  });
const declared = (name: string) => `<?xml version="1.0" encoding="${name}"?>`;
// "ليبيا" in windows-1256, "café" in windows-1252, "привет" in KOI8-R.
const LIBYA = [0xe1, 0xed, 0xc8, 0xed, 0xc7];
const CAFE = [0x63, 0x61, 0x66, 0xe9];
const PRIVET = [0xd0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4];

it.each<[string, Uint8Array, string, string]>([
  [
    "UTF-8 by its mark, whatever is stated",
    bytes([0xef, 0xbb, 0xbf], "é"),
    "text/xml; charset=iso-8859-1",
    "é",
  ],
  ["UTF-16 by its mark", bytes([0xff, 0xfe], utf16("é", true)), "", "é"],
  ["UTF-16 the other way round", bytes([0xfe, 0xff], utf16("é", false)), "", "é"],
  ["UTF-16 without a mark", bytes(utf16("<é", true)), "", "<é"],
  ["as stated", bytes(LIBYA), 'text/xml; charset="windows-1256"', "ليبيا"],
  [
    "as stated rather than declared",
    bytes(declared("utf-8"), LIBYA),
    "text/xml; charset=windows-1256",
    `${declared("utf-8")}ليبيا`,
  ],
  [
    "as declared",
    bytes(declared("windows-1256"), LIBYA),
    "application/xml",
    `${declared("windows-1256")}ليبيا`,
  ],
  [
    "as declared in another script",
    bytes(declared("KOI8-R"), PRIVET),
    "application/xml",
    `${declared("KOI8-R")}привет`,
  ],
  [
    "as declared where what is stated is no charset",
    bytes(declared("windows-1256"), LIBYA),
    "text/xml; charset=none",
    `${declared("windows-1256")}ليبيا`,
  ],
  ["UTF-8 that calls itself UTF-16", bytes(declared("utf-16"), "é"), "", `${declared("utf-16")}é`],
  ["UTF-8 where nobody says", bytes("é"), "application/xml", "é"],
  ["windows-1252 where it is no UTF-8", bytes(CAFE), "application/xml", "café"],
  [
    "UTF-8 with a bad byte, where UTF-8 is stated",
    bytes("caf", [0xe9], " é"),
    "text/xml; charset=utf-8",
    "caf\ufffd é",
  ],
  ["JSON, which has no declaration", bytes("{}"), "application/feed+json", "{}"],
])("%s", (_, text, type, expected) => {
  expect(decodeText(text, type)).toBe(expected);
});

/** A text in a charset that only decoders know: by asking what each byte, and each pair of bytes, means. */
function encoded(text: string, charset: string): number[] {
  const decoder = new TextDecoder(charset);
  const codes = new Map<string, number[]>();
  for (let lead = 0xff; lead >= 0x80; lead--) {
    const alone = decoder.decode(Uint8Array.of(lead));
    if (alone !== "\uFFFD") codes.set(alone, [lead]);
    for (let trail = 0xfe; trail >= 0x40; trail--) {
      const pair = decoder.decode(Uint8Array.of(lead, trail));
      if ([...pair].length === 1 && pair !== "\uFFFD" && !codes.has(pair)) codes.set(pair, [lead, trail]);
    }
  }
  return [...text].flatMap((letter) =>
    letter < "\x80" ? [letter.charCodeAt(0)] : (codes.get(letter) ?? [63]),
  );
}

const RUSSIAN =
  "Паром снова ходит через залив. Первый рейс прошёл спокойно, рассказал капитан порта, и пассажиры остались довольны.";
const CHINESE = "渡轮今天早上恢复航行。港口船长说第一次航行很顺利,乘客们都很高兴,城市的居民也来到码头。";
const TAIWANESE = "渡輪今天早上恢復航行。港口船長說第一次航行很順利,乘客們都很高興,城市的居民也來到碼頭。";
const JAPANESE =
  "フェリーは今朝から再び運航しています。港の船長によると、最初の航海は順調で、乗客は満足していました。";
const KOREAN =
  "여객선이 오늘 아침부터 다시 운항합니다. 항구의 선장은 첫 항해가 순조로웠다고 말했고 승객들은 만족했습니다.";

it.each([
  ["windows-1251", RUSSIAN],
  ["koi8-r", RUSSIAN],
  ["gb18030", CHINESE],
  ["big5", TAIWANESE],
  ["shift_jis", JAPANESE],
  ["euc-jp", JAPANESE],
  ["euc-kr", KOREAN],
])("what nobody names is told by its letters: %s", (charset, text) => {
  const feed = `<rss><channel><title>${text}</title><item><description>${text}</description></item></channel></rss>`;
  expect(decodeText(Uint8Array.from(encoded(feed, charset)), "text/xml")).toBe(feed);
});

it("takes no letters with accents for another script", () => {
  const text = "Le café près de la gare a fermé: l’été fut mauvais, dit-on, et le patron est parti à Sète.";
  const latin = [...text].map((letter) => (letter === "’" ? 0x92 : letter.charCodeAt(0)));
  expect(decodeText(Uint8Array.from(latin), "text/xml")).toBe(text);
});
