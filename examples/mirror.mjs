#!/usr/bin/env node
// Keeps a copy of everything that a Dateline publishes: one file for each article and page, as JSON.
//
//   node examples/mirror.mjs https://news.example ./copy
//
// Run it again, as often as you like: it asks once whether anything changed, and reads only that.
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const [site, folder] = process.argv.slice(2);
if (!site || !folder) {
  console.error("usage: mirror.mjs <site> <folder>");
  process.exit(2);
}

const AT_ONCE = 8;
const PER_BLOCK = 100;
const place = join(folder, "mirror.json");

await mkdir(folder, { recursive: true });
const state = await readFile(place, "utf8").then(JSON.parse, () => ({ seen: 0, etag: null }));
const answer = await ask("/changes.json", state.etag && { "If-None-Match": state.etag });
if (answer.status === 304) {
  console.log("Nothing has changed.");
} else {
  const { newest } = await answer.json();
  const changes = await changesFrom(state.seen, newest);
  // Of an article that changed several times only its last change counts.
  const last = [...new Map(changes.map((change) => [change.id, change])).values()];
  for (let i = 0; i < last.length; i += AT_ONCE) await Promise.all(last.slice(i, i + AT_ONCE).map(follow));
  // A block may be a minute behind at some place of the edge: what is not there yet is asked for again.
  const seen = changes.at(-1)?.n ?? state.seen;
  const etag = seen === newest ? answer.headers.get("etag") : null;
  // Noted at the end: whoever breaks this off follows these changes again.
  await write(place, JSON.stringify({ seen, etag }));
  console.log(`${changes.length} changes of ${last.length} articles, up to number ${seen} of ${newest}.`);
}

/** The changes after one, up to another, in their order. */
async function changesFrom(seen, newest) {
  const changes = [];
  for (let block = Math.floor(seen / PER_BLOCK) + 1; block <= Math.ceil(newest / PER_BLOCK); block++)
    changes.push(...(await (await ask(`/changes/${block}.json`)).json()).changes);
  return changes.filter(({ n }) => n > seen);
}

/** Does here what was done there. What has changed again meanwhile has a later change, which is yet to come. */
async function follow({ id, kind, url }) {
  const file = join(folder, `${id}.json`);
  if (kind === "withdrawn") return rm(file, { force: true });
  const document = await ask(`${new URL(url).pathname}.json`);
  if (document.status === 200) return write(file, await document.text());
  if (document.status === 410) return rm(file, { force: true });
  throw new Error(`${url}.json: ${document.status}`);
}

/** All of it or nothing. */
async function write(file, text) {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

async function ask(path, headers) {
  const response = await fetch(new URL(path, site), { headers: headers ?? {} });
  if (response.ok || [304, 410].includes(response.status)) return response;
  throw new Error(`${path}: ${response.status}`);
}
