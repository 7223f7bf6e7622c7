import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, inject, it } from "vitest";
import { publication } from "../../scripts/sample.ts";
import { startServer } from "../../scripts/server.ts";
import { formsMade } from "../setup/media.ts";
import { PNG } from "../setup/pictures.ts";
import { freePort, TOKEN } from "../setup/servers.ts";
import { MP3 } from "../setup/sounds.ts";

// `dateline backup` and `dateline restore`, from a newsroom to an empty one.

const folder = mkdtempSync(join(tmpdir(), "dateline-backup-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, file: string, url: string): string {
  const env = { ...process.env, DATELINE_URL: url, DATELINE_TOKEN: TOKEN };
  return execFileSync("npx", ["dateline", command, file], { env, encoding: "utf8", stdio: "pipe" });
}

/** The articles of a backup. */
const rowsOf = (file: string) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => /^\["(?:article|body|revision|comment)",/.test(line));

/** Half an hour of sound, which is too much to come at once. */
async function bringInParts(url: string): Promise<{ id: string; size: number }> {
  const sound = Buffer.alloc(51_000_000);
  for (let at = 0; at < sound.length; at += MP3.length) sound.set(MP3.subarray(0, sound.length - at), at);
  const ask = async (method: string, path: string, body?: BodyInit, type?: string) => {
    const headers = { Authorization: `Bearer ${TOKEN}`, ...(type && { "Content-Type": type }) };
    return (
      await fetch(`${url}/api/${path}`, { method, headers, ...(body !== undefined && { body }) })
    ).json();
  };
  const { id } = await ask("POST", "uploads", JSON.stringify({ size: sound.length }), "application/json");
  await ask("PUT", `uploads/${id}/parts/1`, sound);
  return ask("POST", `uploads/${id}`);
}

it("brings the sample newsroom to another place whole: its feeds, its pages, its search and its comments", async () => {
  const sample = inject("sample");
  const file = join(folder, "newsroom.ndjson");
  run("backup", file, sample);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readFileSync(file, "utf8")).toMatch(/^\{"dateline":"backup","schema":\d+\}\n/);

  const empty = await startServer({
    port: await freePort(),
    state: join(folder, "state"),
    token: TOKEN,
    publication,
  });
  try {
    run("restore", file, empty.url);
    for (const server of [sample, empty.url]) await formsMade(server);
    const comparable = async (url: string, path: string) =>
      (await (await fetch(url + path)).text())
        .replaceAll(url, "https://the.site")
        .replaceAll(encodeURIComponent(url), "https://the.site");
    for (const path of [
      ...["/rss.xml", "/atom.xml", "/feed.json", "/tags/libya/atom.xml", "/comments/atom.xml", "/opml.xml"],
      ...["/", "/articles/tripoli-counts-its-trees", "/days/2025-07-09"],
    ]) {
      expect(await comparable(empty.url, path), path).toBe(await comparable(sample, path));
    }
    await expect
      .poll(() => comparable(empty.url, "/search?q=ferry"), { timeout: 20_000 })
      .toBe(await comparable(sample, "/search?q=ferry"));
    expect(() => run("restore", file, empty.url)).toThrow(/409/);

    // Pictures of our own are beside the file, and are read once.
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const brought = await fetch(`${empty.url}/api/media?alt=A+ship`, { method: "POST", headers, body: PNG });
    const media = (await brought.json()) as { id: string };
    const said = await fetch(`${empty.url}/api/media`, { method: "POST", headers, body: "It sails." });
    const text = (await said.json()) as { id: string };
    const long = await bringInParts(empty.url);
    const again = join(folder, "again.ndjson");
    run("backup", again, empty.url);
    const copy = join(`${again}.media`, `${media.id}.png`);
    expect(new Uint8Array(readFileSync(copy))).toEqual(PNG);
    const { mtimeMs } = statSync(copy);
    // Broken off in the middle of a part, it goes on after the last one that is whole.
    const whole = rowsOf(again);
    rmSync(again);
    const first = await fetch(`${empty.url}/api/backup/part`, { headers });
    const begun = Buffer.from(await first.arrayBuffer());
    const after = first.headers.get("dateline-next");
    writeFileSync(`${again}.part`, Buffer.concat([begun, Buffer.from('["article",{"id":"ha')]));
    writeFileSync(`${again}.part.json`, JSON.stringify({ url: empty.url, bytes: begun.length, after }));
    run("backup", again, empty.url);
    expect(rowsOf(again)).toEqual(whole);
    expect(statSync(copy).mtimeMs).toBe(mtimeMs);
    const wrong = await fetch(`${empty.url}/api/backup/part?after=nonsense`, { headers });
    expect(wrong.status).toBe(422);
    const third = await startServer({
      ...{ port: await freePort(), state: join(folder, "third"), token: TOKEN, publication },
    });
    try {
      // What was changed by a byte, or breaks off, is told before anything is sent.
      const lines = readFileSync(again, "utf8");
      const damaged = join(folder, "damaged.ndjson");
      writeFileSync(damaged, lines.replace("Tripoli", "Tripolj"));
      expect(() => run("restore", damaged, third.url)).toThrow(/is damaged/);
      writeFileSync(damaged, lines.slice(0, lines.length / 2));
      expect(() => run("restore", damaged, third.url)).toThrow(/breaks off/);
      run("restore", again, third.url);
      const picture = await fetch(`${third.url}/media/${media.id}.png`);
      expect(new Uint8Array(await picture.arrayBuffer())).toEqual(PNG);
      const known = await fetch(`${third.url}/api/media/${media.id}`, { headers });
      expect(await known.json()).toMatchObject({ alt: "A ship", width: 24 });
      expect(await (await fetch(`${third.url}/media/${text.id}.txt`)).text()).toBe("It sails.");
      const heard = await fetch(`${third.url}/media/${long.id}.mp3`, { headers: { Range: "bytes=-5" } });
      expect(heard.headers.get("content-range")).toContain(`/${long.size}`);
    } finally {
      await third.stop();
    }
  } finally {
    await empty.stop();
  }
}, 240_000);
