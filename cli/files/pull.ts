import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Article, ArticleSummary } from "../../src/routes/api/schemas.ts";
import type { Api } from "../api.ts";
import { Failure } from "../failure.ts";
import type { Progress } from "../progress.ts";
import { State, sumOf, write } from "./state.ts";
import { fileNameOf, type MediaNames, textOf } from "./story-file.ts";

type Summary = typeof ArticleSummary._output;

export interface Pulled {
  written: string[];
  /** Changed on both sides: the newsroom's stands beside. */
  both: string[];
}

/** The name of the newsroom's side beside a file that was changed, too. */
export const theirsOf = (file: string) => file.replace(/(?=\.\w+$)/, ".theirs");

/**
 * Writes every story of our own as a file, with what it shows. What was changed in the folder stays as it is.
 *
 * @throws Failure, Refused
 */
export async function pull(
  api: Api,
  folder: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Pulled> {
  const state = new State(folder, api.url);
  const { language } = await api.call<{ language: string }>("publication");
  const names = await pullMedia(api, folder, signal);
  const pulled: Pulled = { written: [], both: [] };
  for await (const summary of api.list<Summary>("articles", "articles")) {
    // Those of other publications come with their feeds.
    if (summary.source) continue;
    signal.throwIfAborted();
    progress.add();
    const known = state.of(summary.id);
    // What was withdrawn before anybody had it here need not come.
    if (known?.revision === summary.revision || known?.theirs === summary.revision) continue;
    if (!known && summary.status === "withdrawn") continue;
    const view = await api.call<typeof Article._output>(`articles/${summary.id}`);
    const file = known?.file ?? free(folder, fileNameOf(view));
    const text = textOf(view, file, names, language);
    const path = join(folder, file);
    const local = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    if (local !== undefined && local !== text && sumOf(local) !== known?.sum) {
      write(join(folder, theirsOf(file)), text);
      if (!known) state.note(view.id, file, view.revision - 1, "");
      state.noteTheirs(view.id, view.revision);
      pulled.both.push(file);
      continue;
    }
    if (local !== text) {
      write(path, text);
      pulled.written.push(file);
    }
    state.note(view.id, file, view.revision, text);
  }
  return pulled;
}

/** A name that no other file has. */
function free(folder: string, file: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? file : file.replace(/(?=\.\w+$)/, `-${n}`);
    if (!existsSync(join(folder, name))) return name;
  }
}

/** Copies every file of ours that is not there yet. @returns where each is, by its id */
async function pullMedia(api: Api, folder: string, signal: AbortSignal): Promise<MediaNames> {
  const names = new Map<string, string>();
  for await (const { id, url } of api.list<{ id: string; url: string }>("media", "media")) {
    signal.throwIfAborted();
    const { pathname } = new URL(url);
    const name = posix.join("media", posix.basename(pathname));
    names.set(id, name);
    if (existsSync(join(folder, name))) continue;
    const answer = await fetch(api.url + pathname, { signal });
    if (!answer.ok) throw new Failure(`${url} is not to be had: ${answer.status}.`);
    write(join(folder, name), new Uint8Array(await answer.arrayBuffer()));
  }
  return names;
}
