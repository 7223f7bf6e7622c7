import { it } from "vitest";
import { BACKUP_HEADER, EXPORT_START, type ExportPlace } from "../../src/newsroom/backup/export.ts";
import { type Desk, openDesk } from "../../tests/worker/newsroom.ts";
import { countWrites, fill, timed } from "./fill.ts";

// How long it takes to bring many articles in, and to write everything anew. Printed, never asserted.

const ARTICLES = 10_000;

/** Lets everything be written to a KV that counts. */
async function written(desk: Desk): Promise<{ seconds: string; writes: number }> {
  const counted = await countWrites(desk);
  const took = await timed(() => desk.drain());
  return { seconds: (took / 1000).toFixed(0), writes: counted.writes };
}

it("import, and rebuild", async () => {
  const before = await openDesk("bulk");
  await fill(before, 0, ARTICLES);
  const parts = [JSON.stringify(BACKUP_HEADER)];
  const exported = await timed(async () => {
    for (let place: ExportPlace | null = EXPORT_START; place; ) {
      const from: ExportPlace = place;
      const part = await before.inside((newsroom) => newsroom.exportPart(from));
      parts.push(part.lines);
      place = part.next;
    }
  });
  parts.push('["end"]');
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);

  const after = await openDesk("bulk-imported");
  const imported = await timed(async () => {
    for (const part of parts) await after.inside((newsroom) => newsroom.restorePart(part));
  });
  const first = await written(after);
  await after.inside((newsroom) => newsroom.rebuild());
  const again = await written(after);
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  console.log(`
| ${ARTICLES} articles | seconds | |
| --- | --- | --- |
| export to one file | ${seconds(exported)} | ${(bytes / 1e6).toFixed(0)} MB |
| import of it | ${seconds(imported)} | ${parts.length} parts |
| indexing, and writing all documents | ${first.seconds} | ${first.writes} KV writes |
| rebuild | ${again.seconds} | ${again.writes} KV writes |
`);
});
