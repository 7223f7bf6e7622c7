import { LIMITS } from "../../model/limits.ts";
import { HELD } from "../agenda.ts";

// What of the ledger documents are made of, as facts, and which rows change them. A trigger notes the
// fact in `changed`, whoever wrote the row and why; `readers.ts` finds the documents. So a new mechanism
// that writes these tables has nothing to remember, and a table that documents are to show gets its
// triggers here. `facts.ts` says what each one is.

/** Notes facts: each a SQL expression, with the rest of a query where there may be several. */
const note = (...facts: string[]) => facts.map((fact) => `INSERT INTO changed SELECT ${fact};`).join("\n");

/** A page of comments, or a block of a sitemap, by a number from 0 among what fills them. */
const part = (number: string, size: number) => `((${number}) / ${size} + 1)`;

/** Everything that shows the articles of a list: they are called otherwise now. */
const members = (scope: string) => [
  `'story/' || article_id FROM membership WHERE scope = ${scope}`,
  `'face/' || article_id FROM membership WHERE scope = ${scope}`,
];

const isHeld = (id: string) => `${id} IN (${HELD})`;

/**
 * The stories for which one at a place of the front page may be the one before or after: from the
 * first one before it that is to be seen to the first one after it, those that wait included.
 *
 * @param from what the place is looked up in, joined from the left; nothing where the trigger's row has it
 */
const aroundPlace = (published: string, id: string, from = "") => {
  const end = (column: string, comparison: "<" | ">", order: "DESC" | "ASC", none: string) =>
    `coalesce((SELECT b.${column} FROM membership b WHERE b.scope = 'home'
       AND (b.published, b.article_id) ${comparison} (${published}, ${id}) AND NOT ${isHeld("b.article_id")}
       ORDER BY b.published ${order}, b.article_id ${order} LIMIT 1), ${none})`;
  const first = ["published", "article_id"].map((column, i) =>
    end(column, "<", "DESC", ["-1e15", "''"][i] ?? ""),
  );
  const last = ["published", "article_id"].map((column, i) =>
    end(column, ">", "ASC", ["1e16", "''"][i] ?? ""),
  );
  return `'beside/' || m.article_id FROM ${from} membership m WHERE m.scope = 'home'
    AND (m.published, m.article_id) >= (${first}) AND (m.published, m.article_id) <= (${last})`;
};

/** The block of a list's history in which something of a time stands. */
const blockAt = (scope: string, published: string) =>
  `'block/' || ${scope} || '/' || coalesce((SELECT min(e.until) FROM archive e
     WHERE e.scope = ${scope} AND e.until * 1000 > ${published}), 'latest')`;

/** All blocks of a list. */
const blocksOf = (scope: string) => [
  `'block/' || ${scope} || '/latest'`,
  `'block/' || scope || '/' || until FROM archive WHERE scope = ${scope}`,
];

/** An article that lists name now, or no longer; nothing to others where it has no place yet. */
const shown = (id: string) => [
  `'face/' || ${id}`,
  `'scope/' || scope FROM membership WHERE article_id = ${id}`,
  `${blockAt("m.scope", "m.published")} FROM membership m WHERE m.article_id = ${id}`,
  `${aroundPlace("p.published", id, "membership p CROSS JOIN")} AND p.scope = 'home' AND p.article_id = ${id}`,
];

const placed = (row: "OLD" | "NEW") => [
  `'scope/' || ${row}.scope`,
  blockAt(`${row}.scope`, `${row}.published`),
  `'directory' WHERE ${row}.scope GLOB 'source:*'`, // which tells when its last story was
];

/** A story that comes to the front page: others do not see one that waits to be listed. One that leaves was read. */
const atHome = [
  "'news'",
  "'beside/' || NEW.article_id",
  `${aroundPlace("NEW.published", "NEW.article_id")} AND NOT ${isHeld("NEW.article_id")}`,
];

/**
 * The days that name one that has its first story now, or lost its last, as the one before or after:
 * from the last one before it that has stories to the first one after it, those without included.
 */
const daysBeside = `'scope/' || name FROM scope
  WHERE name >= coalesce((SELECT max(name) FROM scope WHERE live > 0 AND name >= 'day:' AND name < NEW.name), 'day:')
  AND name <= coalesce((SELECT min(name) FROM scope WHERE live > 0 AND name < 'day;' AND name > NEW.name), 'day;')`;

const IN_DIRECTORY = "NEW.name GLOB 'tag:*' OR NEW.name GLOB 'source:*' OR NEW.name GLOB 'author:*'";

const pageOf = (row: "OLD" | "NEW") =>
  part(
    `coalesce((SELECT place FROM comment WHERE id = ${row}.parent_id), ${row}.place, 0)`,
    LIMITS.commentsPerPage,
  );
const said = (row: "OLD" | "NEW") => [
  `'said/' || ${row}.article_id`,
  `'page/' || ${row}.article_id || '/' || ${pageOf(row)}`,
  "'comments'",
];
const lastPage = (row: "OLD" | "NEW") => part(`max(0, ${row}.places - 1)`, LIMITS.commentsPerPage);

/** Table, what happens to a row of it, when that counts, and the facts it changes. */
const TABLE: [table: string, event: string, when: string | null, facts: string[]][] = [
  ["article", "INSERT", "NEW.public_since IS NOT NULL", ["'address/' || NEW.slug"]],
  ["article", "UPDATE", null, ["'story/' || NEW.id"]],
  [
    "article",
    "UPDATE OF slug, status, public_since",
    `NEW.public_since IS NOT NULL
       AND (OLD.slug, OLD.status, OLD.public_since) IS NOT (NEW.slug, NEW.status, NEW.public_since)`,
    [
      "'address/' || NEW.slug",
      "'face/' || NEW.id",
      "'comments' FROM thread WHERE article_id = NEW.id AND approved > 0",
    ],
  ],
  [
    "article",
    "UPDATE OF face, published",
    "(OLD.face, OLD.published) IS NOT (NEW.face, NEW.published)",
    ["'face/' || NEW.id"],
  ],
  [
    "article",
    "UPDATE OF slug, status, updated, reprint",
    "(OLD.slug, OLD.status, OLD.updated, OLD.reprint) IS NOT (NEW.slug, NEW.status, NEW.updated, NEW.reprint)",
    [`'sitemap/' || ${part("number - 1", LIMITS.sitemapUrls)} FROM sitemap WHERE article_id = NEW.id`],
  ],
  ["front_story", "INSERT", null, ["'scope/home'"]],
  ["front_story", "DELETE", null, ["'scope/home'"]],
  ...["INSERT", "UPDATE", "DELETE"].map((event): [string, string, null, string[]] => [
    ...(["front_section", event, null] as const),
    ["'scope/home'"],
  ]),
  ["article", "INSERT", "NEW.page = 1", ["'profile'"]],
  [
    "article",
    "UPDATE OF slug, status, face, published",
    `NEW.page = 1 AND (OLD.slug, OLD.status, OLD.face, OLD.published)
       IS NOT (NEW.slug, NEW.status, NEW.face, NEW.published)`,
    ["'profile'"],
  ],
  ...(["INSERT", "UPDATE", "DELETE"] as const).flatMap((event): [string, string, string, string[]][] => {
    const row = event === "DELETE" ? "OLD" : "NEW";
    return [
      ["redirect", event, `${row}.pattern = 0`, [`'redirect/' || ${row}.path`]],
      ["redirect", event, `${row}.pattern = 1`, ["'profile'"]],
    ];
  }),
  ["former_slug", "INSERT", null, ["'address/' || NEW.slug"]],
  ["former_slug", "DELETE", null, ["'address/' || OLD.slug"]],
  ...(["INSERT", "DELETE"] as const).flatMap((event): [string, string, string | null, string[]][] => {
    const row = event === "INSERT" ? "NEW" : "OLD";
    return [
      ["profile", event, null, ["'profile'"]],
      ["profile", event, `${row}.name IN ('title', 'description', 'logo')`, ["'name'"]],
    ];
  }),

  ["membership", "INSERT", null, placed("NEW")],
  ["membership", "DELETE", null, placed("OLD")],
  ["membership", "INSERT", "NEW.scope = 'home'", atHome],
  // Where a list becomes a part of another one.
  ["membership", "UPDATE OF scope", null, [blockAt("NEW.scope", "NEW.published")]],
  // The block that ends now, the one that begins there, and the last one, which knows all ends.
  ...(["INSERT", "UPDATE"] as const).map((event): [string, string, null, string[]] => [
    ...(["archive", event, null] as const),
    [
      "'block/' || NEW.scope || '/' || NEW.until",
      blockAt("NEW.scope", "NEW.until * 1000"),
      "'block/' || NEW.scope || '/latest'",
    ],
  ]),
  ["archive", "UPDATE", null, ["'block/' || OLD.scope || '/' || OLD.until"]],
  ["archive", "DELETE", null, ["'block/' || OLD.scope || '/' || OLD.until"]],
  [
    "scope",
    "UPDATE OF name, archived",
    "(OLD.name, OLD.archived) IS NOT (NEW.name, NEW.archived)",
    ["'block/' || OLD.name || '/latest'", "'scope/' || NEW.name", ...blocksOf("NEW.name")],
  ],
  ["scope", "DELETE", "OLD.archived", ["'block/' || OLD.name || '/latest'"]],
  ["agenda", "INSERT", "NEW.reason = 'list'", shown("NEW.subject")],
  ["agenda", "DELETE", "OLD.reason = 'list'", shown("OLD.subject")],
  ["scope", "INSERT", null, ["'scope/' || NEW.name", "'directory'"]],
  ["scope", "UPDATE OF name, live", IN_DIRECTORY, ["'directory'"]],
  // The front page names the tags that most articles carry.
  ["scope", "UPDATE OF name, live", "NEW.name GLOB 'tag:*'", ["'scope/home'"]],
  [
    "scope",
    "UPDATE OF live",
    "NEW.name GLOB 'tag:*' AND (OLD.live > 1) <> (NEW.live > 1)",
    ["'shared/' || substr(NEW.name, 5)"],
  ],
  ["scope", "INSERT", "NEW.name GLOB 'day:*'", [daysBeside]],
  ["scope", "UPDATE OF live", "NEW.name GLOB 'day:*' AND (OLD.live > 0) <> (NEW.live > 0)", [daysBeside]],
  ["note", "INSERT", "NEW.name = 'news-since'", ["'news'"]],
  ["note", "UPDATE", "NEW.name = 'news-since'", ["'news'"]],
  // Announced when a story leaves the list, which says so itself; ended by time alone.
  ["deletion", "DELETE", null, ["'scope/' || OLD.scope"]],

  [
    "tag",
    "UPDATE",
    "(OLD.slug, OLD.label) <> (NEW.slug, NEW.label)",
    [
      ...["'names'", "'scope/tag:' || OLD.slug", "'scope/tag:' || NEW.slug", "'scope/home'", "'directory'"],
      ...members("'tag:' || OLD.slug"),
      ...members("'tag:' || NEW.slug"),
    ],
  ],
  ["tag", "UPDATE OF description", "OLD.description <> NEW.description", ["'scope/tag:' || NEW.slug"]],
  // Its articles are still in its list, and go over to another one.
  [
    "tag",
    "DELETE",
    null,
    [
      ...["'names'", "'scope/tag:' || OLD.slug", "'scope/home'", "'directory'"],
      ...members("'tag:' || OLD.slug"),
    ],
  ],
  [
    "programme",
    "INSERT",
    null,
    ["'scope/tag:' || NEW.slug", "'directory'", ...blocksOf("'tag:' || NEW.slug")],
  ],
  [
    "programme",
    "UPDATE",
    null,
    ["'scope/tag:' || NEW.slug", "'directory'", ...blocksOf("'tag:' || NEW.slug")],
  ],
  [
    "programme",
    "DELETE",
    null,
    ["'scope/tag:' || OLD.slug", "'directory'", ...blocksOf("'tag:' || OLD.slug")],
  ],
  ["tag_alias", "INSERT", null, ["'scope/tag:' || NEW.slug", "'directory'"]],
  ["tag_alias", "DELETE", null, ["'directory'"]],
  // Made and ended with a change of its tag.
  ["tag_alias", "UPDATE", null, ["'scope/tag:' || NEW.alias", "'directory'"]],
  [
    "source",
    "UPDATE",
    `(OLD.name, OLD.url, OLD.feed_url, OLD.feed_id, OLD.policy, OLD.pictures, OLD.language)
       IS NOT (NEW.name, NEW.url, NEW.feed_url, NEW.feed_id, NEW.policy, NEW.pictures, NEW.language)`,
    ["'names'", "'scope/source:' || NEW.slug", "'directory'", ...members("'source:' || NEW.slug")],
  ],
  [
    "kept_picture",
    "UPDATE OF media_id",
    "OLD.media_id IS NOT NEW.media_id",
    ["'story/' || article_id FROM linked_picture WHERE url = NEW.url"],
  ],
  [
    "media",
    "UPDATE",
    null,
    [
      "'story/' || article_id FROM media_use WHERE media_id = NEW.id",
      "'scope/tag:' || slug FROM programme WHERE cover = NEW.id",
      "'block/tag:' || slug || '/latest' FROM programme WHERE cover = NEW.id",
      `'block/' || a.scope || '/' || a.until FROM programme p CROSS JOIN archive a ON a.scope = 'tag:' || p.slug
         WHERE p.cover = NEW.id`,
    ],
  ],
  ["feed", "INSERT", null, ["'directory'"]],
  ["feed", "UPDATE", "(OLD.slug, OLD.url, OLD.tags) <> (NEW.slug, NEW.url, NEW.tags)", ["'directory'"]],
  ["feed", "DELETE", null, ["'directory'"]],

  ["related", "INSERT", null, ["'related/' || NEW.article_id", "'same/' || NEW.article_id WHERE NEW.same"]],
  [
    "related",
    "UPDATE",
    null,
    ["'related/' || NEW.article_id", "'same/' || NEW.article_id WHERE OLD.same <> NEW.same"],
  ],
  ["related", "DELETE", null, ["'related/' || OLD.article_id", "'same/' || OLD.article_id WHERE OLD.same"]],

  [
    "comment",
    "UPDATE OF status, place, name, text, approved",
    "OLD.status = 'approved' OR NEW.status = 'approved'",
    said("NEW"),
  ],
  // A place that was given may be kept by what was taken back.
  ["comment", "DELETE", "OLD.place IS NOT NULL", said("OLD")],
  ["thread", "UPDATE", null, ["'story/' || NEW.article_id"]],
  // The page before one that is new tells that there is another.
  [
    "thread",
    "UPDATE OF places",
    `${lastPage("OLD")} <> ${lastPage("NEW")}`,
    (["OLD", "NEW"] as const).map((row) => `'page/' || NEW.article_id || '/' || ${lastPage(row)}`),
  ],
  ["sitemap", "INSERT", null, [`'sitemap/' || ${part("NEW.number - 1", LIMITS.sitemapUrls)}`]],
  ["change", "INSERT", null, ["'changes'", `'changes/' || ${part("NEW.n - 1", LIMITS.changes)}`]],
  ["sitemap_block", "INSERT", null, ["'sitemaps'"]],
  ["sitemap_block", "UPDATE", "OLD.modified <> NEW.modified", ["'sitemaps'"]],
  ["scope", "INSERT", IN_DIRECTORY, ["'sitemaps'"]],
];

const TRIGGERS = new Map(
  TABLE.map(([table, event, when, facts], i) => {
    const name = `changed_${String(i).padStart(2, "0")}_${table}`;
    return [
      name,
      `CREATE TRIGGER ${name} AFTER ${event} ON ${table}${when ? ` WHEN ${when}` : ""} BEGIN\n${note(...facts)}\nEND`,
    ];
  }),
);

/** Brings the triggers to this release's: they hold nothing, so they come and go with the code. */
export function installTriggers(sql: SqlStorage): void {
  const installed = sql
    .exec<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .toArray();
  for (const { name, sql: text } of installed)
    if (TRIGGERS.get(name) !== text) sql.exec(`DROP TRIGGER ${name}`);
  const kept = new Set(
    installed.filter(({ name, sql: text }) => TRIGGERS.get(name) === text).map(({ name }) => name),
  );
  for (const [name, text] of TRIGGERS) if (!kept.has(name)) sql.exec(text);
}
