import { readFileSync } from "node:fs";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { publication } from "./sample.ts";

const DATE = "2026-11-01";

const PUSHES_AT_ONCE = 20;

type BuiltWorker = Extract<
  Parameters<typeof convertV4MiniflareOptions>[0],
  { workers: unknown }
>["workers"][number];

interface Wishes {
  /** Where a debugger may look into it; nowhere unless told. */
  inspectorPort?: number;
  /** With the limits for visitors of `wrangler.toml`, and with feeds that are read, of this machine, too. */
  guarded?: boolean;
  /** Whether this very machine may be asked and told. */
  local?: boolean;
  /** Other Workers in the same process, each asked by the host of its routes. */
  beside?: BuiltWorker[];
}

/** The rate limits of `wrangler.toml`: how often a minute, by name. */
function limitsOf(guarded: boolean) {
  const config = readFileSync(new URL("../wrangler.toml", import.meta.url), "utf8");
  const limits = config.matchAll(/name = "(\w+_LIMIT)"\s+namespace_id = "(\d+)"\s+simple = { limit = (\d+)/g);
  return Object.fromEntries(
    [...limits].map(([, name = "", id = "", limit]) => [
      name,
      { namespace_id: id, simple: { limit: guarded ? Number(limit) : 1_000_000, period: 60 as const } },
    ]),
  );
}

/** Dateline in workerd, with no development proxy before it. */
export async function startBuilt(
  script: string,
  port: number,
  token: string,
  { inspectorPort, guarded = false, local = guarded, beside = [] }: Wishes = {},
): Promise<Miniflare> {
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      port,
      ...(inspectorPort !== undefined && { inspectorPort }),
      workers: [
        {
          name: "dateline",
          modules: [{ type: "ESModule", path: "index.js", contents: script }],
          compatibilityDate: DATE,
          kvNamespaces: ["DOCUMENTS"],
          r2Buckets: ["MEDIA"],
          durableObjects: { NEWSROOM: { className: "Newsroom", useSQLite: true } },
          images: { binding: "IMAGES" },
          queueProducers: {
            ...{ FETCHES: "fetches", PICTURES: "pictures" },
            ...{ PUSHES: "pushes", LATE_PUSHES: "late-pushes" },
          },
          queueConsumers: {
            pictures: { maxBatchSize: 1, maxBatchTimeout: 0 },
            // Here one message would be worked off after the other, where the platform has many Workers at it.
            pushes: { maxBatchSize: PUSHES_AT_ONCE, maxBatchTimeout: 0 },
            "late-pushes": { maxBatchSize: PUSHES_AT_ONCE, maxBatchTimeout: 0 },
            ...(guarded && { fetches: { maxBatchSize: 1, maxBatchTimeout: 0 } }),
          },
          ratelimits: limitsOf(guarded),
          bindings: {
            SITE_URL: `http://localhost:${port}`,
            SITE_TITLE: publication.title,
            SITE_DESCRIPTION: publication.description,
            SITE_LANGUAGE: publication.language,
            SITE_TIME_ZONE: publication.timeZone,
            SITE_RIGHTS: publication.rights,
            ENTRY_AUTHORITY: "built.example,2025",
            FETCH_INTERVAL_SECONDS: "900",
            REPRINTS: "original",
            COMMENTS: "open",
            TURNSTILE_SITE_KEY: "",
            ALLOW_LOCAL_FEEDS: local ? "yes" : "no",
            DATELINE_TOKEN: token,
            VERSION: { id: "built", tag: "", timestamp: "" },
          },
        },
        ...beside,
      ],
    }),
  );
  await worker.ready;
  return worker;
}
