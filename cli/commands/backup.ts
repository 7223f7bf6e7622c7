import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Command } from "commander";
import type { Api } from "../api.ts";
import { EXIT, Failure } from "../failure.ts";
import { whenInterrupted } from "../interrupt.ts";
import { print, say } from "../output.ts";
import { newsroomFor } from "../profiles.ts";
import { Progress } from "../progress.ts";
import { bringFile } from "../upload.ts";
import { untilWritten } from "../written.ts";

/** Bytes of a part that is brought back, below what the API takes. */
const PART_BYTES = 2_000_000;

/** `backup` and `restore`. */
export function backupCommands(program: Command): void {
  program
    .command("backup <file>")
    .description("everything that was ever written to one file, and pictures and sound to a folder beside it")
    .addHelpText(
      "after",
      `
Broken off and started again it goes on. Files that are there are not read again. Keep it as safe as the
newsroom itself: it has addresses, secrets, and what was never published.`,
    )
    .action(async (file: string, _: object, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const signal = whenInterrupted();
      const rows = await backUp(api, file, signal);
      const files = await backUpMedia(api, `${file}.media`, signal);
      print(command, { file, rows, files }, () => `${file} has ${rows} rows, ${file}.media ${files} files.`);
    });
  program
    .command("restore <file>")
    .description("bring a backup into an empty newsroom of the same release")
    .action(async (file: string, _: object, command: Command) => {
      const api = newsroomFor(command.optsWithGlobals());
      const signal = whenInterrupted();
      if (!existsSync(file)) throw new Failure(`${file} is not there.`, EXIT.usage);
      if (!(await isWhole(file))) say(`${file} says no sum of its own: nobody knows whether it is whole.`);
      const rows = await restore(api, file, signal);
      const files = await restoreMedia(api, `${file}.media`, signal);
      await untilWritten(api, signal);
      print(command, { rows, files }, () => `${rows} rows and ${files} files: the newsroom is here.`);
    });
}

/** How far a backup is: bytes that are whole, and what comes after them. */
interface Begun {
  url: string;
  bytes: number;
  after: string;
}

/** @returns how many rows there are */
async function backUp(api: Api, file: string, signal: AbortSignal): Promise<number> {
  const [part, noted] = [`${file}.part`, `${file}.part.json`];
  let after: string | null = await begunAt(api, part, noted);
  if (after === null) await writeFile(part, "", { mode: 0o600 });
  else say(`Going on with ${part}.`);
  const progress = new Progress("Megabytes", 0);
  do {
    if (signal.aborted) throw new Failure(`${part} is begun: the same again goes on.`, EXIT.interrupted);
    const query: string = after ? `?${new URLSearchParams({ after: decodeURIComponent(after) })}` : "";
    const answer: Response = await api.ask(`backup/part${query}`, { signal });
    const lines = Buffer.from(await answer.arrayBuffer());
    await appendFile(part, lines);
    after = answer.headers.get("dateline-next");
    const begun = { url: api.url, bytes: statSync(part).size, after: after ?? "" };
    await writeFile(`${noted}.new`, JSON.stringify(begun), { mode: 0o600 });
    renameSync(`${noted}.new`, noted);
    progress.add(lines.length / 1e6);
  } while (after);
  progress.end();
  const { sum, lines: count } = await sumOf(part);
  await appendFile(part, `${JSON.stringify(["end", { sha256: sum, lines: count }])}\n`);
  renameSync(part, file);
  rmSync(noted);
  return count - 1;
}

/** Where a backup goes on that was broken off, cut to what is whole; null where none was begun. */
async function begunAt(api: Api, part: string, noted: string): Promise<string | null> {
  if (!existsSync(part) || !existsSync(noted)) return null;
  const { url, bytes, after } = JSON.parse(await readFile(noted, "utf8")) as Begun;
  if (url !== api.url) throw new Failure(`${part} is of ${url}: move it away.`);
  if (statSync(part).size < bytes) return null;
  await truncate(part, bytes);
  return after;
}

async function sumOf(file: string): Promise<{ sum: string; lines: number }> {
  const hash = createHash("sha256");
  let lines = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer);
    for (const byte of chunk as Buffer) if (byte === 10) lines++;
  }
  return { sum: hash.digest("hex"), lines };
}

/** Whether a backup has the sum that it says; false where it says none. @throws Failure where it has another */
async function isWhole(file: string): Promise<boolean> {
  const hash = createHash("sha256");
  let held = "";
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (held) hash.update(`${held}\n`);
    held = line;
  }
  if (!held.startsWith('["end"')) throw new Failure(`${file} breaks off: its last line is missing.`);
  const [, said] = JSON.parse(held) as [string, { sha256: string }?];
  if (said && hash.digest("hex") !== said.sha256)
    throw new Failure(`${file} is damaged: it has not the sum that it was written with.`);
  return said !== undefined;
}

/** @returns how many rows were taken */
async function restore(api: Api, file: string, signal: AbortSignal): Promise<number> {
  const progress = new Progress("Megabytes", Math.ceil(statSync(file).size / 1e6));
  let rows = 0;
  let part = "";
  const send = async () => {
    if (signal.aborted) throw new Failure("Interrupted: the same again goes on.", EXIT.interrupted);
    const headers = { "Content-Type": "application/x-ndjson" };
    const taken = await api.call<{ rows: number }>("restore", { body: part, headers });
    rows += taken.rows;
    progress.add(Buffer.byteLength(part) / 1e6);
    part = "";
  };
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      part += `${line}\n`;
      if (part.length >= PART_BYTES) await send();
    }
    // After the last line nothing is left to send: an empty part would say that there is more to come.
    if (part) await send();
  } finally {
    progress.end();
  }
  return rows;
}

/** Copies every file that is not in a folder yet. @returns how many there are */
async function backUpMedia(api: Api, folder: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  const progress = new Progress("Files", 0);
  for await (const { url } of api.list<{ url: string }>("media", "media")) {
    if (signal.aborted) throw new Failure("Files are missing yet: the same again goes on.", EXIT.interrupted);
    count++;
    progress.add();
    const { pathname } = new URL(url);
    const file = join(folder, pathname.split("/").at(-1) ?? "");
    if (existsSync(file)) continue;
    mkdirSync(folder, { recursive: true });
    const answer = await fetch(api.url + pathname);
    if (!answer.ok) throw new Failure(`${url} is not to be had: ${answer.status}.`);
    await writeFile(`${file}.part`, answer.body ?? "");
    renameSync(`${file}.part`, file);
  }
  progress.end();
  return count;
}

/** Brings every file of a folder: named by its bytes, it is the same one. Doing so again changes nothing. */
async function restoreMedia(api: Api, folder: string, signal: AbortSignal): Promise<number> {
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder).filter((name) => !name.endsWith(".part"));
  const progress = new Progress("Files", names.length);
  try {
    for (const name of names) {
      if (signal.aborted)
        throw new Failure("Files are missing yet: the same again goes on.", EXIT.interrupted);
      const { id } = await bringFile(api, join(folder, name), {});
      if (!name.startsWith(id))
        throw new Failure(`${join(folder, name)} is damaged: its bytes are not those of its name.`);
      progress.add();
    }
  } finally {
    progress.end();
  }
  return names.length;
}
