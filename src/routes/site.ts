import type { Context } from "hono";
import type { Env } from "../env.ts";
import type { PublicProfile } from "../model/profile.ts";
import { type Site, siteOf } from "../render/site.ts";
import { type Settings, settingsOf } from "../settings.ts";
import { hashOf } from "../store/hash.ts";
import { type KeptProfile, readProfile } from "../store/profile.ts";
import { fingerprint } from "../text/fingerprint.ts";

// What the publication is called and looks like, as far as this isolate knows. It is read once, beside the
// first document that is asked for, and again behind answers: no reader waits for it.

/** After this time, ms, it is read again, behind an answer. */
const FRESH_MS = 60_000;
/** After this time, ms, nobody is answered by it any more: the isolate had nothing to do for a while. */
const STALE_MS = 120_000;

/** The publication as this isolate shows it. */
export interface Shown {
  site: Site;
  /** Changes whenever something changes that rendered bytes depend on, besides their document. */
  fingerprint: string;
  /** When the profile was changed, ms. */
  changed: number;
}

interface Known {
  kept: KeptProfile | null;
  /** When it was read, ms. */
  at: number;
}

let known: Known | null = null;
/** What was made of a profile for the settings of an environment. */
const made = new WeakMap<Settings, { kept: KeptProfile | null; shown: Shown }>();

type AnyContext = Pick<Context<{ Bindings: Env }>, "env" | "executionCtx">;

/**
 * The publication as it is shown now: known already, but in an isolate that has just begun.
 *
 * @throws StoreUnavailable when KV does not answer, and nothing is known
 */
export function shownIn(c: AnyContext): Shown | Promise<Shown> {
  const now = Date.now();
  const age = known ? now - known.at : Number.POSITIVE_INFINITY;
  if (!known || age > STALE_MS) return readNow(c.env);
  if (age > FRESH_MS) {
    known.at = now - FRESH_MS / 2; // others need not read it, too; should it fail, they soon will
    c.executionCtx.waitUntil(readNow(c.env));
  }
  return make(c.env, known.kept);
}

/** Each request for itself: one that is broken off must not keep others waiting. */
async function readNow(env: Env): Promise<Shown> {
  try {
    known = { kept: await readProfile(env.DOCUMENTS), at: Date.now() };
  } catch (error) {
    if (!known) throw error;
    console.error("the publication is shown as it was: its profile could not be read", error);
  }
  return make(env, known.kept);
}

/** As `shownIn`, for whoever has time. */
export async function siteIn(c: AnyContext): Promise<Site> {
  return (await shownIn(c)).site;
}

/** The publication as far as it is known, for pages that tell of a failure. */
export function siteAtHand(env: Env): Site {
  return make(env, known?.kept ?? null).site;
}

/** The newsroom has just said how it is shown: whoever said so sees it, though KV may tell a little later. */
export async function noteProfile(profile: PublicProfile): Promise<void> {
  const now = Date.now();
  known = { kept: { profile, hash: await hashOf(JSON.stringify(profile)), changed: now }, at: now };
}

function make(env: Env, kept: KeptProfile | null): Shown {
  const settings = settingsOf(env);
  const before = made.get(settings);
  if (before && before.kept === kept) return before.shown;
  const profile: PublicProfile = kept?.profile ?? { ...settings.first, logo: null, pages: [] };
  const shown: Shown = {
    site: siteOf(settings, profile),
    fingerprint: kept ? fingerprint(`${settings.fingerprint} ${kept.hash}`) : settings.fingerprint,
    changed: kept?.changed ?? 0,
  };
  made.set(settings, { kept, shown });
  return shown;
}
