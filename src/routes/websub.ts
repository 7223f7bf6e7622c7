import { readUpTo } from "../http/body.ts";
import { plain } from "../http/plain.ts";
import { decodeText } from "../ingest/fetch/charset.ts";
import { BODY_LIMIT } from "../ingest/fetch/get.ts";
import { readFeed, UnreadableFeed } from "../ingest/read.ts";
import { isSigned } from "../ingest/websub.ts";
import { isUuid } from "../text/uuid.ts";
import { gatheringOf } from "./newsroom.ts";
import type { AppContext } from "./serve.ts";
import { tooOften } from "./visitor.ts";

// Where hubs reach us, as a subscriber (https://www.w3.org/TR/websub/#subscribing-and-unsubscribing).

/** Characters of a challenge, which is sent back as it came: no hub needs more. */
const CHALLENGE_MOST = 1000;

/**
 * `GET /websub/:feed`: a hub asks whether we want what it was asked for; yes is the challenge. 404 for
 * what is not followed, 400 for what no hub asks.
 */
export async function verifyIntent(c: AppContext): Promise<Response> {
  const query = new URL(c.req.url).searchParams;
  const mode = query.get("hub.mode");
  const topic = query.get("hub.topic") ?? "";
  const challenge = query.get("hub.challenge") ?? "";
  const feed = c.req.param("feed") ?? "";
  if (!isUuid(feed)) return plain("There is no such feed.", 404);
  const seconds = mode === "subscribe" ? Number(query.get("hub.lease_seconds") ?? Number.NaN) : null;
  const isAsked = mode === "subscribe" || mode === "unsubscribe";
  const isChallenge = challenge !== "" && challenge.length <= CHALLENGE_MOST;
  if (mode !== "denied" && !(isAsked && isChallenge && !Number.isNaN(seconds))) {
    return plain("This is no request of a hub.", 400);
  }
  using gathering = await gatheringOf(c.env);
  if (mode === "denied") {
    // It tells why; polling goes on.
    return (await gathering.subscribed(feed)) ? plain("", 200) : plain("This was not asked for.", 404);
  }
  const wanted = await gathering.confirmLease(feed, topic, seconds);
  return wanted ? plain(challenge, 200) : plain("This was not asked for.", 404);
}

/**
 * `POST /websub/:feed`: a hub brings what has changed. What is not signed with our secret is
 * answered like the rest and ignored (WebSub §7.1). 404 for what can be no feed of ours, 410 for what
 * is not followed any more, 429 for what comes too often.
 */
export async function receivePush(c: AppContext): Promise<Response> {
  const { raw } = c.req;
  const feed = c.req.param("feed") ?? "";
  if (!isUuid(feed)) return plain("There is no such feed.", 404);
  using gathering = await gatheringOf(c.env);
  const subscribed = await gathering.subscribed(feed);
  // A hub that is told 410 stops.
  if (!subscribed) return plain("", 410);
  const bytes = raw.body ? await readUpTo(raw.body, BODY_LIMIT) : new Uint8Array();
  if (bytes === null) return plain(`At most ${BODY_LIMIT} bytes.`, 413);
  if (!(await isSigned(c.req.header("x-hub-signature") ?? null, bytes, subscribed.secret))) {
    console.warn(`a push for ${subscribed.url} was not signed by its hub`);
    return plain("", 202);
  }
  if (!(await c.env.FEED_LIMIT.limit({ key: feed })).success) return tooOften(c);
  try {
    const text = decodeText(bytes, c.req.header("content-type") ?? "");
    await gathering.push(feed, readFeed(text, subscribed.url).entries);
  } catch (error) {
    if (!(error instanceof UnreadableFeed)) throw error;
    console.warn(`a push for ${subscribed.url} could not be read: ${error.message}`);
  }
  return plain("", 202);
}
