// Three publications of the sample, served on this machine for the newsroom to follow. Their feeds are
// read from data/upstreams/ at each request: a change there is a change upstream.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";

const FOLDER = new URL("../data/upstreams/", import.meta.url);
/** What one of their stories shows, and the server that it says it is on. */
const PICTURE = "turtles.jpg";
const PICTURE_SERVER = "https://pictures.sidra-log.example/";
/** Stories that each feed holds back at first. */
const HELD_BACK = 2;

export interface Upstreams {
  /** The addresses of the feeds. */
  feeds: string[];
  port: number;
  stop: () => void;
}

/**
 * Serves the feeds, with ETags.
 *
 * @param every after each of these periods (ms) one of the newest stories that were held back appears;
 *   0 holds none back
 * @param elsewhere whether any other port will do where this one is taken
 */
export async function startUpstreams(port: number, every: number, elsewhere = false): Promise<Upstreams> {
  const started = Date.now();
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? "";
    if (name === PICTURE) {
      const picture = readFileSync(new URL(name, FOLDER));
      return response.writeHead(200, { "Content-Type": "image/jpeg" }).end(picture);
    }
    if (!names().includes(name)) return response.writeHead(404).end();
    const arrived = every > 0 ? Math.floor((Date.now() - started) / every) : HELD_BACK;
    const feed = withhold(readFileSync(new URL(name, FOLDER)), Math.max(0, HELD_BACK - arrived));
    const body = Buffer.from(
      feed.toString("latin1").replaceAll(PICTURE_SERVER, `http://${request.headers.host}/`),
      "latin1",
    );
    const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
    const headers = { "Content-Type": "application/xml", ETag: etag };
    if (request.headers["if-none-match"] === etag) return response.writeHead(304, headers).end();
    return response.writeHead(200, headers).end(body);
  });
  await new Promise<void>((resolve, reject) => {
    const busy = (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE" || !elsewhere) return reject(error);
      server.once("error", reject).listen(0, "127.0.0.1", resolve);
    };
    server.once("error", busy).listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const real = address && typeof address === "object" ? address.port : port;
  return {
    feeds: names().map((name) => `http://localhost:${real}/${name}`),
    port: real,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function names(): string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith(".xml"));
}

/** A feed without its first entries. In bytes: each feed has an encoding of its own. */
function withhold(feed: Buffer, entries: number): Buffer {
  let left = entries;
  const text = feed.toString("latin1").replace(/\s*<(item|entry)>.*?<\/\1>/gs, (entry) => {
    left--;
    return left >= 0 ? "" : entry;
  });
  return Buffer.from(text, "latin1");
}
