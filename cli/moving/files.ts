import { readFile, realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import packageJson from "../../package.json" with { type: "json" };
import { ask } from "../../src/ingest/fetch/get.ts";
import { LIMITS } from "../../src/model/limits.ts";
import { decoded } from "../../src/text/decoded.ts";
import { type Api, Refused } from "../api.ts";
import { bring } from "../upload.ts";
import type { Journal } from "./journal.ts";
import type { Report } from "./report.ts";
import type { FileWish, Place } from "./story.ts";

/** Bytes of a file that is fetched; what has more is brought by hand. */
const MOST_BYTES = 100_000_000;
const TIMEOUT_MS = 120_000;
/** How often a host that is asked too much is asked again, and for how long that waits at most, ms. */
const ATTEMPTS = 3;
const LONGEST_WAIT_MS = 60_000;

export interface FilePolicy {
  /** Whether files are brought at all. */
  wanted: boolean;
  /** A folder that holds the site's files already, and the path that they have on the site. */
  folder: { path: string; below: string } | null;
  /** Whether this machine itself may be asked. */
  local: boolean;
}

/** The path of an address in letters, as far as it has any. */
function pathOf(url: string): string {
  return decoded(URL.parse(url)?.pathname ?? "");
}

/** Files of another system: fetched once each, one at a time from a host, and brought. */
export class Files {
  private readonly api: Api;
  private readonly policy: FilePolicy;
  private readonly journal: Journal;
  private readonly report: Report;
  private readonly hosts = new Map<string, Promise<unknown>>();
  private readonly underWay = new Map<string, Promise<string | null>>();

  constructor(api: Api, policy: FilePolicy, journal: Journal, report: Report) {
    this.api = api;
    this.policy = policy;
    this.journal = journal;
    this.report = report;
  }

  /** The id that a file has here; null where it stays where it is, which is reported. */
  bring(wish: FileWish, place: Place, signal: AbortSignal): Promise<string | null> {
    if (!this.policy.wanted) return Promise.resolve(null);
    const known = this.journal.fileAt(wish.url);
    if (known) return Promise.resolve(known.id);
    const before = this.underWay.get(wish.url);
    if (before) return before;
    const work = this.bringNow(wish, place, signal);
    this.underWay.set(wish.url, work);
    return work;
  }

  private async bringNow(
    { url, alt, path }: FileWish,
    place: Place,
    signal: AbortSignal,
  ): Promise<string | null> {
    const stays = (reason: string) => {
      this.report.note("file", "left out", place, `${reason} It stays where it is: ${url}`);
      return null;
    };
    const found =
      path !== undefined
        ? await this.onDisk(path)
        : ((await this.inFolder(url)) ?? (await this.fetched(url, signal)));
    if (typeof found === "string") return stays(found);
    try {
      const name = basename(pathOf(url)).slice(0, LIMITS.name);
      const file = await bring(this.api, new Blob([found]), { name, alt: alt.slice(0, LIMITS.alt) }, signal);
      this.journal.noteFile(url, { id: file.id, path: new URL(file.url).pathname });
      this.report.note("file", "brought");
      return file.id;
    } catch (error) {
      // Of no kind that a newsroom takes, or too much of it.
      if (error instanceof Refused && [400, 413, 415, 422].includes(error.problem.status))
        return stays(error.problem.detail);
      throw error;
    }
  }

  /** What a file of this machine has; or why it cannot be had. */
  private async onDisk(path: string): Promise<Uint8Array<ArrayBuffer> | string> {
    if ((await stat(path)).size > MOST_BYTES) return `It has more than ${MOST_BYTES} bytes.`;
    return Uint8Array.from(await readFile(path));
  }

  /** What the folder has under the file's path. A path that leads out of it leads nowhere. */
  private async inFolder(url: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const { folder } = this.policy;
    const path = pathOf(url);
    const at = folder ? path.indexOf(folder.below) : -1;
    if (!folder || at === -1) return null;
    try {
      const root = await realpath(folder.path);
      const file = await realpath(join(root, path.slice(at + folder.below.length)));
      if (!file.startsWith(root + sep) || (await stat(file)).size > MOST_BYTES) return null;
      return Uint8Array.from(await readFile(file));
    } catch {
      return null; // it is not there: then it is fetched
    }
  }

  /** What is at an address, once whoever asks the same host has been answered; or why it cannot be had. */
  private fetched(url: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | string> {
    const host = URL.parse(url)?.host ?? "";
    const before = this.hosts.get(host) ?? Promise.resolve();
    const work = before.then(() => this.ask(url, signal));
    this.hosts.set(
      host,
      work.catch(() => {}),
    );
    return work;
  }

  private async ask(url: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | string> {
    const asking = {
      ...{ own: this.api.url, local: this.policy.local, timeout: TIMEOUT_MS },
      userAgent: `Dateline/${packageJson.version} (moving to ${this.api.url})`,
    };
    const wish = { accept: "image/*, audio/*;q=0.9, */*;q=0.1", bytes: MOST_BYTES, what: "file" };
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const answer = await ask(url, { etag: null, lastModified: null }, asking, wish);
      if (answer.kind === "bytes") return Uint8Array.from(answer.bytes);
      if (answer.kind !== "failed") return "It is not answered.";
      if (answer.failure !== "busy" || attempt === ATTEMPTS) return answer.reason;
      const until = answer.notBefore?.at ?? 0;
      await sleep(Math.min(Math.max(until - Date.now(), 1000), LONGEST_WAIT_MS), undefined, { signal });
    }
  }
}
