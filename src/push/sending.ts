import { version } from "../../package.json";
import { readUpTo } from "../http/body.ts";
import { type Reach, refusal } from "../http/guard.ts";
import type { Millis } from "../model/article.ts";
import type { Settings } from "../settings.ts";

// How others are asked and told: each once, within a time, and never where a redirect leads.

/** Asks another server. */
export type Send = (request: Request) => Promise<Response>;

/** A Worker has so many connections at a time. */
const AT_ONCE = 6;
/** Bytes of an answer that are read. */
const ANSWER_BYTES = 2048;

export const reachOf = ({ url, allowLocalFeeds }: Settings): Reach => ({ own: url, local: allowLocalFeeds });

export const userAgentOf = ({ url }: Settings) => `Dateline/${version} (+${url}/subscribe)`;

/** What somebody answered. */
export interface Answered {
  status: number;
  text: string;
  /** ms */
  took: Millis;
}

/**
 * Sends a request, and reads the answer, where that is short.
 *
 * @throws Error that says why there is none: whom we may not ask is not asked
 */
export async function ask(
  url: string,
  init: RequestInit,
  { reach, patience, send }: { reach: Reach; patience: Millis; send: Send },
): Promise<Answered> {
  const target = URL.parse(url);
  const refused = target ? refusal(target, reach) : "it is no address";
  if (!target || refused) throw new Error(`It may not be asked: ${refused}.`);
  const began = Date.now();
  // Not `AbortSignal.timeout`, which holds a timer until its time has come: an isolate may have 10,000.
  const control = new AbortController();
  const { signal } = control;
  const timer = setTimeout(() => control.abort(), patience);
  try {
    const response = await send(new Request(target, { ...init, redirect: "manual", signal }));
    // What it answered counts, though it may never come to the end of saying it.
    const text = await textOf(response).catch(() => "");
    return { status: response.status, text, took: Date.now() - began };
  } catch (error) {
    const isLate = signal.aborted;
    throw new Error(isLate ? `It did not answer within ${patience} ms.` : "It cannot be reached.", {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** What an answer says, where that is short. */
async function textOf({ body }: Response): Promise<string> {
  const bytes = body && (await readUpTo(body, ANSWER_BYTES));
  return bytes ? new TextDecoder().decode(bytes) : "";
}

/** Does something with each, some at a time; what comes of it in the same order. */
export async function forEach<T, R>(list: T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(list.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < list.length; i = next++) results[i] = await work(list[i] as T);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
