import { beforeEach, describe, expect, it } from "vitest";
import type { Slug } from "../../src/model/slug.ts";
import { EXPORT_START, type ExportPlace } from "../../src/newsroom/backup/export.ts";
import { TABLES } from "../../src/newsroom/backup/tables.ts";
import { toChange } from "../../src/routes/api/content.ts";
import { writeComment } from "./comments.ts";
import { clearKv, type Desk, dumpKv, openDesk, SITE } from "./newsroom.ts";
import { publishSample } from "./sample.ts";

// One file holds a newsroom: what comes out of it again is the same, byte for byte.

beforeEach(clearKv);

const DAY = 86_400_000;

const HEADER = (schema: number) => `${JSON.stringify({ dateline: "backup", schema })}\n`;

async function exported(desk: Desk): Promise<string[]> {
  const parts: string[] = [];
  let place: ExportPlace | null = EXPORT_START;
  while (place) {
    const from: ExportPlace = place;
    const part = await desk.inside((newsroom) => newsroom.exportPart(from));
    parts.push(part.lines);
    place = part.next;
  }
  return parts;
}

const schemaOf = (desk: Desk) =>
  desk.inside(
    (_, { storage }) => storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM migration").one().n,
  );

const restore = (desk: Desk, lines: string) => desk.inside((newsroom) => newsroom.restorePart(lines));

/** What readers get: all of KV without the times of writing. */
async function served(): Promise<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(
      (await dumpKv()) as Record<string, { value: string; metadata: { kind: string; hash: string } }>,
    ).map(([key, { value, metadata }]) => [key, { value, kind: metadata.kind, hash: metadata.hash }]),
  );
}

/** A newsroom with something of everything. */
async function fullDesk(name: string): Promise<Desk> {
  const desk = await openDesk(name);
  await desk.pass(30 * DAY); // the sample is of July
  await publishSample(desk.publish);
  const saved = async (title: string) => {
    const answer = await desk.publish({
      title,
      markdown: "It *sails*.",
      tags: ["Old tag"],
      authors: ["Salma Idris"],
    });
    if (answer.kind !== "saved") throw new Error(answer.kind);
    return answer.article.id;
  };
  const [moved, gone] = [await saved("Moved"), await saved("Gone")];
  await desk.publish({ title: "A draft", status: "draft" });
  await desk.inside(async (newsroom, { storage }) => {
    newsroom
      .webhooks()
      .add({ url: "https://hook.example/", events: ["article.published"] }, "whsec_", "operator");
    storage.sql.exec("UPDATE delivery SET state = 'delivered'");
    // Somebody is told of the front page, and nothing is new to them after a restore.
    storage.sql.exec("INSERT INTO topic (url, key) VALUES (?, 'list/home')", `${SITE}/atom.xml`);
    await newsroom.edit(moved, null, toChange({ slug: "moved-on" as Slug, title: "Moved on" }, SITE), "t", 0);
    await newsroom.withdraw(gone, null, "t", 0);
    await newsroom.changeTag("old-tag" as Slug, { label: "New tag" }, 0);
    newsroom.addToken("desk", "hash", ["read"]);
    const comments = newsroom.comments();
    const first = writeComment(newsroom, moved, "First");
    await comments.decide(first, null, "approved", "operator", 0);
    await comments.decide(
      writeComment(newsroom, moved, "Second", { parent: first }),
      null,
      "approved",
      "operator",
      0,
    );
    writeComment(newsroom, moved, "Pending");
  });
  await desk.drain();
  return desk;
}

describe("a backup", () => {
  it("brought into an empty newsroom gives the same documents byte for byte, and the same newsroom", async () => {
    const from = await fullDesk("backup-from");
    const before = await served();
    const parts = await exported(from);
    const found = await from.inside((newsroom) => newsroom.searchPage("ferry", 1));
    await clearKv();

    const to = await openDesk("backup-to");
    await to.pass(31 * DAY);
    const schema = await schemaOf(to);
    expect(await restore(to, HEADER(schema) + parts[0])).toMatchObject({ kind: "taken" });
    for (const part of parts.slice(1)) expect(await restore(to, part)).toMatchObject({ kind: "taken" });
    expect(await restore(to, '["end"]\n')).toEqual({ kind: "done", rows: 0 });
    for (let i = 0; i < 5; i++) await to.pass(1000);
    await to.drain();
    expect(await served()).toEqual(before);
    expect((await exported(to)).join("")).toBe(parts.join(""));
    expect(await to.inside((newsroom) => newsroom.searchPage("ferry", 1))).toBe(found);
    // And it goes on as the other would have: the same story is related to the same ones.
    const related = async (desk: Desk) => {
      await desk.publish({
        title: "Another ferry to Sfax",
        markdown: "The night ferry again.",
        slug: "again" as Slug,
        published: "2025-07-30T00:00:00Z",
      });
      await desk.drain();
      const { value } = (await dumpKv())["article/again"] as { value: string };
      return JSON.parse(value)
        ._dateline.related.map(({ url }: { url: string }) => url)
        .sort();
    };
    expect(await related(to)).toEqual(await related(from));
  });

  it("holds every table of the ledger but those that come back by themselves", async () => {
    const desk = await openDesk("backup-tables");
    const tables = await desk.inside((_, { storage }) =>
      storage.sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
        )
        .toArray()
        .map(({ name }) => name),
    );
    const derived = tables.filter((name) => !(TABLES as readonly string[]).includes(name));
    expect(derived.filter((name) => !/^(search|recent)_/.test(name)).sort()).toEqual([
      ...[
        "challenge",
        "changed",
        "comment_post",
        "document",
        "host",
        "hour",
        "idempotency",
        "media_removal",
        "migration",
        "outbox",
        "reading",
        "searchable",
        "session",
        "sqlite_sequence",
        "subscription_request",
      ],
    ]);
  });

  it("may come in parts of any size, and a part twice", async () => {
    const from = await fullDesk("backup-parts-from");
    const lines = (await exported(from)).join("").split("\n").filter(Boolean);
    const to = await openDesk("backup-parts-to");
    await restore(to, HEADER(await schemaOf(to)));
    for (let i = 0; i < lines.length; i += 97) {
      const part = lines.slice(i, i + 97).join("\n");
      await restore(to, part);
      if (i % 2) await restore(to, part);
    }
    await restore(to, '["end"]');
    for (let i = 0; i < 5; i++) await to.pass(1000);
    expect((await exported(to)).join("")).toBe(`${lines.join("\n")}\n`);
  });

  it.each([
    ["nothing before its header", '["tag",{"slug":"x","label":"X","created":1}]', "header"],
    ["a table that is none", '["sqlite_master",{"a":1}]', "no table"],
    ["a table that is not for this", '["outbox",{"key":"x"}]', "no table"],
    ["a column that is none", '["tag",{"slug; DROP TABLE article":"x"}]', "no column"],
    ["a value that no table holds", '["tag",{"slug":["x"],"label":"X","created":1}]', "hold"],
    ["what is no JSON", "{", "JSON"],
    ["what is no row", '["tag",7]', "object"],
  ])("does not take %s, and leaves the newsroom as it was", async (name, line, says) => {
    const desk = await openDesk(`backup-refused-${name}`);
    const header = name.includes("header") ? "" : HEADER(await schemaOf(desk));
    const outcome = await restore(
      desk,
      `${header}["tag",{"slug":"kept","label":"Kept","created":1}]\n${line}\n`,
    );
    expect(outcome).toMatchObject({ kind: "malformed", detail: expect.stringContaining(says) });
    expect(await desk.inside((newsroom) => newsroom.tags("", 10))).toEqual([]);
  });

  it("is not mixed with what is there, or taken from another release", async () => {
    const desk = await openDesk("backup-not-empty");
    const schema = await schemaOf(desk);
    expect(await restore(desk, HEADER(schema - 1))).toEqual({ kind: "other-release", schema: schema - 1 });
    await desk.publish({ title: "Here already" });
    expect(await restore(desk, HEADER(schema))).toEqual({ kind: "not-empty" });
  });
});
