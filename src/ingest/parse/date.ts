import type { Millis } from "../../model/article.ts";

// Months by name, as feeds write them: English in full or in short, French, German, Spanish,
// Italian, Portuguese, Turkish, Russian, and Arabic both ways, of the Maghreb and of the Levant.
const MONTHS: readonly string[] = [
  "jan january januar janvier enero gennaio janeiro ocak января январь янв يناير جانفي كانون-الثاني",
  "feb february februar fevrier febrero febbraio fevereiro subat февраля февраль фев فبراير فيفري شباط",
  "mar march marz mars maerz marzo marco mart марта март мар مارس آذار اذار",
  "apr april avril avr abril aprile nisan апреля апрель апр أبريل ابريل إبريل أفريل افريل نيسان",
  "may mai mayo maggio maio mayis мая май مايو ماي أيار ايار",
  "jun june juni juin junio giugno junho haziran июня июнь июн يونيو يونيه جوان حزيران",
  "jul july juli juillet juil julio luglio julho temmuz июля июль июл يوليو يوليه جويلية تموز",
  "aug august aout agosto agustos августа август авг أغسطس اغسطس أوت اوت آب اب",
  "sep sept september septembre septiembre settembre setembro eylul сентября сентябрь сен سبتمبر أيلول ايلول",
  "oct okt october oktober octobre octubre ottobre outubro ekim октября октябрь окт أكتوبر اكتوبر تشرين-الأول",
  "nov november novembre noviembre novembro kasim ноября ноябрь ноя نوفمبر تشرين-الثاني",
  "dec dez december dezember decembre diciembre dicembre dezembro aralik декабря декабрь дек ديسمبر كانون-الأول",
];

const MONTH_OF = new Map(
  MONTHS.flatMap((names, month) => names.split(" ").map((name) => [foldName(name), month] as const)),
);

// Zones by name, in minutes east of UTC: those of RFC 822 §5, and what is seen besides.
const ZONES: Record<string, number> = {
  ...{ z: 0, ut: 0, utc: 0, gmt: 0, wet: 0, west: 60, bst: 60, cet: 60, cest: 120, eet: 120, eest: 180 },
  ...{ msk: 180, ist: 330, jst: 540, aest: 600, aedt: 660, est: -300, edt: -240, cst: -360, cdt: -300 },
  ...{ mst: -420, mdt: -360, pst: -480, pdt: -420, akst: -540, akdt: -480, hst: -600, sast: 120 },
};

/**
 * A date in any form that feeds use: RFC 3339 and ISO 8601 with parts left out, RFC 822 and its
 * abuses (no weekday or a wrong one, two-digit years, full or foreign month names, named zones, no
 * zone), seconds or milliseconds since 1970, and `M/D/YYYY`. Without a zone it is UTC.
 *
 * @returns ms, or null where no date can be read
 */
export function parseFeedDate(text: string | undefined): Millis | null {
  const line = westernDigits((text ?? "").slice(0, 200))
    .normalize("NFKC")
    .replace(/[\u200e\u200f\u061c]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  if (line === "" || line.length > 100) return null;
  return epoch(line) ?? iso(line) ?? named(line) ?? slashed(line);
}

function epoch(line: string): Millis | null {
  if (/^\d{10}$/.test(line)) return Number(line) * 1000;
  return /^\d{13}$/.test(line) ? Number(line) : null;
}

const ISO =
  /^(\d{4})-?(\d\d)(?:-?(\d\d))?(?:[T ]+(?:at )?(\d\d?)[:.]?(\d\d)(?:[:.]?(\d\d)(?:[.,]\d+)?)?)? ?(.*)$/i;

function iso(line: string): Millis | null {
  const [, year, month, day = "1", hour, minute, second, zone = ""] = ISO.exec(line) ?? [];
  if (!year || !month) return null;
  return moment({
    year: Number(year),
    month: Number(month) - 1,
    day: Number(day),
    hour,
    minute,
    second,
    zone,
  });
}

const TIME = /(\d\d?)[:.](\d\d)(?:[:.](\d\d)(?:\.\d+)?)? ?([ap]\.?m\.?)?/i;

/** RFC 822 and what is like it: a day, a month's name, a year and perhaps a time, in any order. */
function named(line: string): Millis | null {
  const time = TIME.exec(line);
  const [, hours, minute, second, half] = time ?? [];
  const zone = time ? line.slice(time.index + time[0].length) : "";
  const before = time ? line.slice(0, time.index) : line;
  // "15:04:05 2 Jan 2006 UTC" is seen too, and the year may follow the time (asctime).
  const date = before.length > 8 ? before : `${before} ${zone}`;
  const words = date
    .replace(/(?:كانون|تشرين) /g, (month) => `${month.trim()}-`)
    .split(/[\s,/|]+|(?<=\d)-(?=\D)|(?<=\D)-(?=\d)/)
    .filter(Boolean);
  // The last: in French, "mar." before it is Tuesday.
  const month = words.map((word) => MONTH_OF.get(foldName(word))).findLast((each) => each !== undefined);
  if (month === undefined) return null;
  const numbers = words
    .map((word) => /^(\d{1,4})(?:st|nd|rd|th|er|\.)?$/i.exec(word)?.[1])
    .filter((n) => n !== undefined);
  const year = numbers.find((n) => n.length === 4) ?? numbers[1] ?? /\b(\d{4})\b/.exec(zone)?.[1];
  const day = numbers.find((n) => n !== year) ?? "1";
  if (!year) return null;
  const noon = half?.toLowerCase().startsWith("p") ? 12 : 0;
  const hour = hours && half ? String((Number(hours) % 12) + noon) : hours;
  return moment({ year: fullYear(year), month, day: Number(day), hour, minute, second, zone });
}

/** `M/D/YYYY`, as American publishers write it; the day first where the first number is no month. */
function slashed(line: string): Millis | null {
  const [, a, b, year, rest = ""] = /^(\d\d?)[/.](\d\d?)[/.](\d{4})(.*)$/.exec(line) ?? [];
  if (!a || !b || !year) return null;
  const dayFirst = Number(a) > 12 || line.includes(".");
  const [month, day] = dayFirst ? [Number(b), Number(a)] : [Number(a), Number(b)];
  const [whole = "", hour, minute, second] = TIME.exec(rest) ?? [];
  return moment({
    year: Number(year),
    month: month - 1,
    day,
    hour,
    minute,
    second,
    zone: rest.replace(whole, ""),
  });
}

interface Parts {
  year: number;
  month: number;
  day: number;
  hour?: string | undefined;
  minute?: string | undefined;
  second?: string | undefined;
  zone: string;
}

function moment({ year, month, day, hour = "0", minute = "0", second = "0", zone }: Parts): Millis | null {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (month < 0 || month > 11 || day < 1 || day > 31 || h > 24 || m > 59 || s > 60) return null;
  const at = Date.UTC(year, month, day, h, m, s);
  // The 31st of June is a slip, not the first of July.
  if (h < 24 && new Date(at).getUTCMonth() !== month) return null;
  return at - offsetOf(zone) * 60_000;
}

/** Minutes east of UTC; 0 for a zone that nobody knows, as RFC 2822 §4.3 has it. */
function offsetOf(zone: string): number {
  const numeric = /([+-\u2212])(\d\d?):?(\d\d)?/.exec(zone.replace("\u2212", "-"));
  if (numeric && /^[+-]$/.test(numeric[1] ?? "")) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
    return minutes > 14 * 60 ? 0 : numeric[1] === "-" ? -minutes : minutes;
  }
  const name = /[a-z]+/i.exec(zone)?.[0].toLowerCase() ?? "";
  return ZONES[name] ?? 0;
}

/** RFC 2822 §4.3: two digits up to 49 are of this century. */
function fullYear(year: string): number {
  if (year.length > 2) return Number(year);
  return Number(year) + (Number(year) < 50 ? 2000 : 1900);
}

function foldName(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/ı/g, "i")
    .replace(/\.$/, "");
}

const ARABIC_DIGITS = /[٠-٩۰-۹]/g;

function westernDigits(text: string): string {
  return text.replace(ARABIC_DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf));
}
