import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { publication } from "./sample.ts";

const DATE = "2026-11-01";

/**
 * Dateline in workerd, with no development proxy before it, and no limits for visitors.
 *
 * @param inspectorPort where a debugger may look into it; nowhere unless told
 */
export async function startBuilt(
  script: string,
  port: number,
  token: string,
  inspectorPort?: number,
): Promise<Miniflare> {
  const limits = ["API", "TOKEN", "SEARCH", "COMMENT", "ASK", "PUSH", "FEED"].map((name, i) => {
    const limit = { namespace_id: String(i), simple: { limit: 1_000_000, period: 60 as const } };
    return [`${name}_LIMIT`, limit] as const;
  });
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      port,
      modules: [{ type: "ESModule", path: "index.js", contents: script }],
      compatibilityDate: DATE,
      ...(inspectorPort !== undefined && { inspectorPort }),
      kvNamespaces: ["DOCUMENTS"],
      durableObjects: { NEWSROOM: { className: "Newsroom", useSQLite: true } },
      queueProducers: { FETCHES: "fetches" },
      ratelimits: Object.fromEntries(limits),
      bindings: {
        SITE_URL: `http://localhost:${port}`,
        SITE_TITLE: publication.title,
        SITE_DESCRIPTION: publication.description,
        SITE_LANGUAGE: publication.language,
        SITE_TIME_ZONE: publication.timeZone,
        SITE_RIGHTS: publication.rights,
        ENTRY_AUTHORITY: "built.example,2025",
        FETCH_INTERVAL_SECONDS: "900",
        COMMENTS: "open",
        TURNSTILE_SITE_KEY: "",
        ALLOW_LOCAL_FEEDS: "no",
        DATELINE_TOKEN: token,
        VERSION: { id: "built", tag: "", timestamp: "" },
      },
    }),
  );
  await worker.ready;
  return worker;
}
