import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../failure.ts";

/** What a folder and the newsroom last had in common, of a story. */
export interface Known {
  /** Its file, from the folder. */
  file: string;
  revision: number;
  /** Of the file's bytes. */
  sum: string;
  /** The revision in the newsroom that changed when the file had, too: it stands beside it until somebody has looked. */
  theirs?: number;
}

interface Kept {
  newsroom: string;
  stories: Record<string, Known>;
  /** Ids of files that were brought, by their paths, with the sum of their bytes. */
  media: Record<string, { id: string; sum: string }>;
}

export const sumOf = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/**
 * What a folder knows of the newsroom, in `.dateline`: it holds no secret, and may be kept with the files. For
 * each story there is the file as it last was in both, which tells what has changed since.
 */
export class State {
  readonly folder: string;
  private readonly kept: Kept;

  /** @throws Failure where the folder is that of another newsroom */
  constructor(folder: string, newsroom: string) {
    this.folder = folder;
    const file = this.path("state.json");
    this.kept = existsSync(file)
      ? (JSON.parse(readFileSync(file, "utf8")) as Kept)
      : { newsroom, stories: {}, media: {} };
    if (this.kept.newsroom !== newsroom)
      throw new Failure(`${folder} is a copy of ${this.kept.newsroom}: take another folder for ${newsroom}.`);
  }

  private path = (name: string) => join(this.folder, ".dateline", name);

  get ids(): string[] {
    return Object.keys(this.kept.stories);
  }

  of(id: string): Known | undefined {
    return this.kept.stories[id];
  }

  idOf(file: string): string | undefined {
    return this.ids.find((id) => this.of(id)?.file === file);
  }

  /** The file as it last was in both. */
  base(id: string): string | undefined {
    const path = this.path(join("base", id));
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  /** Notes that folder and newsroom have the same of a story. */
  note(id: string, file: string, revision: number, text: string): void {
    this.kept.stories[id] = { file, revision, sum: sumOf(text) };
    write(this.path(join("base", id)), text);
    this.save();
  }

  /** Knows nothing of a story any more. */
  forget(id: string): void {
    delete this.kept.stories[id];
    this.save();
  }

  /** Notes that both have changed. */
  noteTheirs(id: string, revision: number): void {
    const known = this.of(id);
    if (known) known.theirs = revision;
    this.save();
  }

  /** The ids of files as they were brought last, whatever they are now, by their paths. */
  broughtMedia(): Map<string, string> {
    return new Map(Object.entries(this.kept.media).map(([path, { id }]) => [path, id]));
  }

  media(path: string, sum: string): string | undefined {
    const known = this.kept.media[path];
    return known?.sum === sum ? known.id : undefined;
  }

  noteMedia(path: string, sum: string, id: string): void {
    this.kept.media[path] = { id, sum };
    this.save();
  }

  private save(): void {
    write(this.path("state.json"), `${JSON.stringify(this.kept, null, 1)}\n`);
  }
}

/** Writes a file, or nothing of it. */
export function write(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
}
