import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { refusal } from "../../../src/http/guard.ts";
import { get } from "../../../src/ingest/fetch/get.ts";
import { DATE, TAG } from "../../setup/upstream-constants.ts";
import { asking, openReader, UPSTREAM } from "./reader.ts";

// How we behave as a guest, against a real server that misbehaves on purpose (tests/setup/upstream.ts).

const NOTHING = { etag: null, lastModified: null };
const HOUR = 3_600_000;

describe.each<[string, string | RegExp, string]>([
  ["ok", "text", "a feed"],
  ["plain", "text", "a feed with the wrong type"],
  ["gzip", "text", "compressed"],
  ["moved-301", "text", "moved"],
  ["moved-308", "text", "moved"],
  ["found-302", "text", "elsewhere for now"],
  ["found-307", "text", "elsewhere for now"],
  ["loop", "It redirects more than 5 times.", "a redirect to itself"],
  [
    "to-private",
    "A redirect leads astray: the address is a private one.",
    "a redirect into a private network",
  ],
  ["to-file", "A redirect leads astray: only http and https addresses can be read.", "a redirect to a file"],
  ["401", "It asks for a name and password (401), so we leave it alone.", "not for us"],
  ["403", "It does not want to be read by us (403), so we leave it alone.", "not for us"],
  ["404", "There is nothing at this address (404).", "not there"],
  ["410", "It says that it is gone for good (410).", "gone"],
  ["418", "It answers with 418, which is no feed.", "something else"],
  ["429", "We asked too often (429); its whole host is left in peace for a while.", "too often"],
  ["500", "The server has a problem (500).", "a broken server"],
  ["503", "The server has a problem (503).", "a busy server"],
  ["silent", "It did not answer in time.", "a server that never answers"],
  ["drip", "It did not finish its answer in time.", "a server that never finishes"],
  ["too-large", "It has more than 5242880 bytes.", "6 MiB"],
  ["bomb", "It has more than 5242880 bytes.", "50 MiB in 50 KB"],
  ["not-gzip", /^Its answer broke off or could not be unpacked/, "what claims to be compressed"],
  ["cut-off", /^Its answer broke off or could not be unpacked/, "an answer that breaks off"],
  ["empty", "text", "an empty answer"],
])("GET /%s → %s (%s)", (path, expected) => {
  it("is told apart, and nothing is thrown", async () => {
    const impatience = ["silent", "drip"].includes(path) && { timeout: path === "drip" ? 3000 : 1000 };
    const fetched = await get(`${UPSTREAM}/${path}`, NOTHING, { ...asking(), ...impatience });
    const told = fetched.kind === "failed" ? fetched.reason : fetched.kind;
    if (typeof expected === "string") expect(told).toBe(expected);
    else expect(told).toMatch(expected);
  });
});

it("follows a refused connection with words, not with an exception", async () => {
  const fetched = await get("http://127.0.0.1:9/", NOTHING, asking());
  expect(fetched).toMatchObject({ kind: "failed", failure: "error", status: null });
});

it("sends back validators exactly as they were received, who we are, and no cookie", async () => {
  const first = await get(`${UPSTREAM}/ok/validators`, NOTHING, asking());
  expect(first).toMatchObject({ kind: "text", etag: TAG, lastModified: DATE });
  expect(await get(`${UPSTREAM}/ok/validators`, { etag: TAG, lastModified: DATE }, asking())).toMatchObject({
    kind: "unchanged",
  });
  const requests: { path: string; headers: Record<string, string> }[] = await (
    await fetch(`${UPSTREAM}/requests`)
  ).json();
  const headers = requests.filter(({ path }) => path === "/ok/validators").at(-1)?.headers ?? {};
  expect(headers["user-agent"]).toMatch(
    /^Dateline\/[\d.]+ \(\+https:\/\/littoral\.example\/sources; 1 subscriber\)$/,
  );
  expect(headers.accept).toContain("application/atom+xml");
  expect(headers["accept-encoding"]).toContain("gzip");
  expect(headers).not.toHaveProperty("cookie");
  expect(headers).not.toHaveProperty("from");
  expect(headers).not.toHaveProperty("referer");
});

it.each([
  ["moved-301", "/ok/moved-301"],
  ["moved-308", "/ok/moved-308"],
  ["moved-then-found", "/found-302"],
  ["found-302", null],
  ["found-307", null],
  ["found-then-moved", null],
])("%s moves to %s", async (path, target) => {
  const { movedTo } = await get(`${UPSTREAM}/${path}`, NOTHING, asking());
  expect(movedTo).toBe(target && UPSTREAM + target);
});

describe("a followed feed", () => {
  /** Follows a good feed, then lets it become another one. */
  async function become(scenario: string, times = 1) {
    const reader = await openReader();
    const { id } = await reader.follow(`${UPSTREAM}/ok/${scenario}`);
    await runInDurableObject(reader.stub, (_, { storage }) => {
      storage.sql.exec("UPDATE feed SET url = ? WHERE id = ?", `${UPSTREAM}/${scenario}`, id);
    });
    for (let i = 0; i < times; i++) await reader.read(id);
    return { reader, id, now: await reader.source(id) };
  }

  it.each([
    ["401", "refused", null],
    ["403", "refused", null],
    ["410", "gone", null],
    ["404", "active", "The last read failed; each further failure doubles the wait, up to a day."],
    ["500", "active", "The last read failed; each further failure doubles the wait, up to a day."],
    ["503", "active", "Its server asked to wait until then (Retry-After)."],
    ["429", "active", "Its host said that we ask too often."],
    ["429-seconds", "active", "Its server asked to wait until then (Retry-After)."],
    ["429-date", "active", "Its server asked to wait until then (Retry-After)."],
    ["html", "active", "The last read failed; each further failure doubles the wait, up to a day."],
    ["empty", "active", "The last read failed; each further failure doubles the wait, up to a day."],
    ["half", "active", "The last read failed; each further failure doubles the wait, up to a day."],
    ["max-age", "active", "Its server says that its answer is good until then (max-age)."],
    ["expires", "active", "Its server says that its answer is good until then (Expires)."],
    ["ttl", "active", "It asks to be read no sooner (ttl or sy:updatePeriod)."],
  ])(
    "that answers %s is %s from then on, and says why it is read when it is",
    async (scenario, status, why) => {
      const { now, reader } = await become(scenario);
      expect(now.status).toBe(status);
      expect(now.next_fetch?.why ?? null).toBe(why);
      if (/Retry|Expires|max-age|ttl/.test(why ?? "")) {
        const wait = Date.parse(now.next_fetch?.at ?? "") - Date.parse(now.last_fetch?.at ?? "");
        expect(wait).toBeGreaterThanOrEqual(4 * HOUR - 20_000);
      }
      // What came before stays, whatever becomes of its source.
      expect(await reader.articles()).not.toHaveLength(0);
      if (now.last_fetch?.kind === "failed") expect(now.error).toBe(now.last_fetch.text);
    },
  );

  it("that moved for good is read there after the third time, and not before", async () => {
    const { reader, id, now } = await become("moved-301", 2);
    expect(now.feed_url).toBe(`${UPSTREAM}/moved-301`);
    expect((await reader.read(id)).feed_url).toBe(`${UPSTREAM}/ok/moved-301`);
  });

  it("that is elsewhere for now is asked for at its own address", async () => {
    expect((await become("found-302", 5)).now.feed_url).toBe(`${UPSTREAM}/found-302`);
  });

  it("that fails again and again is asked ever more seldom, at most once a day, until it is well", async () => {
    const { reader, id } = await become("500");
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      const { next_fetch, last_fetch } = await reader.read(id);
      waits.push((Date.parse(next_fetch?.at ?? "") - Date.parse(last_fetch?.at ?? "")) / HOUR);
    }
    expect(waits.slice(0, 4).every((wait, i) => i === 0 || wait > (waits[i - 1] ?? 0) * 1.7)).toBe(true);
    expect(Math.max(...waits)).toBeLessThanOrEqual(24 * 1.1 + 0.01);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(24);
    expect((await reader.source(id)).outcomes).toHaveLength(10);
  });

  it("that says it is asked too often keeps its whole host from being asked", async () => {
    const { reader } = await become("429-seconds");
    const other = await reader.follow(`${UPSTREAM}/ok/neighbour`);
    reader.later(2 * HOUR);
    await reader.stub.gathering().readSoon(other.id);
    expect(await reader.round()).toEqual([]);
    reader.later(3 * HOUR);
    expect((await reader.round()).flatMap(({ feeds }) => feeds.map(({ id }) => id))).toContain(other.id);
  });
});

describe.each([
  ["http://127.0.0.1/", "loopback"],
  ["http://2130706433/", "loopback as one number"],
  ["http://0x7f.1/", "loopback in hexadecimal"],
  ["http://0177.0.0.1/", "loopback in octal"],
  ["http://127.1/", "loopback in short"],
  ["http://localhost./", "loopback by name with a dot"],
  ["http://foo.localhost/", "under localhost"],
  ["http://[::1]/", "IPv6 loopback"],
  ["http://[::ffff:127.0.0.1]/", "IPv4 in IPv6"],
  ["http://[::ffff:7f00:1]/", "IPv4 in IPv6, in hexadecimal"],
  ["http://[64:ff9b::a00:1]/", "a private address through NAT64"],
  ["http://[2002:7f00:1::]/", "loopback through 6to4"],
  ["http://[fe80::1]/", "link-local"],
  ["http://[fd00::1]/", "unique local"],
  ["http://[::]/", "unspecified"],
  ["http://10.1.2.3/", "private"],
  ["http://172.31.255.255/", "private"],
  ["http://192.168.0.1/", "private"],
  ["http://100.64.0.1/", "carrier-grade NAT"],
  ["http://169.254.169.254/latest/meta-data/", "a cloud's metadata"],
  ["http://0.0.0.0/", "this network"],
  ["http://224.0.0.1/", "multicast"],
  ["http://255.255.255.255/", "broadcast"],
  ["http://printer/", "a name without a dot"],
  ["http://router.lan/", "a name of a home network"],
  ["http://x.internal/", "a name of a company's network"],
  ["http://example.org:22/", "another service's port"],
  ["http://user:secret@example.org/", "credentials"],
  ["ftp://example.org/", "another scheme"],
  ["https://littoral.example/feed.json", "ourselves"],
  ["http://littoral.example/feed.json", "ourselves by another scheme"],
  ["https://littoral.example./feed.json", "ourselves with the root's dot"],
  ["https://littoral.example:8443/feed.json", "ourselves at another port"],
  ["http://router./", "a name without a dot but the root's"],
  ["http://metadata./computeMetadata/v1/", "a cloud's metadata by name"],
  ["http://localhost../", "loopback with two dots"],
  ["http://x.internal./", "a company's network with a dot"],
  ["http://kubernetes.default.svc/", "a cluster's own"],
  ["http://kubernetes.default.svc.cluster.local./", "a cluster's own, in full"],
  ["http://1.0.0.127.in-addr.arpa/", "a name of the network's own"],
  ["http://[3fff::1]/", "documentation (RFC 9637)"],
  ["http://[3fff:fff:ffff::1]/", "documentation, its end"],
  ["http://[64:ff9b:1::1.1.1.1]/", "a private translator (RFC 8215)"],
])("%s (%s)", (url) => {
  it("is never asked", () => {
    expect(refusal(new URL(url), { own: "https://littoral.example", local: false })).toEqual(
      expect.any(String),
    );
  });
});

it.each([
  "https://example.org/feed",
  "http://example.org:8080/",
  "http://1.1.1.1/",
  "http://172.32.0.1/",
  "http://[2606:4700::1111]/",
  "http://[64:ff9b::101:101]/",
  "https://example.org./feed",
  "https://www.littoral.example/feed",
  "https://xn--mgbh0fb.example.org/",
])("%s may be asked", (url) => {
  expect(refusal(new URL(url), { own: "https://littoral.example", local: false })).toBeNull();
});
