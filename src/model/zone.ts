import type { Millis } from "./article.ts";

const HOURS_14: Millis = 14 * 3_600_000;

/**
 * The moments at which clocks of a time zone show a local time: none in the hour that is left out when
 * clocks go forward, two in the one that comes twice.
 *
 * @param local `2026-10-25T02:30`
 * @param timeZone IANA name
 */
export function momentsAt(local: string, timeZone: string): Millis[] {
  const guess = Date.parse(`${local}Z`);
  // A day that no month has would be taken for one of the next.
  if (Number.isNaN(guess) || new Date(guess).toISOString().slice(0, 16) !== local) return [];
  const offsets = [guess - HOURS_14, guess, guess + HOURS_14].map((at) => shownAt(at, timeZone) - at);
  return [...new Set(offsets.map((offset) => guess - offset))]
    .filter((at) => shownAt(at, timeZone) === guess)
    .sort((a, b) => a - b);
}

/** What clocks of a time zone show at a moment: `2026-10-25T02:30`. */
export function localTime(at: Millis, timeZone: string): string {
  return new Date(shownAt(at, timeZone)).toISOString().slice(0, 16);
}

/** What clocks show, to the minute, as if it were UTC. */
function shownAt(at: Millis, timeZone: string): Millis {
  const parts = new Intl.DateTimeFormat("en", {
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" },
    ...{ hourCycle: "h23", timeZone },
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}

/** A month so many months later. @param month `2026-12` */
export function monthAfter(month: string, months = 1): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months)).toISOString().slice(0, 7);
}
