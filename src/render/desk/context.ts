import type { Person } from "../../model/people.ts";
import { type Direction, directionOf } from "../../text/language.ts";
import type { Site } from "../site.ts";
import type { DeskWords } from "./words.ts";
import { spokenTo, wordsFor } from "./words.ts";

/** What every page of the desk needs. */
export interface DeskContext {
  site: Site;
  words: DeskWords;
  /** Of the words and dates, BCP 47. */
  language: string;
  direction: Direction;
  /** Who looks at it; null for who is not in yet. */
  person: Person | null;
  /** Paths of what it loads. */
  style: string;
  script: string;
  /** Now, ms. */
  now: number;
  /** A moment as people read it, in the publication's time zone, to the minute. */
  dateTime: (at: number) => string;
}

/** @param accepted languages that a browser asks for */
export function deskContext(
  site: Site,
  person: Person | null,
  files: { style: string; script: string },
  now: number,
  accepted: string,
): DeskContext {
  const { timeZone } = site;
  const language = spokenTo(accepted, site.language);
  const format = new Intl.DateTimeFormat(language, {
    ...{ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
    ...{ hourCycle: "h23", timeZone, timeZoneName: "short" },
  });
  return {
    ...{ site, person, now, language, words: wordsFor(language), direction: directionOf(language) },
    ...files,
    dateTime: (at) => format.format(at),
  };
}
