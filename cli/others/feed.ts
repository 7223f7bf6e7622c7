import { setTimeout as sleep } from "node:timers/promises";
import packageJson from "../../package.json" with { type: "json" };
import { discover } from "../../src/ingest/discover.ts";
import { type Asking, get } from "../../src/ingest/fetch/get.ts";
import { readFeed, UnreadableFeed } from "../../src/ingest/read.ts";
import type { Entry, FeedRead } from "../../src/model/entry.ts";
import { LIMITS } from "../../src/model/limits.ts";
import { slugify } from "../../src/model/slug.ts";
import { decoded } from "../../src/text/decoded.ts";
import { OWN_URL } from "../../src/text/own-url.ts";
import { EXIT, Failure } from "../failure.ts";
import { momentOf } from "../moving/moment.ts";
import type { Report } from "../moving/report.ts";
import type { Origin, Story } from "../moving/story.ts";

/** Between two pages, ms: we are a guest. */
const REST_MS = 1000;

/**
 * A site from its feed, as far back as that goes: archives and pages (RFC 5005), `next_url` of JSON Feed, and
 * WordPress's `?paged=`.
 *
 * @param address of the feed, or of a page that names one
 * @param newsroom ours, which we do not read ourselves
 * @throws Failure where there is no feed
 */
export async function feed(
  address: string,
  newsroom: string,
  local: boolean,
  feedLength: number | undefined,
  report: Report,
): Promise<Origin> {
  const asking: Asking = {
    ...{ own: newsroom, local, timeout: 60_000 },
    userAgent: `Dateline/${packageJson.version} (moving to ${newsroom})`,
  };
  const found = await discover(address, asking);
  if (found.kind === "not-found") throw new Failure(`${address}: ${found.reason}`, EXIT.usage);
  const site = URL.parse(found.read.info.homePage ?? "") ?? new URL(found.url);
  return {
    url: site.origin,
    feedLength: feedLength ?? Math.min(Math.max(1, found.read.entries.length), LIMITS.listItems),
    stories: found.read.entries.length,
    async *read(signal) {
      const seen = new Set<string>();
      for await (const { url, entries } of pagesFrom(found.url, found.read, asking, report, signal)) {
        for (const entry of entries) {
          // An archive may have what the feed has, too.
          if (seen.has(entry.id)) continue;
          seen.add(entry.id);
          yield storyOf(url, entry);
        }
      }
    },
    redirects: () => [{ from: found.url, to: "/rss.xml" }],
  };
}

async function* pagesFrom(
  first: string,
  read: FeedRead,
  asking: Asking,
  report: Report,
  signal: AbortSignal,
): AsyncGenerator<{ url: string; entries: Entry[] }> {
  const met = new Set([first]);
  yield { url: first, entries: read.entries };
  let url = read.older ?? null;
  for (let pages = 1; url && !met.has(url) && pages < LIMITS.historyPages; pages++) {
    met.add(url);
    await sleep(REST_MS, undefined, { signal });
    const page = await pageAt(url, asking);
    if (typeof page === "string") {
      // WordPress's last page is found by asking for the one after it.
      if (!/[?&]paged=/.test(url)) report.note("export", "left out", { file: url, name: url }, page);
      return;
    }
    if (page.entries.length === 0) return;
    yield { url, entries: page.entries };
    url = page.older ?? null;
  }
}

/** A page of a feed's past; or why it cannot be read. */
async function pageAt(url: string, asking: Asking): Promise<FeedRead | string> {
  const answer = await get(url, { etag: null, lastModified: null }, asking);
  if (answer.kind !== "text") return answer.kind === "failed" ? answer.reason : "It sent nothing.";
  try {
    return readFeed(answer.text, answer.url);
  } catch (error) {
    if (error instanceof UnreadableFeed) return error.message;
    throw error;
  }
}

function storyOf(file: string, entry: Entry): Story {
  const { id, url, title, standfirst, body, published, updated, image, attachments, authors, tags } = entry;
  const path = URL.parse(url ?? "")?.pathname ?? "";
  const name = decoded(path.split("/").filter(Boolean).at(-1) ?? "");
  return {
    at: { file, name: title || id },
    ...{ entryId: id, page: false, status: "published", title, standfirst, tags, authors },
    addresses: url ? [url] : [],
    html: body.html.replaceAll(OWN_URL, ""),
    slug: slugify(name.replace(/\.\w{2,5}$/, "")) || null,
    published: momentOf(published),
    updated: momentOf(updated),
    image: image && { url: image.url, alt: image.alt },
    files: attachments.map((each) => ({
      url: each.url,
      type: each.mime_type,
      size: each.size_in_bytes ?? null,
    })),
    ...{ commentsClosed: false, comments: [], notes: [] },
  };
}
