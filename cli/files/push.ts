import { existsSync, globSync, readFileSync, realpathSync } from "node:fs";
import { basename, extname, join, relative, sep } from "node:path";
import { slugify } from "../../src/model/slug.ts";
import type { Article, ArticlePage, ArticleSummary } from "../../src/routes/api/schemas.ts";
import type { Api } from "../api.ts";
import { EXIT, Failure } from "../failure.ts";
import type { Fields } from "../story.ts";
import { bringFile } from "../upload.ts";
import { theirsOf } from "./pull.ts";
import { State, sumOf, write } from "./state.ts";
import { fieldsOf, filesShown, textOf } from "./story-file.ts";

type Summary = typeof ArticleSummary._output;
type View = typeof Article._output;

export interface Pushed {
  /** What became of each file that was changed. */
  done: { file: string; what: "published" | "changed" | "same"; url: string }[];
  both: string[];
  refused: { file: string; reason: string }[];
  /** Files that are gone, of stories that are not. */
  gone: string[];
}

export interface PushWishes {
  /** Where both have changed, the folder's is taken. */
  ours: boolean;
  /** Stories whose files are gone are withdrawn. */
  withdraw: boolean;
}

/**
 * Sends what was changed in a folder, and only that: of each story the fields that are others than they were.
 * Where the newsroom's has changed, too, both are kept: its side stands beside the file.
 */
export async function push(
  api: Api,
  folder: string,
  wishes: PushWishes,
  signal: AbortSignal,
): Promise<Pushed> {
  const state = new State(folder, api.url);
  const pushed: Pushed = { done: [], both: [], refused: [], gone: [] };
  const files = globSync(["**/*.md", "**/*.html"], {
    cwd: folder,
    exclude: (name) => basename(name).startsWith("."),
  })
    .filter((file) => !/\.theirs\.\w+$/.test(file))
    .sort();
  const pushing = new Pushing(api, folder, state);
  const textOfFile = (file: string) => readFileSync(join(folder, file), "utf8");
  // All of them before any is sent: a picture that several show is another one until the first has brought it.
  const changed = files.filter((file) => isChanged(state, textOfFile(file), file));
  for (const file of changed) {
    signal.throwIfAborted();
    await attempt(file, pushed, () => pushFile(pushing, file, textOfFile(file), wishes, pushed));
  }
  for (const id of state.ids) {
    const known = state.of(id);
    if (!known || files.includes(known.file)) continue;
    if (!wishes.withdraw) pushed.gone.push(known.file);
    else await attempt(known.file, pushed, () => withdraw(api, state, id, known.revision));
  }
  return pushed;
}

function isChanged(state: State, text: string, file: string): boolean {
  const id = state.idOf(file);
  const before = id === undefined ? undefined : state.of(id);
  return before?.sum !== sumOf(text) || before.theirs !== undefined || showsOthers(state, text, file);
}

/** Does it; what cannot be done with one file is told of it, and keeps no other. */
async function attempt(file: string, pushed: Pushed, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isOfAll = !(error instanceof Failure) || error.code === EXIT.unreachable;
    if (isOfAll) throw error;
    pushed.refused.push({ file, reason: error.message });
  }
}

async function withdraw(api: Api, state: State, id: string, revision: number): Promise<void> {
  await api.call(`articles/${id}`, { method: "DELETE", headers: { "If-Match": `"r${revision}"` } });
  state.forget(id);
}

/** Whether a picture of a text has other bytes than it had. */
function showsOthers(state: State, text: string, file: string): boolean {
  const brought = state.broughtMedia();
  return filesShown(text, file).some((path) => {
    const full = join(state.folder, path);
    return brought.has(path) && existsSync(full) && !state.media(path, sumOf(readFileSync(full)));
  });
}

async function pushFile(
  pushing: Pushing,
  file: string,
  text: string,
  wishes: PushWishes,
  pushed: Pushed,
): Promise<void> {
  const { api, state } = pushing;
  const { id: said, fields } = await fieldsOf(text, file, pushing.media);
  const slug = fields.slug ?? slugify(basename(file, extname(file)).replace(/^\d{4}-\d\d-\d\d-/, ""));
  const id = said ?? state.idOf(file) ?? (await idAt(api, String(slug)));
  if (id === undefined) {
    const wanted = { ...fields, slug };
    const headers = { "Idempotency-Key": sumOf(file + text) };
    const made = await api.call<Summary>("articles", { json: wanted, headers });
    state.note(made.id, file, made.revision, text);
    pushed.done.push({ file, what: "published", url: made.url });
    return;
  }
  const known = state.of(id);
  const isSeen = known?.theirs !== undefined && !existsSync(join(pushing.folder, theirsOf(known.file)));
  const base = state.base(id);
  const view = await api.call<View>(`articles/${id}`);
  const theirs = await pushing.fieldsIn(view, file);
  const before = base && !isSeen ? (await fieldsOf(base, file, pushing.mediaBefore)).fields : theirs;
  const changes = differences(before, fields);
  const isStale = known !== undefined && view.revision !== known.revision && !isSeen;
  const overlap =
    isStale &&
    Object.keys(changes).some((name) => !same(theirs, before, name) && !same(theirs, fields, name));
  if (overlap && !wishes.ours) {
    write(join(pushing.folder, theirsOf(file)), await pushing.textIn(view, file));
    state.noteTheirs(id, view.revision);
    pushed.both.push(file);
    return;
  }
  const wanted = Object.fromEntries(Object.entries(changes).filter(([name]) => !same(theirs, fields, name)));
  if (Object.keys(wanted).length === 0) {
    state.note(id, file, view.revision, text);
    pushed.done.push({ file, what: "same", url: view.url });
    return;
  }
  const headers = { "If-Match": `"r${view.revision}"` };
  const saved = await api.call<Summary>(`articles/${id}`, { method: "PATCH", json: wanted, headers });
  state.note(id, file, saved.revision, text);
  pushed.done.push({ file, what: "changed", url: saved.url });
}

/** The fields that are others now; null for one that is there no longer. */
function differences(before: Fields, after: Fields): Record<string, unknown> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => name !== "page" && !same(before, after, name));
  return Object.fromEntries(changed.map((name) => [name, after[name as keyof Fields] ?? null]));
}

function same(a: Fields, b: Fields, name: string): boolean {
  const of = (fields: Fields) => JSON.stringify(fields[name as keyof Fields] ?? null);
  return of(a) === of(b);
}

async function idAt(api: Api, slug: string): Promise<string | undefined> {
  const { articles } = await api.call<typeof ArticlePage._output>(
    `articles?${new URLSearchParams({ slug })}`,
  );
  return articles[0]?.id;
}

/** Where files of ours stand that came with `pull`. */
function namesIn(folder: string): Map<string, string> {
  const names = globSync("media/*", { cwd: folder });
  return new Map(names.flatMap((name): [string, string][] => (idIn(name) ? [[idIn(name) ?? "", name]] : [])));
}

/** The id of a file that came with `pull`. */
const idIn = (path: string): string | undefined => /(?:^|\/)media\/([0-9a-f]{32})\.\w+$/.exec(path)?.[1];

class Pushing {
  readonly api: Api;
  readonly folder: string;
  readonly state: State;
  private readonly broughtBefore: ReadonlyMap<string, string>;
  private readonly names: ReadonlyMap<string, string>;
  private language: string | null = null;

  constructor(api: Api, folder: string, state: State) {
    this.broughtBefore = state.broughtMedia();
    this.names = namesIn(folder);
    this.api = api;
    this.folder = folder;
    this.state = state;
  }

  /** The id of a file of the folder, which is brought where it was not. @throws Failure for one that is none of it */
  media = async (path: string): Promise<string> => {
    const id = idIn(path);
    if (id !== undefined) return id;
    const root = realpathSync(this.folder);
    let full: string;
    try {
      full = realpathSync(join(root, path));
    } catch {
      throw new Failure(`It shows ${path}, which is not there.`);
    }
    if (!full.startsWith(root + sep)) throw new Failure(`It shows ${path}, which is outside of the folder.`);
    const name = relative(root, full);
    const sum = sumOf(readFileSync(full));
    const known = this.state.media(name, sum);
    if (known) return known;
    const brought = await bringFile(this.api, full, { name: basename(full) });
    this.state.noteMedia(name, sum, brought.id);
    return brought.id;
  };

  /** The id that a file had when it was brought last. */
  mediaBefore = async (path: string): Promise<string> => idIn(path) ?? this.broughtBefore.get(path) ?? path;

  /** What the newsroom has, as a file of the folder would say it. */
  async textIn(view: View, file: string): Promise<string> {
    this.language ??= (await this.api.call<{ language: string }>("publication")).language;
    return textOf(view, file, this.names, this.language);
  }

  async fieldsIn(view: View, file: string): Promise<Fields> {
    return (await fieldsOf(await this.textIn(view, file), file, this.media)).fields;
  }
}
