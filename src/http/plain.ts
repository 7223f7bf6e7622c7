import { cacheHeaders } from "./caching.ts";

/** An answer for whoever speaks WebSub: plain text, kept nowhere. */
export function plain(text: string, status: number): Response {
  const headers = { "Content-Type": "text/plain; charset=utf-8", ...cacheHeaders("none") };
  return new Response(text, { status, headers });
}
