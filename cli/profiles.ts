import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { Api } from "./api.ts";
import { EXIT, Failure } from "./failure.ts";

// Which newsroom is meant, and the token for it.

/** A newsroom that somebody has logged in to. */
interface Profile {
  url: string;
  token: string;
}
interface Profiles {
  default: string;
  profiles: Record<string, Profile>;
}

export interface Wanted {
  url?: string;
  token?: string;
  profile?: string;
}

/** The file that keeps them, which only its owner can read (XDG Base Directory Specification). */
export const profilesFile = () =>
  join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "dateline", "profiles.json");

function readProfiles(): Profiles {
  const file = profilesFile();
  if (!existsSync(file)) return { default: "", profiles: {} };
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Profiles;
  } catch {
    throw new Failure(`${file} is damaged: remove it, and log in again.`);
  }
}

/** Keeps a newsroom under a name, as the one that is meant where nothing else is said. */
export function saveProfile(name: string, profile: Profile): void {
  const known = readProfiles();
  const file = profilesFile();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const all: Profiles = { default: name, profiles: { ...known.profiles, [name]: profile } };
  writeFileSync(`${file}.part`, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
}

/** The token that `npm start` made in this folder. */
function localToken(): string | undefined {
  const file = join(process.env.DATELINE_STATE || ".dateline", "token");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

/**
 * The newsroom that is meant: as the options say, else the environment, else the one that somebody has
 * logged in to, else the one that runs in this folder.
 *
 * @throws Failure where there is no token for it
 */
export function newsroomFor(wanted: Wanted): Api {
  const named = wanted.profile || process.env.DATELINE_PROFILE;
  const { default: usual, profiles } = readProfiles();
  const profile = profiles[named || usual];
  if (named && !profile)
    throw new Failure(`Nobody has logged in as "${named}": dateline login --profile ${named}`, EXIT.usage);
  const given = wanted.url || process.env.DATELINE_URL;
  const url = originOf(given || profile?.url || "http://localhost:8787");
  // A token goes to no other newsroom than the one that it was given for.
  const kept = profile && (!given || originOf(given) === originOf(profile.url)) ? profile.token : undefined;
  const isHere = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::|$)/.test(url);
  const token = wanted.token || process.env.DATELINE_TOKEN || kept || (isHere ? localToken() : undefined);
  if (!token)
    throw new Failure(
      `There is no token for ${url}: dateline login, or set DATELINE_TOKEN.`,
      EXIT.unreachable,
    );
  return new Api(url, token);
}

/** @throws Failure for what is no address of a site */
export function originOf(text: string): string {
  const url = URL.parse(/^https?:\/\//.test(text) ? text : `https://${text}`);
  if (!url) throw new Failure(`"${text}" is no address.`, EXIT.usage);
  return url.origin;
}
