import type { Millis } from "./article.ts";

/** A day of a calendar: `2025-07-09`. */
export type Day = string;

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: Millis, timeZone: string): Record<string, string> {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-u-ca-iso8601", {
      ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
      ...{ second: "2-digit", hourCycle: "h23", timeZone },
    });
    formats.set(timeZone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** The day of a moment in a time zone (IANA name). */
export function dayOf(at: Millis, timeZone: string): Day {
  const { year = "", month, day } = partsOf(at, timeZone);
  return `${year.padStart(4, "0")}-${month}-${day}`;
}

/** When a day, or a month or year named in its place, begins in a time zone. */
export function beginningOf(date: string, timeZone: string): Millis {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const wall = Date.UTC(year, month - 1, day);
  const guess = wall - offsetAt(wall, timeZone);
  // The clocks may have changed between the guess and the wall.
  return wall - offsetAt(guess, timeZone);
}

/** How far a time zone's clocks are ahead of UTC, ms. */
function offsetAt(at: Millis, timeZone: string): Millis {
  const { year, month, day, hour, minute, second } = partsOf(at, timeZone);
  const wall = Date.UTC(
    ...([year, Number(month) - 1, day, hour, minute, second].map(Number) as [number, number]),
  );
  return wall - Math.floor(at / 1000) * 1000;
}
