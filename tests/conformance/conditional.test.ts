import { describe, expect, inject, it } from "vitest";

// RFC 9110 §13 over real HTTP, for every kind of public URL.

const sample = inject("sample");
const URLS = [
  ...["/", "/rss.xml", "/atom.xml", "/feed.json", "/tags", "/sources", "/subscribe", "/opml.xml"],
  ...["/tags/libya", "/tags/libya/rss.xml", "/tags/libya/atom.xml", "/tags/libya/feed.json"],
  ...["/sources/tripoli-wire", "/sources/tripoli-wire/rss.xml", "/authors/salma-idris/atom.xml"],
  ...["/articles/tripoli-counts-its-trees", "/articles/tripoli-counts-its-trees.json"],
];

const LATER = new Date(Date.now() + 86_400_000).toUTCString();
const EARLIER = "Sun, 06 Nov 1994 08:49:37 GMT";

interface Known {
  etag: string;
  opaque: string;
  modified: string;
}

const CASES: [string, (known: Known) => Record<string, string>, 200 | 304][] = [
  ["the tag as it was sent", ({ etag }) => ({ "If-None-Match": etag }), 304],
  ["the tag, weakened by a proxy that compresses", ({ etag }) => ({ "If-None-Match": `W/${etag}` }), 304],
  ["one of several tags", ({ etag }) => ({ "If-None-Match": `"x", ${etag}, W/"y"` }), 304],
  ["any tag", () => ({ "If-None-Match": "*" }), 304],
  ["another tag", () => ({ "If-None-Match": '"abd"' }), 200],
  ["the tag, cut short", ({ opaque }) => ({ "If-None-Match": `"${opaque.slice(0, -1)}"` }), 200],
  ["the tag without quotes", ({ opaque }) => ({ "If-None-Match": opaque }), 304],
  ["the tag with -gzip inside the quotes", ({ opaque }) => ({ "If-None-Match": `"${opaque}-gzip"` }), 304],
  ["the tag with -gzip after the quotes", ({ etag }) => ({ "If-None-Match": `${etag}-gzip` }), 304],
  ["the tag with ;gzip after the quotes", ({ etag }) => ({ "If-None-Match": `${etag};gzip` }), 304],
  ["the tag with --br", ({ opaque }) => ({ "If-None-Match": `W/"${opaque}--br"` }), 304],
  ["an empty If-None-Match", () => ({ "If-None-Match": "" }), 200],
  ["the date as it was sent", ({ modified }) => ({ "If-Modified-Since": modified }), 304],
  ["a later date", () => ({ "If-Modified-Since": LATER }), 304],
  ["an earlier date", () => ({ "If-Modified-Since": EARLIER }), 200],
  ["an earlier date in RFC 850 form", () => ({ "If-Modified-Since": "Sunday, 06-Nov-94 08:49:37 GMT" }), 200],
  ["an earlier date in asctime form", () => ({ "If-Modified-Since": "Sun Nov  6 08:49:37 1994" }), 200],
  ["a later date in asctime form", () => ({ "If-Modified-Since": "Thu Nov  6 08:49:37 2098" }), 304],
  ["a date that is none", () => ({ "If-Modified-Since": "next week" }), 200],
  ["a date in ISO form, which is none of HTTP's", () => ({ "If-Modified-Since": "2098-01-01" }), 200],
  [
    "another tag and a later date: the tag wins",
    () => ({ "If-None-Match": '"abd"', "If-Modified-Since": LATER }),
    200,
  ],
  [
    "the tag and an earlier date: the tag wins",
    ({ etag }) => ({ "If-None-Match": etag, "If-Modified-Since": EARLIER }),
    304,
  ],
];

/** RFC 9110 §13.1.1, §13.1.4, §13.2.2: what has to hold comes before what a client has. */
const REQUIRED: [string, (known: Known) => Record<string, string>, 200 | 304 | 412][] = [
  ["the tag", ({ etag }) => ({ "If-Match": etag }), 200],
  ["one of several tags", ({ etag }) => ({ "If-Match": `"x", ${etag}` }), 200],
  ["any tag", () => ({ "If-Match": "*" }), 200],
  ["another tag", () => ({ "If-Match": '"abd"' }), 412],
  ["the tag, weakened", ({ etag }) => ({ "If-Match": `W/${etag}` }), 412],
  ["no change since the date", ({ modified }) => ({ "If-Unmodified-Since": modified }), 200],
  ["no change since an earlier date", () => ({ "If-Unmodified-Since": EARLIER }), 412],
  ["no change since a date that is none", () => ({ "If-Unmodified-Since": "next week" }), 200],
  ["the tag, whatever the date", ({ etag }) => ({ "If-Match": etag, "If-Unmodified-Since": EARLIER }), 200],
  ["the tag, which the client has", ({ etag }) => ({ "If-Match": etag, "If-None-Match": etag }), 304],
  ["another tag, and the client has this", ({ etag }) => ({ "If-Match": '"x"', "If-None-Match": etag }), 412],
];

const CACHING = ["etag", "last-modified", "cache-control", "link", "vary"];

describe.each(URLS)("%s", (path) => {
  const ask = (headers: Record<string, string>, method = "GET") =>
    fetch(sample + path, { method, headers: { "Accept-Encoding": "identity", ...headers } });

  const first = async () => {
    const full = await ask({});
    await full.arrayBuffer();
    const etag = full.headers.get("etag") ?? "";
    const known = { etag, opaque: etag.slice(1, -1), modified: full.headers.get("last-modified") ?? "" };
    return { full, known };
  };

  it.each(CASES)("%s", async (_, headers, status) => {
    const { full, known } = await first();
    const response = await ask(headers(known));
    const body = await response.arrayBuffer();
    expect(response.status).toBe(status);
    if (status === 304) expect(body.byteLength).toBe(0);
    for (const name of CACHING) expect(response.headers.get(name), name).toBe(full.headers.get(name));
  });

  it.each(REQUIRED)("where a request requires %s", async (_, headers, status) => {
    const { known } = await first();
    const response = await ask(headers(known));
    await response.arrayBuffer();
    expect(response.status).toBe(status);
    if (status === 412) expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("has a strong tag, the same at every time, and a date that is not to come", async () => {
    const [first, second] = [await ask({}), await ask({})];
    expect(first.headers.get("etag")).toMatch(/^"[\x21\x23-\x7e]+"$/);
    expect(second.headers.get("etag")).toBe(first.headers.get("etag"));
    expect(await second.text()).toBe(await first.text());
    expect(Date.parse(first.headers.get("last-modified") ?? "")).toBeLessThanOrEqual(Date.now());
  });

  it("answers HEAD as GET, without a body", async () => {
    const [get, head] = [await ask({}), await ask({}, "HEAD")];
    const { byteLength } = await get.arrayBuffer();
    expect((await head.arrayBuffer()).byteLength).toBe(0);
    const without = (response: Response) =>
      [...response.headers].filter(
        ([name]) => !/^(date|connection|keep-alive|transfer-encoding|content-length)$/.test(name),
      );
    expect(without(head)).toEqual(without(get));
    expect(head.headers.get("content-length")).toBe(String(byteLength));
    const fresh = await ask({ "If-None-Match": get.headers.get("etag") ?? "" }, "HEAD");
    expect(fresh.status).toBe(304);
  });

  it("says what can be done here, and refuses the rest", async () => {
    const options = await ask({}, "OPTIONS");
    expect(options.status).toBe(204);
    expect(options.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const response = await ask({}, method);
      expect(response.status, method).toBe(405);
      expect(response.headers.get("allow"), method).toBe("GET, HEAD, OPTIONS");
    }
  });
});
