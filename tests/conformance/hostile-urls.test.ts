import { connect } from "node:net";
import { expect, inject, it } from "vitest";

// Addresses that nobody should send: a clear answer, never a 500.

/** Sends a request line as it is, which `fetch` would clean up, and gives status and Location. */
function raw(target: string): Promise<{ status: number; location: string | undefined }> {
  const { hostname, port } = new URL(inject("sample"));
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${target} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`, "latin1");
    });
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", reject);
    socket.on("close", () => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
      resolve({ status, location: /^location: (.*?)\r?$/im.exec(answer)?.[1] });
    });
  });
}

it.each([
  ["/tags/%ff", 400, "bytes that are no UTF-8"],
  ["/tags/%", 400, "a cut escape"],
  ["/tags/%zz", 400, "an escape that is none"],
  ["/tags/a%00b", 400, "NUL"],
  ["/tags/a%0d%0aSet-Cookie:x", 400, "a line break"],
  ["/%2e%2e/%2e%2e/etc/passwd", 404, "a way up, encoded"],
  ["/../../etc/passwd", 404, "a way up"],
  ["/articles/..%2F..%2Fsecret", 404, "an encoded slash"],
  [`/articles/${"a".repeat(500)}`, 404, "a long slug"],
  [`/${"a".repeat(3000)}`, 414, "a very long path"],
  ["/articles/a.json.json", 404, "an ending too many"],
  ["/articles/.json", 404, "no slug"],
  ["/wp-login.php", 404, "another product"],
  ["/.env", 404, "a file"],
  ["/api/%ff", 401, "a bad escape in the API"],
])("GET %s → %i (%s)", async (target, status) => {
  expect((await raw(target)).status).toBe(status);
});

it.each([
  ["/tags/libya/", "/tags/libya", "a slash at the end"],
  ["/Tags/Libya", "/tags/libya", "upper case"],
  ["//tags///libya", "/tags/libya", "double slashes"],
  ["//evil.example/", "/evil.example", "another host, it seems"],
  ["/tags/%6cibya", "/tags/libya", "needless escapes"],
  ["/tags/%d9%84", "/tags/%D9%84", "escapes in lower case"],
  ["/tags/%EF%AC%81x", "/tags/fix", "a ligature"],
  ["/rss.xml?utm_source=x", "/rss.xml", "an unknown parameter"],
  ["/?", "/", "an empty query"],
  ["/RSS.XML", "/rss.xml", "a feed in capitals"],
  ["/feed/", "/rss.xml", "a guess with a slash, in one step"],
  ["/rss", "/rss.xml", "a guess"],
  ["/tags/libya/feed/atom", "/tags/libya/atom.xml", "a guess under a tag"],
])("GET %s → 301 %s (%s)", async (target, location) => {
  const answer = await raw(target);
  // An empty query is the same URL to the platform.
  if (target === "/?") expect([200, 301]).toContain(answer.status);
  else expect(answer).toEqual({ status: 301, location });
});
