import type { Env } from "../env.ts";
import { askingFor } from "../ingest/asking.ts";
import { discover, type Found, type NotFound } from "../ingest/discover.ts";
import { handOut } from "../ingest/jobs.ts";
import { readOpml } from "../ingest/opml.ts";
import { subscribe } from "../ingest/websub.ts";
import { LIMITS } from "../model/limits.ts";
import type { SourceWishes } from "../model/source.ts";
import type { Wait } from "../newsroom/desk.ts";
import type { SourceOutcome } from "../newsroom/gathering/follow.ts";
import { settingsOf } from "../settings.ts";
import { gatheringOf } from "./newsroom.ts";

/** Finds and reads the feed of an address; see `discover`. */
export function findFeed(env: Env, address: string): Promise<Found | NotFound> {
  return discover(address, askingFor(settingsOf(env)));
}

/**
 * Follows a feed that was found, publishes what it has, and subscribes at its hub.
 *
 * @param later does what the answer need not wait for
 */
export async function followFound(
  env: Env,
  found: Found,
  { wishes, wait, actor }: { wishes: SourceWishes; wait: Wait; actor: string },
  later: (work: Promise<unknown>) => void,
): Promise<SourceOutcome> {
  const { read, notBefore, etag, lastModified, bodyHash } = found;
  const answer = { at: Date.now(), status: 200, notBefore, movedTo: null, etag, lastModified, bodyHash };
  const following = { url: found.url, read, answer, wishes };
  using gathering = await gatheringOf(env);
  const outcome = await gathering.follow(following, wait, actor);
  if (outcome.kind === "saved" && outcome.subscribe) {
    const settings = settingsOf(env);
    later(subscribe(outcome.subscribe, settings.url, askingFor(settings)));
  }
  return outcome;
}

/** What becomes of a list of feeds. */
export type ListFollowed =
  | {
      kind: "done";
      added: number;
      known: number;
      refused: NonNullable<ReturnType<typeof readOpml>>["refused"];
    }
  | { kind: "no-opml" }
  | { kind: "too-many"; count: number };

/** Follows the feeds of an OPML file: each is read when its turn comes, within minutes. */
export async function followList(env: Env, text: string): Promise<ListFollowed> {
  const opml = readOpml(text, askingFor(settingsOf(env)));
  if (!opml) return { kind: "no-opml" };
  if (opml.feeds.length > LIMITS.importedFeeds) return { kind: "too-many", count: opml.feeds.length };
  using gathering = await gatheringOf(env);
  const added = await gathering.followLater(opml.feeds);
  await handOut(env, gathering);
  const count = added.filter(Boolean).length;
  return { kind: "done", added: count, known: added.length - count, refused: opml.refused };
}
