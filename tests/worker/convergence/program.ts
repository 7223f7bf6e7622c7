import fc from "fast-check";
import { endsBlock } from "../../../src/model/archive.ts";

// What several clients do at once, and what goes wrong meanwhile.

/** When a program begins, ms. */
export const START = Date.UTC(2025, 6, 1, 12);

export const TAGS = ["Libya", "Trade", "ليبيا", "city life", "libya"];
const AUTHORS = ["Salma Idris", "Tom Aldous"];
/** Dates that stand beside one another, some of them the same, and on several days. Hours since the start. */
const HOURS = [-50, hourOfEnd(-26), -2, -2, -1, hourOfEnd(0)];

/** The hour next before another in which a block of history ends. Hours since the start. */
export function hourOfEnd(hour: number): number {
  let second = Math.floor((START + hour * 3_600_000) / 1000);
  while (!endsBlock(second)) second--;
  return (second * 1000 - START) / 3_600_000;
}

/** Addresses that another system gave; a page may come to have one of them. */
const FORMER = ["/old/a", "/old/b", "/?p=1", "/about"];

const tags = fc.subarray(TAGS);
const which = fc.nat(9);
const title = fc.string({ maxLength: 12 });
/** A step with what it is called. */
function action<const Name extends string, T extends object>(
  name: Name,
  fields: { [K in keyof T]: fc.Arbitrary<T[K]> },
): fc.Arbitrary<T & { do: Name }> {
  return fc.tuple(...(Object.values(fields) as fc.Arbitrary<unknown>[])).map((values) => {
    const made = Object.fromEntries(Object.keys(fields).map((key, i) => [key, values[i]]));
    return { ...(made as T), do: name }; // one value for each field
  });
}
/** Where its picture is: several entries have the same, and few have none. */
const shows = fc.constantFrom(null, 0, 1, 2, 2);
const entry = fc.record({ id: fc.nat(5), title, version: fc.nat(2), tags, shows, inText: fc.boolean() });

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: action("publish", {
      ...{ title, tags, authors: fc.subarray(AUTHORS), sourced: fc.boolean() },
      hour: fc.oneof(fc.constant(null), fc.constantFrom(...HOURS)),
    }),
  },
  { weight: 2, arbitrary: action("draft", { title, tags }) },
  { weight: 1, arbitrary: action("schedule", { title, tags, seconds: fc.integer({ min: 1, max: 120 }) }) },
  {
    weight: 1,
    arbitrary: action("page", { title: fc.oneof(title, fc.constant("")), isDraft: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: action("bring", {
      ...{ title, tags, entry: fc.nat(4), address: fc.constantFrom(...FORMER, "/articles/one") },
      ...{ isDraft: fc.boolean(), many: fc.integer({ min: 1, max: 3 }) },
    }),
  },
  {
    weight: 2,
    arbitrary: action("redirect", {
      ...{ which, from: fc.constantFrom(...FORMER, "/blog/:slug") },
      to: fc.constantFrom(
        null,
        "/tags/libya",
        "/tags/trade/rss.xml",
        "/",
        "/old/a",
        "/about",
        "https://a.example/",
      ),
    }),
  },
  { weight: 1, arbitrary: action("unredirect", { from: fc.constantFrom(...FORMER, "/blog/:slug") }) },
  { weight: 1, arbitrary: action("bring comments", { which, from: fc.nat(3), answers: fc.boolean() }) },
  { weight: 3, arbitrary: action("edit", { which, text: fc.string({ maxLength: 20 }) }) },
  { weight: 2, arbitrary: action("retitle", { which, title }) },
  { weight: 2, arbitrary: action("retag", { which, tags }) },
  { weight: 3, arbitrary: action("date", { which, hour: fc.constantFrom(...HOURS) }) },
  { weight: 1, arbitrary: action("credit", { which, elsewhere: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: action("picture", {
      which,
      file: fc.nat(2),
      alt: fc.boolean(),
      as: fc.constantFrom("image", "text", "file"),
    }),
  },
  { weight: 1, arbitrary: action("caption", { file: fc.nat(2), alt: fc.string({ maxLength: 8 }) }) },
  { weight: 1, arbitrary: action("form", { file: fc.nat(2), widths: fc.subarray([320, 640]) }) },
  { weight: 1, arbitrary: action("discard", { file: fc.nat(2) }) },
  { weight: 2, arbitrary: action("move", { which, slug: fc.constantFrom("one", "two", "three") }) },
  {
    weight: 1,
    arbitrary: action("rename", {
      tag: fc.constantFrom("libya", "trade", "handel", "ports"),
      label: fc.constantFrom("Handel", "Libya!", "LIBYA", "Trade", "Ports"),
    }),
  },
  {
    weight: 2,
    arbitrary: action("front", {
      ...{ which, other: which },
      seconds: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 120 })),
      sections: fc.oneof(fc.constant(null), tags),
    }),
  },
  {
    weight: 1,
    arbitrary: action("settings", {
      change: fc.oneof(
        fc.record({ title: fc.constantFrom("The Shore", "The Coast", null) }),
        fc.record({ accent: fc.constantFrom("#0055aa", null), rights: fc.constantFrom("Ours", null) }),
        fc.record({ language: fc.constantFrom("ar", "de", null) }),
        fc.record({ timeZone: fc.constantFrom("Pacific/Auckland", "America/Lima", null) }),
      ),
      file: fc.constantFrom(null, 0, 1),
    }),
  },
  {
    weight: 1,
    arbitrary: action("merge", {
      tag: fc.constantFrom("libya", "trade", "handel", "ports"),
      into: fc.constantFrom("libya", "trade", "handel"),
    }),
  },
  {
    weight: 1,
    arbitrary: action("programme", {
      ...{ tag: fc.constantFrom("libya", "trade", "handel"), file: fc.nat(2) },
      title: fc.constantFrom(null, "Heard", "Said"),
    }),
  },
  { weight: 1, arbitrary: action("correct", { which, text: fc.constantFrom("It was two.", "Not Sfax.") }) },
  { weight: 2, arbitrary: action("withdraw", { which, reason: fc.constantFrom("", "Wrong.", "Twice.") }) },
  { weight: 3, arbitrary: action("republish", { which }) },
  { weight: 2, arbitrary: action("insist", { title, times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 3, arbitrary: action("comment", { which, reply: fc.boolean() }) },
  { weight: 1, arbitrary: action("answer", { which }) },
  {
    weight: 3,
    arbitrary: action("decide", {
      which,
      status: fc.constantFrom("approved", "approved", "rejected", "spam"),
    }),
  },
  { weight: 1, arbitrary: action("close", { which, closed: fc.boolean() }) },
  { weight: 1, arbitrary: action("follow", { entries: fc.array(entry, { maxLength: 4 }) }) },
  { weight: 2, arbitrary: action("push", { entries: fc.array(entry, { minLength: 1, maxLength: 4 }) }) },
  {
    weight: 3,
    arbitrary: action("desk", {
      ...{ which, begins: fc.boolean(), text: fc.string({ maxLength: 12 }), tags },
      ending: fc.constantFrom("leave", "publish", "publish", "schedule", "discard", "take in", "take back"),
      ...{ waits: fc.boolean(), repents: fc.boolean() },
    }),
  },
  {
    weight: 1,
    arbitrary: action("wish", {
      ...{ policy: fc.constantFrom("full", "full", "excerpt", "link"), tags },
      pictures: fc.constantFrom("keep", "keep", "link", "none"),
    }),
  },
  {
    weight: 3,
    arbitrary: action("take", {
      shows: fc.nat(2),
      file: fc.nat(3),
      came: fc.constantFrom("kept", "same", "failed"),
    }),
  },
  { weight: 1, arbitrary: action("unfollow", { articles: fc.constantFrom("keep", "withdraw") }) },
  { weight: 2, arbitrary: action("fail", { writes: fc.nat(4) }) },
  { weight: 1, arbitrary: action("hang", {}) },
  { weight: 1, arbitrary: action("land", {}) },
);

/** Longer than a withdrawal is announced, and spam is kept. */
const LAPSE_S = 32 * 86_400;

/** What happens while nobody else does anything. */
const pause = fc.oneof(
  { weight: 6, arbitrary: action("pass", { seconds: fc.nat(90) }) },
  { weight: 1, arbitrary: action("pass", { seconds: fc.constant(LAPSE_S) }) },
  { weight: 2, arbitrary: action("restart", {}) },
  { weight: 3, arbitrary: action("look", {}) },
);

/** Steps of several clients at once, one group after another. */
export const program = fc.record({
  /** Of ids, and of who comes first. */
  seed: fc.nat(),
  /** Whether there are more stories than a list holds. */
  crowd: fc.nat(19).map((n) => n === 19),
  groups: fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.array(step, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.tuple(pause) },
    ),
    { minLength: 4, maxLength: 18 },
  ),
});

/** Until what was done is written: a list that waits for an article comes back later. */
const REST: Program["groups"] = Array.from({ length: 4 }, () => [{ do: "pass", seconds: 5 }]);

/** The same, and nothing is in memory any more that could hide what is wrong. */
const AFRESH: Program["groups"] = [...REST, [{ do: "restart" }]];

/** What random steps seldom come to. */
export const KNOWN: Program[] = [
  // Stories that no list shows any more go, and are filed elsewhere; a third page of comments begins.
  {
    ...{ seed: 2, crowd: true },
    groups: [
      ...REST,
      [{ do: "withdraw", which: 3, reason: "" }],
      ...REST,
      [{ do: "retag", which: 7, tags: ["city life"] }],
      ...REST,
      [{ do: "comment", which: 0, reply: false }],
      [{ do: "decide", which: 0, status: "approved" }],
      ...REST,
    ],
  },
  // The cover of a programme that has a history gets its smaller forms.
  {
    ...{ seed: 0, crowd: true },
    groups: [
      [{ do: "programme", tag: "trade", file: 2, title: "Said" }],
      ...REST,
      [{ do: "form", file: 2, widths: [320] }],
      ...REST,
    ],
  },
  // A tag's former name leads to the one it has, whatever that is.
  {
    ...{ seed: 3, crowd: false },
    groups: [
      [{ do: "rename", tag: "trade", label: "Handel" }],
      ...REST,
      [{ do: "rename", tag: "handel", label: "Ports" }],
      ...REST,
    ],
  },
  // A write lands late over a newer one, of a document that waits to be written once more when that is found.
  {
    ...{ seed: 0, crowd: false },
    groups: [
      [{ do: "pass", seconds: 2 }],
      [{ do: "hang" }, { do: "schedule", title: "", tags: [], seconds: 1 }],
      [{ do: "restart" }],
      [{ do: "pass", seconds: 58 }],
      [{ do: "date", which: 0, hour: -50 }],
    ],
  },
  // What was never heard to be written is taken away, and lands after that.
  {
    ...{ seed: 0, crowd: false },
    groups: [
      [{ do: "hang" }],
      [
        { do: "redirect", which: 0, from: "/about", to: null },
        { do: "edit", which: 0, text: "" },
      ],
      [
        { do: "unredirect", from: "/about" },
        { do: "fail", writes: 0 },
      ],
      [{ do: "caption", file: 0, alt: "" }],
      [{ do: "comment", which: 0, reply: false }],
      [{ do: "discard", file: 0 }],
    ],
  },
  // What former addresses lead to moves, is called otherwise, and comes to be public.
  {
    ...{ seed: 5, crowd: false },
    groups: [
      [{ do: "redirect", which: 0, from: "/old/a", to: "/tags/trade/rss.xml" }],
      [{ do: "redirect", which: 1, from: "/old/b", to: null }],
      [{ do: "bring", title: "", tags: [], entry: 0, address: "/?p=1", isDraft: true, many: 1 }],
      [{ do: "bring", title: "b", tags: [], entry: 1, address: "/articles/one", isDraft: true, many: 1 }],
      ...REST,
      [{ do: "rename", tag: "trade", label: "Handel" }],
      [{ do: "move", which: 1, slug: "two" }],
      [{ do: "republish", which: 8 }],
      ...REST,
      [{ do: "move", which: 9, slug: "one" }],
      [{ do: "rename", tag: "handel", label: "Ports" }],
      ...REST,
    ],
  },
  // Pictures of a source come, are others later, and go with its stories.
  {
    ...{ seed: 4, crowd: false },
    groups: [
      [
        {
          do: "follow",
          entries: [
            { id: 1, title: "a", version: 0, tags: [], shows: 0, inText: false },
            { id: 2, title: "b", version: 0, tags: [], shows: 0, inText: true },
            { id: 3, title: "c", version: 0, tags: [], shows: 1, inText: true },
          ],
        },
      ],
      ...REST,
      [{ do: "take", shows: 0, file: 0, came: "kept" }],
      ...AFRESH,
      [{ do: "take", shows: 1, file: 0, came: "kept" }],
      [{ do: "form", file: 0, widths: [320] }],
      ...REST,
      [{ do: "take", shows: 0, file: 1, came: "kept" }],
      ...AFRESH,
      [{ do: "wish", policy: "full", pictures: "link", tags: [] }],
      ...AFRESH,
      [{ do: "wish", policy: "full", pictures: "keep", tags: [] }],
      ...AFRESH,
      [{ do: "take", shows: 1, file: 2, came: "kept" }],
      [{ do: "unfollow", articles: "withdraw" }],
      ...AFRESH,
    ],
  },
  // Somebody answers a comment that is spam after all, and deleted later.
  {
    ...{ seed: 1, crowd: false },
    groups: [
      [{ do: "comment", which: 0, reply: false }],
      [{ do: "decide", which: 0, status: "approved" }],
      [{ do: "comment", which: 0, reply: true }],
      [{ do: "decide", which: 0, status: "approved" }],
      ...REST,
      [{ do: "decide", which: 1, status: "spam" }],
      [{ do: "pass", seconds: LAPSE_S }],
    ],
  },
];

export type Program = typeof program extends fc.Arbitrary<infer T> ? T : never;
export type Step = Program["groups"][number][number];
export type FollowedEntry = Extract<Step, { do: "push" }>["entries"][number];
