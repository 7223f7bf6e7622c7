import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CopyContent, EMPTY_COPY } from "../../src/model/copy.ts";
import { differenceOf } from "../../src/model/difference.ts";
import { merge } from "../../src/model/merge.ts";
import { localTime, momentsAt } from "../../src/model/zone.ts";

// What two people write at once, what became of a text, and when a clock shows a time.

const line = fc.constantFrom("It sails.", "It turns.", "", "A tug.", "A quay.");
const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n"));
const names = fc.subarray(["Libya", "Trade", "Sfax"]);
const copy: fc.Arbitrary<CopyContent> = fc
  .record({ title: fc.constantFrom("", "A", "B"), text, tags: names, authors: names })
  .map((fields) => ({ ...EMPTY_COPY, ...fields }));

describe("what two people made of one text", () => {
  it("is what one made where the other made nothing of it", () => {
    fc.assert(
      fc.property(copy, copy, (base, mine) => {
        expect(merge(base, mine, base)).toEqual({ content: mine, conflicts: [] });
        expect(merge(base, base, mine)).toEqual({ content: mine, conflicts: [] });
        expect(merge(base, mine, mine)).toEqual({ content: mine, conflicts: [] });
      }),
    );
  });

  it("loses nothing: each field is theirs, or mine, or of both, or both are shown", () => {
    fc.assert(
      fc.property(copy, copy, copy, (base, mine, theirs) => {
        const { content, conflicts } = merge(base, mine, theirs);
        expect(content.title).toBe(
          conflicts.includes("title") || theirs.title === base.title ? mine.title : theirs.title,
        );
        if (conflicts.includes("text")) expect(content.text).toBe(mine.text);
        for (const tag of mine.tags) if (!base.tags.includes(tag)) expect(content.tags).toContain(tag);
        for (const tag of theirs.tags) if (!base.tags.includes(tag)) expect(content.tags).toContain(tag);
        const gone = base.tags.filter((tag) => !mine.tags.includes(tag) || !theirs.tags.includes(tag));
        for (const tag of gone) expect(content.tags).not.toContain(tag);
      }),
    );
  });

  it("has both where they wrote in different places", () => {
    const of = (body: string) => ({ ...EMPTY_COPY, text: body });
    const merged = merge(
      of("One.\n\nTwo.\n\nThree."),
      of("One!\n\nTwo.\n\nThree."),
      of("One.\n\nTwo.\n\nThree!"),
    );
    expect(merged).toEqual({ content: of("One!\n\nTwo.\n\nThree!"), conflicts: [] });
  });
});

it("a difference tells both texts, whatever they are", () => {
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), fc.oneof(text, fc.string()), (before, after) => {
      const stretches = differenceOf(before, after);
      const without = (kind: string) =>
        stretches
          .filter((each) => each.kind !== kind)
          .map((each) => each.text)
          .join("");
      expect([without("new"), without("gone")]).toEqual([before, after]);
    }),
  );
});

describe("a time of the day", () => {
  it.each<[string, string, number[]]>([
    ["2026-07-01T12:00", "Africa/Tripoli", [Date.UTC(2026, 6, 1, 10)]],
    ["2026-03-29T02:30", "Europe/Berlin", []],
    ["2026-10-25T02:30", "Europe/Berlin", [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)]],
    ["2026-10-04T02:15", "Australia/Lord_Howe", []],
    ["2026-02-30T10:00", "UTC", []],
    ["soon", "UTC", []],
  ])("%s in %s", (local, zone, moments) => {
    expect(momentsAt(local, zone)).toEqual(moments);
  });

  it("is shown at the moments that it stands for", () => {
    const moment = fc.integer({ min: 0, max: 100_000_000 }).map((minutes) => minutes * 60_000);
    const zone = fc.constantFrom(
      "UTC",
      "Africa/Tripoli",
      "Asia/Kathmandu",
      "America/St_Johns",
      "Pacific/Apia",
    );
    fc.assert(
      fc.property(moment, zone, (at, timeZone) => {
        expect(momentsAt(localTime(at, timeZone), timeZone)).toContain(at);
      }),
    );
  });
});
