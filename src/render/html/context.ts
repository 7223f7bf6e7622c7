import { dayOf } from "../../model/day.ts";
import { scopePath } from "../../model/scope.ts";
import type { Slug } from "../../model/slug.ts";
import { type Direction, directionOf } from "../../text/language.ts";
import type { Site } from "../site.ts";
import { stringsFor } from "../strings/language.ts";
import type { Strings } from "../strings/strings.ts";

/** What every component needs: the publication, its words, its way to write dates. */
export interface PageContext {
  site: Site;
  strings: Strings;
  direction: Direction;
  /** A moment (RFC 3339) as a reader reads it, to the minute. */
  dateTime: (timestamp: string) => string;
  /** A day, with its weekday. */
  day: (timestamp: string) => string;
  /** The URL of the page of a moment's day. */
  dayPage: (timestamp: string) => string;
}

export function pageContext(site: Site): PageContext {
  const { language, timeZone } = site;
  const dateTime = new Intl.DateTimeFormat(language, {
    ...{ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
    ...{ hourCycle: "h23", timeZone, timeZoneName: "short" },
  });
  const day = new Intl.DateTimeFormat(language, {
    ...{ weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone },
  });
  return {
    site,
    strings: stringsFor(language),
    direction: directionOf(language),
    dateTime: (timestamp) => dateTime.format(new Date(timestamp)),
    day: (timestamp) => day.format(new Date(timestamp)),
    dayPage: (timestamp) => {
      const slug = dayOf(Date.parse(timestamp), timeZone) as Slug;
      return site.url + scopePath({ kind: "day", slug });
    },
  };
}
