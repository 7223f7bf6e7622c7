import type { Env } from "../env.ts";
import { UnknownType, UnreadableFile } from "../media/bytes.ts";
import { keepPicture } from "../media/keep.ts";
import { type Picture, readPicture } from "../media/picture.ts";
import { LIMITS } from "../model/limits.ts";
import type { PictureJob, TakenPicture, WantedPicture } from "../model/media.ts";
import { hostRest } from "../model/schedule.ts";
import type { Newsroom } from "../newsroom/newsroom.ts";
import { settingsOf } from "../settings.ts";
import { askingFor } from "./asking.ts";
import { type Asked, ask, type Wish } from "./fetch/get.ts";

/** The newsroom's side: a stub, for whoever made it to dispose of. */
type Desk = Awaited<ReturnType<DurableObjectStub<Newsroom>["media"]>>;

const PICTURE: Wish = {
  accept: "image/avif,image/webp,image/png,image/jpeg,image/gif,image/svg+xml,image/*;q=0.5",
  bytes: LIMITS.keptBytes,
  what: "picture",
};
/** Pixels of what nobody sees: it counts readers. */
const UNSEEN = 2;
/** How long a host is left alone that says that we ask too often, and not when to come back, ms. */
const BUSY_MS = 3_600_000;

/**
 * Asks a host for pictures of stories, one after the other, keeps them, and tells the newsroom of each. A
 * host that wants peace gets it.
 *
 * @throws MediaUnavailable, or an error of the newsroom: what it was told is noted, the rest comes again
 */
export async function fetchPictures(
  { host, pictures }: Extract<PictureJob, { kind: "fetch" }>,
  env: Env,
  desk: Desk,
): Promise<void> {
  const settings = settingsOf(env);
  const asking = askingFor(settings);
  const { betweenFeeds, betweenJobs } = hostRest(settings.fetchInterval);
  let wait = betweenJobs;
  let unasked: string[] = [];
  for (const [i, wanted] of pictures.entries()) {
    if (i > 0) await scheduler.wait(betweenFeeds);
    const asked = await ask(wanted.url, wanted, asking, PICTURE);
    const taken = await takeIn(wanted, asked, env, desk);
    if (taken !== "busy") continue;
    unasked = pictures.slice(i + 1).map(({ url }) => url);
    wait = Math.max(wait, asked.notBefore ? asked.notBefore.at - Date.now() : BUSY_MS);
    break;
  }
  await desk.rest(host, Date.now() + wait, unasked);
}

/** Tells the newsroom what came of asking for a picture; nothing where the whole host is to be left alone. */
async function takeIn({ url }: WantedPicture, asked: Asked, env: Env, desk: Desk): Promise<"told" | "busy"> {
  const tell = async (taken: TakenPicture) => {
    await desk.take(url, taken);
    return "told" as const;
  };
  if (asked.kind === "unchanged") return tell({ kind: "same" });
  if (asked.kind === "failed") {
    const { failure, reason } = asked;
    if (failure === "busy") return "busy";
    return tell({ kind: "failed", reason, final: failure !== "error" });
  }
  const picture = pictureOf(asked.bytes);
  if (typeof picture === "string") return tell({ kind: "failed", reason: picture, final: true });
  const { etag, lastModified } = asked;
  return keepPicture(env.MEDIA, picture, (facts) => tell({ kind: "kept", facts, etag, lastModified }));
}

/** A picture, or why it is none. */
function pictureOf(bytes: Uint8Array): Picture | string {
  try {
    const picture = readPicture(bytes);
    return Math.min(picture.width, picture.height) > UNSEEN ? picture : "It is too small to be seen.";
  } catch (error) {
    if (error instanceof UnknownType) return "It is no picture of a type that is kept.";
    if (error instanceof UnreadableFile) return error.message;
    throw error;
  }
}
