import { readUpTo } from "../http/body.ts";
import { refusal } from "../http/guard.ts";
import { plain } from "../http/plain.ts";
import { LIMITS } from "../model/limits.ts";
import { topicAt } from "../model/topic.ts";
import type { HubRequest } from "../newsroom/push/requests.ts";
import { settingsOf } from "../settings.ts";
import { newsroomOf } from "./newsroom.ts";
import { pushIn } from "./pushing.ts";
import type { AppContext } from "./serve.ts";
import { PERIOD_S } from "./visitor.ts";

// Our hub: whoever wants to be told of a feed's changes says so here (https://www.w3.org/TR/websub/#hub).

/** Seconds for which somebody is told, unless they ask for another time, and the least and most of these. */
const LEASE_S = 864_000;
const LEASE_LEAST_S = 300;
const LEASE_MOST_S = 2_592_000;

type Fault = { status: number; why: string };

/**
 * `POST /hub`: takes what a subscriber asks for: 202, and its callback is asked whether it wants it. 400,
 * 404, 413 and 415 say why not; 429 and 503 when to come again.
 */
export async function takeHubRequest(c: AppContext): Promise<Response> {
  const form = await formOf(c);
  if ("why" in form) return told(form.why, form.status);
  const request = requestIn(form.fields, settingsOf(c.env));
  if ("why" in request) return told(request.why, request.status);
  const { host } = new URL(request.callback);
  if (!(await c.env.CALLBACK_LIMIT.limit({ key: host })).success)
    return later(`${host} is asked too often.`, 429);
  using pushing = await newsroomOf(c.env).pushing();
  const outcome = await pushing.request(request);
  switch (outcome.kind) {
    case "noted":
      // The newsroom has somebody else ask its callback if this breaks off.
      c.executionCtx.waitUntil(pushIn(c, outcome.job));
      return told("Your callback will be asked whether it wants this.", 202);
    case "no-such-topic":
      return told(`There is no feed at ${request.url}.`, 404);
    case "too-many":
      return outcome.of === "all"
        ? later("There are as many subscriptions or requests as there may be.", 503)
        : later(`There are too many of them for this ${outcome.of}.`, 429);
  }
}

async function formOf(c: AppContext): Promise<{ fields: URLSearchParams } | Fault> {
  const { raw } = c.req;
  const type = (raw.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded")
    return { status: 415, why: "A request is a form: application/x-www-form-urlencoded." };
  const bytes = raw.body ? await readUpTo(raw.body, LIMITS.formBytes) : new Uint8Array();
  if (!bytes) return { status: 413, why: `At most ${LIMITS.formBytes} bytes.` };
  return { fields: new URLSearchParams(new TextDecoder().decode(bytes)) };
}

function requestIn(
  fields: URLSearchParams,
  { url: site, allowLocalFeeds }: { url: string; allowLocalFeeds: boolean },
): HubRequest | Fault {
  const bad = (why: string): Fault => ({ status: 400, why });
  const names = ["hub.mode", "hub.topic", "hub.callback", "hub.secret", "hub.lease_seconds"] as const;
  const twice = names.find((name) => fields.getAll(name).length > 1);
  if (twice) return bad(`${twice} is there twice.`);
  const [mode, url, callback, secret, lease] = names.map((name) => fields.get(name) ?? "") as string[];
  if (mode === "publish") return bad("This hub hears of changes from the publication itself.");
  if (mode !== "subscribe" && mode !== "unsubscribe")
    return bad("hub.mode is to be subscribe or unsubscribe.");
  const topic = topicIn(url ?? "", site);
  if (typeof topic === "string") return bad(`hub.topic is not one of ours: ${topic}.`);
  if (!callback || callback.length > LIMITS.url)
    return bad(`hub.callback is to be an address of at most ${LIMITS.url} characters.`);
  const target = URL.parse(callback);
  const refused = target ? refusal(target, { own: site, local: allowLocalFeeds }) : "it is no address";
  if (!target || refused) return bad(`hub.callback cannot be asked: ${refused}.`);
  if (target.hash) return bad("hub.callback cannot have a fragment.");
  if (new TextEncoder().encode(secret).length > LIMITS.hubSecret)
    return bad(`hub.secret is to have at most ${LIMITS.hubSecret} bytes.`);
  if (lease && !/^\d{1,10}$/.test(lease)) return bad("hub.lease_seconds is to be a number of seconds.");
  const seconds = Math.min(Math.max(lease ? Number(lease) : LEASE_S, LEASE_LEAST_S), LEASE_MOST_S);
  return { mode, topic, url: url ?? "", callback, secret: secret ?? "", lease: seconds };
}

/** A feed of ours by its address, or why it is none. */
function topicIn(url: string, site: string) {
  const parsed = URL.parse(url);
  if (!parsed) return "it is no address";
  if (!url.startsWith(`${site}/`)) return `ours begin with ${site}/`;
  if (parsed.search) return "a search cannot be subscribed to";
  return topicAt(url.slice(site.length)) ?? "it is no address of a feed, as its own links name it";
}

function later(text: string, status: number): Response {
  const answer = told(text, status);
  answer.headers.set("Retry-After", PERIOD_S);
  return answer;
}

/** Why it cannot be is told as plain text (WebSub §5.2). */
const told = (text: string, status: number) => plain(`${text}\n`, status);
