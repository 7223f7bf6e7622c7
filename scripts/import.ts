// `npm run import FILE`: brings an export and the pictures beside it into an empty newsroom, and waits until
// readers have it.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { importMedia } from "./media.ts";
import { newsroom } from "./newsroom.ts";
import { untilWritten } from "./outbox.ts";

const PART_BYTES = 2_000_000;

const [file] = process.argv.slice(2);
if (!file) {
  console.error("Say from where: npm run import newsroom.ndjson");
  process.exit(1);
}
const { url, token } = newsroom;
let rows = 0;
let done = false;
let part = "";
for await (const line of createInterface({ input: createReadStream(file) })) {
  part += `${line}\n`;
  if (part.length >= PART_BYTES) await send();
}
// After the last line nothing is left to send: an empty part would say that there is more to come.
if (part) await send();
if (!done) throw new Error(`${file} breaks off: its last line is missing`);
await importMedia(`${file}.media`);
await untilWritten(url, token);
console.log(`\n${rows} rows: the newsroom is here.`);

async function send(): Promise<void> {
  const response = await fetch(`${url}/api/restore`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/x-ndjson" },
    body: part,
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const taken = await response.json();
  rows += taken.rows;
  done = taken.done;
  part = "";
}
