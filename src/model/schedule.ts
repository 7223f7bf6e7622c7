import type { Millis } from "./article.ts";
import type { Wishes } from "./entry.ts";

const HOUR = 3600;
const DAY = 86_400;

// In shortest intervals, which are 15 minutes but for development.
/** Between reads of a feed that seldom changes, or that does not answer: a day. */
const INTERVAL_MOST = 96;
/** While a hub tells us of changes: half a day. */
const INTERVAL_WITH_HUB = 48;
/** To begin with. */
const INTERVAL_FIRST = 3;
/** A host that says we ask too often, and not when to come back: an hour. */
const BUSY_LEAST = 4;

/** Rest for a host between two jobs, and within one between two of its feeds: 5 s and 1 s. */
const HOST_REST = 1 / 180;
const FEED_REST = 1 / 900;

/** Nobody who asks for longer means it, seconds. */
const WISH_MOST = 7 * DAY;
/** Part of a wait by which it is lengthened at random, so that feeds drift apart. */
const JITTER = 0.1;
/** What a read that brought something, and one that did not, do to the interval. */
const FASTER = 0.5;
const SLOWER = 1.2;

/** Why a feed is read next when it is. */
export const REASONS = {
  new: "It was only just added.",
  changes: "As often as it changes.",
  wishes: "It asks to be read no sooner (ttl or sy:updatePeriod).",
  "max-age": "Its server says that its answer is good until then (max-age).",
  expires: "Its server says that its answer is good until then (Expires).",
  "retry-after": "Its server asked to wait until then (Retry-After).",
  skip: "It asks not to be read in the hours or on the days before (skipHours, skipDays).",
  failed: "The last read failed; each further failure doubles the wait, up to a day.",
  busy: "Its host said that we ask too often.",
  hub: "A hub tells us when it changes; this is only to make sure.",
  asked: "An editor asked for it.",
} as const;
export type Reason = keyof typeof REASONS;

/** What bears on when a feed is read next. */
export interface Rhythm {
  now: Millis;
  /** `busy`: the host does not want to be asked. */
  outcome: "new" | "same" | "failed" | "busy";
  /** Seconds between reads so far. */
  interval: number;
  /** Failures in a row before this one. */
  failures: number;
  wishes: Wishes | null;
  notBefore: { at: Millis; why: "max-age" | "expires" | "retry-after" } | null;
  /** Until when a hub tells us of changes, ms; 0 for not at all. */
  lease: Millis;
  /** The shortest interval, seconds. */
  least: number;
  /** From 0 to 1. */
  random: number;
}

/** When to read a feed next, and why then. */
export function nextRead(rhythm: Rhythm): { due: Millis; why: Reason; interval: number; failures: number } {
  const { now, outcome, least, wishes, notBefore, random } = rhythm;
  const changed = { new: FASTER, same: SLOWER, failed: 1, busy: 1 }[outcome];
  const interval = clamp(Math.round(rhythm.interval * changed), least, least * INTERVAL_MOST);
  const bad = outcome === "failed" || outcome === "busy";
  const failures = bad ? rhythm.failures + 1 : 0;
  const pushed = !bad && rhythm.lease > now;
  const wait = pushed
    ? Math.max(interval, least * INTERVAL_WITH_HUB)
    : bad
      ? backoff(failures, least)
      : interval;
  const candidates: { due: Millis; why: Reason }[] = [
    { due: now + wait * 1000, why: pushed ? "hub" : bad ? "failed" : "changes" },
  ];
  if (outcome === "busy")
    candidates.push({ due: now + Math.max(least * BUSY_LEAST, wait) * 1000, why: "busy" });
  if (!bad && wishes?.every)
    candidates.push({ due: now + Math.min(wishes.every, WISH_MOST) * 1000, why: "wishes" });
  if (notBefore) candidates.push({ due: Math.min(notBefore.at, now + WISH_MOST * 1000), why: notBefore.why });
  const latest = candidates.reduce((a, b) => (b.due > a.due ? b : a));
  const due = Math.round(latest.due + (latest.due - now) * JITTER * random);
  const allowed = wishes ? afterSkips(due, wishes) : due;
  return { due: allowed, why: allowed === due ? latest.why : "skip", interval, failures };
}

/** Doubles from the shortest interval to the longest. */
function backoff(failures: number, least: number): number {
  return Math.min(least * 2 ** Math.min(failures - 1, 20), least * INTERVAL_MOST);
}

/**
 * The rest that a host is given, ms.
 *
 * @param least the shortest interval, seconds
 */
export function hostRest(least: number): { betweenJobs: Millis; betweenFeeds: Millis } {
  return { betweenJobs: least * HOST_REST * 1000, betweenFeeds: least * FEED_REST * 1000 };
}

/** The first moment from `due` on that a feed does not exclude. */
function afterSkips(due: Millis, { skipHours, skipDays }: Wishes): Millis {
  const hour = HOUR * 1000;
  for (let i = 0, at = due; i <= 8 * 24; i++, at = (Math.floor(at / hour) + 1) * hour) {
    const date = new Date(at);
    if (!skipHours.includes(date.getUTCHours()) && !skipDays.includes(date.getUTCDay())) return at;
  }
  return due;
}

/**
 * The interval to begin with, seconds: half the usual time between a feed's latest entries.
 *
 * @param dates of entries, ms, in any order
 */
export function firstInterval(dates: Millis[], least: number): number {
  const sorted = [...dates].sort((a, b) => b - a).slice(0, 11);
  const gaps = sorted.slice(1).map((date, i) => ((sorted[i] ?? date) - date) / 1000);
  const usual = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
  return clamp(Math.round((usual ?? DAY) / 2), least, least * INTERVAL_FIRST);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
