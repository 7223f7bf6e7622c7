import { dayOf } from "../../model/day.ts";
import { scopePath } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { type Direction, directionOf, languageOfTag } from "../../text/language.ts";
import type { Site } from "../site.ts";
import { isSpoken, stringsFor } from "../strings/language.ts";
import type { Strings } from "../strings/strings.ts";

/** What every component needs: the publication, its words, its way to write dates. */
export interface PageContext {
  site: Site;
  strings: Strings;
  /** Of the words and dates, BCP 47. */
  language: string;
  direction: Direction;
  /** A moment (RFC 3339) as a reader reads it, to the minute. */
  dateTime: (timestamp: string) => string;
  /** The time of the day, to the minute. */
  time: (timestamp: string) => string;
  /** A day, with its weekday. */
  day: (timestamp: string) => string;
  /** The URL of the page of a moment's day. */
  dayPage: (timestamp: string) => string;
}

export function pageContext(site: Site, language = site.language): PageContext {
  const { timeZone } = site;
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone } as const;
  const date = { day: "numeric", month: "long", year: "numeric", timeZone } as const;
  const dateTime = new Intl.DateTimeFormat(language, { ...date, ...clock, timeZoneName: "short" });
  const time = new Intl.DateTimeFormat(language, clock);
  const day = new Intl.DateTimeFormat(language, { ...date, weekday: "long" });
  return {
    site,
    language,
    strings: stringsFor(language),
    direction: directionOf(language),
    dateTime: (timestamp) => dateTime.format(new Date(timestamp)),
    time: (timestamp) => time.format(new Date(timestamp)),
    day: (timestamp) => day.format(new Date(timestamp)),
    dayPage: (timestamp) => {
      const slug = dayOf(Date.parse(timestamp), timeZone) as Slug;
      return site.url + scopePath({ kind: "day", slug });
    },
  };
}

/** The words around a story: in its own language where there are any, so that a box is of one piece. */
export function storyContext(page: PageContext, language: string): PageContext {
  const same = languageOfTag(language) === languageOfTag(page.language);
  return same || !isSpoken(language) ? page : pageContext(page.site, language);
}

/** A name within words of another direction (UAX #9 §2.4.2), where no element can stand around it. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
