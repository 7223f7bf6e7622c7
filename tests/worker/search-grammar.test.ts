import fc from "fast-check";
import { expect, it } from "vitest";
import { type Condition, cleanQuery, parseQuery } from "../../src/model/search.ts";

// What a query may ask for is bounded, whatever is written.

const piece = fc.constantFrom(
  ...[
    "a",
    "-b",
    '"c d"',
    "(",
    ")",
    "-(",
    "OR",
    "tag:x",
    "-source:y",
    "lang:ar",
    "after:2025",
    "NOT",
    "“",
    "*",
  ],
);

const leaves = (condition: Condition | null): number => {
  if (!condition) return 0;
  if (condition.kind === "not") return leaves(condition.of);
  return "of" in condition ? condition.of.reduce((sum, each) => sum + leaves(each), 0) : 1;
};
const depth = (condition: Condition | null): number => {
  if (!condition || !("of" in condition)) return 0;
  if (condition.kind === "not") return depth(condition.of);
  return 1 + Math.max(...condition.of.map(depth));
};
const isEmpty = (condition: Condition): boolean =>
  "of" in condition &&
  (condition.kind === "not" ? isEmpty(condition.of) : condition.of.length < 2 || condition.of.some(isEmpty));

it("has no more conditions and brackets than there may be, and none that hold nothing", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 120 }), (pieces) => {
      const { condition, text } = parseQuery(pieces.join(" "));
      expect(text).toBe(cleanQuery(text));
      expect(leaves(condition)).toBeLessThanOrEqual(8 + 16);
      expect(depth(condition)).toBeLessThanOrEqual(10);
      if (condition) expect(isEmpty(condition)).toBe(false);
    }),
  );
});
