import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { TestProject } from "vitest/node";
import { DATE, TAG } from "./upstream-constants.ts";

/** A small RSS feed. */
export function rss(title: string, items = ["One"]): string {
  const item = (name: string) =>
    `<item><title>${name}</title><link>/${encodeURIComponent(name)}</link><guid isPermaLink="false">${name}</guid><description>Text of ${name}.</description></item>`;
  return `<rss version="2.0"><channel><title>${title}</title><link>/</link>${items.map(item).join("")}</channel></rss>`;
}

type Handler = (request: IncomingMessage, response: ServerResponse, name: string) => void;

const status =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (_, response) => {
    response.writeHead(code, headers).end(`<html>${code}</html>`);
  };
const body =
  (text: string | Uint8Array, headers: Record<string, string> = {}): Handler =>
  (_, response) => {
    response.writeHead(200, { "Content-Type": "application/rss+xml", ...headers }).end(text);
  };
const redirect = (code: number, location: string) => status(code, { Location: location });

const HANDLERS: Record<string, Handler> = {
  // Each name has its own feed, with validators that only their exact echo satisfies.
  ok: (request, response, name) => {
    const headers = { ETag: TAG, "Last-Modified": DATE };
    const fresh = request.headers["if-none-match"] === TAG && request.headers["if-modified-since"] === DATE;
    if (fresh) response.writeHead(304, headers).end();
    else body(rss(name), headers)(request, response, name);
  },
  plain: body(rss("plain"), { "Content-Type": "text/plain" }),
  gzip: body(gzipSync(rss("gzip")), { "Content-Encoding": "gzip" }),
  "moved-301": redirect(301, "/ok/moved-301"),
  "moved-308": redirect(308, "/ok/moved-308"),
  "found-302": redirect(302, "/ok/found-302"),
  "found-307": redirect(307, "/ok/found-307"),
  "moved-then-found": redirect(301, "/found-302"),
  "found-then-moved": redirect(302, "/moved-301"),
  loop: redirect(301, "/loop"),
  "to-private": redirect(302, "http://10.0.0.1/feed"),
  "to-file": redirect(302, "file:///etc/passwd"),
  "401": status(401, { "WWW-Authenticate": "Basic" }),
  "403": status(403),
  "404": status(404),
  "410": status(410),
  "418": status(418),
  "429": status(429),
  "429-seconds": status(429, { "Retry-After": "14400" }),
  "429-date": (_, response) => {
    const at = new Date(Date.now() + 14_400_000).toUTCString();
    response.writeHead(429, { "Retry-After": at }).end();
  },
  "500": status(500),
  "503": status(503, { "Retry-After": "14400" }),
  silent: () => {},
  drip: (_, response) => {
    response.writeHead(200, { "Content-Type": "application/rss+xml" });
    const timer = setInterval(() => response.write(" "), 50);
    response.on("close", () => clearInterval(timer));
  },
  "too-large": body("<rss>".padEnd(6 * 1024 * 1024)),
  bomb: body(gzipSync(Buffer.alloc(50 * 1024 * 1024)), { "Content-Encoding": "gzip" }),
  "not-gzip": body("this is not gzip", { "Content-Encoding": "gzip" }),
  html: body("<!doctype html><html><title>Log in</title></html>", { "Content-Type": "text/html" }),
  empty: body(""),
  "cut-off": (_, response) => {
    const text = rss("cut-off");
    response.writeHead(200, { "Content-Length": text.length + 1000 }).write(text);
    setTimeout(() => response.destroy(), 50);
  },
  half: body(rss("half").slice(0, -60)),
  "max-age": body(rss("max-age"), { "Cache-Control": "public, max-age=14400" }),
  expires: (request, response, name) => {
    const headers = { Date: DATE, Expires: "Tue, 01 Jul 2025 14:00:00 GMT" };
    body(rss(name), headers)(request, response, name);
  },
  ttl: body(rss("ttl").replace("<link>", "<ttl>240</ttl><link>")),
};

// What tests put here themselves: `PUT /any/path` with a body, and headers under `x-set-`.
const stored = new Map<string, { body: Buffer; headers: Record<string, string> }>();
const requests: { path: string; headers: IncomingMessage["headers"] }[] = [];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "/";
  if (request.method === "PUT") {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      name.startsWith("x-set-") ? [[name.slice(6), String(value)]] : [],
    );
    stored.set(path, { body: Buffer.concat(chunks), headers: Object.fromEntries(headers) });
    response.end();
    return;
  }
  if (path === "/requests") {
    response.end(JSON.stringify(requests));
    return;
  }
  requests.push({ path, headers: request.headers });
  const found = stored.get(path);
  if (found) {
    const etag = found.headers.etag;
    if (etag && request.headers["if-none-match"] === etag) response.writeHead(304, found.headers).end();
    else response.writeHead(Number(found.headers.status ?? 200), found.headers).end(found.body);
    return;
  }
  const [, scenario = "", name = scenario] = path.split("/");
  (HANDLERS[scenario] ?? status(404))(request, response, name);
}

/** Starts the server for all tests inside the Worker. */
export default async function setup(project: TestProject): Promise<() => void> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address && typeof address === "object") project.provide("upstream", `http://127.0.0.1:${address.port}`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
