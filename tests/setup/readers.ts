import { createHash } from "node:crypto";
import { Agent, get, type IncomingHttpHeaders } from "node:http";

/** What many readers met. */
export interface Reading {
  /** How often each status was answered. */
  statuses: Record<number, number>;
  /** Answers whose bytes are not what their ETag or length says. */
  wrong: string[];
}

const LISTS = ["/", "/rss.xml", "/atom.xml", "/feed.json", "/tags/load", "/tags/load/rss.xml"];

/**
 * Lets readers read lists and what these link to, as fast as they are answered, half of them with the
 * ETag of what they had; and checks every body against its ETag.
 *
 * @param until tells when to stop
 */
export async function readAll(site: string, readers: number, until: () => boolean): Promise<Reading> {
  const agent = new Agent({ keepAlive: true, maxSockets: readers });
  const reading: Reading = { statuses: {}, wrong: [] };
  /** SHA-256 of what was answered under an ETag, by path. */
  const bodies = new Map<string, string>();
  const links = new Set<string>();
  let turn = 0;

  async function one(): Promise<void> {
    const known = new Map<string, string>();
    while (!until()) {
      const isList = turn++ % 2 === 0 || links.size === 0;
      const path = isList ? LISTS[turn % LISTS.length] : [...links][turn % links.size];
      if (!path) continue;
      const etag = turn % 3 === 0 ? known.get(path) : undefined;
      const { status, headers, body } = await ask(agent, site + path, etag);
      reading.statuses[status] = (reading.statuses[status] ?? 0) + 1;
      if (status === 304 && headers.etag !== etag) reading.wrong.push(`${path}: 304 with another ETag`);
      if (status !== 200) continue;
      known.set(path, headers.etag ?? "");
      const fault = faultOf(path, headers, body);
      if (fault) reading.wrong.push(`${path}: ${fault}`);
      if (path === "/feed.json") for (const link of linksIn(body)) links.add(link);
    }
  }

  function faultOf(path: string, headers: IncomingHttpHeaders, body: Buffer): string | null {
    const { etag = "" } = headers;
    const sum = createHash("sha256").update(body).digest();
    if (Number(headers["content-length"]) !== body.length) return `${body.length} bytes`;
    // The JSON forms are the documents themselves, which their ETags name.
    const hash = sum.subarray(0, 16).toString("base64url");
    if (path.endsWith(".json") && !etag.startsWith(`"${hash}.`)) return `${etag} for ${hash}`;
    const before = bodies.get(path + etag) ?? hash;
    bodies.set(path + etag, hash);
    return before === hash ? null : `other bytes under ${etag}`;
  }

  await Promise.all(Array.from({ length: readers }, one));
  agent.destroy();
  return reading;
}

function linksIn(feed: Buffer): string[] {
  const { items } = JSON.parse(feed.toString()) as { items: { url: string }[] };
  return items.flatMap(({ url }) => {
    const { pathname } = new URL(url);
    return [pathname, `${pathname}.json`];
  });
}

function ask(
  agent: Agent,
  url: string,
  etag: string | undefined,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const headers = etag ? { "If-None-Match": etag } : {};
    get(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    }).on("error", reject);
  });
}
