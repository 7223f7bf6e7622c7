import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import homeFeed from "../../data/upstreams/maghreb-ledger.xml?raw";
import { app } from "../../src/app.ts";
import { canonicalPath, isPlainlyCanonical } from "../../src/http/canonical.ts";
import { UnreadableFeed } from "../../src/ingest/parse/dialects.ts";
import { readFeed } from "../../src/ingest/read.ts";
import { UnknownType, UnreadableFile } from "../../src/media/bytes.ts";
import { readPicture } from "../../src/media/picture.ts";
import { foldCase, isSlug, slugify } from "../../src/model/slug.ts";
import { TELLING } from "../setup/pictures.ts";
import { NO_CONTEXT } from "./bindings.ts";
import { clearKv, openDesk, SITE } from "./newsroom.ts";

// Whatever comes in, nothing of ours breaks: an answer with a status of its own, never 500. A failure
// prints its seed and the smallest input that shows it.

const RUNS = { seed: 20_261_124, numRuns: 300 };
const generous = { ...env };
for (const name of ["API", "TOKEN", "SEARCH", "COMMENT", "ASK", "PUSH", "FEED"] as const) {
  generous[`${name}_LIMIT`] = { limit: async () => ({ success: true }) } as RateLimit;
}

let id = "";
beforeAll(async () => {
  await clearKv();
  const desk = await openDesk("newsroom");
  const answer = await desk.publish({ title: "A ship", markdown: "It *sails*.", tags: ["Libya"] });
  if (answer.kind === "saved") id = answer.article.id;
  await desk.drain();
});

async function answerTo(request: Request): Promise<Response> {
  const response = await app.fetch(request, generous, NO_CONTEXT);
  await response.arrayBuffer();
  expect(response.status, `${request.method} ${request.url}`).not.toBe(500);
  expect(response.headers.get("cache-control"), request.url).not.toBeNull();
  return response;
}

/** A request, or none where the platform itself would not make one of it. */
function requestOf(url: string, init: RequestInit): Request | null {
  try {
    return new Request(url, init);
  } catch {
    return null;
  }
}

const word = fc.oneof(
  fc.constantFrom(
    "articles",
    "a-ship",
    "tags",
    "libya",
    "comments",
    "search",
    "ask",
    "oembed",
    "days",
    "api",
    "sitemap",
  ),
  fc.constantFrom(
    "rss.xml",
    "feed.json",
    "..",
    "%00",
    "%ff",
    "%e0%a4%a",
    "%2e%2e",
    "a-ship.json",
    "a-ship.md",
    "1",
    "2",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const query = fc.array(
  fc.tuple(
    fc.constantFrom("q", "page", "url", "about", "format", "x", "to"),
    fc.string({ unit: "binary", maxLength: 40 }),
  ),
  {
    maxLength: 3,
  },
);
const headers = fc.dictionary(
  fc.constantFrom(
    "if-none-match",
    "if-modified-since",
    "accept",
    "host",
    "x-forwarded-host",
    "content-type",
    "authorization",
    "prefer",
    "range",
  ),
  fc.string({ maxLength: 40 }),
  { maxKeys: 4 },
);

describe("any request", () => {
  it("for a public address is answered", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { maxLength: 5 }),
        query,
        headers,
        fc.constantFrom("GET", "HEAD", "POST", "PUT", "OPTIONS"),
        async (path, pairs, extra, method) => {
          const search = pairs.length ? `?${new URLSearchParams(pairs)}` : "";
          const request = requestOf(`${SITE}/${path.join("/")}${search}`, { method, headers: extra });
          if (request) await answerTo(request);
        },
      ),
      RUNS,
    );
  });

  it("with any query finds something or nothing", async () => {
    const part = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom(
        '"',
        "“",
        "-",
        "tag:",
        "before:2025",
        "after:9999-99-99",
        "lang:xx-",
        "NEAR(",
        "*",
        "^",
        "{title}",
        "\u0000",
        "ال",
        "🛳",
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 8 }),
        fc.constantFrom("search", "search/atom.xml", "ask"),
        async (parts, path) => {
          const search = new URLSearchParams({ q: parts.join(" ") });
          let request = new Request(`${SITE}/${path}?${search}`);
          let response = await answerTo(request);
          if (response.status === 301) {
            // The one spelling of it, which is never another redirect.
            request = new Request(new URL(response.headers.get("location") ?? "", SITE));
            response = await answerTo(request);
          }
          expect([200, 404]).toContain(response.status);
        },
      ),
      RUNS,
    );
  });

  it("with any form is refused or taken", async () => {
    const value = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.constantFrom("", "x".repeat(6000), "a@b.c", id),
    );
    const form = fc.dictionary(
      fc.constantFrom("name", "text", "email", "parent", "token", "website", "other"),
      value,
    );
    await fc.assert(
      fc.asyncProperty(
        form,
        fc.constantFrom("articles/a-ship/comments", "comments/x/y", "comments/x/y/withdraw"),
        async (fields, path) => {
          const body = new URLSearchParams(fields);
          const response = await answerTo(new Request(`${SITE}/${path}`, { method: "POST", body }));
          expect(response.status).toBeLessThan(500);
        },
      ),
      RUNS,
    );
  });
});

describe("any body of the API", () => {
  const FIELDS = [
    "title",
    "markdown",
    "html",
    "tags",
    "authors",
    "slug",
    "published",
    "updated",
    "source",
    "image",
    "status",
    "language",
    "url",
    "scopes",
    "label",
    "attachments",
    "canonical_url",
    "policy",
  ];
  const json = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.dictionary(
      fc.constantFrom(...FIELDS),
      fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.string({ unit: "binary" }),
        fc.constantFrom("2025-07-01T00:00:00Z", "published", "https://example.org/"),
      ),
    ),
    fc.constantFrom({ __proto__: null, constructor: { prototype: 1 } }, [], null, "", 0),
  );

  it("is refused with a problem, or taken, and either way nothing breaks", async () => {
    const operation = fc.constantFrom<[string, string]>(
      ["POST", "articles"],
      ["PATCH", "articles/ID"],
      ["PATCH", "articles/ID/comments"],
      ["PATCH", "tags/libya"],
      ["PATCH", "comments/x"],
      ["POST", "tokens"],
      ["PATCH", "sources/x"],
    );
    await fc.assert(
      fc.asyncProperty(json, operation, async (value, [method, path]) => {
        const request = new Request(`${SITE}/api/${path.replace("ID", id)}`, {
          method,
          body: JSON.stringify(value),
          headers: {
            ...{ authorization: "Bearer operator-token", "content-type": "application/json" },
            ...{ "if-match": "*", prefer: "wait=0" },
          },
        });
        const response = await answerTo(request);
        if (response.status >= 400)
          expect(response.headers.get("content-type")).toContain("application/problem+json");
      }),
      RUNS,
    );
  });

  it("that is no text, or no backup, is refused", async () => {
    const send = (path: string, type: string) => async (bytes: Uint8Array<ArrayBuffer>) => {
      const request = new Request(`${SITE}/api/${path}`, {
        method: "POST",
        body: bytes,
        headers: { authorization: "Bearer operator-token", "content-type": type },
      });
      expect((await answerTo(request)).status).toBeLessThan(500);
    };
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => new Uint8Array(array));
    await fc.assert(fc.asyncProperty(bytes, send("articles", "application/json")), RUNS);
    await fc.assert(fc.asyncProperty(bytes, send("restore", "application/x-ndjson")), RUNS);
    await fc.assert(fc.asyncProperty(bytes, send("sources/import", "text/x-opml")), RUNS);
  });
});

describe("any feed", () => {
  it("that is a real one with pieces cut, doubled and swapped is read or refused", () => {
    const pieces = homeFeed.split(/(?=<)/);
    const cut = fc.array(
      fc.tuple(fc.nat(pieces.length - 1), fc.nat(40), fc.constantFrom("cut", "double", "swap", "text")),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(cut, fc.string({ unit: "binary", maxLength: 30 }), (edits, noise) => {
        const parts = [...pieces];
        for (const [at, count, kind] of edits) {
          if (kind === "cut") parts.splice(at, count);
          if (kind === "double") parts.splice(at, 0, ...parts.slice(at, at + count));
          if (kind === "text") parts.splice(at, 0, noise);
          if (kind === "swap") [parts[at], parts[count]] = [parts[count] ?? "", parts[at] ?? ""];
        }
        try {
          expect(readFeed(parts.join(""), "https://feeds.example/feed.xml").entries).toBeInstanceOf(Array);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableFeed);
          // What our own reader did not expect says so; there is nothing it should not expect.
          expect(String(error)).not.toContain("It could not be read");
        }
      }),
      { ...RUNS, numRuns: 150 },
    );
  });
});

describe("a picture that is broken anywhere", () => {
  it.each(Object.entries(TELLING))("%s is read or refused", (_, telling) => {
    const breaks = fc.array(fc.tuple(fc.nat(telling.length - 1), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(breaks, fc.nat(telling.length), (changes, cut) => {
        const bytes = telling.slice(0, cut > telling.length / 2 ? cut : telling.length);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        try {
          readPicture(bytes);
        } catch (error) {
          if (!(error instanceof UnreadableFile || error instanceof UnknownType)) throw error;
        }
      }),
      { ...RUNS, numRuns: 2000 },
    );
  });
});

describe("what is plainly right", () => {
  const unit = fc.constantFrom("a", "z", "09", "-", "+", "#", ".", "/", "?", "%41", "A", "é", "e\u0301", "ﬁ");
  const text = fc.string({ unit, maxLength: 12 });

  it("is a slug that is made of itself, and no other", () => {
    const long = fc.tuple(fc.integer({ min: 95, max: 105 }), text).map(([n, end]) => "a".repeat(n) + end);
    const check = (each: string) => {
      expect(isSlug(each), each).toBe(each !== "" && slugify(each) === each);
    };
    fc.assert(fc.property(fc.oneof(text, long), check), { ...RUNS, numRuns: 3000 });
  });

  it("is an address that has no other spelling, and no query", () => {
    const check = (end: string) => {
      const url = new URL(`${SITE}/${end}`);
      if (!isPlainlyCanonical(url.href)) return;
      expect(canonicalPath(url.pathname, foldCase), url.href).toEqual({ kind: "canonical" });
      expect(url.search + url.hash).toBe("");
    };
    fc.assert(fc.property(text, check), { ...RUNS, numRuns: 3000 });
    expect(
      ["/a", "/a/b-c.xml", "/a/", "/", "//a", "/A", "/a?", "/a?b"].map((path) =>
        isPlainlyCanonical(SITE + path),
      ),
    ).toEqual([true, true, false, false, false, false, false, false]);
  });
});
