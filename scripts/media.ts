import { existsSync, mkdirSync, openAsBlob, readdirSync, renameSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newsroom } from "./newsroom.ts";

// The bytes of our own pictures, beside a backup of what is known of them.

const { url, token } = newsroom;
const headers = { Authorization: `Bearer ${token}` };

async function answered(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.status} ${response.url}: ${await response.text()}`);
  return response;
}

/** Copies every file that is not in a folder yet. @returns how many there are */
export async function exportMedia(folder: string): Promise<number> {
  let count = 0;
  let cursor: string | null = null;
  do {
    const query: string = cursor ? `?cursor=${cursor}` : "";
    const page = await (await answered(await fetch(`${url}/api/media${query}`, { headers }))).json();
    for (const { url: address } of page.media as { url: string }[]) {
      count++;
      const { pathname } = new URL(address);
      const file = join(folder, pathname.split("/").at(-1) ?? "");
      if (existsSync(file)) continue;
      mkdirSync(folder, { recursive: true });
      const { body } = await answered(await fetch(url + pathname));
      await writeFile(`${file}.part`, body ?? "");
      renameSync(`${file}.part`, file);
    }
    cursor = page.next;
  } while (cursor);
  return count;
}

/** Bytes of what comes at once; what has more comes in parts of so many. */
const PART_BYTES = 50_000_000;

/** Brings every file of a folder. Doing so again changes nothing. */
export async function importMedia(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((each) => !each.endsWith(".part"))) {
    const file = await openAsBlob(join(folder, name));
    if (file.size > PART_BYTES) await importParts(file);
    else {
      const type = name.endsWith(".txt") ? "text/plain" : "application/octet-stream";
      await send("POST", "media", file, type);
    }
  }
}

async function importParts(file: Blob): Promise<void> {
  const begun = await send("POST", "uploads", JSON.stringify({ size: file.size }), "application/json");
  const { id } = (await begun.json()) as { id: string };
  for (let i = 0; i * PART_BYTES < file.size; i++) {
    const part = file.slice(i * PART_BYTES, (i + 1) * PART_BYTES);
    await send("PUT", `uploads/${id}/parts/${i + 1}`, part, "application/octet-stream");
  }
  await send("POST", `uploads/${id}`);
}

async function send(method: string, path: string, body?: BodyInit, type?: string): Promise<Response> {
  return answered(
    await fetch(`${url}/api/${path}`, {
      ...{ method, headers: { ...headers, ...(type && { "Content-Type": type }) } },
      ...(body !== undefined && { body }),
    }),
  );
}
