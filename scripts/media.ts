import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
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
      const bytes = await (await answered(await fetch(url + pathname))).bytes();
      writeFileSync(`${file}.part`, bytes);
      renameSync(`${file}.part`, file);
    }
    cursor = page.next;
  } while (cursor);
  return count;
}

/** Brings every file of a folder. Doing so again changes nothing. */
export async function importMedia(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((each) => !each.endsWith(".part"))) {
    const body = new Uint8Array(readFileSync(join(folder, name)));
    await answered(await fetch(`${url}/api/media`, { method: "POST", headers, body }));
  }
}
