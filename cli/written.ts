import { setTimeout as sleep } from "node:timers/promises";
import type { Api } from "./api.ts";
import { Progress } from "./progress.ts";

/** Waits until people can read everything; sitemaps come a minute later. @returns how many documents are left, where that is broken off */
export async function untilWritten(api: Api, signal: AbortSignal): Promise<number> {
  let progress: Progress | null = null;
  let most = 0;
  let left = 0;
  for (;;) {
    const { outbox } = await api.call<{ outbox: { for_readers: number } }>("status");
    const before = left;
    left = outbox.for_readers;
    most = Math.max(most, left);
    if (left === 0 || signal.aborted) break;
    progress ??= new Progress("Documents written", most);
    progress.add(Math.max(0, before - left), most);
    await sleep(1000);
  }
  progress?.end();
  return left;
}
