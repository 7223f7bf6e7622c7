import type { Publication } from "../../model/list.ts";
import { mediaPath } from "../../model/media.ts";
import type { Logo, Profile, ProfileChange, PublicProfile } from "../../model/profile.ts";
import { HOME, scopeName } from "../../model/scope.ts";
import type { Settings } from "../../settings.ts";
import { refileLater } from "../articles/refile.ts";
import { touchEverything } from "../documents/everything.ts";
import type { Ledger } from "../ledger.ts";
import { mediaById } from "../media/media.ts";
import { note } from "../people/actions.ts";
import { pageLinks } from "./pages.ts";
import { patternsOf } from "./redirects.ts";

/** What the publication is called and looks like: as the ledger has it, else as it was deployed. */
function profileOf(sql: SqlStorage, first: Profile): Profile {
  const rows = sql.exec<{ name: string; value: string }>("SELECT name, value FROM profile").toArray();
  return { ...first, ...Object.fromEntries(rows.map(({ name, value }) => [name, value])) };
}

/** The settings of a deployment, with the profile. */
export function settingsWith(settings: Settings, sql: SqlStorage): Settings & Profile {
  return { ...settings, ...profileOf(sql, settings.first) };
}

/** The profile, and what it is where nobody changes it. */
export interface ProfileView {
  now: Profile;
  first: Profile;
  shown: PublicProfile;
}

export function viewProfile(ledger: Ledger): ProfileView {
  const { first } = ledger.settings;
  const now = profileOf(ledger.sql, first);
  return { now, first, shown: publicProfile(ledger, now) };
}

/** A profile as readers' pages have it. */
export function publicProfile(ledger: Ledger, profile: Profile): PublicProfile {
  const { title, description, language, timeZone, rights, accent } = profile;
  const redirects = patternsOf(ledger.sql);
  return {
    ...{ title, description, language, timeZone, rights, accent },
    logo: logoOf(ledger.sql, profile),
    pages: pageLinks(ledger),
    ...(redirects.length && { redirects }),
  };
}

function logoOf(sql: SqlStorage, { logo }: Profile): Logo | null {
  const media = logo ? mediaById(sql, logo) : undefined;
  const { width, height } = media ?? {};
  return media && width && height ? { path: mediaPath(media), type: media.type, width, height } : null;
}

/** The publication as its lists tell of it. */
export function publicationOf({ sql, settings }: Ledger): Publication {
  return { ...settings, logo: logoOf(sql, settings) };
}

/** What becomes of a change of the profile: of a logo that is none, what it is instead. */
export type ProfileOutcome = { kind: "saved"; profile: ProfileView } | { kind: "logo"; detail: string };

/**
 * Changes what the publication is called and how it looks. A name, a motto or a logo is told by lists, a
 * colour by no document but its own; another language concerns all of them, another zone where days begin.
 */
export function changeProfile(ledger: Ledger, change: ProfileChange, actor: string): ProfileOutcome {
  const { sql, settings } = ledger;
  const before = profileOf(sql, settings.first);
  if (change.logo) {
    if (!mediaById(sql, change.logo)?.width) return { kind: "logo", detail: "names no picture of ours" };
    // One that was kept for a source's stories is the newsroom's own from now on.
    sql.exec("UPDATE media SET source = NULL WHERE id = ?", change.logo);
  }
  for (const [name, value] of Object.entries(change)) {
    if (value === null) sql.exec("DELETE FROM profile WHERE name = ?", name);
    else if (value !== undefined) sql.exec("INSERT OR REPLACE INTO profile VALUES (?, ?)", name, value);
  }
  const after = profileOf(sql, settings.first);
  const names = (Object.keys(after) as (keyof Profile)[]).filter((name) => after[name] !== before[name]);
  if (names.includes("language")) touchEverything(ledger);
  if (names.includes("language") || names.includes("timeZone")) refileLater(ledger, scopeName(HOME));
  if (names.length) note(ledger, { actor, kind: "settings-changed", subject: names.join(", ") });
  return { kind: "saved", profile: viewProfile(ledger) };
}
