import { cacheHeaders } from "../http/caching.ts";
import { isFresh } from "../http/conditional.ts";
import { mediaHeaders } from "../http/media.ts";
import { assetAt } from "../render/assets.ts";
import { EXTENSION } from "../render/extension.ts";
import { renderPrivacyPage } from "../render/html/privacy.tsx";
import { settingsOf } from "../settings.ts";
import { fingerprint } from "../text/fingerprint.ts";
import { publicProblem } from "./absent.ts";
import { type AppContext, notModified } from "./serve.ts";
import { siteIn } from "./site.ts";

/** The stylesheets and the script; undefined for another path. */
export function asset(c: AppContext): Response | undefined {
  const found = assetAt(c.req.path);
  return found && fixed(c, found.text, { ...mediaHeaders(found.type), ...cacheHeaders("immutable") });
}

/**
 * `/robots.txt` (RFC 9309): everything may be read but searches, of which there is no end. What is made
 * for one reader says itself that it is not to be indexed, which has to be read.
 */
export function robots(c: AppContext): Response {
  const { url } = settingsOf(c.env);
  const text = [
    "User-agent: *",
    ...["/api/", "/search?", "/subscribe/"].map((path) => `Disallow: ${path}`),
    "",
    `Sitemap: ${url}/sitemap.xml`,
    `Sitemap: ${url}/news-sitemap.xml`,
    "",
    `# Feeds: ${url}/opml.xml`,
    "",
  ].join("\n");
  return fixed(c, text, { ...mediaHeaders("text"), ...cacheHeaders("document") });
}

/** `/privacy`: what is known of readers. */
export async function privacy(c: AppContext): Promise<Response> {
  const headers = { ...mediaHeaders("html"), ...cacheHeaders("document") };
  return fixed(c, renderPrivacyPage(await siteIn(c)), headers);
}

/** `/indexnow.txt`: the key by which search engines know that it is us who tells them of changes. */
export function indexNowKey(c: AppContext): Response {
  const { indexNow } = settingsOf(c.env);
  if (!indexNow) return publicProblem("missing");
  return fixed(c, indexNow, { ...mediaHeaders("text"), ...cacheHeaders("document") });
}

/** `/extension.txt`: what `_dateline` in our JSON means. */
export function extension(c: AppContext): Response {
  return fixed(c, EXTENSION, { ...mediaHeaders("text"), ...cacheHeaders("document") });
}

/** A body that changes only with the deployment. */
export function fixed(c: AppContext, text: string, headers: Record<string, string>): Response {
  const etag = `"${fingerprint(text)}"`;
  const all = { ...headers, ETag: etag };
  // No document changes it, so no date does: a date cannot be fresh.
  if (isFresh(c.req.raw.headers, { etag, lastModified: Number.POSITIVE_INFINITY })) return notModified(all);
  const bytes = new TextEncoder().encode(text);
  return new Response(bytes, { headers: { ...all, "Content-Length": String(bytes.length) } });
}
