import * as z from "zod/mini";
import type { Env } from "./env.ts";
import { isTimeZone, type Profile } from "./model/profile.ts";
import { fingerprint } from "./text/fingerprint.ts";
import { isLanguageTag } from "./text/language.ts";

// The small form of zod: every isolate checks this when it starts.
const line = (least: number, most: number) =>
  z
    .string()
    .check(
      z.trim(),
      z.minLength(least, `${least} to ${most} characters`),
      z.maxLength(most, `at most ${most}`),
    );

const variables = z.object({
  SITE_URL: z
    .string()
    .check(z.refine(isOrigin, "an http or https origin without a path"), z.overwrite(originOf)),
  SITE_TITLE: line(1, 100),
  SITE_DESCRIPTION: line(0, 300),
  SITE_LANGUAGE: z.string().check(z.refine(isLanguageTag, "a BCP 47 language tag")),
  SITE_TIME_ZONE: z.string().check(z.refine(isTimeZone, "an IANA time zone")),
  SITE_RIGHTS: line(0, 300),
  ENTRY_AUTHORITY: z
    .string()
    .check(z.regex(/^[a-z0-9.@-]+,\d{4}(-\d\d){0,2}$/i, "an authority and a date, RFC 4151 §2.1")),
  FETCH_INTERVAL_SECONDS: z.coerce
    .number("a number of seconds")
    .check(z.int(), z.minimum(1), z.maximum(86_400)),
  REPRINTS: z.enum(["original", "here"], "original or here"),
  COMMENTS: z.enum(["open", "closed"], "open or closed"),
  TURNSTILE_SITE_KEY: line(0, 100),
  INDEXNOW_KEY: z._default(
    z.string().check(z.regex(/^(?:[a-z0-9-]{8,128})?$/i, "8 to 128 letters, digits and hyphens, or empty")),
    "",
  ),
  ALLOW_LOCAL_FEEDS: z.enum(["yes", "no"], "yes or no"),
});

/** What the operator configured, checked. All absolute URLs come from `url`, never from a request. */
export interface Settings {
  /** The public origin, without a trailing slash. */
  url: string;
  /** What the publication is called until the newsroom says otherwise. */
  first: Profile;
  /** `authority,date` of the tag URIs that name our own entries (RFC 4151). */
  entryAuthority: string;
  /** The shortest time between two reads of another publication's feed, seconds. */
  fetchInterval: number;
  /** Where search engines are sent for an article that has its original elsewhere. */
  reprints: "original" | "here";
  /** Whether readers may write comments, on whatever is not closed by itself. */
  comments: boolean;
  /** The public key of Turnstile, which then guards the form of comments; empty for none. */
  turnstile: string;
  /** By which search engines know that we speak for this host; empty where they are not told of changes. */
  indexNow: string;
  /** Whether Workers AI is bound: it answers questions and translates. */
  model: boolean;
  /** Whether the platform makes smaller forms of pictures. */
  forms: boolean;
  /** Whether feeds on this very machine may be followed: in development and tests alone. */
  allowLocalFeeds: boolean;
  /** Changes whenever a value changes that rendered bytes depend on. */
  fingerprint: string;
}

const loaded = new WeakMap<object, Settings>();

/**
 * Reads the settings from the environment, once per isolate.
 *
 * @throws Error that names each variable which is missing or malformed.
 */
export function settingsOf(env: Env): Settings {
  const known = loaded.get(env);
  if (known) return known;
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    throw new Error(`wrangler.toml [vars] is not usable:\n${z.prettifyError(parsed.error)}`);
  }
  const [model, forms] = [env.AI !== undefined, env.IMAGES !== undefined];
  const { FETCH_INTERVAL_SECONDS, ALLOW_LOCAL_FEEDS, INDEXNOW_KEY, ...values } = parsed.data;
  const settings: Settings = {
    url: values.SITE_URL,
    first: {
      title: values.SITE_TITLE,
      description: values.SITE_DESCRIPTION,
      language: values.SITE_LANGUAGE,
      timeZone: values.SITE_TIME_ZONE,
      rights: values.SITE_RIGHTS,
      ...{ accent: "", logo: "" },
    },
    entryAuthority: values.ENTRY_AUTHORITY,
    reprints: values.REPRINTS,
    comments: values.COMMENTS === "open",
    turnstile: values.TURNSTILE_SITE_KEY,
    indexNow: INDEXNOW_KEY,
    fetchInterval: FETCH_INTERVAL_SECONDS,
    allowLocalFeeds: ALLOW_LOCAL_FEEDS === "yes",
    ...{ model, forms },
    fingerprint: fingerprint(JSON.stringify({ ...values, model, forms })),
  };
  loaded.set(env, settings);
  return settings;
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && !/[?#]/.test(text);
}

function originOf(url: string): string {
  return new URL(url).origin;
}
