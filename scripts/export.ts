// `npm run export FILE`: everything that was ever written, as one file, and our own pictures in a folder
// beside it. Those that are there already are not read again.
import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exportMedia } from "./media.ts";
import { newsroom } from "./newsroom.ts";

const [file] = process.argv.slice(2);
if (!file) {
  console.error("Say where to: npm run export newsroom.ndjson");
  process.exit(1);
}
const { url, token } = newsroom;
const response = await fetch(`${url}/api/backup`, { headers: { Authorization: `Bearer ${token}` } });
if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
let end = "";
async function* watched(body: AsyncIterable<Uint8Array>) {
  for await (const chunk of body) {
    end = (end + Buffer.from(chunk).toString("latin1")).slice(-20);
    yield chunk;
  }
}
// Under its name there is never half of it.
await pipeline(Readable.from(watched(response.body)), createWriteStream(`${file}.part`, { mode: 0o600 }));
if (!end.endsWith('["end"]\n')) throw new Error("the export broke off");
await rename(`${file}.part`, file);
const files = await exportMedia(`${file}.media`);
console.log(
  `${file} holds the newsroom${files ? `, ${file}.media its ${files} files` : ""}. Keep it as safe as the newsroom itself.`,
);
